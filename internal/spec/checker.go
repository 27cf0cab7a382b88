package spec

import (
	"fmt"
	"slices"
)

// maxMistakes is how many mistakes are told at once: more than anyone mends in one go, and few enough that a hostile
// text does not make a large answer.
const maxMistakes = 100

// A checker collects mistakes, and keeps back those that only follow from another one.
type checker struct {
	mistakes Mistakes
	broken   []string // fields whose values could not be read: nothing can be said of them, nor of what encloses them
	told     []string // fields whose values are known to be wrong: more need not be said of them
	more     bool     // there were mistakes above the limit
}

// add collects a mistake of a field, unless the field is known to be wrong.
func (c *checker) add(path, problem string, args ...any) {
	if c.intact(path) {
		c.put(Position{}, path, problem, args...)
	}
}

// settle collects the last mistake of a field: after it the field is known to be wrong.
func (c *checker) settle(path, problem string, args ...any) {
	c.add(path, problem, args...)
	c.told = mark(c.told, path)
}

// conclude collects a mistake that follows from several fields, unless one of them is known to be wrong.
func (c *checker) conclude(path string, from []string, problem string, args ...any) {
	if !slices.ContainsFunc(from, func(path string) bool { return !c.intact(path) }) {
		c.put(Position{}, path, problem, args...)
	}
}

// put collects a mistake at a place in the text.
func (c *checker) put(at Position, path, problem string, args ...any) {
	if len(c.mistakes) == maxMistakes {
		c.more = true
		return
	}
	c.mistakes = append(c.mistakes, Mistake{
		Field:   path,
		Problem: fmt.Sprintf(problem, args...),
		Line:    at.Line,
		Column:  at.Column,
	})
}

// spoil marks a field as one that could not be read.
func (c *checker) spoil(path string) {
	c.broken = mark(c.broken, path)
}

func mark(paths []string, path string) []string {
	if len(paths) == 2*maxMistakes {
		return paths
	}
	return append(paths, path)
}

// intact says that all of the field could be read, and that neither it nor what encloses it is known to be wrong.
func (c *checker) intact(path string) bool {
	return !slices.ContainsFunc(c.broken, func(broken string) bool { return within(path, broken) || within(broken, path) }) &&
		!slices.ContainsFunc(c.told, func(told string) bool { return within(path, told) })
}

// found returns the mistakes in order, with the positions of their text if there is one.
func (c *checker) found(positions Positions) Mistakes {
	if len(c.mistakes) == 0 {
		return nil
	}
	all := c.mistakes.At(positions)
	if c.more {
		all = append(all, Mistake{Problem: fmt.Sprintf("more than %d mistakes; mend these first", maxMistakes)})
	}
	return all
}
