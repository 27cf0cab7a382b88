package spec

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads a spec with a mistake in almost every line and compares all that is said of it.
// go test -update rewrites the answer.
func TestGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/mistakes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, mistakes := Read(text, FromProvider)
	got := mistakes.In("mistakes.yaml") + "\n"
	if *update {
		if err := os.WriteFile("testdata/mistakes.txt", []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/mistakes.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("Read(mistakes.yaml), -want +got:\n%s", diff)
	}
}
