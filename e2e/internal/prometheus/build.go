// Package prometheus builds a real Prometheus, and starts it for a test.
package prometheus

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/serin-canary/serin/e2e/internal/missing"
)

// Tools are the programs of Prometheus.
type Tools struct {
	server, promtool string
}

// Build builds the programs from the module in a folder, which pins the version. Discovery of cloud services is left
// out. Where the build cache has the packages, this only links.
func Build(t testing.TB, module string) Tools {
	t.Helper()
	const from = "github.com/prometheus/prometheus/cmd/"
	folder := t.TempDir()
	command := exec.CommandContext(t.Context(), "go", "build", //nolint:gosec // the folder is the test's
		"-tags", "remove_all_sd", "-o", folder, from+"prometheus", from+"promtool")
	command.Dir = module
	if output, err := command.CombinedOutput(); err != nil {
		missing.Skip(t, fmt.Sprintf("a Prometheus is missing: it cannot be built from its module (%v: %s); "+
			"run the test once where there is a network, and Go keeps what it needs", err, firstLine(output)))
	}
	return Tools{server: filepath.Join(folder, "prometheus"), promtool: filepath.Join(folder, "promtool")}
}

func firstLine(output []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	return line
}
