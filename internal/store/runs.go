package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
)

// Create keeps a run, and wakes it when its first look is due. When there is a run of the same request id already, it returns that
// one, unless the digest of its request is another: then the error is [ErrConflict].
func (s *Store) Create(ctx context.Context, r *serinv1.Run, digest string) (*serinv1.Run, error) {
	var kept *serinv1.Run
	err := s.change(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		message, err := encode(r)
		if err != nil {
			return err
		}
		requestID := sql.NullString{String: r.RequestId, Valid: r.RequestId != ""}
		due := r.NextLook.AsTime()
		made, err := tx.ExecContext(ctx, `
			INSERT INTO runs (id, request_id, request_digest, service, state, verdict, created, revision, look, claim, owner, wake, run)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 1, '', '', $8, $9) ON CONFLICT (request_id) DO NOTHING`,
			r.Id, requestID, digest, r.Service, r.State, r.Conclusion.GetVerdict(), micros(r.Created.AsTime()), micros(due.Add(patience)), message)
		if err != nil {
			return err
		}
		if n, err := made.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			kept, err = ofRequest(ctx, tx, r.RequestId, digest)
			return err
		}
		for name, value := range r.Labels {
			if _, err := tx.ExecContext(ctx, `INSERT INTO run_labels (run_id, name, value) VALUES ($1, $2, $3)`, r.Id, name, value); err != nil {
				return err
			}
		}
		kept = r
		return s.wakeAt(ctx, tx, lookJob{Run: r.Id, Look: 1, Due: due})
	})
	return kept, err
}

// Started returns the run that a request started before. The error is [ErrConflict] when the digest of its request is another.
func (s *Store) Started(ctx context.Context, requestID, digest string) (r *serinv1.Run, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	r, err = ofRequest(ctx, s.reader, requestID, digest)
	return r, failure(err)
}

// ofRequest returns the run that a request started before.
func ofRequest(ctx context.Context, from interface {
	QueryRowContext(ctx context.Context, query string, arguments ...any) *sql.Row
}, requestID, digest string,
) (*serinv1.Run, error) {
	var before string
	r, err := scanRun(from.QueryRowContext(ctx, `SELECT `+runColumns+`, request_digest FROM runs WHERE request_id = $1`, requestID), &before)
	if err == nil && before != digest {
		return nil, fmt.Errorf("%w: the request id %q is that of the run %s, which another request started; choose another id",
			ErrConflict, requestID, r.Id)
	}
	return r, err
}

// runColumns are what scanRun reads.
const runColumns = `run, looking_since`

// scanRun reads a run, and further columns.
func scanRun(row scanner, further ...any) (*serinv1.Run, error) {
	var message []byte
	var since sql.NullInt64
	if err := row.Scan(append([]any{&message, &since}, further...)...); err != nil {
		return nil, err
	}
	r := &serinv1.Run{}
	if err := decode(message, r); err != nil {
		return nil, err
	}
	r.LookingSince = nil // the column says it: a claim changes nothing else of a run
	if since.Valid {
		r.LookingSince = timestamppb.New(time.UnixMicro(since.Int64))
	}
	return r, nil
}

// Run returns a run, and its revision, which grows with every change of it.
func (s *Store) Run(ctx context.Context, id string) (r *serinv1.Run, revision int64, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	r, err = scanRun(s.reader.QueryRowContext(ctx, `SELECT `+runColumns+`, revision FROM runs WHERE id = $1`, id), &revision)
	return r, revision, ofRun(failure(err), id)
}

// Revision returns what tells whether a run has changed.
func (s *Store) Revision(ctx context.Context, id string) (revision int64, err error) {
	ctx, end := limit(ctx)
	defer end(&err)
	err = s.reader.QueryRowContext(ctx, `SELECT revision FROM runs WHERE id = $1`, id).Scan(&revision)
	return revision, ofRun(failure(err), id)
}

// ofRun says which run was not found.
func ofRun(err error, id string) error {
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("%w: no run has the id %q", ErrNotFound, id)
	}
	return err
}

// Update changes a run, and returns it as it is then. When it is over after that, its looks are nobody's any more. A change that does
// not end a run is lost when a look is being taken: that is saved with the run as it was claimed.
func (s *Store) Update(ctx context.Context, id string, change func(*serinv1.Run) error) (*serinv1.Run, error) {
	var r *serinv1.Run
	err := s.change(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		if r, err = scanRun(tx.QueryRowContext(ctx, `SELECT `+runColumns+` FROM runs WHERE id = $1`+s.lock, id)); err != nil {
			return err
		}
		if err := change(r); err != nil {
			return err
		}
		message, err := encode(r)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE runs SET state = $1, verdict = $2, finished = $3, run = $4, revision = revision + 1,
				claim = CASE WHEN $5 THEN '' ELSE claim END,
				looking_since = CASE WHEN $5 THEN NULL ELSE looking_since END,
				wake = CASE WHEN $5 THEN NULL ELSE wake END
			WHERE id = $6`, r.State, r.Conclusion.GetVerdict(), finished(r), message, run.IsOver(r), id)
		return err
	})
	return r, ofRun(err, id)
}

// finished is when a run was over; null before.
func finished(r *serinv1.Run) sql.NullInt64 {
	if r.Finished == nil {
		return sql.NullInt64{}
	}
	return optional(r.Finished.AsTime())
}
