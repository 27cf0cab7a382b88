package config

import (
	"crypto/tls"
	"log/slog"
)

// A Provider is one metric provider, by the name that specs use.
type Provider struct {
	Name string
	Kind Kind
}

// A Kind says what a provider is, and all it needs to be that: [Prometheus] or [Recorded].
type Kind interface {
	// describe returns what a log may say of it.
	describe() []slog.Attr
}

// Prometheus is a server with the HTTP API of Prometheus.
type Prometheus struct {
	Address       string            // with a scheme, without user, query and fragment
	Username      string            // of basic authentication; empty for none
	Password      Secret            // of basic authentication
	BearerToken   Secret            // empty for none
	TLS           *tls.Config       // nil: as the system has it
	Headers       map[string]string // of every request
	SecretHeaders map[string]Secret // of every request
	MaxPoints     int               // of one series in one answer; 0 is the provider's default
	MaxResponse   int               // bytes of one answer; 0 is the provider's default
}

// Recorded answers from recordings.
type Recorded struct {
	Paths   []string // recordings, or folders of them; relative ones start from the working directory
	Builtin bool     // those that are built into serin
}

// LogValue names the provider, its kind and where it is; never a secret.
func (p Provider) LogValue() slog.Value {
	attributes := []slog.Attr{slog.String("name", p.Name)}
	if p.Kind != nil {
		attributes = append(attributes, p.Kind.describe()...)
	}
	return slog.GroupValue(attributes...)
}

func (p Prometheus) describe() []slog.Attr {
	return []slog.Attr{slog.String("kind", "prometheus"), slog.String("address", p.Address)}
}

func (r Recorded) describe() []slog.Attr {
	return []slog.Attr{slog.String("kind", "recorded"), slog.Any("paths", r.Paths), slog.Bool("builtin", r.Builtin)}
}
