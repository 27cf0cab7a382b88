// Package store keeps durable runs, their looks and named specs in a database, and wakes the runs whose next look is due.
//
// There are two databases behind one implementation: SQLite, one file for one process, and PostgreSQL, for any number of them.
// What a call has returned from is kept, and survives the process. Timers are jobs of River in the same database, put there in the
// same transaction as the state they belong to.
//
// Errors: [ErrNotFound], [ErrConflict], [ErrLost], [ErrToken]; [ErrUnavailable] while the database does not answer, or has no room left, and
// trying again may help; [ErrDamaged] when what it holds cannot be read.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
)

var (
	// ErrNotFound says that there is no such run, look or spec.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that another request had the same id.
	ErrConflict = errors.New("conflict")
	// ErrLost says that a look is no longer this process's to take: another one has it, or the run is over.
	ErrLost = errors.New("lost")
	// ErrUnavailable says that the database does not answer, or cannot write.
	ErrUnavailable = errors.New("the store is unavailable")
	// ErrDamaged says that what the database holds cannot be read.
	ErrDamaged = errors.New("the store is damaged")
	// ErrToken says that a page cannot begin where it was asked to.
	ErrToken = errors.New("the page token is wrong")
)

// A Store keeps runs. It is safe for concurrent use.
type Store struct {
	writer  *sql.DB // for transactions; SQLite has one connection that writes
	reader  *sql.DB
	queue   riverdriver.Driver[*sql.Tx]
	timers  *river.Client[*sql.Tx] // only puts jobs in; see Start for the one that works
	codec   codec
	owner   string // this process, of the claims
	lock    string // what makes a query keep others from the row it reads; SQLite needs none
	log     *slog.Logger
	from    int64 // version of the tables before they were brought to version
	version int64
	close   func() error
}

// Options are what both databases need.
type Options struct {
	Log *slog.Logger
	// KeepSchema leaves the tables as they are: they must be those of this version.
	KeepSchema bool
}

// Close gives the database back. Nothing else may be called afterwards.
func (s *Store) Close() error { return s.close() }

// finish completes a store whose database is open: the tables are there, and jobs can be put in.
func (s *Store) finish(ctx context.Context, dialect string, o Options) (*Store, error) {
	s.log, s.owner = o.Log, rand.Text()
	var err error
	if s.codec, err = newCodec(); err == nil {
		err = s.migrate(ctx, dialect, o.KeepSchema)
	}
	if err == nil {
		s.timers, err = river.NewClient(s.queue, &river.Config{Logger: quiet(s.log)})
	}
	if err != nil {
		_ = s.close() // the reason is err
		return nil, failure(err)
	}
	return s, nil
}

// exec runs one statement, which needs no transaction, and returns how many rows it changed.
func (s *Store) exec(ctx context.Context, query string, arguments ...any) (n int64, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	return s.execUnlimited(ctx, query, arguments...)
}

// execUnlimited is the same, however long it takes.
func (s *Store) execUnlimited(ctx context.Context, query string, arguments ...any) (int64, error) {
	done, err := s.writer.ExecContext(ctx, query, arguments...)
	if err != nil {
		return 0, failure(err)
	}
	n, err := done.RowsAffected()
	return n, failure(err)
}

// change runs a transaction: all of it, or nothing.
func (s *Store) change(ctx context.Context, do func(ctx context.Context, tx *sql.Tx) error) (err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return failure(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing is left to roll back after a commit
	if err := do(ctx, tx); err != nil {
		return failure(err)
	}
	return failure(tx.Commit())
}

// scanner is a row that is read.
type scanner interface{ Scan(into ...any) error }

// collect reads all rows of a query, of which err is the error.
func collect[T any](rows *sql.Rows, err error, read func(row scanner) (T, error)) (all []T, _ error) {
	if err != nil {
		return nil, failure(err)
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			return nil, failure(err)
		}
		all = append(all, one)
	}
	return all, failure(rows.Err())
}

// micros is a time as the database has it.
func micros(t time.Time) int64 { return t.UnixMicro() }

// optional is a time that may be missing, as the database has it.
func optional(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: micros(t), Valid: !t.IsZero()}
}
