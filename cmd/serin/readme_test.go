package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

// absolute is a path from this folder.
func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func fixturesPath(t *testing.T) string { return absolute(t, "../../fixtures") }

// readPage returns a page of the documentation, by its path from the root.
func readPage(t *testing.T, name string) (path, text string) {
	t.Helper()
	path = absolute(t, "../../"+name)
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, string(page)
}

// block returns what stands in a page between two texts.
func block(t *testing.T, page, from, to string) string {
	t.Helper()
	_, after, found := strings.Cut(page, from)
	text, _, closed := strings.Cut(after, to)
	if !found || !closed {
		t.Fatalf("the page has nothing between %q and %q", from, to)
	}
	return text
}

// What the pages show is what the commands print.
func TestShownOutputs(t *testing.T) {
	for _, test := range []struct{ page, command, folder string }{
		{"README.md", "demo", "../.."},
		{"README.md", "replay fixtures/only_eu_west_bad", "../.."},
		{"README.md", "spec validate checkout.yaml", "testdata"},
		{"docs/configuration.md", "config validate serin.yaml", "testdata"},
		{"docs/backtest.md", "backtest fixtures", "../.."},
	} {
		t.Run(test.command, func(t *testing.T) {
			path, page := readPage(t, test.page)
			marker := "<!-- output of: serin " + test.command + " -->\n```text\n"
			want := block(t, page, marker, "```\n")
			t.Chdir(test.folder)
			var stdout, stderr bytes.Buffer
			run(t.Context(), strings.Fields(test.command), strings.NewReader(""), &stdout, &stderr)
			got := stdout.String() + stderr.String()
			if got == want {
				return
			}
			if !*update {
				t.Fatalf("%s shows\n%s\nbut the command prints\n%s", test.page, want, got)
			}
			page = strings.Replace(page, marker+want, marker+got, 1)
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// The README's spec is valid, and its call gives the verdict it names.
func TestReadmeExamples(t *testing.T) {
	_, readme := readPage(t, "README.md")
	if _, mistakes := spec.Read([]byte(block(t, readme, "```yaml\n", "```\n")), spec.FromProvider); len(mistakes) > 0 {
		t.Errorf("the spec: %v", mistakes)
	}
	var request serinv1.AnalyzeRequest
	if err := protojson.Unmarshal([]byte(block(t, readme, "<<'EOF'\n", "EOF\n")), &request); err != nil {
		t.Fatal(err)
	}
	response, err := serveFixtures(t).Analyze(t.Context(), &request)
	if err != nil {
		t.Fatal(err)
	}
	verdict := block(t, readme, "The answer says `\"verdict\": \"", "\"`")
	if got := response.Result.Verdict.String(); got != verdict {
		t.Errorf("the call gives %s, and the README says %s", got, verdict)
	}
}
