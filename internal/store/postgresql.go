package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
)

// OpenPostgreSQL opens a store in a PostgreSQL database, which any number of processes may use at the same time. The URL is that of
// libpq: postgres://user:password@host:5432/database.
func OpenPostgreSQL(ctx context.Context, url string, connections int, o Options) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the URL of the database cannot be read; write postgres://user:password@host:5432/database")
	}
	db := stdlib.OpenDB(*config)
	s := &Store{writer: db, reader: db, queue: riverdatabasesql.New(db), lock: " FOR UPDATE", close: db.Close}
	if s, err = s.finish(ctx, postgresqlDialect, o); err != nil {
		return nil, fmt.Errorf("PostgreSQL at %s, database %s: %w", config.Host, config.Database, err)
	}
	db.SetMaxOpenConns(connections) // not before: while the tables are made their lock has a connection of its own
	db.SetMaxIdleConns(connections)
	return s, nil
}
