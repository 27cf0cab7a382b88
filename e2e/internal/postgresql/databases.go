package postgresql

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"
)

// superuser is the role that owns everything, and the database that is there from the beginning.
const superuser = "postgres"

// URL returns the address of a database, for the role that may do everything.
func (s *Server) URL(database string) string { return s.address(superuser, database) }

// CreateDatabase creates an empty database, and returns its URL. Only its owner may create something in it: so it is from
// PostgreSQL 15 on, and it is made so where the server is older.
func (s *Server) CreateDatabase(t testing.TB, name string) string {
	t.Helper()
	s.execute(t, superuser, "CREATE DATABASE "+quote(name))
	s.execute(t, name, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
	return s.URL(name)
}

// CreateRole creates a role that may connect and has the rights, such as "CREATE ON SCHEMA public", in a database. It
// returns the database's address for this role. Roles are the server's: two databases cannot have one of the same name
// each.
func (s *Server) CreateRole(t testing.TB, database, name string, rights ...string) string {
	t.Helper()
	s.execute(t, database, "CREATE ROLE "+quote(name)+" LOGIN")
	for _, right := range rights {
		s.execute(t, database, "GRANT "+right+" TO "+quote(name))
	}
	return s.address(name, database)
}

func (s *Server) address(role, database string) string {
	address := url.URL{
		Scheme: "postgres", User: url.User(role), Host: fmt.Sprintf("127.0.0.1:%d", s.port), Path: "/" + database,
		RawQuery: "sslmode=disable",
	}
	return address.String()
}

// execute executes a statement in a database.
func (s *Server) execute(t testing.TB, database, statement string) {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), s.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close(t.Context()) }()
	if _, err := connection.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
