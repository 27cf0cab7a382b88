package config

import (
	"strconv"
	"strings"

	"github.com/serin-canary/serin/internal/spec"
)

const (
	// inline is what is said of a secret that stands in the configuration, and of anything else in its place.
	inline = "a secret never stands in the configuration; put it into a file and write {file: PATH}, " +
		"or into the environment and write {env: NAME}"
	// hidden stands for what a mistake does not repeat.
	hidden = "…"
)

// What the decoder says before it repeats a name.
const (
	unknownField = "unknown field "
	duplicateKey = "duplicate key "
)

// discreet returns a mistake of the decoder without what may be a secret: values, and names that no field, provider or
// header has.
func discreet(m spec.Mistake) spec.Mistake {
	if secret := secretAround(m.Field); secret != "" && isInline(m, secret) {
		m.Field, m.Problem = secret, inline
		return m
	}
	if name, hint, ok := named(m.Problem, unknownField); ok && !isWord(name) {
		m.Field, m.Problem = outside(m.Field), withoutName(name, hint)
	}
	if key, rest, ok := named(m.Problem, duplicateKey); ok && !isName(key) {
		m.Problem = duplicateKey + strconv.Quote(hidden) + rest
	}
	m.Problem = withoutSyntax(m.Problem)
	if !within(m.Field, "listen") && !within(m.Field, "limits") {
		m.Problem = withoutValue(m.Problem)
	}
	return m
}

// isInline says that something else stands where the fields of a secret should. Fields given twice are no such thing.
func isInline(m spec.Mistake, secret string) bool {
	return (m.Field == secret || isUnknown(m)) && !strings.HasSuffix(m.Problem, "; keep one")
}

// withoutValue cuts a value off: expected a list, got text "…".
func withoutValue(problem string) string {
	expected, value, got := strings.Cut(problem, ", got ")
	what, _, more := strings.Cut(value, " ")
	if !got || !more || what == "a" {
		return problem
	}
	return expected + ", got " + what
}

// withoutName is what to say of an unknown field whose name is not repeated.
func withoutName(name, hint string) string {
	problem := strings.TrimSpace(unknownField) + hint
	if strings.Contains(name, ":") {
		problem += "; a colon needs a blank after it"
	}
	return problem
}

// withoutSyntax takes out what the text names an alias or a tag.
func withoutSyntax(problem string) string {
	for _, before := range []string{"unknown anchor ", "the alias ", "tags such as "} {
		if after, ok := strings.CutPrefix(problem, before); ok {
			_, rest, _ := strings.Cut(after, " ")
			return before + hidden + " " + rest
		}
	}
	return problem
}

// named returns the name that a problem repeats after a prefix, and what follows it.
func named(problem, prefix string) (name, rest string, ok bool) {
	after, ok := strings.CutPrefix(problem, prefix)
	if !ok {
		return "", "", false
	}
	quoted, err := strconv.QuotedPrefix(after)
	if err != nil {
		return "", "", false
	}
	name, err = strconv.Unquote(quoted)
	return name, after[len(quoted):], err == nil
}
