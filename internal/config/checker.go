package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/serin-canary/serin/internal/spec"
)

// A checker collects mistakes, and keeps back those that only follow from a mistake of the text.
type checker struct {
	source Source
	text   spec.Mistakes // of the decoder
	found  spec.Mistakes // of the fields that could be read
}

// add collects a mistake of a field, unless the field could not be read.
func (c *checker) add(path, problem string, args ...any) {
	if c.intact(path) {
		c.found = append(c.found, spec.Mistake{Field: path, Problem: fmt.Sprintf(problem, args...)})
	}
}

// require collects the mistake that a field of the message at path is missing, unless it may be there, misspelt.
func (c *checker) require(path, field, problem string) {
	if !c.misspelt(path) {
		c.add(join(path, field), "required: %s", problem)
	}
}

// intact says that the field could be read with all that is in it, and what encloses it as well.
func (c *checker) intact(path string) bool {
	return !slices.ContainsFunc(c.text, func(m spec.Mistake) bool {
		return within(m.Field, path) || within(path, m.Field)
	})
}

// misspelt says that the message at path was given a field that it does not have.
func (c *checker) misspelt(path string) bool {
	return slices.ContainsFunc(c.text, func(m spec.Mistake) bool { return isUnknown(m) && outside(m.Field) == path })
}

// isUnknown says that the decoder did not know a field.
func isUnknown(m spec.Mistake) bool { return strings.HasPrefix(m.Problem, unknownField) }

// all returns the mistakes in the order of the text, without secrets.
func (c *checker) all(positions spec.Positions) spec.Mistakes {
	var all spec.Mistakes
	for _, m := range c.text {
		all = append(all, discreet(m))
	}
	all = append(all, c.found...).At(positions)
	for i := range all {
		all[i].Field = withoutKeys(all[i].Field)
	}
	return all
}
