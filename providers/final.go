package providers

import "errors"

// ErrFinal says that asking again would bring the same, as of a recording.
var ErrFinal = errors.New("final")

// Final marks an error as one that is [ErrFinal]. Its words and what else it is stay the same.
func Final(err error) error {
	if err == nil {
		return nil
	}
	return finalError{err}
}

type finalError struct{ error }

// Is reports whether a target is what the mark says.
func (e finalError) Is(target error) bool { return target == ErrFinal }

// Unwrap returns the error without its mark.
func (e finalError) Unwrap() error { return e.error }
