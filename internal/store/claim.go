package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

const (
	// sharedLease is how long a look stays the claim of a process that does not renew it, where there may be others. A process that
	// is killed delays its looks by so much: one that is due every ten seconds may be hit twice, in a restart of the database, and
	// still be on time. A process that lives and is late to renew loses no more than the work of one look.
	sharedLease = 2 * time.Second
	// loneLease is the same for the only process of a store. Nobody waits for it: who is started next voids the claims of who was
	// killed. It is for a process that could not save its look, and long enough for all that wait for a slow disk.
	loneLease = 30 * time.Second
	// patience is how long after its look is due a run counts as left behind. River's timers are normally half a second late, and
	// some seconds when the process that moves them is gone.
	patience = time.Second
)

// A Claim is the right to take one look of a run. Only the look that is saved with it counts.
type Claim struct {
	Run    *serinv1.Run // as it was when the look was claimed
	Number int32        // of the look
	secret string
}

// Lease is how long a claim holds that is not renewed.
func (s *Store) Lease() time.Duration { return s.lease }

// Claim gives a look to the caller, for the time of a lease. The error is [ErrLost] when another process has it, or when it has been
// taken, or the run is over.
func (s *Store) Claim(ctx context.Context, id string, number int32, now time.Time) (*Claim, error) {
	claim := &Claim{Number: number, secret: rand.Text()}
	err := s.change(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		claim.Run, err = scanRun(tx.QueryRowContext(ctx, `
			UPDATE runs SET claim = $1, wake = $2, looking_since = $3, revision = revision + 1
			WHERE id = $4 AND look = $5 AND wake IS NOT NULL AND (claim = '' OR wake <= $3)
			RETURNING `+runColumns, claim.secret, micros(now.Add(s.lease)), micros(now), id, number))
		return err
	})
	if err != nil {
		return nil, lost(err)
	}
	return claim, nil
}

// lost says that what was not found is somebody else's.
func lost(err error) error {
	if errors.Is(err, ErrNotFound) {
		return ErrLost
	}
	return err
}

// Renew keeps a claim for the time of another lease.
func (s *Store) Renew(ctx context.Context, c *Claim, now time.Time) error {
	return s.onClaim(ctx, c, `UPDATE runs SET wake = $3 WHERE id = $1 AND claim = $2`, micros(now.Add(s.lease)))
}

// Release gives a claim back, for another process to take the look at once.
func (s *Store) Release(ctx context.Context, c *Claim, now time.Time) error {
	return s.onClaim(ctx, c, `
		UPDATE runs SET claim = '', looking_since = NULL, wake = $3, revision = revision + 1 WHERE id = $1 AND claim = $2`, micros(now))
}

// onClaim changes the row of a claim, if it is one still.
func (s *Store) onClaim(ctx context.Context, c *Claim, query string, arguments ...any) error {
	return s.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return changeClaimed(ctx, tx, c, query, arguments...)
	})
}

// changeClaimed changes the row of a claim, which the query knows by $1 and $2. The error is [ErrLost] when it is a claim no longer.
func changeClaimed(ctx context.Context, tx *sql.Tx, c *Claim, query string, arguments ...any) error {
	changed, err := tx.ExecContext(ctx, query, append([]any{c.Run.Id, c.secret}, arguments...)...)
	if err != nil {
		return err
	}
	return orNone(changed, ErrLost)
}

// orNone returns an error when a statement has changed nothing.
func orNone(changed sql.Result, none error) error {
	n, err := changed.RowsAffected()
	if err == nil && n == 0 {
		return none
	}
	return err
}
