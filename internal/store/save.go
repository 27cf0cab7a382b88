package store

import (
	"context"
	"database/sql"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
)

// Save keeps a look that was taken with a claim, what it was judged from, and the run as it is after it, all of it or nothing; and
// unless the caller takes the next look itself it wakes the run when that is due. The run is the one that was claimed, gone on by
// one look: what ended it in between has taken the claim away. The error is [ErrLost] when the look is no longer the caller's.
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
	return s.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		saved, err := tx.ExecContext(ctx, `
			UPDATE runs SET state = $3, verdict = $4, finished = $5, run = $6, look = $7, wake = $8, claim = '', looking_since = NULL,
				revision = revision + 1
			WHERE id = $1 AND claim = $2`,
			r.Id, c.secret, r.State, r.Conclusion.GetVerdict(), finished(r), message, look.Number+1, leftBehindAfter(r, look))
		if err != nil {
			return err
		}
		if err := orNone(saved, ErrLost); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO looks (run_id, number, look, inputs) VALUES ($1, $2, $3, $4)`,
			r.Id, look.Number, lookMessage, answers)
		if err != nil || !wake || run.IsOver(r) {
			return err
		}
		return s.wakeAt(ctx, tx, lookJob{Run: r.Id, Look: look.Number + 1, Due: r.NextLook.AsTime()})
	})
}

// leftBehindAfter is when a run counts as left behind after a look: some time after its next look is due, or could be taken where it
// is late already; null when it is over.
func leftBehindAfter(r *serinv1.Run, look *serinv1.Look) sql.NullInt64 {
	if run.IsOver(r) {
		return sql.NullInt64{}
	}
	due := r.NextLook.AsTime()
	if finished := look.Finished.AsTime(); due.Before(finished) {
		due = finished
	}
	return optional(due.Add(patience))
}
