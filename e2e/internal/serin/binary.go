// Package serin builds the binary of serin, and runs it as a stranger would.
package serin

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A Binary is the path of serin.
type Binary string

// Build builds serin from the folder of its module.
func Build(t testing.TB, module string) Binary {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "serin")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./cmd/serin") //nolint:gosec // the path is the test's
	command.Dir = module
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("serin cannot be built: %v: %s", err, output)
	}
	return Binary(binary)
}

// Analyze runs serin analyze, and returns its answer and its exit status.
func (b Binary) Analyze(t testing.TB, arguments ...string) (answer *serinv1.AnalyzeResponse, status int) {
	t.Helper()
	arguments = append([]string{"analyze", "-o", "json"}, arguments...)
	command := exec.CommandContext(t.Context(), string(b), arguments...) //nolint:gosec // built by Build
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	failed := (*exec.ExitError)(nil)
	if err := command.Run(); err != nil && !errors.As(err, &failed) {
		t.Fatalf("serin analyze: %v", err)
	}
	answer = &serinv1.AnalyzeResponse{}
	if err := protojson.Unmarshal(stdout.Bytes(), answer); err != nil {
		t.Fatalf("serin analyze exits with %d, and its answer is none: %v\n%s%s",
			command.ProcessState.ExitCode(), err, stdout.String(), stderr.String())
	}
	return answer, command.ProcessState.ExitCode()
}
