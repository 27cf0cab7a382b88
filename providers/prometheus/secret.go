package prometheus

import (
	"fmt"
	"io"
	"strings"
)

// hidden is what stands for a secret wherever it would be shown.
const hidden = "<secret>"

// A Secret is a text that does not show itself: printed in any way, logged, or written as JSON it is <secret>.
type Secret string

// Format writes <secret> for every verb, %#v and %x too.
func (s Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, hidden) // fmt keeps what fails
}

// MarshalText returns <secret>.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// fitsHeader says that the text can be the value of a header.
func (s Secret) fitsHeader() bool {
	return !strings.ContainsFunc(string(s), func(r rune) bool { return r < ' ' && r != '\t' || r == '\x7f' })
}
