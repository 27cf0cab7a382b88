package config

import (
	"crypto/tls"
	"crypto/x509"
	"strings"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// tls: certificates that can be read, and a key that fits. It returns nil where nothing is asked for.
func (c *checker) tls(path string, t *configv1.TLS) *tls.Config {
	if t == nil {
		return nil
	}
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		ServerName:         t.GetServerName(),
		InsecureSkipVerify: t.GetInsecureSkipVerify(), //nolint:gosec // the operator asks for it, by a name that says what it is
	}
	if ca := c.secret(join(path, "ca"), t.GetCa()); !ca.IsZero() {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(ca.Reveal())) {
			c.add(join(path, "ca"), "no certificate in it; it must hold PEM: -----BEGIN CERTIFICATE-----")
		}
	}
	if t.GetCa() != nil && t.GetInsecureSkipVerify() {
		c.add(join(path, "insecure_skip_verify"), "any server is trusted, whatever ca says; keep one of them, ca if you can")
	}
	if t.GetCertificate() != nil || t.GetKey() != nil {
		config.Certificates = c.keyPair(path, t)
	}
	return config
}

// keyPair: certificate and key come together, and fit.
func (c *checker) keyPair(path string, t *configv1.TLS) []tls.Certificate {
	switch {
	case t.GetKey() == nil:
		c.require(path, "key", "the key of the certificate")
	case t.GetCertificate() == nil:
		c.require(path, "certificate", "the certificate that the key is for")
	}
	certificate, key := c.secret(join(path, "certificate"), t.GetCertificate()), c.secret(join(path, "key"), t.GetKey())
	if certificate.IsZero() || key.IsZero() {
		return nil
	}
	pair, err := tls.X509KeyPair([]byte(certificate.Reveal()), []byte(key.Reveal()))
	if err != nil {
		c.add(join(path, "certificate"), "certificate and key are no pair: %s", strings.TrimPrefix(err.Error(), "tls: "))
	}
	return []tls.Certificate{pair}
}
