package spec

import (
	"fmt"
	"strings"
)

const (
	// longestWord is the length above which words are not compared: names are shorter.
	longestWord = 64
	// mostWords is how many candidates are compared: no one looks for a word among more.
	mostWords = 1000
)

// suggestion returns `; did you mean "weight"?` for the candidate nearest to word, or nothing when none is near.
func suggestion(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// nearest returns the candidate with the smallest edit distance to word, the first of several. A candidate is near
// when no more than a third of the longer word's letters, and at least one, must change. Case and the difference
// between _ and - are no edits. None near gives "".
func nearest(word string, candidates []string) string {
	best, least := "", longestWord
	for _, candidate := range candidates[:min(len(candidates), mostWords)] {
		longer := max(len(word), len(candidate))
		if longer > longestWord {
			continue
		}
		d := editDistance(plain(word), plain(candidate))
		if d <= max(longer/3, 1) && d < least && d < len(candidate) {
			best, least = candidate, d
		}
	}
	return best
}

// plain returns a word without what people confuse when they spell a name.
func plain(word string) string {
	return strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(word))
}

// editDistance returns how many bytes must be put in, taken out, replaced, or swapped with their neighbour to turn
// one word into the other (optimal string alignment).
func editDistance(a, b string) int {
	var beforeLast, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		beforeLast, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], beforeLast[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
