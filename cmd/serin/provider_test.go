package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
)

// What a configuration says of a Prometheus is what arrives there, over TLS on both sides; and what comes back when it
// does not let us in holds no secret.
func TestPrometheusGetsWhatIsConfigured(t *testing.T) {
	arrived := make(chan http.Header, 1)
	backend := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived <- r.Header
		w.WriteHeader(http.StatusUnauthorized)
	}))
	certificate, key := newPair(t)
	own, err := tls.X509KeyPair([]byte(certificate), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(certificate))
	backend.TLS = &tls.Config{
		MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own},
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool,
	}
	backend.StartTLS()
	defer backend.Close()

	t.Setenv("SERIN_TEST_KEY", "k3y")
	folder := writeFiles(t, map[string]string{
		"tls.pem": certificate, "tls.key": key, "password": "hunter2\n", "token": "t0ken\n",
		"serin.yaml": fmt.Sprintf(`
providers:
  basic: {prometheus: {address: %[1]q, tls: &tls {ca: {file: tls.pem}, certificate: {file: tls.pem}, key: {file: tls.key}},
    basic_auth: {username: serin, password: {file: password}}, headers: {X-Scope-OrgID: team}, secret_headers: {X-Api-Key: {env: SERIN_TEST_KEY}}}}
  bearer: {prometheus: {address: %[1]q, tls: *tls, bearer_token: {file: token}}}
  stranger: {prometheus: {address: %[1]q, tls: {ca: {file: tls.pem}}}}
`, backend.URL),
	})
	s, err := loadSetup(filepath.Join(folder, "serin.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		provider string
		want     http.Header
	}{
		{"basic", http.Header{"Authorization": {"Basic c2VyaW46aHVudGVyMg=="}, "X-Scope-Orgid": {"team"}, "X-Api-Key": {"k3y"}}},
		{"bearer", http.Header{"Authorization": {"Bearer t0ken"}, "X-Scope-Orgid": nil, "X-Api-Key": nil}},
		{"stranger", nil}, // shows no certificate, and gets nowhere
	} {
		end := time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)
		query := providers.Query{Expr: "up", Start: end.Add(-time.Hour), End: end, Step: time.Minute}
		_, err := s.providers[test.provider].Fetch(t.Context(), query)
		if err == nil {
			t.Errorf("%s: answered, want an error", test.provider)
			continue
		}
		var got http.Header
		select {
		case got = <-arrived:
		default:
		}
		if (got == nil) != (test.want == nil) {
			t.Errorf("%s: the server saw %v, want %v; error %v", test.provider, got, test.want, err)
		}
		for name, want := range test.want {
			if strings.Join(got[name], ",") != strings.Join(want, ",") {
				t.Errorf("%s: the header %s is %q, want %q", test.provider, name, got[name], want)
			}
		}
		for _, secret := range []string{"hunter2", "aHVudGVyMg", "t0ken", "k3y"} {
			if shown := fmt.Sprintf("%v %+v", err, s); strings.Contains(shown, secret) {
				t.Errorf("%s: %q is shown: %s", test.provider, secret, shown)
			}
		}
	}
}

// writeFiles writes files into a new folder, and returns it.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// newPair returns a certificate for loopback that is its own authority, and its key, in PEM.
func newPair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
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
