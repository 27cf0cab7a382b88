package spec

import (
	"io"
	"strconv"
	"strings"
)

// A byteReader hands a text out byte by byte, so that it is known how far the parser has come.
type byteReader struct {
	text string
	read int
}

func (r *byteReader) Read(p []byte) (int, error) {
	if r.read == len(r.text) {
		return 0, io.EOF
	}
	p[0] = r.text[r.read]
	r.read++
	return 1, nil
}

// line returns the line of the last character read that is not blank.
func (r *byteReader) line() int {
	return 1 + strings.Count(strings.TrimRight(r.text[:r.read], " \t\r\n"), "\n")
}

// syntaxMistake returns the parser's complaint in words that help, with the line it is about.
func syntaxMistake(err error, source *byteReader) Mistake {
	complaint, line := locate(strings.TrimPrefix(err.Error(), "yaml: "), source)
	content := lineOf(source.text, line)
	blanks := content[:len(content)-len(strings.TrimLeft(content, " \t"))]
	if i := strings.IndexByte(blanks, '\t'); i >= 0 {
		return Mistake{Problem: "a tab cannot indent YAML; use spaces", Line: line, Column: i + 1}
	}
	return Mistake{Problem: remedy(complaint), Line: line, Column: len(blanks) + 1}
}

// locate takes the line out of the parser's complaint. The parser counts lines from 0 in places, does not name line 0,
// and names the beginning of the construct it was in where the end of what it has read helps more.
func locate(complaint string, source *byteReader) (string, int) {
	rest, named := strings.CutPrefix(complaint, "line ")
	if !named {
		if strings.HasPrefix(complaint, "found ") {
			return complaint, 1
		}
		return complaint, source.line()
	}
	number, words, _ := strings.Cut(rest, ": ")
	line, err := strconv.Atoi(number)
	switch {
	case err != nil || isVague(words):
		return words, source.line()
	case isUnclosed(words) && !strings.ContainsAny(lineOf(source.text, line), "'\""):
		return words, 1 // the end of the text is named in place of line 0
	default:
		return words, line
	}
}

// isVague says that the parser misses something without knowing where it should have been.
func isVague(complaint string) bool {
	return strings.HasPrefix(complaint, "did not find expected")
}

func isUnclosed(complaint string) bool {
	return strings.HasPrefix(complaint, "found unexpected end of stream")
}

// remedy says what usually causes a complaint of the parser, and what to do.
func remedy(complaint string) string {
	switch {
	case strings.Contains(complaint, "<document start>"):
		return "the text goes on after its end; a file holds one document"
	case strings.HasPrefix(complaint, "mapping values are not allowed"):
		return "a colon cannot stand here; put text with a colon in quotes, and check the indentation"
	case strings.HasPrefix(complaint, "found character that cannot start any token"):
		return "text cannot begin with this character; put it in quotes"
	case strings.HasPrefix(complaint, "found unknown escape character"):
		return "in double quotes a backslash begins an escape, and this is none; write \\\\, or use single quotes"
	case strings.HasPrefix(complaint, "unknown anchor"):
		return complaint + "; text that begins with * must stand in quotes"
	case strings.HasPrefix(complaint, "control characters"):
		return complaint + "; leave them out"
	case isUnclosed(complaint):
		return "a quote is opened here and never closed"
	case isVague(complaint) && strings.ContainsAny(complaint, "}]"):
		return complaint + ", here or shortly before; close the bracket, and put text with brackets in quotes"
	case isVague(complaint):
		return complaint + ", here or shortly before; check the indentation and the quotes"
	default:
		return complaint
	}
}

// lineOf returns a line of a text, counted from 1; "" when there is no such line.
func lineOf(text string, number int) string {
	for line := range strings.Lines(text) {
		if number--; number == 0 {
			return line
		}
	}
	return ""
}
