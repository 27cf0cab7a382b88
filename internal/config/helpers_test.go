package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io/fs"
	"math/big"
	"path/filepath"
	"testing"
	"time"

	"github.com/serin-canary/serin/internal/engine"
)

// A pretended source: files of the folder /etc/serin, and variables.
type pretended struct {
	files, variables map[string]string
}

func (p pretended) source() Source {
	return Source{
		Folder: "/etc/serin",
		ReadFile: func(path string) ([]byte, error) {
			text, ok := p.files[path]
			if !ok {
				return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
			}
			return []byte(text), nil
		},
		LookupEnv: func(name string) (string, bool) {
			text, ok := p.variables[name]
			return text, ok
		},
	}
}

// databaseURL is the secret of a store.
const databaseURL = "postgres://serin:hunter2@postgresql.example:5432/serin?sslmode=verify-full" //nolint:gosec // of a server that is not there

// full has every secret that the tests and the documentation name.
func full(t testing.TB) pretended {
	t.Helper()
	certificate, key := newPair(t)
	_, other := newPair(t)
	files := map[string]string{}
	for path, text := range map[string]string{
		"token": "t0ken\n", "secrets/database": databaseURL + "\n", "secrets/password": "hunter2\r\n", "empty": "\n", "lines": "one\ntwo\n",
		"tls/ca.pem": certificate, "tls/client.pem": certificate, "tls/client.key": key, "tls/other.key": other,
		"/var/run/secrets/prometheus/token": "t0ken",
	} {
		if !filepath.IsAbs(path) {
			path = filepath.Join("/etc/serin", path)
		}
		files[path] = text
	}
	return pretended{files: files, variables: map[string]string{"PROMETHEUS_TOKEN": "t0ken", "GATEWAY_KEY": "k3y", "DATABASE_URL": databaseURL, "EMPTY": ""}}
}

// newPair returns a certificate and its key, in PEM.
func newPair(t testing.TB) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "serin"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
}

// defaults are not those of the command, so that tests see what comes from them.
func defaults() Config {
	return Config{
		GRPC:       "localhost:1",
		Providers:  []Provider{{Name: "default", Kind: Recorded{Builtin: true}}},
		Limits:     engine.Limits{Points: 1, Metrics: 2, Series: 3, Parallel: 4, Timeout: time.Second},
		MaxMessage: 5 << 20,
		Store:      Store{Backend: SQLite{Path: "/default.db"}, Retention: Retention{Age: 6 * time.Minute, Count: 7}, ParallelQueries: 8},
	}
}
