package config

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

// headers: names and values that HTTP knows, each name once, and no secret among the open ones. It returns the secret
// ones.
func (c *checker) headers(path string, p *configv1.Prometheus) map[string]Secret {
	given := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(p.GetHeaders())) {
		at := entry(join(path, "headers"), name)
		switch {
		case isSecretHeader(name):
			c.add(at, "the value of this header is a secret, which never stands in the configuration; "+
				"write it below secret_headers, as {file: PATH} or {env: NAME}")
		case !isOneLine(p.GetHeaders()[name]):
			c.add(at, "the value has a line break or another control character in it; a header is one line of text")
		default:
			c.header(at, name, given)
		}
	}
	secrets := map[string]Secret{}
	for _, name := range slices.Sorted(maps.Keys(p.GetSecretHeaders())) {
		at := entry(join(path, "secret_headers"), name)
		c.header(at, name, given)
		secrets[name] = c.oneLine(at, p.GetSecretHeaders()[name])
	}
	return secrets
}

// header: a name that has not been given yet, and that is not for serin to set.
func (c *checker) header(path, name string, given map[string]bool) {
	canonical := http.CanonicalHeaderKey(name)
	switch {
	case !isHeader(name):
		c.add(path, "this cannot be the name of a header; write one such as X-Scope-OrgID")
	case canonical == "Authorization":
		c.add(path, "this header has fields of its own: basic_auth or bearer_token; write one of those")
	case slices.Contains(ownHeaders(), canonical):
		c.add(path, "serin sets this header itself; leave it out")
	case given[canonical]:
		c.add(path, "this header is given twice, for upper and lower case are the same; keep one")
	}
	given[canonical] = true
}

// ownHeaders are those without which no request would arrive.
func ownHeaders() []string {
	return []string{"Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Host", "Transfer-Encoding"}
}

// isSecretHeader says that the name of a header speaks of a secret.
func isSecretHeader(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"authorization", "cookie", "token", "secret", "password", "api-key", "apikey"},
		func(word string) bool { return strings.Contains(name, word) })
}
