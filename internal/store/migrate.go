package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

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
	is, wanted, err := ours.GetVersions(ctx)
	s.from, s.version = wanted, wanted
	switch {
	case err != nil:
		return failure(err)
	case is > wanted:
		return fmt.Errorf("its tables are of version %d, and this serin knows %d; use the serin that made them, or a later one", is, wanted)
	case keep && is < wanted:
		return fmt.Errorf("its tables are of version %d, and this serin needs %d; run `serin migrate`", is, wanted)
	case keep:
		return nil
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

// lockSchema keeps other processes from migrating. A SQLite file is locked as a whole already.
func (s *Store) lockSchema(ctx context.Context) (release func() error, err error) {
	if s.lock == "" {
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
