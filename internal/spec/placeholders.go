package spec

import (
	"errors"
	"fmt"
	"strings"
)

// Variables returns the names of the variables that a query uses, in the order of their first use. The error says
// everything that is wrong with the query's placeholders and quotes.
func Variables(template string) ([]string, error) {
	names, problems := variablesOf(template)
	return names, asError(problems)
}

// variablesOf returns the names of the variables that a query uses, and what is wrong with the query.
func variablesOf(template string) (names, problems []string) {
	pieces, problems := split(template)
	seen := map[string]bool{}
	for _, piece := range pieces {
		if piece.variable && !seen[piece.text] {
			seen[piece.text] = true
			names = append(names, piece.text)
		}
	}
	return names, problems
}

// asError returns problems as one error, nil when there are none.
func asError(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "\n"))
}

// A piece of a query is text to be kept or a variable to be filled in.
type piece struct {
	text     string
	variable bool
	place    place // where a variable stands
}

// split cuts a query into its pieces.
func split(template string) ([]piece, []string) {
	s := splitter{template: template}
	for s.at < len(template) {
		switch rest := template[s.at:]; {
		case strings.HasPrefix(rest, "$${"):
			s.cut(s.at)
			s.at++ // the first $ is dropped, what follows is plain text
			s.start = s.at
			s.step(len("${"))
		case strings.HasPrefix(rest, "${"):
			s.cut(s.at)
			s.placeholder(rest)
			s.start = s.at
		default:
			s.step(1)
		}
	}
	s.cut(s.at)
	if !s.place.closed() && len(s.problems) == 0 {
		s.fail("a quote %c is opened and never closed; close it, so that values can be escaped for it", s.place.quote)
	}
	return s.pieces, s.problems
}

// A splitter walks through a query.
type splitter struct {
	template string
	start    int   // of the text that is not yet in a piece
	at       int   // how far the walk has come
	place    place // of that point
	pieces   []piece
	problems []string
}

func (s *splitter) fail(problem string, args ...any) {
	if len(s.problems) <= maxMistakes {
		s.problems = append(s.problems, fmt.Sprintf(problem, args...))
	}
}

// step moves past some characters of plain text.
func (s *splitter) step(characters int) {
	for range characters {
		s.at += s.place.advance(s.template[s.at:])
	}
}

// cut makes the text up to a point a piece.
func (s *splitter) cut(end int) {
	if s.start < end {
		s.pieces = append(s.pieces, piece{text: s.template[s.start:end]})
	}
	s.start = end
}

// placeholder takes the ${name} that rest begins with.
func (s *splitter) placeholder(rest string) {
	end := strings.IndexByte(rest, '}')
	if end < 0 {
		s.fail("${ is opened and never closed; write ${name}, or $${ for the two characters themselves")
		s.at = len(s.template)
		return
	}
	name := rest[len("${"):end]
	switch {
	case !isIdentifier(name):
		s.fail("${%s} does not name a variable: letters, digits and _ only; write $${ for the two characters themselves",
			printable(name))
	case s.place.escaped:
		s.fail("a backslash stands before ${%s} and would take its first character; write \\\\ for a backslash", name)
	default:
		s.pieces = append(s.pieces, piece{text: name, variable: true, place: s.place})
	}
	s.place.pass()
	s.at += end + 1
}
