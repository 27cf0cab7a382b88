package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
)

// connectTimeout is how long a server may take to let us in, unless the URL has another connect_timeout.
const connectTimeout = 10 * time.Second

// OpenPostgreSQL opens a store in a PostgreSQL database, which any number of processes may use at the same time. The URL is that of
// libpq: postgres://user:password@host:5432/database.
func OpenPostgreSQL(ctx context.Context, url string, connections int, o Options) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the URL of the database cannot be read; write postgres://user:password@host:5432/database")
	}
	config.ConnectTimeout = cmp.Or(config.ConnectTimeout, connectTimeout)
	db := stdlib.OpenDB(*config)
	s := &Store{writer: db, reader: db, queue: riverdatabasesql.New(db), lock: " FOR UPDATE", close: db.Close}
	if s, err = s.finish(ctx, postgresqlDialect, o); err != nil {
		return nil, fmt.Errorf("PostgreSQL at %s, database %s: %w", config.Host, config.Database, err)
	}
	db.SetMaxOpenConns(connections) // not before: while the tables are made their lock has a connection of its own
	db.SetMaxIdleConns(connections)
	return s, nil
}
