package spec

import (
	"maps"
	"slices"
	"unicode/utf8"
)

const (
	// maxLine is the longest id, service or label of a run, in characters.
	maxLine = 200
	// maxLabels is how many labels a run may have.
	maxLabels = 50
)

// line: a text that can be shown in a list, or none.
func (c *checker) line(path, text string) {
	if problem := lineProblem(text); problem != "" {
		c.settle(path, "%s", problem)
	}
}

// labels: not too many, and none without a key.
func (r createCheck) labels() {
	labels := r.request.GetLabels()
	if len(labels) > maxLabels {
		r.settle("labels", "there are %d of them, and %d is the most; leave some out", len(labels), maxLabels)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		path := entry("labels", shorten(key))
		if key == "" {
			r.add(path, "a label needs a key, such as team; give it one, or leave it out")
		} else if problem := lineProblem(key); problem != "" {
			r.add(path, "the key %s", problem)
		}
		r.line(path, labels[key])
	}
}

// lineProblem returns what keeps text from being shown in a list, or "".
func lineProblem(text string) string {
	if utf8.RuneCountInString(text) > maxLine {
		return "is longer than 200 characters; shorten it"
	}
	return shownProblem(text)
}
