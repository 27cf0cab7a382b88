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
	// Lease is how long a look stays the claim of a process that does not renew it. It is for a look that a living process has lost
	// track of: what a killed one was taking is taken up sooner, see [Worker].
	Lease = 30 * time.Second
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

// Claim gives a look to the caller, for the time of a [Lease]. The error is [ErrLost] when another process has it, or when it has been
// taken, or the run is over.
func (s *Store) Claim(ctx context.Context, id string, number int32, now time.Time) (*Claim, error) {
	claim := &Claim{Number: number, secret: rand.Text()}
	err := s.change(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		claim.Run, err = scanRun(tx.QueryRowContext(ctx, `
			UPDATE runs SET claim = $1, owner = $6, wake = $2, looking_since = $3, revision = revision + 1
			WHERE id = $4 AND look = $5 AND wake IS NOT NULL AND (claim = '' OR wake <= $3)
			RETURNING `+runColumns, claim.secret, micros(now.Add(Lease)), micros(now), id, number, s.owner))
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

// Renew keeps a claim for the time of another [Lease].
func (s *Store) Renew(ctx context.Context, c *Claim, now time.Time) error {
	return s.onClaim(ctx, c, `UPDATE runs SET wake = $3 WHERE id = $1 AND claim = $2`, micros(now.Add(Lease)))
}

// Release gives a claim back, for another process to take the look at once.
func (s *Store) Release(ctx context.Context, c *Claim, now time.Time) error {
	return s.onClaim(ctx, c, `
		UPDATE runs SET claim = '', looking_since = NULL, wake = $3, revision = revision + 1 WHERE id = $1 AND claim = $2`, micros(now))
}

// onClaim changes the row of a claim, which the query knows by $1 and $2. The error is [ErrLost] when it is a claim no longer.
func (s *Store) onClaim(ctx context.Context, c *Claim, query string, arguments ...any) error {
	n, err := s.exec(ctx, query, append([]any{c.Run.Id, c.secret}, arguments...)...)
	if err == nil && n == 0 {
		return ErrLost
	}
	return err
}

// orNone returns an error when a statement has changed nothing.
func orNone(changed sql.Result, none error) error {
	n, err := changed.RowsAffected()
	if err == nil && n == 0 {
		return none
	}
	return err
}
