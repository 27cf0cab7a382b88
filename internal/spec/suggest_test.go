package spec

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	fields := []string{"name", "min_coverage", "higher_is_worse", "p95", "of"}
	for word, want := range map[string]string{
		"naame":                  "name",
		"nam":                    "name",
		"Name":                   "name",
		"names":                  "name",
		"minCoverage":            "min_coverage",
		"min-coverage":           "min_coverage",
		"higher":                 "",
		"higher_is_better":       "higher_is_worse",
		"p99":                    "p95",
		"x":                      "",
		"":                       "",
		"fo":                     "of",
		"lemon":                  "",
		strings.Repeat("na", 99): "",
	} {
		if got := nearest(word, fields); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"", ""}:                  0,
		{"abc", ""}:               3,
		{"", "abc"}:               3,
		{"kitten", "sitting"}:     3,
		{"weight", "wieght"}:      1,
		{"relative", "relatives"}: 1,
	} {
		if got := editDistance(pair[0], pair[1]); got != want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", pair[0], pair[1], got, want)
		}
	}
}
