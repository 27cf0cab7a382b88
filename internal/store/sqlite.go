package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // the driver
)

// readers is how many calls read a SQLite file at once, beside the one that writes.
const readers = 4

// OpenSQLite opens a store in a file, which it makes when there is none. No other process may use it at the same time.
func OpenSQLite(ctx context.Context, path string, o Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	lock, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	makePrivate(path)
	s := &Store{}
	s.close = func() error {
		var errs []error
		for _, db := range []*sql.DB{s.reader, s.writer} {
			if db != nil {
				errs = append(errs, db.Close())
			}
		}
		return errors.Join(append(errs, lock.Unlock())...)
	}
	if s.writer, err = openFile(path, 1, "_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"); err == nil {
		err = s.writer.PingContext(ctx)
	}
	if err == nil {
		s.reader, err = openFile(path, readers, "_pragma=query_only(1)")
	}
	if err != nil {
		_ = s.close() // the reason is err
		return nil, fmt.Errorf("%s: %w", path, failure(err))
	}
	s.queue = riversqlite.New(s.writer)
	s, err = s.finish(ctx, sqliteDialect, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	// What a process that is gone was doing, nobody is doing any more: it need not be waited for.
	_, err = s.exec(ctx, `UPDATE runs SET claim = '', looking_since = NULL, wake = 0, revision = revision + 1 WHERE claim <> ''`)
	if err != nil {
		_ = s.close() // the reason is err
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// makePrivate makes a file that is not there yet, for its owner alone: queries and the words of people stand in it. What keeps it from
// being made SQLite says better.
func makePrivate(path string) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		_ = file.Close() // nothing was written
	}
}

// openFile opens a SQLite file. Foreign keys delete the looks of a run with it.
func openFile(path string, connections int, options string) (*sql.DB, error) {
	name := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
	db, err := sql.Open("sqlite", name+"?"+options+"&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// lockFile makes sure that no other process uses a SQLite file.
func lockFile(path string) (*flock.Flock, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; name a file in it, such as %s", path, filepath.Join(path, "serin.db"))
	}
	file := path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		file = target // a file has one lock, whatever it is called
	}
	lock := flock.New(file + ".lock")
	held, err := lock.TryLock()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("cannot keep runs in %s: the folder %s does not exist; make it, or name a file in another one", path, filepath.Dir(path))
	case err != nil:
		return nil, fmt.Errorf("cannot keep runs in %s: %w; name a file in a folder that can be written to", path, err)
	case !held:
		return nil, fmt.Errorf("%s is used by another serin; stop it, name another file, or use PostgreSQL for several processes", path)
	default:
		return lock, nil
	}
}
