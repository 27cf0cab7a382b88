package config

import (
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestMistakesOfStores(t *testing.T) {
	const (
		notAFile = "must be the path of a file, such as /var/lib/serin/serin.db: no folder, no : at its beginning, no file: and no ?; " +
			"to keep no runs, write none: {} in place of sqlite"
		useless = "is for a store that keeps runs; leave it out, or write sqlite: {} in place of none"
	)
	for name, c := range map[string]struct {
		store string
		want  []string
	}{
		"unknown backend": {"{postgres: {}}", []string{`1:9: store.postgres: unknown field "postgres"; did you mean "postgresql"?`}},
		"two backends": {
			"\n  sqlite: {}\n  postgresql: {url: {env: DATABASE_URL}}",
			[]string{`3:3: store.postgresql: a store has one backend: both sqlite (line 2) and postgresql given; keep one`},
		},
		"a backend and none": {"\n  none: {}\n  sqlite: {}", []string{`3:3: store.sqlite: a store has one backend: both none (line 2) and sqlite given; keep one`}},
		"a backend's name":   {"sqlite", []string{`1:8: store: expected a mapping with the fields sqlite, postgresql, none, retention, parallel_queries, got text`}},
		"none of something":  {"{none: true}", []string{`1:15: store.none: expected a mapping with no fields: {}, got true`}},
		"nothing kept, and how long": {"{none: {}, retention: {}, parallel_queries: 0}", []string{
			`1:19: store.retention: ` + useless,
			`1:34: store.parallel_queries: ` + useless,
		}},
		"no path":        {"{sqlite: {path: ''}}", []string{`1:18: store.sqlite.path: required: a path`}},
		"in memory":      {"{sqlite: {path: ':memory:'}}", []string{`1:18: store.sqlite.path: ` + notAFile}},
		"a URI":          {"{sqlite: {path: 'file:serin.db'}}", []string{`1:18: store.sqlite.path: ` + notAFile}},
		"with settings":  {"{sqlite: {path: 'serin.db?mode=memory'}}", []string{`1:18: store.sqlite.path: ` + notAFile}},
		"a folder":       {"{sqlite: {path: data/}}", []string{`1:18: store.sqlite.path: ` + notAFile}},
		"lines":          {`{sqlite: {path: "a\nb"}}`, []string{`1:18: store.sqlite.path: is no path: it has line breaks or other control characters; write where the file is, not what is in it`}},
		"no URL":         {"{postgresql: {}}", []string{`1:9: store.postgresql.url: required: where the URL of the database stands: {file: PATH} or {env: NAME}`}},
		"misspelt URL":   {"{postgresql: {uri: {env: DATABASE_URL}}}", []string{`1:22: store.postgresql.uri: unknown field "uri"; did you mean "url"?`}},
		"URL of nowhere": {"{postgresql: {url: {}}}", []string{`1:22: store.postgresql.url: required: where the secret stands: {file: PATH} or {env: NAME}`}},
		"URL in the open": {
			"{postgresql: {url: 'postgres://serin:hunter2@postgresql.example/serin'}}",
			[]string{`1:27: store.postgresql.url: ` + inline},
		},
		"URL one level up": {
			"{postgresql: 'postgres://serin:hunter2@postgresql.example/serin'}",
			[]string{`1:21: store.postgresql: expected a mapping with the fields url, max_connections, got text`},
		},
		"another secret": {
			"{postgresql: {url: {file: token}}}",
			[]string{`1:22: store.postgresql.url: the secret must be the URL of a database, which begins with postgres://, such as ` + exampleURL},
		},
		"an empty one": {"{postgresql: {url: {env: EMPTY}}}", []string{`1:28: store.postgresql.url.env: the secret is empty; put it there, or leave the field out`}},
		"numbers of 0": {
			"{postgresql: {url: {env: DATABASE_URL}, max_connections: 0}, retention: {age: 0s, count: 0}, parallel_queries: 0}",
			[]string{
				`1:48: store.postgresql.max_connections: must be between 1 and 1000; it is 0`,
				`1:81: store.retention.age: must be 1m or more; it is 0s`,
				`1:90: store.retention.count: must be between 1 and 10000000; it is 0`,
				`1:101: store.parallel_queries: must be between 1 and 10000; it is 0`,
			},
		},
		"numbers that are none": {
			"{retention: {age: 59s, count: 10000001}, parallel_queries: 10001, postgresql: {url: {env: DATABASE_URL}, max_connections: 1001}}",
			[]string{
				`1:21: store.retention.age: must be 1m or more; it is 59s`,
				`1:31: store.retention.count: must be between 1 and 10000000; it is 10000001`,
				`1:49: store.parallel_queries: must be between 1 and 10000; it is 10001`,
				`1:113: store.postgresql.max_connections: must be between 1 and 1000; it is 1001`,
			},
		},
		"days": {"{retention: {age: 30d}}", []string{`1:26: store.retention.age: expected a duration such as 30m, 1h30m or 90s, got text`}},
	} {
		t.Run(name, func(t *testing.T) { check(t, "store: "+c.store, c.want...) })
	}
}

// settled keeps the variables that PostgreSQL's own tools read from having a say in a test.
func settled(t *testing.T) {
	t.Helper()
	for _, name := range []string{"PGHOST", "PGPORT", "PGDATABASE", "PGSSLMODE", "PGSSLROOTCERT", "PGSERVICE", "PGTARGETSESSIONATTRS"} {
		t.Setenv(name, "")
	}
}

func TestDatabaseProblem(t *testing.T) {
	settled(t)
	const (
		scheme, unreadable, nameless = "begins with postgres://", "cannot be read as the URL", "names no database"
		file, pool                   = "a file that the URL names cannot be read: no such file or directory", "write max_connections"
	)
	for name, c := range map[string]struct{ url, want string }{
		"an example":               {exampleURL, ""},
		"the other scheme":         {"postgresql://u:p@h/d", ""},
		"no password":              {"postgres://u@h/d", ""},
		"a password of marks":      {"postgres://u:a%40b%2Fc%3A%25@h/d", ""},
		"two hosts":                {"postgres://u:p@one.example:5432,two.example:5433/d?target_session_attrs=read-write", ""},
		"IPv6":                     {"postgres://u:p@[2001:db8::1]:5432/d", ""},
		"a socket":                 {"postgres:///d?host=/var/run/postgresql&user=u", ""},
		"parameters of a session":  {"postgres://u:p@h/d?search_path=serin&application_name=serin", ""},
		"nothing":                  {"", scheme},
		"another scheme":           {"mysql://u:p@h/d", scheme},
		"words":                    {"host=h user=u password=p dbname=d", scheme},
		"a blank before":           {" postgres://u:p@h/d", scheme},
		"upper case":               {"Postgres://u:p@h/d", scheme},
		"no database":              {"postgres://u:p@h:5432", nameless},
		"no database after /":      {"postgres://u:p@h:5432/?sslmode=require", nameless},
		"no such port":             {"postgres://u:p@h:99999/d", unreadable},
		"a word for a port":        {"postgres://u:p@h:http/d", unreadable},
		"no such encryption":       {"postgres://u:p@h/d?sslmode=on", unreadable},
		"@ in the password":        {"postgres://u:a@b@h/d", unreadable},
		"/ in the password":        {"postgres://u:a/b@h/d", unreadable},
		"half a %":                 {"postgres://u:a%b@h/d", unreadable},
		"a line break":             {"postgres://u:p@h/d\npostgres://u:p@h/d", unreadable},
		"a line break at the end":  {"postgres://u:p@h/d\n", unreadable},
		"certificate of nowhere":   {"postgres://u:p@h/d?sslmode=verify-full&sslrootcert=/no/such/file", file},
		"connections in the URL":   {"postgres://u:p@h/d?pool_max_conns=7", pool},
		"no such session":          {"postgres://u:p@h/d?target_session_attrs=any%20one", unreadable},
		"a service in no file":     {"postgres://u:p@h/d?service=nowhere&servicefile=/no/such/file", unreadable},
		"a host with a blank":      {"postgres://u:p@h%20i/d", unreadable},
		"a second host with marks": {"postgres://u:p@h,i%40j/d", unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			got := databaseProblem(c.url)
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("databaseProblem(%q) = %q, want %q", c.url, got, c.want)
			}
		})
	}
}

