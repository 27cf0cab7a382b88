package recording

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/serin-canary/serin/internal/spec"
)

// maxMistakes is how many mistakes are kept; whoever made more will look at the first ones.
const maxMistakes = 100

// A Mistake is one thing that is wrong with a recording.
type Mistake struct {
	File    string // name of the file
	Line    int    // from 1; 0 for the whole file
	Column  int    // from 1; 0 for the whole line
	Problem string // what is wrong, and what to write instead
}

// String returns "file:line:column: problem", without the parts that are not known.
func (m Mistake) String() string {
	var b strings.Builder
	b.WriteString(m.File)
	for _, n := range []int{m.Line, m.Column} {
		if n > 0 {
			fmt.Fprintf(&b, ":%d", n)
		}
	}
	return b.String() + ": " + m.Problem
}

// Mistakes is everything that is wrong with a recording, up to a hundred mistakes, file by file.
type Mistakes []Mistake

// Error returns one mistake per line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.String()
	}
	return strings.Join(lines, "\n")
}

// In returns the mistakes with their files in the given folder.
func (m Mistakes) In(folder string) Mistakes {
	located := slices.Clone(m)
	for i := range located {
		located[i].File = path.Join(folder, located[i].File)
	}
	return located
}

// A checker collects mistakes.
type checker struct {
	mistakes Mistakes
	more     int // mistakes that were not kept
}

// wrong collects a mistake of a line of a file; line 0 is the whole file.
func (c *checker) wrong(file string, line int, problem string, args ...any) {
	c.collect(Mistake{File: file, Line: line, Problem: fmt.Sprintf(problem, args...)})
}

func (c *checker) collect(m Mistake) {
	if len(c.mistakes) >= maxMistakes {
		c.more++
		return
	}
	c.mistakes = append(c.mistakes, m)
}

// adopt collects the mistakes of analysis.yaml.
func (c *checker) adopt(mistakes spec.Mistakes) {
	for _, m := range mistakes {
		problem := m.Problem
		if m.Field != "" {
			problem = m.Field + ": " + problem
		}
		c.collect(Mistake{File: analysisFile, Line: m.Line, Column: m.Column, Problem: problem})
	}
}

// err returns the mistakes as an error, nil when there are none. Those of one file are in the order of its lines.
func (c *checker) err() error {
	if len(c.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(c.mistakes, func(a, b Mistake) int {
		if a.File != b.File {
			return 0 // files are in the order in which they were read
		}
		return a.Line - b.Line
	})
	if c.more > 0 {
		last := c.mistakes[len(c.mistakes)-1]
		return append(c.mistakes, Mistake{File: last.File, Problem: fmt.Sprintf("and %d more mistakes", c.more)})
	}
	return c.mistakes
}
