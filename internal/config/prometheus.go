package config

import (
	"strings"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// prometheus: an address, one way at most to say who asks, and the rest.
func (c *checker) prometheus(path string, p *configv1.Prometheus) Prometheus {
	c.address(path, p.GetAddress())
	prometheus := Prometheus{
		Address: p.GetAddress(),
		TLS:     c.tls(join(path, "tls"), p.GetTls()),
		Headers: p.GetHeaders(),
	}
	switch auth := p.GetAuth().(type) {
	case *configv1.Prometheus_BasicAuth:
		prometheus.Username, prometheus.Password = c.basicAuth(join(path, "basic_auth"), auth.BasicAuth)
	case *configv1.Prometheus_BearerToken:
		prometheus.BearerToken = c.oneLine(join(path, "bearer_token"), auth.BearerToken)
	}
	prometheus.SecretHeaders = c.headers(path, p)
	c.count(join(path, "max_points"), p.MaxPoints, 1_000_000, &prometheus.MaxPoints)
	c.mebibytes(join(path, "max_response_mib"), p.MaxResponseMib, &prometheus.MaxResponse)
	if p.GetTls() != nil && strings.HasPrefix(prometheus.Address, "http:") {
		c.add(join(path, "tls"), "is for addresses that begin with https:; mend the address, or leave tls out")
	}
	return prometheus
}

func (c *checker) basicAuth(path string, b *configv1.BasicAuth) (username string, password Secret) {
	username = b.GetUsername()
	switch {
	case username == "":
		c.require(path, "username", "the user")
	case strings.Contains(username, ":") || !isOneLine(username):
		c.add(join(path, "username"), "a user has no colon and is one line of text; the password belongs into password")
	}
	if b.GetPassword() == nil {
		c.require(path, "password", "where it stands: {file: PATH} or {env: NAME}")
	}
	return username, c.secret(join(path, "password"), b.GetPassword())
}
