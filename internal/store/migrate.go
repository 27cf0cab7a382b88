package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The names that goose has for the databases.
const (
	sqliteDialect     = "sqlite3"
	postgresqlDialect = "postgres"
)

// migrationLock is the key of the lock that keeps two processes from making the same tables: any number that is always the same.
const migrationLock = 7374_0001

// migrate brings the tables forward to those of this version, River's and ours. With keep it only makes sure that they are.
// There is no way back: an older version refuses a newer database.
func (s *Store) migrate(ctx context.Context, dialect string, keep bool) (err error) {
	release, err := s.lockSchema(ctx)
	if err != nil {
		return failure(err)
	}
	defer func() { err = errors.Join(err, failure(release())) }()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	ours, err := goose.NewProvider(goose.Dialect(dialect), s.writer, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return failure(err)
	}
	queue, err := rivermigrate.New(s.queue, &rivermigrate.Config{Logger: quiet(s.log)})
	if err != nil {
		return failure(err)
	}
	sources := ours.ListSources()
	wanted := sources[len(sources)-1].Version
	is, err := s.tables(ctx, dialect)
	s.from, s.version = wanted, wanted
	switch {
	case err != nil:
		return failure(err)
	case is > wanted:
		return fmt.Errorf("its tables are of version %d, and this serin knows %d; use the serin that made them, or a later one", is, wanted)
	case keep && is == 0:
		return errors.New("it has no tables of serin; run `serin migrate`")
	case keep && is < wanted:
		return fmt.Errorf("its tables are of version %d, and this serin needs %d; run `serin migrate`", is, wanted)
	case keep:
		return sameQueue(ctx, queue)
	}
	if _, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return failure(err)
	}
	_, err = ours.Up(ctx)
	s.from = is
	return failure(err)
}

// Migrated returns of which version the tables were, 0 for none, and of which they are since the store is open.
func (s *Store) Migrated() (from, to int64) { return s.from, s.version }

// tables returns the version of our tables; 0 when there are none. It makes nothing, as goose's own question for it does.
func (s *Store) tables(ctx context.Context, dialect string) (version int64, err error) {
	isThere := `SELECT to_regclass('` + goose.DefaultTablename + `') IS NOT NULL`
	if dialect == sqliteDialect {
		isThere = `SELECT count(*) > 0 FROM sqlite_master WHERE name = '` + goose.DefaultTablename + `'`
	}
	var exists bool
	if err := s.writer.QueryRowContext(ctx, isThere).Scan(&exists); err != nil || !exists {
		return 0, err
	}
	err = s.writer.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+goose.DefaultTablename).Scan(&version)
	return version, err
}

// sameQueue makes sure that River's tables are those of this version.
func sameQueue(ctx context.Context, queue *rivermigrate.Migrator[*sql.Tx]) error {
	valid, err := queue.Validate(ctx)
	if err == nil && !valid.OK {
		err = errors.New("its tables of timers are older than this serin needs; run `serin migrate`")
	}
	return failure(err)
}

// lockSchema keeps other processes from migrating. A SQLite file is locked as a whole already.
func (s *Store) lockSchema(ctx context.Context) (release func() error, err error) {
	if !s.isShared() {
		return func() error { return nil }, nil
	}
	connection, err := s.writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := connection.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return nil, errors.Join(err, connection.Close())
	}
	return func() error {
		_, err := connection.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
		return errors.Join(err, connection.Close())
	}, nil
}
