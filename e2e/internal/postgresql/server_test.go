package postgresql_test

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/serin-canary/serin/e2e/internal/postgresql"
)

// What is committed outlives the server, however it ends.
func TestServer(t *testing.T) {
	server := postgresql.Start(t)
	db := open(t, server.CreateDatabase(t, "durable"))
	execute(t, db, "CREATE TABLE ends (how text)")
	for _, end := range []struct {
		how string
		end func(testing.TB)
	}{
		{"killed", server.Kill},
		{"stopped", server.Stop},
		{"restarted", func(testing.TB) {}},
	} {
		t.Run(end.how, func(t *testing.T) {
			execute(t, db, "INSERT INTO ends VALUES ($1)", end.how)
			cut := keepBusy(t, db)
			end.end(t)
			if end.how != "restarted" && db.PingContext(t.Context()) == nil {
				t.Error("it still answers")
			}
			server.Restart(t)
			if err := <-cut; err == nil {
				t.Error("a statement came to its end, want it cut off")
			}
			var how string
			if err := db.QueryRowContext(t.Context(), "SELECT how FROM ends WHERE how = $1", end.how).Scan(&how); err != nil {
				t.Errorf("the row of before: %v", err)
			}
		})
	}
}

// A role may do what it was given the right to, and nothing else.
func TestCreateRole(t *testing.T) {
	server := postgresql.Start(t)
	server.CreateDatabase(t, "guarded")
	stranger := open(t, server.CreateRole(t, "guarded", "stranger"))
	maker := open(t, server.CreateRole(t, "guarded", "maker", "CREATE ON SCHEMA public"))

	execute(t, stranger, "SELECT 1")
	execute(t, maker, "CREATE TABLE made (a int)")
	for _, statement := range []string{"CREATE TABLE strange (a int)", "CREATE SCHEMA strange", "SELECT * FROM made"} {
		_, err := stranger.ExecContext(t.Context(), statement)
		const insufficientPrivilege = "42501"
		if refused := (*pgconn.PgError)(nil); !errors.As(err, &refused) || refused.Code != insufficientPrivilege {
			t.Errorf("%s: %v, want it refused with %s", statement, err, insufficientPrivilege)
		}
	}
}

// keepBusy lets a process of the server work for a minute, without a look at who else is there. It returns how the
// statement ends.
func keepBusy(t *testing.T, db *sql.DB) <-chan error {
	t.Helper()
	ended := make(chan error, 1)
	go func() {
		const minute = `DO $$ BEGIN WHILE clock_timestamp() < now() + interval '1 minute' LOOP END LOOP; END $$`
		_, err := db.ExecContext(t.Context(), minute)
		ended <- err
	}()
	for busy := 0; busy == 0; time.Sleep(10 * time.Millisecond) {
		const count = `SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'`
		if err := db.QueryRowContext(t.Context(), count).Scan(&busy); err != nil {
			t.Fatal(err)
		}
	}
	return ended
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(0) // one that is kept would not know that the server has ended
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func execute(t *testing.T, db *sql.DB, statement string, arguments ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, arguments...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
