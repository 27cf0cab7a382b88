package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check compares the mistakes of a text, as people see them, with those wanted.
func check(t *testing.T, text string, want ...string) {
	t.Helper()
	_, _, mistakes := Read([]byte(text), full(t).source(), defaults())
	var got []string
	for _, m := range mistakes {
		got = append(got, m.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read(\n%s)\nmistakes, -want +got:\n%s", text, diff)
	}
}

func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty text": {"", []string{`1:1: the text is empty`}},
		"not YAML":   {"listen: [", []string{`1:1: did not find expected node content, here or shortly before; check the indentation and the quotes`}},
		"not a mapping": {
			"- a",
			[]string{`1:1: expected a mapping with the fields listen, providers, limits, store, got a list`},
		},
		"unknown field":       {"lisen: {}", []string{`1:1: lisen: unknown field "lisen"; did you mean "listen"?`}},
		"strange field":       {"colour: red", []string{`1:1: colour: unknown field "colour"; allowed here: listen, providers, limits, store`}},
		"duplicate field":     {"limits: {}\nlimits: {}", []string{`2:1: limits: duplicate field "limits", first given in line 1; keep one`}},
		"listen without port": {"listen: {grpc: localhost}", []string{`1:10: listen.grpc: "localhost" is no address to listen on; write host:port, such as 127.0.0.1:7374`}},
		"listen on nothing":   {"listen: {grpc: ''}", []string{`1:10: listen.grpc: "" is no address to listen on; write host:port, such as 127.0.0.1:7374`}},
		"listen on a URL":     {"listen: {grpc: 'http://a:1'}", []string{`1:10: listen.grpc: "http://a:1" is no address to listen on; write host:port, such as 127.0.0.1:7374`}},
		"listen on a service": {"listen: {grpc: 'a:http'}", []string{`1:10: listen.grpc: "a:http" is no address to listen on; write host:port, such as 127.0.0.1:7374`}},
		"listen on port 65536": {
			"listen: {grpc: ':65536'}",
			[]string{`1:10: listen.grpc: ":65536" is no address to listen on; write host:port, such as 127.0.0.1:7374`},
		},
		"limits of 0": {
			"limits: {points: 0, metrics: 0, series: 0, parallel: 0, timeout: 0s, message_mib: 0}",
			[]string{
				`1:10: limits.points: must be between 1 and 1000000; it is 0`,
				`1:21: limits.metrics: must be between 1 and 10000; it is 0`,
				`1:33: limits.series: must be between 1 and 100000; it is 0`,
				`1:44: limits.parallel: must be between 1 and 1000; it is 0`,
				`1:57: limits.timeout: must be between 100ms and 1h; it is 0s`,
				`1:70: limits.message_mib: must be between 1 and 1024; it is 0`,
			},
		},
		"limits that are none": {
			"limits: {points: 1000001, timeout: 2h, message_mib: 2000}",
			[]string{
				`1:10: limits.points: must be between 1 and 1000000; it is 1000001`,
				`1:27: limits.timeout: must be between 100ms and 1h; it is 2h0m0s`,
				`1:40: limits.message_mib: must be between 1 and 1024; it is 2000`,
			},
		},
		"limits of another type": {
			"limits: {points: many, timeout: 30}",
			[]string{
				`1:18: limits.points: expected a whole number, got text "many"`,
				`1:33: limits.timeout: expected a duration such as 30m, 1h30m or 90s, got number 30 without a unit; for seconds write 30s`,
			},
		},
		"mistakes of the text and of the fields": {
			"limits: {points: 0, metrics: many}\nproviders: {a: {}}",
			[]string{
				`1:10: limits.points: must be between 1 and 1000000; it is 0`,
				`1:30: limits.metrics: expected a whole number, got text "many"`,
				`2:13: providers["a"]: required: what the provider is; write prometheus: {address: …} or recorded: {builtin: true}`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) { check(t, c.text, c.want...) })
	}
}

