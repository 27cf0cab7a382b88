package prometheus

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/serin-canary/serin/providers"
)

// secret must never be seen.
const secret = "hunter2"

func TestMistakesOfAConfiguration(t *testing.T) {
	const address = "http://127.0.0.1:9090"
	for _, c := range []struct {
		name   string
		config Config
		says   []string
	}{
		{"nothing", Config{}, []string{"address: required, such as http://127.0.0.1:9090"}},
		{"no scheme", Config{Address: "127.0.0.1:9090"}, []string{"address: no address such as"}},
		{"another scheme", Config{Address: "unix:///run/prometheus"}, []string{"address: no address such as"}},
		{"no host", Config{Address: "http:///prometheus"}, []string{"address: no address such as"}},
		{"a password in the address", Config{Address: "http://serin:" + secret + "@127.0.0.1:9090"}, []string{"address: holds a user; user and password have their own fields"}},
		{"a password that breaks the address", Config{Address: "http://serin:" + secret + "#@127.0.0.1:9090"}, []string{"address: no address such as"}},
		{"a token in the address", Config{Address: address + "?token=" + secret}, []string{"address: ends in a query or a fragment"}},
		{"a fragment", Config{Address: address + "/#/graph"}, []string{"address: ends in a query or a fragment"}},
		{"a password without a user", Config{Address: address, Password: secret}, []string{"user: missing, and there is a password"}},
		{"a user with a colon", Config{Address: address, User: "a:b"}, []string{"user: holds a colon"}},
		{"two ways in", Config{Address: address, User: "serin", BearerToken: secret}, []string{"bearer token: there are user and password too"}},
		{"a token with its line break", Config{Address: address, BearerToken: secret + "\n"}, []string{"bearer token: holds a line break"}},
		{
			"headers",
			Config{Address: address, Headers: map[string]Secret{
				"": "x", "X Scope": "x", "authorization": secret, "content-type": "x", "X-Key": secret + "\r\nX-Other: 1", "X-Scope-OrgID": "fine",
			}},
			[]string{
				`header "": is no name of a header`, `header "X Scope": is no name of a header`,
				`header "authorization": has its own fields: user and password, or bearer token`,
				`header "content-type": is set by serin`, `header "X-Key": its value holds a line break`,
			},
		},
		{"limits", Config{Address: address, MaxPoints: -1, MaxResponseBytes: -1}, []string{
			"max points: -1 is below 1; leave it out for 11000", "max response bytes: -1 is below 1",
		}},
		{"everything at once", Config{Password: secret, MaxPoints: -1}, []string{"address: required", "user: missing", "max points: -1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(c.config)
			if err == nil {
				t.Fatal("New accepts it")
			}
			for _, says := range c.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("New gives %q, want %q in it", err, says)
				}
			}
			if lines := strings.Count(err.Error(), "\n") + 1; lines != len(c.says) {
				t.Errorf("New names %d mistakes, want %d: %v", lines, len(c.says), err)
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("New repeats a secret: %v", err)
			}
		})
	}
}

// What a server sees of a configuration.
func TestCredentials(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Config)
		header string
		want   string
	}{
		{"user and password", func(c *Config) { c.User, c.Password = "serin", secret }, "Authorization", "Basic c2VyaW46aHVudGVyMg=="},
		{"a user alone", func(c *Config) { c.User = "serin" }, "Authorization", "Basic c2VyaW46"},
		{"a token", func(c *Config) { c.BearerToken = secret }, "Authorization", "Bearer " + secret},
		{"nothing", func(*Config) {}, "Authorization", ""},
		{"a tenant", func(c *Config) { c.Headers = map[string]Secret{"X-Scope-OrgID": "shop"} }, "X-Scope-Orgid", "shop"},
		{"who asks", func(*Config) {}, "User-Agent", "serin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got string
			p := serve(t, func(w http.ResponseWriter, r *http.Request) {
				got = r.Header.Get(c.header)
				replay(t, "prometheus-3.15/empty.http")(w, r)
			}, c.change)
			fetch(t, p, tenMinutes("up"))
			if got != c.want {
				t.Errorf("%s is %q, want %q", c.header, got, c.want)
			}
		})
	}
}

// Credentials are for one server: a redirection is reported, and nothing sent there.
func TestRedirectionsAreNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("asked elsewhere with %v", r.Header)
	}))
	defer elsewhere.Close()
	p := serve(t, http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect).ServeHTTP, func(c *Config) { c.BearerToken = secret })
	if _, err := p.Fetch(context.Background(), tenMinutes("up")); !errors.Is(err, providers.ErrUnavailable) {
		t.Errorf("Fetch gives %v, want %v", err, providers.ErrUnavailable)
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewTLSServer(replay(t, "prometheus-3.15/matrix.http"))
	defer server.Close()
	authorities := x509.NewCertPool()
	authorities.AddCert(server.Certificate())
	p := must(t, Config{Address: server.URL, TLS: &tls.Config{RootCAs: authorities, MinVersion: tls.VersionTLS12}})
	if got := fetch(t, p, tenMinutes("queue_depth")); len(got) != 2 {
		t.Errorf("Fetch gives %d series, want 2", len(got))
	}
}

// However a configuration, a provider or an error is shown, its secrets are not.
func TestSecretsAreNotShown(t *testing.T) {
	config := Config{
		Address: "http://127.0.0.1:1", User: "serin", Password: secret, BearerToken: secret,
		Headers: map[string]Secret{"X-Key": secret},
	}
	shown := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown["configuration as "+verb] = fmt.Sprintf(verb, config)
		shown["secret as "+verb] = fmt.Sprintf(verb, config.Password)
	}
	text, err := json.Marshal(config.Headers)
	shown["headers as JSON"] = fmt.Sprint(string(text), err)
	var lines strings.Builder
	slog.New(slog.NewTextHandler(&lines, nil)).Info("start", "config", config, "password", config.Password)
	slog.New(slog.NewJSONHandler(&lines, nil)).Info("start", "config", config, "password", config.Password)
	shown["log"] = lines.String()
	config.BearerToken = ""
	p := must(t, config)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		shown["provider as "+verb] = fmt.Sprintf(verb, p)
	}
	_, err = p.Fetch(context.Background(), tenMinutes("up"))
	shown["error"] = err.Error()
	for what, text := range shown {
		for _, form := range []string{secret, fmt.Sprintf("%x", secret), "c2VyaW46aHVudGVyMg"} {
			if strings.Contains(text, form) {
				t.Errorf("%s shows a secret: %s", what, text)
			}
		}
	}
	if got, want := p.String(), "prometheus at http://127.0.0.1:1"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}
