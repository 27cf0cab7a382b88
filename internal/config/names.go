package config

import "strings"

// maxName is the longest name of a provider, as of a spec.
const maxName = 200

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// isName says that text can name a provider: letters, digits and _ . -
func isName(text string) bool {
	return text != "" && len(text) <= maxName && isMadeOf(text, letters+digits+"_.-")
}

// isWord says that text has nothing but letters and _, as the names of fields.
func isWord(text string) bool { return isMadeOf(text, letters+"_") }

// isVariable says that text can name an environment variable.
func isVariable(text string) bool {
	return text != "" && !strings.Contains(digits, text[:1]) && isMadeOf(text, letters+digits+"_")
}

// isHeader says that text can name a header (RFC 9110, token).
func isHeader(text string) bool {
	return text != "" && isMadeOf(text, letters+digits+"!#$%&'*+-.^_`|~")
}

// isOneLine says that text can stand in a header: without line breaks and other control characters.
func isOneLine(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

func isMadeOf(text, characters string) bool {
	return strings.Trim(text, characters) == ""
}

// shorten returns the beginning of a text that is too long for a mistake.
func shorten(text string) string {
	const enough = 40
	if runes := []rune(text); len(runes) > enough {
		return string(runes[:enough]) + "…"
	}
	return text
}
