package config

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is what stands wherever a secret would be shown.
const redacted = "REDACTED"

// A Secret keeps a text from being shown by mistake: printed in any way, logged, or written as JSON it is REDACTED. The
// zero value is the absence of a secret.
type Secret struct {
	// reveal is a function, for printers that look into fields see no more of one than where it lies.
	reveal func() string
}

// NewSecret returns a secret.
func NewSecret(text string) Secret {
	return Secret{reveal: func() string { return text }}
}

// Reveal returns the secret itself; "" when there is none.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero says that there is no secret.
func (s Secret) IsZero() bool { return s.reveal == nil }

// String returns REDACTED.
func (s Secret) String() string { return redacted }

// Format writes REDACTED for every verb, %#v and %x too.
func (s Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, redacted) // fmt keeps what fails
}

// LogValue returns REDACTED.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns REDACTED.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