func TestMistakesOfProviders(t *testing.T) {
	for name, c := range map[string]struct {
		lines string // of providers
		want  []string
	}{
		"no kind":      {"a: {}", []string{`2:3: providers["a"]: required: what the provider is; write prometheus: {address: …} or recorded: {builtin: true}`}},
		"unknown kind": {"a: {graphite: {}}", []string{`2:7: providers["a"].graphite: unknown field "graphite"; allowed here: prometheus, recorded`}},
		"two kinds": {
			"a:\n    recorded: {builtin: true}\n    prometheus: {address: 'http://x'}",
			[]string{`4:5: providers["a"].prometheus: a provider has one kind: both recorded (line 3) and prometheus given; keep one`},
		},
		"two of a name": {
			"a: {recorded: {builtin: true}}\n  a: {recorded: {builtin: true}}",
			[]string{`3:3: providers["a"]: duplicate key "a", first given in line 2; keep one`},
		},
		"strange name": {
			"a b: {recorded: {builtin: true}}",
			[]string{`2:3: providers["…"]: the name of a provider has letters, digits and _ . - only, at most 200 of them; specs use it`},
		},
		"nothing recorded": {
			"a: {recorded: {}}",
			[]string{`2:7: providers["a"].recorded: required: paths of recordings, or builtin: true for those that are built into serin`},
		},
		"recordings twice, and no path": {
			"a: {recorded: {paths: [x, ./x, '']}}",
			[]string{
				`2:29: providers["a"].recorded.paths[1]: listed twice; keep one`,
				`2:34: providers["a"].recorded.paths[2]: required: a path`,
			},
		},
		"no address":         {"a: {prometheus: {}}", []string{`2:7: providers["a"].prometheus.address: required: where the server is, such as https://prometheus.example:9090`}},
		"misspelt address":   {"a: {prometheus: {adress: 'http://x'}}", []string{`2:20: providers["a"].prometheus.adress: unknown field "adress"; did you mean "address"?`}},
		"no scheme":          {"a: {prometheus: {address: 'x:9090'}}", []string{`2:20: providers["a"].prometheus.address: begins with http:// or https://, such as https://prometheus.example:9090`}},
		"another scheme":     {"a: {prometheus: {address: 'unix://x'}}", []string{`2:20: providers["a"].prometheus.address: begins with http:// or https://, such as https://prometheus.example:9090`}},
		"no host":            {"a: {prometheus: {address: 'http://:9090'}}", []string{`2:20: providers["a"].prometheus.address: is no address of a server; write one such as https://prometheus.example:9090`}},
		"no such port":       {"a: {prometheus: {address: 'http://x:99999'}}", []string{`2:20: providers["a"].prometheus.address: is no address of a server; write one such as https://prometheus.example:9090`}},
		"a query":            {"a: {prometheus: {address: 'http://x?a=b'}}", []string{`2:20: providers["a"].prometheus.address: an address ends with its path; leave out the ? or # and what follows`}},
		"the path of an API": {"a: {prometheus: {address: 'http://x/api/v1/'}}", []string{`2:20: providers["a"].prometheus.address: ends before /api/v1, which serin adds; leave it out`}},
		"user in an address": {
			"a: {prometheus: {address: 'http://u:hunter2@x'}}",
			[]string{`2:20: providers["a"].prometheus.address: no user and password stand in an address; write basic_auth: {username: …, password: {file: PATH}}`},
		},
		"no points": {"a: {prometheus: {address: 'http://x', max_points: 0, max_response_mib: 1025}}", []string{
			`2:41: providers["a"].prometheus.max_points: must be between 1 and 1000000; it is 0`,
			`2:56: providers["a"].prometheus.max_response_mib: must be between 1 and 1024; it is 1025`,
		}},
		"two ways to say who": {
			"a: {prometheus: {address: 'http://x', bearer_token: {file: token}, basic_auth: {username: u, password: {file: token}}}}",
			[]string{`2:70: providers["a"].prometheus.basic_auth: a prometheus has one auth: both bearer_token (line 2) and basic_auth given; keep one`},
		},
		"no user, no password": {
			"a: {prometheus: {address: 'http://x', basic_auth: {}}}",
			[]string{
				`2:41: providers["a"].prometheus.basic_auth.username: required: the user`,
				`2:41: providers["a"].prometheus.basic_auth.password: required: where it stands: {file: PATH} or {env: NAME}`,
			},
		},
		"password in the user": {
			"a: {prometheus: {address: 'http://x', basic_auth: {username: 'u:hunter2', password: {file: token}}}}",
			[]string{`2:54: providers["a"].prometheus.basic_auth.username: a user has no colon and is one line of text; the password belongs into password`},
		},
		"TLS without TLS": {
			"a: {prometheus: {address: 'http://x', tls: {server_name: y}}}",
			[]string{`2:41: providers["a"].prometheus.tls: is for addresses that begin with https:; mend the address, or leave tls out`},
		},
		"trust in some and in all": {
			"a: {prometheus: {address: 'https://x', tls: {ca: {file: tls/ca.pem}, insecure_skip_verify: true}}}",
			[]string{`2:72: providers["a"].prometheus.tls.insecure_skip_verify: any server is trusted, whatever ca says; keep one of them, ca if you can`},
		},
		"half a pair": {
			"a: {prometheus: {address: 'https://x', tls: {key: {file: tls/client.key}}}}",
			[]string{`2:42: providers["a"].prometheus.tls.certificate: required: the certificate that the key is for`},
		},
		"the other half": {
			"a: {prometheus: {address: 'https://x', tls: {certificate: {file: tls/client.pem}}}}",
			[]string{`2:42: providers["a"].prometheus.tls.key: required: the key of the certificate`},
		},
		"no pair": {
			"a: {prometheus: {address: 'https://x', tls: {certificate: {file: tls/client.pem}, key: {file: tls/other.key}}}}",
			[]string{`2:48: providers["a"].prometheus.tls.certificate: certificate and key are no pair: private key does not match public key`},
		},
		"no certificates": {
			"a: {prometheus: {address: 'https://x', tls: {ca: {file: token}}}}",
			[]string{`2:48: providers["a"].prometheus.tls.ca: no certificate in it; it must hold PEM: -----BEGIN CERTIFICATE-----`},
		},
		"headers": {
			"a: {prometheus: {address: 'http://x', headers: {'a b': c, Host: d, X-A: e, x-a: f, X-B: \"g\\nh\"}}}",
			[]string{
				`2:51: providers["a"].prometheus.headers["…"]: this cannot be the name of a header; write one such as X-Scope-OrgID`,
				`2:61: providers["a"].prometheus.headers["Host"]: serin sets this header itself; leave it out`,
				`2:78: providers["a"].prometheus.headers["x-a"]: this header is given twice, for upper and lower case are the same; keep one`,
				`2:86: providers["a"].prometheus.headers["X-B"]: the value has a line break or another control character in it; a header is one line of text`,
			},
		},
		"a header in the open, and secret": {
			"a: {prometheus: {address: 'http://x', headers: {X-Id: a}, secret_headers: {x-id: {file: token}}}}",
			[]string{`2:78: providers["a"].prometheus.secret_headers["x-id"]: this header is given twice, for upper and lower case are the same; keep one`},
		},
		"a token in the open": {
			"a: {prometheus: {address: 'http://x', headers: {X-Auth-Token: hunter2}}}",
			[]string{`2:51: providers["a"].prometheus.headers["X-Auth-Token"]: the value of this header is a secret, which never stands in the configuration; write it below secret_headers, as {file: PATH} or {env: NAME}`},
		},
		"a secret header in the open": {
			"a: {prometheus: {address: 'http://x', secret_headers: {X-Api-Key: hunter2}}}",
			[]string{`2:69: providers["a"].prometheus.secret_headers["X-Api-Key"]: ` + inline},
		},
		"a token, and its header": {
			"a: {prometheus: {address: 'http://x', bearer_token: {file: token}, secret_headers: {authorization: {file: token}}}}",
			[]string{`2:87: providers["a"].prometheus.secret_headers["authorization"]: this header has fields of its own: basic_auth or bearer_token; write one of those`},
		},
	} {
		t.Run(name, func(t *testing.T) { check(t, "providers:\n  "+c.lines+"\n", c.want...) })
	}
}

