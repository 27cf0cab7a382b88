package config

import (
	"os"
	"strings"
	"testing"
)

// FuzzConfig reads any text: it never panics, mistakes have a place and one line, and there is a configuration or a
// mistake.
func FuzzConfig(f *testing.F) {
	documentation, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, example := range yamlOf(string(documentation)) {
		f.Add(example)
	}
	for _, text := range []string{
		"{}", "", "providers: {\"a\\\"]b\": {x: 1}}", "providers: {'a[\"b\"].c': {prometheus: {'x[\"': 1}}}", "listen: {grpc: '[::1%eth0]:1'}",
		"providers: &p {a: {prometheus: {address: 'http://[::1', bearer_token: *p}}}", "providers: {a: {prometheus: {address: 'http://%zz@'}}}",
		strings.ReplaceAll(places, "@", ""), strings.ReplaceAll(embedded, "@", ""), strings.ReplaceAll(unkept, "@", ""), "limits: {timeout: 2562047h}", "[\"a\"]: b", "? {a: b}\n: c",
		"store: {none: {}, retention: {age: -1s}}", "store: {sqlite: {path: ':memory:'}, postgresql: {url: {env: EMPTY}}}", "store: {sqlite: null}",
		"store: {postgresql: {url: {file: token}, max_connections: 0}, parallel_queries: 0, retention: {age: 30, count: -2147483648}}",
	} {
		f.Add(text)
	}
	from := full(f).source()
	f.Fuzz(func(t *testing.T, text string) {
		config, _, mistakes := Read([]byte(text), from, defaults())
		for _, m := range mistakes {
			if m.Problem == "" || m.Line == 0 && !strings.HasPrefix(m.Problem, "more than") || strings.ContainsAny(m.String(), "\n\r") {
				t.Errorf("a mistake without a problem or a place, or of several lines: %+v", m)
			}
		}
		if (len(mistakes) == 0) != (config.GRPC != "") || (len(mistakes) == 0) != (config.Store.Backend != nil) {
			t.Errorf("mistakes %v, configuration %+v", mistakes, config)
		}
		for _, p := range config.Providers {
			if p.Kind == nil || !isName(p.Name) {
				t.Errorf("provider %+v", p)
			}
		}
	})
}
