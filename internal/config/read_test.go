package config

import (
	"crypto/tls"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/serin-canary/serin/internal/engine"
)

// sameSecret compares secrets by what they hold; TLS has a test of its own.
func sameSecret() cmp.Options {
	return cmp.Options{
		cmp.Comparer(func(a, b Secret) bool { return a.Reveal() == b.Reveal() && a.IsZero() == b.IsZero() }),
		cmpopts.IgnoreTypes(&tls.Config{}),
		cmpopts.EquateEmpty(),
	}
}

func TestRead(t *testing.T) {
	only := func(name string, kind Kind) Config {
		c := defaults()
		c.Providers = []Provider{{Name: name, Kind: kind}}
		return c
	}
	kept := func(store Store) Config {
		c := defaults()
		c.Store = store
		return c
	}
	keptBy := func(backend StoreBackend) Config {
		store := defaults().Store
		store.Backend = backend
		return kept(store)
	}
	for name, c := range map[string]struct {
		text string
		want Config
	}{
		"nothing": {"{}", defaults()},
		"all but providers and store": {
			"listen: {grpc: ':0'}\nlimits: {points: 10, metrics: 11, series: 12, parallel: 13, timeout: 1m30s, message_mib: 14}",
			Config{
				GRPC:       ":0",
				Providers:  defaults().Providers,
				Limits:     engine.Limits{Points: 10, Metrics: 11, Series: 12, Parallel: 13, Timeout: 90 * time.Second},
				MaxMessage: 14 << 20,
				Store:      defaults().Store,
			},
		},
		"some limits": {"limits: {parallel: 1}", func() Config {
			c := defaults()
			c.Limits.Parallel = 1
			return c
		}()},
		"JSON": {
			`{"listen": {"grpc": "[::1]:7374"}, "limits": {"messageMib": 1024}}`,
			func() Config {
				c := defaults()
				c.GRPC, c.MaxMessage = "[::1]:7374", 1<<30
				return c
			}(),
		},
		"basic authentication": {
			"providers: {a: {prometheus: {address: 'http://x', basic_auth: {username: u, password: {file: secrets/password}}}}}",
			only("a", Prometheus{Address: "http://x", Username: "u", Password: NewSecret("hunter2")}),
		},
		"token from the environment": {
			"providers: {a: {prometheus: {address: 'https://x:9090/p', bearer_token: {env: PROMETHEUS_TOKEN}, max_points: 7, max_response_mib: 2}}}",
			only("a", Prometheus{Address: "https://x:9090/p", BearerToken: NewSecret("t0ken"), MaxPoints: 7, MaxResponse: 2 << 20}),
		},
		"token from a file elsewhere": {
			"providers: {a: {prometheus: {address: 'https://x', bearer_token: {file: /var/run/secrets/prometheus/token}}}}",
			only("a", Prometheus{Address: "https://x", BearerToken: NewSecret("t0ken")}),
		},
		"headers": {
			"providers: {a: {prometheus: {address: 'http://x', headers: {X-Scope-OrgID: a|b}, secret_headers: {X-Api-Key: {env: GATEWAY_KEY}}}}}",
			only("a", Prometheus{
				Address: "http://x", Headers: map[string]string{"X-Scope-OrgID": "a|b"},
				SecretHeaders: map[string]Secret{"X-Api-Key": NewSecret("k3y")},
			}),
		},
		"recordings": {
			"providers: {a: {recorded: {paths: [one, ../two.zip, /three/]}}}",
			only("a", Recorded{Paths: []string{"/etc/serin/one", "/etc/two.zip", "/three"}}),
		},
		"providers in the order of their names": {
			"providers: {b: {recorded: {builtin: true}}, a.1: {prometheus: {address: http://10.0.0.1}}}",
			func() Config {
				c := only("a.1", Prometheus{Address: "http://10.0.0.1"})
				c.Providers = append(c.Providers, Provider{Name: "b", Kind: Recorded{Builtin: true}})
				return c
			}(),
		},
		"nothing of the store": {"store: {}", defaults()},
		"some of the store": {
			"store: {retention: {count: 1}}",
			kept(Store{Backend: SQLite{Path: "/default.db"}, Retention: Retention{Age: 6 * time.Minute, Count: 1}, ParallelQueries: 8}),
		},
		"all of the store": {
			"store: {sqlite: {path: runs/a.db}, retention: {age: 48h, count: 10000000}, parallel_queries: 10000}",
			kept(Store{Backend: SQLite{Path: "/etc/serin/runs/a.db"}, Retention: Retention{Age: 48 * time.Hour, Count: 10_000_000}, ParallelQueries: 10_000}),
		},
		"a store elsewhere":    {"store: {sqlite: {path: /var/lib/serin/../a.db}}", keptBy(SQLite{Path: "/var/lib/a.db"})},
		"a store by default":   {"store: {sqlite: {}}", keptBy(SQLite{Path: "/default.db"})},
		"a store of no runs":   {"store: {none: {}}", keptBy(NoStore{})},
		"PostgreSQL":           {"store: {postgresql: {url: {env: DATABASE_URL}}}", keptBy(PostgreSQL{URL: NewSecret(databaseURL), MaxConnections: 10})},
		"PostgreSQL in a file": {"store: {postgresql: {url: {file: secrets/database}, max_connections: 1000}}", keptBy(PostgreSQL{URL: NewSecret(databaseURL), MaxConnections: 1000})},
		"a store in JSON":      {`{"store": {"postgresql": {"url": {"env": "DATABASE_URL"}, "maxConnections": 1}}}`, keptBy(PostgreSQL{URL: NewSecret(databaseURL), MaxConnections: 1})},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, mistakes := Read([]byte(c.text), full(t).source(), defaults())
			if mistakes != nil {
				t.Fatalf("Read(%s): %v", c.text, mistakes)
			}
			if diff := cmp.Diff(c.want, got, sameSecret()); diff != "" {
				t.Errorf("Read(%s), -want +got:\n%s", c.text, diff)
			}
		})
	}
}