// The secret of the tests is a bearer token.
func TestMistakesOfSecrets(t *testing.T) {
	const field = `3:7: providers["a"].prometheus.bearer_token`
	for name, c := range map[string]struct{ secret, want string }{
		"missing file":    {"{file: nowhere/token}", `3:22: providers["a"].prometheus.bearer_token.file: cannot read /etc/serin/nowhere/token: file does not exist; put the secret there, or mend the path`},
		"unset variable":  {"{env: NOWHERE}", `3:22: providers["a"].prometheus.bearer_token.env: the environment variable NOWHERE is not set; set it where serin starts`},
		"empty file":      {"{file: empty}", `3:22: providers["a"].prometheus.bearer_token.file: the secret is empty; put it there, or leave the field out`},
		"empty variable":  {"{env: EMPTY}", `3:22: providers["a"].prometheus.bearer_token.env: the secret is empty; put it there, or leave the field out`},
		"several lines":   {"{file: lines}", field + `: the secret has a line break or another control character in it; a header is one line of text`},
		"dollar":          {"{env: $PROMETHEUS_TOKEN}", `3:22: providers["a"].prometheus.bearer_token.env: must be the name of an environment variable, such as PROMETHEUS_TOKEN: without $, and never the secret itself`},
		"no path":         {"{file: ''}", `3:22: providers["a"].prometheus.bearer_token.file: required: a path`},
		"text for a path": {`{file: "-----BEGIN\nhunter2"}`, `3:22: providers["a"].prometheus.bearer_token.file: is no path: it has line breaks or other control characters; write where the file is, not what is in it`},
		"both":            {"{file: token, env: PROMETHEUS_TOKEN}", `3:35: providers["a"].prometheus.bearer_token.env: a secret has one source: both file (line 3) and env given; keep one`},
		"neither":         {"{}", field + `: required: where the secret stands: {file: PATH} or {env: NAME}`},
		"inline":          {"hunter2", `3:21: providers["a"].prometheus.bearer_token: ` + inline},
		"inline number":   {"123456", `3:21: providers["a"].prometheus.bearer_token: ` + inline},
		"inline list":     {"[hunter2]", `3:21: providers["a"].prometheus.bearer_token: ` + inline},
		"inline tag":      {"!hunter2 {file: token}", `3:21: providers["a"].prometheus.bearer_token: ` + inline},
		"in braces":       {"{hunter2}", `3:22: providers["a"].prometheus.bearer_token: ` + inline},
		"as a value":      {"{value: hunter2}", `3:22: providers["a"].prometheus.bearer_token: ` + inline},
		"list of paths":   {"{file: [token]}", `3:28: providers["a"].prometheus.bearer_token.file: expected text, got a list; put it in quotes if it is text`},
		"nothing":         {"", `3:21: providers["a"].prometheus.bearer_token: ` + inline},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, "providers:\n  a: {prometheus: {address: 'https://x', \n      bearer_token: "+c.secret+"}}\n", c.want)
		})
	}
}

// A file with a mistake in every line says all of them at once.
func TestMistakesAreToldAtOnce(t *testing.T) {
	text := `listen: {grpc: nowhere}
limits: {points: 0}
providers:
  a: {prometheus: {address: x, bearer_token: hunter2}}
  b: {recorded: {path: x}}
  c: {prometheus: {address: 'http://x', basic_auth: {username: u, password: {env: NOWHERE}}}}
`
	_, _, mistakes := Read([]byte(text), full(t).source(), defaults())
	lines := map[int]bool{}
	for _, m := range mistakes {
		lines[m.Line] = true
	}
	for _, line := range []int{1, 2, 4, 5, 6} {
		if !lines[line] {
			t.Errorf("nothing is said of line %d: %v", line, mistakes)
		}
	}
	if strings.Contains(mistakes.Error(), "hunter2") {
		t.Error(mistakes)
	}
}
