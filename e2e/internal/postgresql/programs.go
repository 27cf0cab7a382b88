// Package postgresql starts a real PostgreSQL for a test, and lets the test kill it.
package postgresql

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/serin-canary/serin/e2e/internal/missing"
)

// programs is the folder that holds the programs of the server.
type programs string

// find looks for the programs in SERIN_PG_BIN alone if the environment has it, else in PATH, and then where Debian puts
// them, the newest version first.
func find(t testing.TB) programs {
	t.Helper()
	if folder := os.Getenv("SERIN_PG_BIN"); folder != "" {
		if !complete(folder) {
			t.Fatalf("SERIN_PG_BIN is %s, and initdb and postgres are not there; "+
				"write the absolute path of the folder that holds them", folder)
		}
		return programs(folder)
	}
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), debian()...) {
		if complete(folder) {
			return programs(folder)
		}
	}
	missing.Skip(t, "a PostgreSQL is missing: initdb and postgres are not in PATH, nor in /usr/lib/postgresql/*/bin; "+
		"install the server (on Debian: apt-get install postgresql), or name the folder of its programs in SERIN_PG_BIN")
	return ""
}

// complete says whether a folder holds the programs. It must be absolute, for they run in a folder of their own.
func complete(folder string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(folder, name)); err != nil {
			return false
		}
	}
	return filepath.IsAbs(folder)
}

// debian returns the folders of Debian's packages, the newest version first.
func debian() []string {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is a good one
	slices.SortFunc(folders, func(a, b string) int { return cmp.Compare(version(b), version(a)) })
	return folders
}

// version reads the 15 of /usr/lib/postgresql/15/bin.
func version(folder string) float64 {
	v, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(folder)), 64) // what is no number is the oldest
	return v
}

func (p programs) path(name string) string { return filepath.Join(string(p), name) }
