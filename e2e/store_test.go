package e2e

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/serin-canary/serin/e2e/internal/postgresql"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/store/storetest"
)

// TestStore keeps runs in PostgreSQL.
func TestStore(t *testing.T) {
	d := &databases{server: postgresql.Start(t)}
	t.Run("contract", func(t *testing.T) {
		storetest.Run(t, func(t testing.TB) *store.Store { return mustOpenStore(t, d.create(t), store.Options{}) })
	})
	t.Run("opened by many at once", d.testOpenAtOnce)
	t.Run("refusals", d.testRefusals)
	t.Run("a database that goes", d.testGone)
}

// databases makes databases of one server.
type databases struct {
	server *postgresql.Server
	made   atomic.Int64
}

// create makes an empty database.
func (d *databases) create(t testing.TB) string {
	t.Helper()
	return d.server.CreateDatabase(t, fmt.Sprint("store", d.made.Add(1)))
}

// openStore opens a store in a database, until the test is over.
func openStore(t testing.TB, url string, connections int, o store.Options) (*store.Store, error) {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	s, err := store.OpenPostgreSQL(t.Context(), url, connections, o)
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return s, err
}

func mustOpenStore(t testing.TB, url string, o store.Options) *store.Store {
	t.Helper()
	s, err := openStore(t, url, 8, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// testOpenAtOnce lets processes begin together with an empty database, one connection each: the tables are made once.
func (d *databases) testOpenAtOnce(t *testing.T) {
	url := d.create(t)
	const n = 6
	failed := make(chan error, n)
	for range n {
		go func() {
			_, err := openStore(t, url, 1, store.Options{})
			failed <- err
		}()
	}
	for range n {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	mustOpenStore(t, url, store.Options{KeepSchema: true})
}

// testRefusals: what cannot be opened says why, and what to do.
func (d *databases) testRefusals(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare func(t *testing.T, database string) (url string)
		o       store.Options
		want    string
	}{
		{
			"no tables, and none may be made", func(_ *testing.T, database string) string { return d.server.URL(database) },
			store.Options{KeepSchema: true},
			"it has no tables of serin; run `serin migrate`",
		},
		{"no tables, and no right to make any", func(t *testing.T, database string) string {
			return d.server.CreateRole(t, database, "reader")
		}, store.Options{}, "it must own the tables, or GRANT it CREATE on the schema"},
		{"no tables, none may be made, and no right to", func(t *testing.T, database string) string {
			return d.server.CreateRole(t, database, "keeper")
		}, store.Options{KeepSchema: true}, "it has no tables of serin; run `serin migrate`"},
		{"a newer version", func(t *testing.T, database string) string {
			url := d.server.URL(database)
			if err := mustOpenStore(t, url, store.Options{}).Close(); err != nil {
				t.Fatal(err)
			}
			executeAt(t, url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)`)
			return url
		}, store.Options{}, "of version 99, and this serin knows 1; use the serin that made them, or a later one"},
		{
			"no such database", func(_ *testing.T, _ string) string { return d.server.URL("nowhere") },
			store.Options{},
			"the database lets nobody in by this URL",
		},
		{
			"nobody listens", func(t *testing.T, _ string) string { return "postgres://postgres:secret@" + nobody(t) + "/serin" },
			store.Options{},
			"the database cannot be reached",
		},
		{
			"no URL", func(*testing.T, string) string { return "postgres://postgres:secret@host:port/serin" },
			store.Options{},
			"write postgres://user:password@host:5432/database",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			database := fmt.Sprint("refused", d.made.Add(1))
			d.server.CreateDatabase(t, database)
			_, err := openStore(t, test.prepare(t, database), 4, test.o)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// testGone: while the server is down, and for whoever it cuts off, the store is unavailable, and then it is there again.
func (d *databases) testGone(t *testing.T) {
	s := mustOpenStore(t, d.create(t), store.Options{})
	ask := func() error {
		_, _, err := s.Run(t.Context(), "nobody")
		return err
	}
	d.server.Stop(t)
	for range 3 {
		if err := ask(); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("while it is down: %v", err)
		}
	}
	d.server.Restart(t)
	if err := ask(); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("when it is there again: %v", err)
	}
}

func executeAt(t *testing.T, url, statement string) {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(t.Context()) }()
	if _, err := connection.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
