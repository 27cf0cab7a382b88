package config

import (
	"net/url"
	"strconv"
	"strings"
)

// address: a URL of a server, with nothing in it that is secret. A wrong one is not repeated.
func (c *checker) address(path, address string) {
	if address == "" {
		c.require(path, "address", "where the server is, such as https://prometheus.example:9090")
		return
	}
	if problem := addressProblem(address); problem != "" {
		c.add(join(path, "address"), "%s", problem)
	}
}

// addressProblem returns what keeps text from being the address of a server, or "".
func addressProblem(address string) string {
	u, err := url.Parse(address)
	rest, found := strings.CutPrefix(address, "http")
	if rest = strings.TrimPrefix(rest, "s"); !found || !strings.HasPrefix(rest, "://") {
		return "begins with http:// or https://, such as https://prometheus.example:9090"
	}
	authority, _, _ := strings.Cut(rest[len("://"):], "/")
	switch {
	case strings.Contains(authority, "@"):
		return "no user and password stand in an address; write basic_auth: {username: …, password: {file: PATH}}"
	case strings.ContainsAny(address, "?#"):
		return "an address ends with its path; leave out the ? or # and what follows"
	case err != nil || u.Hostname() == "" || !isMadeOf(u.Hostname(), letters+digits+"_.-:%") || !isPort(u.Port()):
		return "is no address of a server; write one such as https://prometheus.example:9090"
	case strings.Contains(u.Path, "/api/v1"):
		return "ends before /api/v1, which serin adds; leave it out"
	}
	return ""
}

// isPort says that text is the number of a port that can be called, or none.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}
