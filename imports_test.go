package serin_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/serin-canary/serin/"

// arrows says what each package may import of ours; a package below a folder follows the folder's line. What is not
// here may not exist: a new package is a decision about the tree.
func arrows() map[string][]string {
	return map[string][]string{
		"stats":                 {},
		"series":                {},
		"proto/serin/v1":        {},
		"proto/serin/config/v1": {},
		"fixtures":              {},
		"fixtures/make":         {},
		"judge":                 {"stats", "series"},
		"judge/kayenta":         {"stats"},
		"providers":             {"series"},
		"providers/recorded":    {"providers", "series"},
		"providers/prometheus":  {"providers", "series"},
		// The conformance suite is for the tests of every provider.
		"providers/providertest": {"providers", "series"},
		"internal/spec":          {"proto/serin/v1"},
		"internal/engine":        {"judge", "judge/kayenta", "providers", "series", "stats"},
		"internal/config":        {"proto/serin/config/v1", "internal/engine", "internal/spec"},
		"internal/recording":     {"proto/serin/v1", "providers", "providers/recorded", "series", "internal/report", "internal/spec"},
		"internal/wire":          {"proto/serin/v1", "judge", "providers", "series", "internal/engine", "internal/recording", "internal/spec"},
		"internal/report":        {"proto/serin/v1", "internal/spec"},
		"internal/collection":    {"proto/serin/v1", "judge", "series", "internal/recording", "internal/spec", "internal/wire"},
		"internal/backtest":      {"judge", "series", "stats", "internal/collection", "internal/engine"},
		"internal/scorecard":     {"judge", "internal/backtest", "internal/report"},
		"internal/server":        {"proto/serin/v1", "judge", "internal/engine", "internal/spec", "internal/wire"},
		"internal/quality":       {"judge", "series", "internal/backtest", "internal/collection"},
		// The command that writes docs/decision-quality.md.
		"internal/quality/report": {"judge", "stats", "internal/backtest", "internal/collection", "internal/quality"},
		"cmd/serin": {
			"proto/serin/v1", "fixtures", "providers", "providers/prometheus", "internal/backtest", "internal/collection", "internal/config",
			"internal/engine", "internal/recording", "internal/report", "internal/scorecard", "internal/server", "internal/spec", "internal/wire",
		},
	}
}

// The imports point one way: from the command to the statistics, never back.
func TestImports(t *testing.T) {
	allowed := arrows()
	for path, imports := range listPackages(t) {
		may, ok := allowed[path]
		if !ok {
			t.Errorf("%s is not in the list of packages; where does it belong?", path)
		}
		for _, imported := range imports {
			if !slices.Contains(may, imported) {
				t.Errorf("%s imports %s; it may import %v", path, imported, may)
			}
		}
	}
}

// listPackages returns our packages with what they import of ours, tests left out.
func listPackages(t *testing.T) map[string][]string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		path, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue // the root, which holds only this test
		}
		packages[path] = nil
		for _, imported := range p.Imports {
			if name, ours := strings.CutPrefix(imported, module); ours {
				packages[path] = append(packages[path], name)
			}
		}
	}
}
