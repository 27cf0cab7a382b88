package store

import (
	"context"
	"time"
)

// Retention is how long runs that are over are kept. Runs that are not over stay.
type Retention struct {
	Age   time.Duration // since they were over
	Count int           // at most so many, the latest
}

const (
	pruneInterval = 10 * time.Minute
	pruneBatch    = 200 // runs of one statement, so that it keeps nobody waiting
)

// pruneJob deletes runs that need not be kept.
type pruneJob struct{}

// Kind names the job in the database.
func (pruneJob) Kind() string { return "prune" }

// Prune deletes runs that need not be kept, and returns how many.
func (s *Store) Prune(ctx context.Context, keep Retention, now time.Time) (pruned int64, err error) {
	old, err := s.pruneAll(ctx, `
		DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE finished < $1 ORDER BY finished LIMIT $2)`, micros(now.Add(-keep.Age)))
	if err != nil {
		return old, err
	}
	many, err := s.pruneAll(ctx, `
		DELETE FROM runs WHERE id IN (
			SELECT id FROM runs WHERE finished IS NOT NULL ORDER BY finished DESC, id DESC LIMIT $2 OFFSET $1)`, int64(keep.Count))
	return old + many, err
}

// pruneAll repeats a query that deletes a batch of runs, however long that takes, until none is left that it would delete.
func (s *Store) pruneAll(ctx context.Context, query string, value int64) (pruned int64, err error) {
	for {
		n, err := s.execUnlimited(ctx, query, value, pruneBatch)
		if pruned += n; err != nil || n == 0 {
			return pruned, err
		}
	}
}
