package collection

import (
	"errors"
	"fmt"

	"github.com/serin-canary/serin/internal/recording"
)

// maxMistakes is how many mistakes are kept; whoever made more will look at the first ones.
const maxMistakes = 100

// A checker collects everything that is wrong with a collection.
type checker struct {
	mistakes recording.Mistakes
	more     int // mistakes that were not kept
}

// wrong collects a mistake of a line of a file; line 0 is the whole file.
func (c *checker) wrong(file string, line int, problem string, args ...any) {
	c.collect(recording.Mistake{File: file, Line: line, Problem: fmt.Sprintf(problem, args...)})
}

func (c *checker) collect(m recording.Mistake) {
	if len(c.mistakes) >= maxMistakes {
		c.more++
		return
	}
	c.mistakes = append(c.mistakes, m)
}

// adopt collects an error of reading a file: its mistakes when it has any.
func (c *checker) adopt(file string, err error) {
	var mistakes recording.Mistakes
	switch {
	case err == nil:
	case errors.As(err, &mistakes):
		for _, m := range mistakes {
			c.collect(m)
		}
	default:
		c.wrong(file, 0, "%v", err)
	}
}

// err returns the mistakes as an error, in the folder of the collection; nil when there are none.
func (c *checker) err(folder string) error {
	if len(c.mistakes) == 0 {
		return nil
	}
	mistakes := c.mistakes
	if c.more > 0 {
		last := mistakes[len(mistakes)-1]
		mistakes = append(mistakes, recording.Mistake{File: last.File, Problem: fmt.Sprintf("and %d more mistakes", c.more)})
	}
	return mistakes.In(folder)
}
