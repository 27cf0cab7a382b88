package main

import (
	"errors"
	"fmt"
	"io"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Exit statuses of the commands that judge. Several recordings exit with the worst: 3 > 1 > 2 > 0.
const (
	exitPromote  = 0
	exitAbort    = 1
	exitPause    = 2
	exitNoAnswer = 3
)

// A verdictError carries a verdict to the exit status. It is not printed: the verdict already was.
type verdictError struct{ status int }

func (e verdictError) Error() string { return fmt.Sprintf("exit status %d", e.status) }

// statusOf returns the exit status of a verdict. A verdict it does not know is a pause.
func statusOf(v serinv1.Verdict) int {
	switch v {
	case serinv1.Verdict_VERDICT_PROMOTE:
		return exitPromote
	case serinv1.Verdict_VERDICT_ABORT:
		return exitAbort
	default:
		return exitPause
	}
}

// worst returns the worse of two statuses.
func worst(a, b int) int {
	for _, status := range []int{exitNoAnswer, exitAbort, exitPause} {
		if a == status || b == status {
			return status
		}
	}
	return exitPromote
}

// verdict makes the error that ends a judging command.
func verdict(status int) error {
	if status == exitPromote {
		return nil
	}
	return verdictError{status}
}

// exitStatus turns what a command returned into its exit status, and complains about what is not a verdict.
func exitStatus(err error, stderr io.Writer) int {
	var v verdictError
	switch {
	case err == nil:
		return exitPromote
	case errors.As(err, &v):
		return v.status
	default:
		fmt.Fprintln(stderr, "serin:", err)
		return exitNoAnswer
	}
}
