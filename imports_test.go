package serin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
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
		"internal/backtest":      {"judge", "series", "stats", "internal/collection", "internal/engine", "internal/wire"}, // wire for its rounding
		"internal/scorecard":     {"judge", "internal/backtest", "internal/report"},
		"internal/run":           {"proto/serin/v1", "internal/engine", "internal/report", "internal/spec", "internal/wire"},
		"internal/store":         {"proto/serin/v1", "internal/run"},
		// The conformance suite is for the tests of every database.
		"internal/store/storetest": {"proto/serin/v1", "internal/run", "internal/store"},
		"internal/runner":          {"proto/serin/v1", "providers", "series", "internal/engine", "internal/report", "internal/run", "internal/store", "internal/wire"},
		"internal/server": {
			"proto/serin/v1", "judge", "internal/engine", "internal/recording", "internal/run", "internal/spec", "internal/store", "internal/wire",
		},
		"internal/quality": {"judge", "series", "internal/backtest", "internal/collection"},
		// The command that writes docs/decision-quality.md.
		"internal/quality/report": {"judge", "stats", "internal/backtest", "internal/collection", "internal/quality"},
		"cmd/serin": {
			"proto/serin/v1", "fixtures", "providers", "providers/prometheus", "internal/backtest", "internal/collection", "internal/config",
			"internal/engine", "internal/recording", "internal/report", "internal/runner", "internal/scorecard", "internal/server", "internal/spec",
			"internal/store", "internal/wire",
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
		for _, imported := range sortedOnce(imports) {
			if !slices.Contains(may, imported) {
				t.Errorf("%s imports %s; it may import %v", path, imported, may)
			}
		}
	}
}

// listPackages returns our packages with what they import of ours, tests left out. It reads the files itself, not
// through the go command, so that a cached result of this test is thrown away when an import changes.
func listPackages(t *testing.T) map[string][]string {
	t.Helper()
	packages := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipForeign(path)
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if folder == "." || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		packages[folder] = append(packages[folder], importsOf(file)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}

// skipForeign skips what is not of this module: other modules, hidden folders, test data.
func skipForeign(folder string) error {
	name := filepath.Base(folder)
	hidden := folder != "." && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_"))
	if hidden || name == "testdata" {
		return filepath.SkipDir
	}
	if _, err := os.Stat(filepath.Join(folder, "go.mod")); folder != "." && err == nil {
		return filepath.SkipDir
	}
	return nil
}

func importsOf(file *ast.File) []string {
	var ours []string
	for _, imported := range file.Imports {
		if name, ok := strings.CutPrefix(strings.Trim(imported.Path.Value, `"`), module); ok {
			ours = append(ours, name)
		}
	}
	return ours
}

func sortedOnce(names []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(names)))
}