// Whatever is wrong with a URL, the mistake repeats nothing of it.
func TestMistakesDoNotRepeatURLs(t *testing.T) {
	settled(t)
	told := 0
	for _, url := range []string{
		"%s", "mysql://u:%s@h/d", "postgres://u:%s@h:x/d", "postgres://u:p@h:%s/d", "postgres://u:a/%s@h/d", "postgres://u:a@%s@h/d", "postgres://%s",
		"postgres://u:%s@h", "postgres://u:%s@h/d?pool_max_conns=1", "postgres://u:p@h/d?sslmode=%s", "postgres://u:p@h/d?sslrootcert=%s",
		"postgres://u:p@h/d?sslkey=%s&sslcert=%s", "postgres://u:p@h/d?target_session_attrs=%s", "postgres://u:p@h/d?connect_timeout=%s",
		"postgres://u:p@h/d?service=%s", "postgres://u:p@h/d?servicefile=%s&service=%s", "postgres://u:p@h/d?default_query_exec_mode=%s",
		"postgres://u:p@h/d?min_protocol_version=%s", "postgres://u:p@h/d?channel_binding=%s", "postgres://u:p@h/d?require_auth=%s",
		"postgres://u:p@[%s/d", "postgres://u:p@h/d?%s", "postgres://u:%%zz%s@h/d", "password=%s",
	} {
		url = strings.ReplaceAll(strings.ReplaceAll(url, "%s", marker), "%%", "%")
		from := pretended{variables: map[string]string{"URL": url}}
		_, _, mistakes := Read([]byte("store: {postgresql: {url: {env: URL}}}"), from.source(), defaults())
		if strings.Contains(mistakes.Error(), "hunter2") {
			t.Errorf("of %s the mistake says %v", url, mistakes)
		}
		told += len(mistakes)
	}
	if told < 20 {
		t.Errorf("only %d of the URLs had mistakes; the test has lost its point", told)
	}
}

// A log says what the store is, and no secret.
func TestStoreLogValue(t *testing.T) {
	for name, c := range map[string]struct {
		store Store
		want  string
	}{
		"SQLite":     {defaults().Store, "store.kind=sqlite store.path=/default.db store.age=6m0s store.count=7 store.parallel_queries=8"},
		"PostgreSQL": {Store{PostgreSQL{NewSecret(databaseURL), 2}, Retention{time.Hour, 3}, 4}, "store.kind=postgresql store.max_connections=2 store.age=1h0m0s store.count=3 store.parallel_queries=4"},
		"none":       {Store{Backend: NoStore{}}, "store.kind=none\n"},
	} {
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("configured", "store", c.store)
		if !strings.Contains(b.String(), c.want) {
			t.Errorf("%s: the log says %s, want %s", name, b.String(), c.want)
		}
	}
}
