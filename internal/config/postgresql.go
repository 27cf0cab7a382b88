package config

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"

	configv1 "github.com/serin-canary/serin/proto/serin/config/v1"
)

const (
	// defaultMaxConnections leaves room for several servers: PostgreSQL takes 100 connections unless it is told otherwise.
	defaultMaxConnections = 10
	// exampleURL is what to write instead of a wrong URL.
	exampleURL = "postgres://user:password@host:5432/database?sslmode=verify-full" //nolint:gosec // the words of an example
)

// postgresql: the URL of a database. Of a wrong one nothing is repeated.
func (c *checker) postgresql(path string, p *configv1.PostgreSQL) PostgreSQL {
	if p.GetUrl() == nil {
		c.require(path, "url", "where the URL of the database stands: {file: PATH} or {env: NAME}")
	}
	postgresql := PostgreSQL{URL: c.secret(join(path, "url"), p.GetUrl()), MaxConnections: defaultMaxConnections}
	if problem := databaseProblem(postgresql.URL.Reveal()); !postgresql.URL.IsZero() && problem != "" {
		c.add(join(path, "url"), "%s", problem)
	}
	c.count(join(path, "max_connections"), p.MaxConnections, 1_000, &postgresql.MaxConnections)
	return postgresql
}

// databaseProblem returns what keeps text from being the URL of a database, or "". It says nothing in the words of pgx,
// which masks passwords only where it finds them.
func databaseProblem(text string) string {
	if !strings.HasPrefix(text, "postgres://") && !strings.HasPrefix(text, "postgresql://") {
		return "the secret must be the URL of a database, which begins with postgres://, such as " + exampleURL
	}
	database, err := pgx.ParseConfig(text)
	if file := (*fs.PathError)(nil); errors.As(err, &file) {
		return "a file that the URL names cannot be read: " + file.Err.Error() + "; mend sslrootcert, sslcert or sslkey"
	}
	switch {
	case err != nil || !isOneLine(text) || !haveHosts(database):
		return "the secret cannot be read as the URL of a database; write one such as " + exampleURL +
			", and in the user and the password %40 for @, %2F for /, %3A for :, %3F for ? and %25 for %"
	case database.Database == "":
		return "the URL names no database; write it after the host, such as " + exampleURL
	case database.RuntimeParams["pool_max_conns"] != "":
		return "the URL has pool_max_conns; leave it out, and write max_connections beside url"
	}
	return ""
}

// haveHosts says that all hosts can be some, folders of sockets included: pgx also takes the end of a password for one.
func haveHosts(database *pgx.ConnConfig) bool {
	isHost := func(text string) bool { return isMadeOf(text, letters+digits+"_.-:%") || strings.HasPrefix(text, "/") }
	for _, fallback := range database.Fallbacks {
		if !isHost(fallback.Host) {
			return false
		}
	}
	return isHost(database.Host)
}
