package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
)

const (
	// Lease is how long a look stays the claim of a process that does not renew it. A process that is killed delays its looks by
	// so much.
	Lease = 6 * time.Second
	// patience is how long after its look is due a run counts as left behind. River's timers are normally half a second late, and
	// some seconds when the process that moves them is gone.
	patience = 2 * time.Second
)

// A Claim is the right to take one look of a run. Only the look that is saved with it counts.
type Claim struct {
	Run    *serinv1.Run // as it was when the look was claimed
	Number int32        // of the look
	secret string
}

// Claim gives a look to the caller, for as long as a [Lease]. The error is [ErrLost] when another process has it, or when it has been
// taken, or the run is over.
func (s *Store) Claim(ctx context.Context, id string, number int32, now time.Time) (*Claim, error) {
	claim := &Claim{Number: number, secret: rand.Text()}
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		claim.Run, err = scanRun(tx.QueryRowContext(ctx, `
			UPDATE runs SET claim = $1, wake = $2, looking_since = $3, revision = revision + 1
			WHERE id = $4 AND look = $5 AND wake IS NOT NULL AND (claim = '' OR wake <= $3)
			RETURNING `+runColumns, claim.secret, micros(now.Add(Lease)), micros(now), id, number))
		return err
	})
	if err != nil {
		return nil, lost(err)
	}
	return claim, nil
}

// lost says that what was not found is somebody else's.
func lost(err error) error {
	if isNotFound(err) {
		return ErrLost
	}
	return err
}

// Renew keeps a claim for another [Lease].
func (s *Store) Renew(ctx context.Context, c *Claim, now time.Time) error {
	return s.onClaim(ctx, c, `UPDATE runs SET wake = $3 WHERE id = $1 AND claim = $2`, micros(now.Add(Lease)))
}

// Release gives a claim back, for another process to take the look at once.
func (s *Store) Release(ctx context.Context, c *Claim, now time.Time) error {
	return s.onClaim(ctx, c, `
		UPDATE runs SET claim = '', looking_since = NULL, wake = $3, revision = revision + 1 WHERE id = $1 AND claim = $2`, micros(now))
}

// onClaim changes the row of a claim, if it is one still.
func (s *Store) onClaim(ctx context.Context, c *Claim, query string, arguments ...any) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		changed, err := tx.ExecContext(ctx, query, append([]any{c.Run.Id, c.secret}, arguments...)...)
		if err != nil {
			return err
		}
		if n, err := changed.RowsAffected(); err != nil || n == 0 {
			return lostOr(err)
		}
		return nil
	})
}

func lostOr(err error) error {
	if err != nil {
		return err
	}
	return ErrLost
}

// Save keeps a look that was taken with a claim, what it was judged from, and the run as it is after it, all of it or nothing; and
// unless the caller takes the next look itself it wakes the run when that is due. The error is [ErrLost] when the look is no longer
// the caller's.
func (s *Store) Save(ctx context.Context, c *Claim, r *serinv1.Run, look *serinv1.Look, inputs *serinv1.Answers, wake bool) error {
	message, err := encode(r)
	if err != nil {
		return err
	}
	lookMessage, err := s.codec.pack(look)
	if err != nil {
		return err
	}
	answers, err := s.codec.pack(inputs)
	if err != nil {
		return err
	}
	next := sql.NullInt64{}
	if !run.IsOver(r) {
		due := r.NextLook.AsTime()
		if finished := look.Finished.AsTime(); due.Before(finished) {
			due = finished
		}
		next = optional(due.Add(patience))
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		changed, err := tx.ExecContext(ctx, `
			UPDATE runs SET state = $3, verdict = $4, finished = $5, run = $6, look = $7, wake = $8, claim = '', looking_since = NULL,
				revision = revision + 1
			WHERE id = $1 AND claim = $2`,
			r.Id, c.secret, r.State, r.Conclusion.GetVerdict(), finished(r), message, look.Number+1, next)
		if err != nil {
			return err
		}
		if n, err := changed.RowsAffected(); err != nil || n == 0 {
			return lostOr(err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO looks (run_id, number, look, inputs) VALUES ($1, $2, $3, $4)`,
			r.Id, look.Number, lookMessage, answers)
		if err != nil || !wake || run.IsOver(r) {
			return err
		}
		return s.wakeAt(ctx, tx, lookJob{Run: r.Id, Look: look.Number + 1, Due: r.NextLook.AsTime()})
	})
}
