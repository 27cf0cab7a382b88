package spec

import (
	"strings"
	"unicode/utf8"
)

// A place is what surrounds a point of a query, as the query languages of the common backends have it: strings in
// "double" and 'single' quotes with backslash escapes, raw strings in backticks, comments from # to the end of the
// line, and the matchers =~ and !~, whose strings are regular expressions.
type place struct {
	quote   rune // of the string that holds the point; '#' in a comment, 0 outside of both
	pattern bool // within a regular expression; outside of strings: the matcher stands just before
	escaped bool // a backslash stands just before
	matcher rune // first half of what may become a matcher
}

// advance moves past the first character of text and returns its length in bytes.
func (p *place) advance(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case p.escaped:
		p.escaped = false
	case p.quote == '#':
		if r == '\n' {
			p.quote = 0
		}
	case p.quote == 0:
		p.outside(r)
	case r == '\\' && p.quote != '`':
		p.escaped = true
	case r == p.quote:
		*p = place{}
	}
	return size
}

// outside moves past a character outside of strings.
func (p *place) outside(r rune) {
	switch {
	case strings.ContainsRune("\"'`#", r):
		p.quote, p.matcher = r, 0
	case r == '~' && p.matcher != 0:
		p.pattern, p.matcher = true, 0
	case r == '=' || r == '!':
		p.pattern, p.matcher = false, r
	case r != ' ' && r != '\t' && r != '\n' && r != '\r':
		p.pattern, p.matcher = false, 0
	default:
		p.matcher = 0
	}
}

// pass moves past a placeholder.
func (p *place) pass() {
	p.escaped = false
	if p.quote == 0 {
		p.pattern, p.matcher = false, 0
	}
}

// closed says that the point is outside of strings.
func (p *place) closed() bool {
	return p.quote == 0 || p.quote == '#'
}
