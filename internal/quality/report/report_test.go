package main

import (
	"io"
	"os"
	"strings"
	"testing"
)

// The document's tables of the real cases are what the rules conclude today. make decision-quality writes it again.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../../docs/decision-quality.md")
	if err != nil {
		t.Fatal(err)
	}
	c := config{rules: "all", seed: "test", decisions: "../testdata/decisions/decisions.tar.gz", only: "pairs,deployments", write: "-"}
	m, err := c.measurement()
	if err != nil {
		t.Fatal(err)
	}
	sections, err := c.measure(m, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var missing []string
	for _, want := range append([]section{{tables: []table{m.barTable()}}}, sections...) {
		for line := range strings.SplitSeq(want.markdown(), "\n") {
			if strings.HasPrefix(line, "| ") && !strings.Contains(string(text), line+"\n") {
				missing = append(missing, line)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d lines of the document would be others today, the first of them\n%s\nmake decision-quality writes it again", len(missing), missing[0])
	}
	tried, err := os.ReadFile("tried.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), strings.TrimSpace(string(tried))) {
		t.Error("the document does not say what was tried and lost as tried.md does")
	}
}

func TestOutcome(t *testing.T) {
	for _, test := range []struct {
		name string
		barred
		want string
	}{
		{"below, all of it", barred{estimate: estimate{2, 1, 3}, bar: atMost(5)}, "met by 3.00 points"},
		{"below, not all of it", barred{estimate: estimate{4.5, 4, 5.5}, bar: atMost(5)}, "met by 0.50 points, with an interval that reaches beyond"},
		{"above", barred{estimate: estimate{5.25, 5.1, 5.5}, bar: atMost(5)}, "**missed** by 0.25 points"},
		{"enough", barred{estimate: estimate{0.85, 0.81, 0.9}, bar: barF1()}, "met by 0.0500"},
		{"too little", barred{estimate: estimate{0.75, 0.7, 0.85}, bar: barF1()}, "**missed** by 0.0500"},
	} {
		if got := test.outcome(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestFlags(t *testing.T) {
	for _, args := range [][]string{{"-seed", "other"}, {"-rules", "none"}, {"-only", "pairs", "-decisions", "nowhere"}} {
		if err := run(args, io.Discard); err == nil {
			t.Errorf("run(%q) took it", args)
		}
	}
	var out strings.Builder
	if err := run([]string{"-quick", "-only", "small"}, &out); err != nil || !strings.Contains(out.String(), "One part in twenty") {
		t.Errorf("run: %v\n%s", err, &out)
	}
}
