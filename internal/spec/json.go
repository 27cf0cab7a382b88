package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonAsYAML returns text with what YAML reads otherwise than JSON written so that it means the same, if the text is
// JSON; lines stay as they are. YAML does not know the escape \/ and halves of surrogate pairs; it refuses some control
// characters, and takes some others for the end of a line.
func jsonAsYAML(text []byte) []byte {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '{' || !json.Valid(text) {
		return text
	}
	out := make([]byte, 0, len(text))
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == '\\': // within a string, as the text is valid
			out, size = appendEscape(out, rest)
		case isStrange(r):
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return out
}

// isStrange says that YAML does not take the character as it stands.
func isStrange(r rune) bool {
	switch {
	case r >= 0x7f && r <= 0x9f, r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// appendEscape appends the escape that text begins with, and returns how long it was in the text.
func appendEscape(out, text []byte) ([]byte, int) {
	switch text[1] {
	case '/':
		return append(out, '/'), 2
	case 'u':
		r, size := unicodeEscape(text)
		if r > 0xffff {
			return fmt.Appendf(out, `\U%08x`, r), size
		}
		return fmt.Appendf(out, `\u%04x`, r), size
	default:
		return append(out, text[:2]...), 2
	}
}

// unicodeEscape reads \uXXXX, two of them for a surrogate pair. Half a pair is U+FFFD, as for encoding/json.
func unicodeEscape(text []byte) (rune, int) {
	first := hexadecimal(text[2:6])
	if !utf16.IsSurrogate(first) {
		return first, 6
	}
	if len(text) >= 12 && text[6] == '\\' && text[7] == 'u' {
		if r := utf16.DecodeRune(first, hexadecimal(text[8:12])); r != utf8.RuneError {
			return r, 12
		}
	}
	return utf8.RuneError, 6
}

func hexadecimal(digits []byte) rune {
	n, err := strconv.ParseUint(string(digits), 16, 16)
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}
