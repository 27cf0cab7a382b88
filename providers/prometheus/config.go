package prometheus

import (
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

const (
	// DefaultMaxPoints is what Prometheus answers of one series at once.
	DefaultMaxPoints = 11_000
	// DefaultMaxResponseBytes is room for a thousand series of a thousand points.
	DefaultMaxResponseBytes = 64 << 20
)

// A Config says where a server is, and how to be let in.
type Config struct {
	// Address of the server, with the path before /api/v1 if there is one: https://mimir.example/prometheus. Required.
	// It is asked directly, whatever the environment says of proxies.
	Address string
	// User and Password of basic authentication; none if both are empty.
	User     string
	Password Secret
	// BearerToken of the header Authorization, in place of user and password.
	BearerToken Secret
	// TLS holds what https needs beyond the system's own: authorities, a certificate to show, a server name.
	TLS *tls.Config
	// Headers are sent with every query, such as X-Scope-OrgID, the tenant of Mimir.
	Headers map[string]Secret
	// MaxPoints is how many points of a series the server answers at once. Longer windows are asked in parts.
	// 0 means DefaultMaxPoints.
	MaxPoints int
	// MaxResponseBytes bounds one answer of the server; a larger one is an error. 0 means DefaultMaxResponseBytes.
	MaxResponseBytes int64
}

// withDefaults fills in what was left out.
func (c Config) withDefaults() Config {
	if c.MaxPoints == 0 {
		c.MaxPoints = DefaultMaxPoints
	}
	if c.MaxResponseBytes == 0 {
		c.MaxResponseBytes = DefaultMaxResponseBytes
	}
	return c
}

// check returns the address, and all mistakes.
func (c Config) check() (*url.URL, []error) {
	var mistakes []error
	wrong := func(format string, args ...any) { mistakes = append(mistakes, fmt.Errorf(format, args...)) }
	address, err := parseAddress(c.Address)
	if err != nil {
		wrong("address: %w", err)
	}
	switch {
	case c.BearerToken != "" && (c.User != "" || c.Password != ""):
		wrong("bearer token: there are user and password too; keep one way to be let in")
	case c.User == "" && c.Password != "":
		wrong("user: missing, and there is a password")
	case strings.Contains(c.User, ":"):
		wrong("user: holds a colon, which would begin the password")
	}
	if !c.BearerToken.fitsHeader() {
		wrong("bearer token: holds a line break or another character that no header may hold")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		if err := checkHeader(name, c.Headers[name]); err != nil {
			wrong("header %q: %w", name, err)
		}
	}
	if c.MaxPoints < 0 {
		wrong("max points: %d is below 1; leave it out for %d", c.MaxPoints, DefaultMaxPoints)
	}
	if c.MaxResponseBytes < 0 {
		wrong("max response bytes: %d is below 1; leave it out for %d", c.MaxResponseBytes, DefaultMaxResponseBytes)
	}
	return address, mistakes
}

// parseAddress returns an address without what does not belong there. The error does not repeat it: it may hold a
// password.
func parseAddress(text string) (*url.URL, error) {
	if text == "" {
		return nil, errors.New("required, such as http://127.0.0.1:9090")
	}
	address, err := url.Parse(text)
	switch {
	case err != nil, address.Scheme != "http" && address.Scheme != "https", address.Host == "":
		return nil, errors.New("no address such as http://127.0.0.1:9090 or https://mimir.example/prometheus")
	case address.User != nil:
		return nil, errors.New("holds a user; user and password have their own fields")
	case address.RawQuery != "" || address.ForceQuery || address.Fragment != "":
		return nil, errors.New("ends in a query or a fragment; give it without ? and #")
	}
	return address, nil
}

// checkHeader reports a header that cannot be sent, or is ours to set.
func checkHeader(name string, value Secret) error {
	const separators = "()<>@,;:\\\"/[]?={}"
	switch {
	case name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(separators, r)
	}):
		return errors.New("is no name of a header")
	case strings.EqualFold(name, "Authorization"):
		return errors.New("has its own fields: user and password, or bearer token")
	case slices.ContainsFunc(ownHeaders(), func(own string) bool { return strings.EqualFold(own, name) }):
		return errors.New("is set by serin")
	case !value.fitsHeader():
		return errors.New("its value holds a line break or another character that no header may hold")
	}
	return nil
}

// ownHeaders are those without which no query would arrive.
func ownHeaders() []string {
	return []string{"Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Host", "Transfer-Encoding"}
}
