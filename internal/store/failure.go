package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// failure says what an error of a database means to a caller. Those that are known already stay as they are.
func failure(err error) error {
	var ours *sqlite.Error
	var theirs *pgconn.PgError
	var connect *pgconn.ConnectError
	var network net.Error
	switch {
	case err == nil:
		return nil
	case isKnown(err):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case errors.As(err, &ours):
		return sqliteFailure(ours)
	case errors.As(err, &theirs):
		return postgresFailure(theirs)
	case errors.As(err, &connect): // a server that says nothing is not the caller's deadline
		return fmt.Errorf("%w: the database cannot be reached; is it up, and are the host and the port of its URL right?: %w", ErrUnavailable, err)
	case isInterruption(err):
		return err
	case errors.As(err, &network), errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone),
		strings.Contains(err.Error(), "unexpected EOF"), strings.Contains(err.Error(), "conn closed"),
		strings.Contains(err.Error(), "sql: database is closed"): // while the process is being stopped
		return fmt.Errorf("%w: the connection to the database broke; is it up?: %w", ErrUnavailable, err)
	default:
		return err
	}
}

// isKnown reports whether an error has a meaning already.
func isKnown(err error) bool {
	for _, known := range []error{ErrNotFound, ErrConflict, ErrLost, ErrUnavailable, ErrDamaged} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// isInterruption reports whether who called did not want to wait any longer.
func isInterruption(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// sqliteFailure reads the code of SQLite, whose low byte is what matters (https://www.sqlite.org/rescode.html).
func sqliteFailure(err *sqlite.Error) error {
	if err.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // the first thing that has no room
		return fmt.Errorf("%w: the disk is full; make room, and all goes on: %w", ErrUnavailable, err)
	}
	switch err.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: the disk is full; make room, and all goes on: %w", ErrUnavailable, err)
	case sqlite3.SQLITE_INTERRUPT:
		return fmt.Errorf("%w: %w", context.Canceled, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: the file or its folder cannot be written to; change its rights: %w", ErrUnavailable, err)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%w: the file cannot be opened; does its folder exist, and may serin read and write there?: %w", ErrUnavailable, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: another program holds the file: %w", ErrUnavailable, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%w: the disk does not read or write; is it full, or broken?: %w", ErrUnavailable, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: the file is no database, or not whole; put a backup in its place, or name another file: %w", ErrDamaged, err)
	default:
		return err
	}
}

// postgresFailure reads the class of PostgreSQL's code (https://www.postgresql.org/docs/current/errcodes-appendix.html).
func postgresFailure(err *pgconn.PgError) error {
	switch {
	case err.Code == "22021":
		return fmt.Errorf("%w: a text with a zero byte is not kept, so that nothing is called so", ErrNotFound)
	case err.Code == "42501":
		return fmt.Errorf("%w: the user of the database has too few rights; it must own the tables, or GRANT it CREATE on the schema: %w",
			ErrUnavailable, err)
	case err.Code == "3D000", strings.HasPrefix(err.Code, "28"):
		return fmt.Errorf("%w: the database lets nobody in by this URL; mend the URL, or create the database and its user: %w", ErrUnavailable, err)
	case strings.HasPrefix(err.Code, "53"):
		return fmt.Errorf("%w: the database has no room, or no connection, left: %w", ErrUnavailable, err)
	case err.Code == "25006":
		return fmt.Errorf("%w: the database is there to be read only, perhaps as a copy of another one; name that one in the URL: %w",
			ErrUnavailable, err)
	case strings.HasPrefix(err.Code, "08"), strings.HasPrefix(err.Code, "57"), strings.HasPrefix(err.Code, "58"), strings.HasPrefix(err.Code, "40"):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	case err.Code == "XX001", err.Code == "XX002":
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	default:
		return err
	}
}