// A relative path is one of the configuration's folder, even where it is a default.
func TestReadPutsTheDefaultStoreBesideTheConfiguration(t *testing.T) {
	relative := defaults()
	relative.Store.Backend = SQLite{Path: "serin.db"}
	for _, text := range []string{"{}", "store: {}", "store: {sqlite: {}}", "store: {sqlite: {path: serin.db}}"} {
		c, _, mistakes := Read([]byte(text), full(t).source(), relative)
		if want := (SQLite{Path: "/etc/serin/serin.db"}); mistakes != nil || c.Store.Backend != want {
			t.Errorf("Read(%s) gives the store %+v, mistakes %v; want %+v", text, c.Store.Backend, mistakes, want)
		}
	}
}

func TestReadTLS(t *testing.T) {
	text := "providers: {a: {prometheus: {address: 'https://x', tls: {ca: {file: tls/ca.pem}, certificate: {file: tls/client.pem}," +
		" key: {file: tls/client.key}, server_name: y}}}}"
	c, _, mistakes := Read([]byte(text), full(t).source(), defaults())
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	got := c.Providers[0].Kind.(Prometheus).TLS
	if got.RootCAs == nil || len(got.Certificates) != 1 || got.ServerName != "y" || got.InsecureSkipVerify || got.MinVersion < tls.VersionTLS12 {
		t.Errorf("Read(%s) gives the TLS %+v", text, got)
	}
}

// A trusting client is what the file says, and nothing else makes one.
func TestReadInsecureTLS(t *testing.T) {
	text := "providers: {a: {prometheus: {address: 'https://x', tls: {insecure_skip_verify: true}}}}"
	c, _, mistakes := Read([]byte(text), full(t).source(), defaults())
	if got := c.Providers[0].Kind.(Prometheus).TLS; mistakes != nil || !got.InsecureSkipVerify || got.RootCAs != nil {
		t.Errorf("Read(%s) gives the TLS %+v, mistakes %v", text, got, mistakes)
	}
}

// With a mistake there is no configuration, not even the part before it.
func TestReadAppliesNothingByHalf(t *testing.T) {
	got, _, mistakes := Read([]byte("listen: {grpc: ':1'}\nlimits: {points: 0}"), full(t).source(), defaults())
	if len(mistakes) != 1 || !cmp.Equal(got, Config{}, sameSecret()) {
		t.Errorf("Read = %+v, %v; want nothing and one mistake", got, mistakes)
	}
}

// Many line breaks are a part of the secret; only one is what editors leave.
func TestSecretsLoseOneLineBreak(t *testing.T) {
	for _, test := range []struct{ text, want string }{{"a", "a"}, {"a\n", "a"}, {"a\r\n", "a"}, {" a \n", " a "}, {"a\n\n", "a\n"}, {"\ta", "\ta"}, {"a\r", "a\r"}} {
		p := pretended{files: map[string]string{"/etc/serin/s": test.text}}
		c := &checker{source: p.source()}
		if got := c.secretFile("", "s").Reveal(); got != test.want || c.found != nil {
			t.Errorf("the secret of a file with %q is %q, want %q; mistakes %v", test.text, got, test.want, c.found)
		}
	}
}

func TestReadTellsPositions(t *testing.T) {
	_, positions, _ := Read([]byte("providers:\n  a:\n    recorded: {builtin: true}\n"), full(t).source(), defaults())
	if at := positions.Find(ProviderPath("a") + ".recorded"); at.Line != 3 || at.Column != 5 {
		t.Errorf("the provider stands at %+v, want line 3, column 5", at)
	}
}
