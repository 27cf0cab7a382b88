package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecret(t *testing.T) {
	if s := NewSecret("hunter2"); s.Reveal() != "hunter2" || s.IsZero() {
		t.Errorf("NewSecret(hunter2) reveals %q, IsZero %v", s.Reveal(), s.IsZero())
	}
	var none Secret
	if none.Reveal() != "" || !none.IsZero() {
		t.Errorf("the zero value reveals %q, IsZero %v", none.Reveal(), none.IsZero())
	}
}

// Nothing that was read shows a secret, however it is printed.
func TestSecretsAreNotShown(t *testing.T) {
	from := full(t)
	text := `providers:
  a: {prometheus: {address: 'https://x', basic_auth: {username: u, password: {file: secrets/password}},
      tls: {certificate: {file: tls/client.pem}, key: {file: tls/client.key}}}}
  b: {prometheus: {address: 'https://x', bearer_token: {env: PROMETHEUS_TOKEN}, secret_headers: {X-Api-Key: {env: GATEWAY_KEY}}}}
store: {postgresql: {url: {file: secrets/database}}}
`
	config, positions, mistakes := Read([]byte(text), from.source(), defaults())
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	kinds := []any{config.Providers[0].Kind, config.Providers[1].Kind, config.Store, config.Store.Backend}
	for _, value := range append(kinds, config, &config, config.Providers, config.Providers[0], File{Config: config, positions: positions},
		struct{ hidden Config }{config}, struct{ hidden Secret }{NewSecret("hunter2")}, NewSecret("hunter2")) {
		shown := show(t, value)
		for _, secret := range []string{"hunter2", "t0ken", "k3y", fmt.Sprintf("%x", "hunter2"), "PRIVATE KEY", line(from.files["/etc/serin/tls/client.key"], 1)} {
			if strings.Contains(shown, secret) {
				t.Errorf("%T shows %q:\n%s", value, secret, shown)
			}
		}
	}
}

// The secret is not only missing: something stands in its place.
func TestSecretsAreRedacted(t *testing.T) {
	s := NewSecret("hunter2")
	for name, got := range map[string]string{
		"%v": fmt.Sprint(s), "%#v": fmt.Sprintf("%#v", s), "%x": fmt.Sprintf("%x", s), "%d": fmt.Sprintf("%d", s),
		"String": s.String(), "in a field": fmt.Sprintf("%+v", struct{ S Secret }{s}), "LogValue": s.LogValue().String(),
	} {
		if !strings.Contains(got, "REDACTED") {
			t.Errorf("%s of a secret is %q", name, got)
		}
	}
	if got, err := json.Marshal(map[string]Secret{"s": s}); err != nil || string(got) != `{"s":"REDACTED"}` {
		t.Errorf("as JSON it is %s, %v", got, err)
	}
}

// show returns a value as everything that prints could show it.
func show(t *testing.T, value any) string {
	t.Helper()
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+"\n", value)
	}
	slog.New(slog.NewTextHandler(&b, nil)).Info("text", "value", value)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("JSON", "value", value)
	if text, err := json.Marshal(value); err == nil { // a tls.Config cannot be written
		b.Write(text)
	}
	return b.String()
}

// line returns a line of a text, from 0.
func line(text string, i int) string { return strings.Split(text, "\n")[i] }
