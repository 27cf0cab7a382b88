package spec

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Expand fills in the variables of a query. The text outside of placeholders stays as it is.
//
// ${name} stands for the value of a variable; $${ stands for the two characters ${. A $ that no brace follows is a
// plain $, for the patterns of queries end with it.
//
// A value is escaped for the place it stands in, so that it cannot change the query's meaning:
//
//   - in "double" or 'single' quotes: backslash, that quote, and line breaks, with a backslash;
//   - in such quotes after =~ or !~: first as a literal of a regular expression, then as before;
//   - in backticks: not at all, or as a literal of a regular expression after =~ or !~; a value with a backtick is refused;
//   - elsewhere, comments included: not at all; a value with anything but letters, digits and _ . : / - is refused.
//
// It is meant for languages that escape with backslashes: PromQL, InfluxQL, NRQL and their kind.
//
// The error says everything that is wrong with the query and the values.
func Expand(template string, variables map[string]string) (string, error) {
	pieces, problems := split(template)
	var b strings.Builder
	for _, piece := range pieces {
		if !piece.variable {
			b.WriteString(piece.text)
			continue
		}
		text, err := piece.fill(variables)
		if err != nil {
			problems = append(problems, err.Error())
		}
		b.WriteString(text)
	}
	if len(problems) > 0 {
		return "", asError(problems)
	}
	return b.String(), nil
}

// fill returns the value of the piece's variable, escaped for its place.
func (p piece) fill(variables map[string]string) (string, error) {
	value, ok := variables[p.text]
	if !ok {
		known := slices.Sorted(maps.Keys(variables))
		return "", fmt.Errorf("unknown variable ${%s}%s", p.text, suggestion(p.text, known))
	}
	text, err := p.place.escape(value)
	if err != nil {
		return "", fmt.Errorf("value %q of ${%s} %w", shorten(value), p.text, err)
	}
	return text, nil
}

// escape returns a value as it must be written in this place.
func (p place) escape(value string) (string, error) {
	if p.closed() {
		if value == "" || !isMadeOf(value, "_.:/-") {
			return "", errors.New("stands outside of quotes, where only letters, digits and _ . : / - are safe; " +
				"put the placeholder in quotes")
		}
		return value, nil
	}
	if p.pattern {
		value = regexp.QuoteMeta(value)
	}
	if p.quote == '`' {
		if strings.Contains(value, "`") {
			return "", errors.New("has a backtick and stands in backticks; put the placeholder in double quotes")
		}
		return value, nil
	}
	quote := string(p.quote)
	return strings.NewReplacer(`\`, `\\`, quote, `\`+quote, "\n", `\n`, "\r", `\r`).Replace(value), nil
}
