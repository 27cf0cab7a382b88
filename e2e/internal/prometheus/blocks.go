package prometheus

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/serin-canary/serin/providers/providertest"
)

// load writes the metrics into the storage, as blocks.
func (tools Tools) load(t testing.TB, metrics []providertest.Metric, storage string) {
	t.Helper()
	if len(metrics) == 0 {
		return
	}
	text := filepath.Join(t.TempDir(), "metrics.om")
	if err := os.WriteFile(text, openMetrics(metrics), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), tools.promtool, "tsdb", "create-blocks-from", "openmetrics", text, storage) //nolint:gosec // built by Build
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("promtool: %v: %s", err, output)
	}
}

// openMetrics writes metrics in the format of that name.
func openMetrics(metrics []providertest.Metric) []byte {
	var text bytes.Buffer
	for _, metric := range metrics {
		for _, s := range metric.Series {
			for _, sample := range s.Samples {
				_, _ = fmt.Fprintf(&text, "%s%s %s %s\n", metric.Name, labels(s.Labels),
					number(sample.Value), number(float64(sample.Time.UnixMilli())/1000))
			}
		}
	}
	text.WriteString("# EOF\n")
	return text.Bytes()
}

func labels(all map[string]string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		pairs = append(pairs, fmt.Sprintf("%s=%q", name, all[name]))
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
