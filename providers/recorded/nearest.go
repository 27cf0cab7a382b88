package recorded

import (
	"fmt"
	"maps"
	"slices"

	"github.com/serin-canary/serin/providers"
)

const (
	// maxCompared is the longest query that is compared with others: it takes time in the square of the length.
	maxCompared = 2000
	// closeness is the part of a query that may differ when another one is taken for the one that was meant: a few
	// characters of a version, not another metric. Two characters always may, up to half of the text.
	closeness = 0.15
)

// unknown returns the error for a query that was never recorded, with the one that was probably meant.
func (p *Provider) unknown(expr string) error {
	if near, ok := nearest(expr, slices.Sorted(maps.Keys(p.answers))); ok {
		return fmt.Errorf("%w: never recorded: %s; nearest recorded: %s", providers.ErrQuery, expr, near)
	}
	return fmt.Errorf("%w: never recorded, and nothing like it among %d queries: %s",
		providers.ErrQuery, len(p.answers), expr)
}

// nearest returns the candidate that differs least from a text, if it is close. Of several the first one counts.
func nearest(text string, candidates []string) (near string, ok bool) {
	if len(text) > maxCompared {
		return "", false
	}
	best := 1 + min(len(text)/2, max(2, int(closeness*float64(len(text)))))
	for _, c := range candidates {
		if len(c) > maxCompared || max(len(c)-len(text), len(text)-len(c)) >= best {
			continue
		}
		if d := distance(text, c); d < best {
			near, ok, best = c, true, d
		}
	}
	return near, ok
}

// distance returns how many bytes must be changed, added or taken away to make one text of the other: the distance of
// Levenshtein, without what both have in common at their ends.
func distance(a, b string) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
