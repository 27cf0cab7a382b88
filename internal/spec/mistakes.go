package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Mistake is one thing that is wrong with a text or a message.
type Mistake struct {
	Field   string // path of the field; empty for the whole text
	Problem string // what is wrong, and what to write instead
	Line    int    // in the text, from 1; 0 when there is no text
	Column  int    // in the text, in characters from 1; 0 when there is no text
}

// String returns "line:column: field: problem", without the parts that are not known.
func (m Mistake) String() string {
	var b strings.Builder
	if m.Line > 0 {
		fmt.Fprintf(&b, "%d:%d: ", m.Line, m.Column)
	}
	if m.Field != "" {
		b.WriteString(m.Field + ": ")
	}
	b.WriteString(m.Problem)
	return b.String()
}

// Mistakes is everything that is wrong, in the order of the text, else in the order of the fields.
type Mistakes []Mistake

// Error returns one mistake per line.
func (m Mistakes) Error() string {
	return m.lines("")
}

// In returns one mistake per line like [Mistakes.Error], each after the name of its file:
// "checkout.yaml:4:5: metrics[1].abort: …".
func (m Mistakes) In(file string) string {
	return m.lines(file)
}

func (m Mistakes) lines(file string) string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		switch {
		case file == "":
			lines[i] = mistake.String()
		case mistake.Line > 0:
			lines[i] = file + ":" + mistake.String()
		default:
			lines[i] = file + ": " + mistake.String()
		}
	}
	return strings.Join(lines, "\n")
}

// Err returns the mistakes as an error, nil when there are none.
func (m Mistakes) Err() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// At returns the mistakes with the positions that their fields have in a text, in the order of the text.
// A mistake that knows its position keeps it.
func (m Mistakes) At(positions Positions) Mistakes {
	located := slices.Clone(m)
	for i := range located {
		if located[i].Line == 0 {
			at := positions.Find(located[i].Field)
			located[i].Line, located[i].Column = at.Line, at.Column
		}
	}
	located.sort()
	return located
}

// sort orders by position; mistakes in one place keep their order.
func (m Mistakes) sort() {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
