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
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s := &Store{writer: db, reader: db, queue: riverdatabasesql.New(db), lease: sharedLease, lock: " FOR UPDATE", close: db.Close}
	if s, err = s.finish(ctx, "postgres", o); err != nil {
		return nil, fmt.Errorf("PostgreSQL at %s, database %s: %w", config.Host, config.Database, err)
	}
	return s, nil
}
