package spec

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest name of a metric or spec, in bytes: it must fit a line of a report.
const maxName = 200

// isIdentifier says that text can name a variable: a letter or _, then letters, digits and _.
func isIdentifier(text string) bool {
	return text != "" && !isDigit(rune(text[0])) && isMadeOf(text, "_")
}

// isMadeOf says that text has nothing but letters, digits and the given marks.
func isMadeOf(text, marks string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !isLetter(r) && !isDigit(r) && !strings.ContainsRune(marks, r)
	})
}

func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func isDigit(r rune) bool {
	return r >= '0' && r <= '9'
}

// nameProblem returns what keeps text from being shown as a name, or "".
func nameProblem(name string) string {
	if len(name) > maxName {
		return "is longer than 200 bytes; shorten it"
	}
	return shownProblem(name)
}

// shownProblem returns what keeps text of any length from being shown in a line, or "".
func shownProblem(text string) string {
	unprintable := func(r rune) bool { return !unicode.IsPrint(r) }
	switch {
	case !utf8.ValidString(text), strings.ContainsFunc(text, unprintable):
		return "has line breaks or other characters that cannot be shown; leave them out"
	case strings.TrimSpace(text) != text:
		return "begins or ends with a blank; leave it out"
	}
	return ""
}
