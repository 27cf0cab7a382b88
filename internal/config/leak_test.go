package config

import (
	"fmt"
	"strings"
	"testing"
)

// marker is the secret that someone writes where it does not belong.
const marker = "hunter2-S3cr3t"

// places is a configuration in which every @ stands before a value that may be mistaken for the place of a secret.
const places = `@{providers: @{
  a: @{prometheus: @{
    address: @https://x,
    basic_auth: @{username: @u, password: @{file: secrets/password}},
    tls: @{ca: @{file: tls/ca.pem}, certificate: @{file: tls/client.pem}, key: @{file: tls/client.key}, server_name: @x,
      insecure_skip_verify: @false},
    headers: @{X-Scope-OrgID: @a},
    secret_headers: @{X-Api-Key: @{env: @GATEWAY_KEY}},
    max_points: @1}},
  b: @{prometheus: @{address: @https://y, bearer_token: @{env: @PROMETHEUS_TOKEN}}},
  c: @{recorded: @{paths: @[x], builtin: @true}}},
store: @{postgresql: @{url: @{file: secrets/database}, max_connections: @1}, retention: @{age: @1h, count: @1}, parallel_queries: @1}}
`

// Further such configurations, for there is one backend of a store.
const (
	embedded = `@{store: @{sqlite: @{path: @x}}}`
	unkept   = `@{store: @{none: @{}}}`
)

// No mistake repeats a secret, wherever it was put, and however wrong.
func TestMistakesDoNotRepeatSecrets(t *testing.T) {
	told := 0
	for _, text := range []string{places, embedded, unkept} {
		check(t, strings.ReplaceAll(text, "@", ""))
		told += putEverywhere(t, text)
	}
	if told < 500 {
		t.Errorf("only %d of the texts had mistakes; the test has lost its point", told)
	}
}

// putEverywhere puts the marker into all places of a text, and returns how many of the texts had mistakes.
func putEverywhere(t *testing.T, places string) (told int) {
	t.Helper()
	from := full(t).source()
	for i := range strings.Count(places, "@") {
		for _, put := range []string{
			"%s ", "'%s' ", "user:%s ", "'user: %s' ", "Bearer %s ", "[%s] ", "{%s} ", "{%s: } ", "{user: %s} ", "{password:%s} ",
			"{password: %s} ", "{'a:%s': b} ", "{%s: 1, %[1]s: 2} ", "!%s ", "*%s ", "&%s ", "&%s *%[1]s ", "*%s : ", "!<%s> a ", "$%s ", "0x%s ",
			"\"%s\\n\" ", "|%s ", "@%s ", "%s: ", "{<<: %s} ", "{value: %s} ", "{file: \"-----BEGIN\\n%s\"} ", "{env: '%s'} ", "https://%s@x ", "https://x?%s ", "postgres://u:%s@x/y ", "file:%s?a=b ",
			"\t%s ", "\"%s ", "{%s ", "? %s : ", "{? [%s] : a} ", "%s, ", "{file: a, %s} ", "{file: , env: , '%s':} ", "{'%s': {file: token}} ", "- %s\n",
		} {
			text := replaceNth(places, i, fmt.Sprintf(put, marker))
			_, _, mistakes := Read([]byte(text), from, defaults())
			if strings.Contains(mistakes.Error(), "hunter2") {
				t.Errorf("Read(\n%s)\nrepeats the secret:\n%v", text, mistakes)
			}
			if len(mistakes) > 0 {
				told++
			}
		}
	}
	return told
}

// The file of a secret, given in place of the configuration, is not shown either.
func TestSecretInPlaceOfTheConfiguration(t *testing.T) {
	_, key := newPair(t)
	for _, text := range []string{marker, marker + "\n", "'" + marker + "'", "user:" + marker, key, "[" + marker + "]", marker + ": x", "12345678"} {
		_, _, mistakes := Read([]byte(text), full(t).source(), defaults())
		for _, secret := range []string{marker, line(key+"\n", 1), "12345678"} {
			if len(mistakes) == 0 || strings.Contains(mistakes.Error(), secret) {
				t.Errorf("Read(%s) says %v", text, mistakes)
			}
		}
	}
}

// replaceNth puts text at the place of the i-th @ of a text, from 0, and takes the others out.
func replaceNth(text string, i int, put string) string {
	before := strings.Split(text, "@")
	return strings.Join(before[:i+1], "") + put + strings.Join(before[i+1:], "")
}

// Where names are expected, they are told, for they help.
func TestMistakesTellNames(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"providers: {a: {prometheus: {address: 'http://x', bearer_token: {env: TOKEN}}}}", "TOKEN"},
		{"providers: {a: {prometheus: {address: 'http://x', bearer_token: {file: a/token}}}}", "/etc/serin/a/token"},
		{"providers: {a: {prometheus: {adress: 'http://x'}}}", `"adress"`},
		{"providers: {a: {prom: {}}}", `"prom"`},
		{"providers: {a.b-c: {}}", `providers["a.b-c"]`},
		{"limits: {points: many}", `"many"`},
		{"store: {postgres: {}}", `"postgres"`},
		{"store: {postgresql: {url: {env: NO_SUCH_URL}}}", "NO_SUCH_URL"},
		{"store: {postgresql: {url: {file: secrets/nowhere}}}", "/etc/serin/secrets/nowhere"},
	} {
		_, _, mistakes := Read([]byte(test.text), full(t).source(), defaults())
		if !strings.Contains(mistakes.Error(), test.want) {
			t.Errorf("Read(%s) says %v, without %s", test.text, mistakes, test.want)
		}
	}
}
