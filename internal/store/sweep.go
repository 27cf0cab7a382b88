package store

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"
)

const (
	// sweepInterval is how often a process looks for runs that were left behind.
	sweepInterval = 500 * time.Millisecond
	// sweepTimeout is how long it waits for a database that does not answer.
	sweepTimeout = 6 * time.Second
	// warnInterval is how often it says that the database does not.
	warnInterval = 10 * time.Second
)

func (w *Worker) keepSweeping() {
	for {
		select {
		case <-w.alive.Done():
			return
		case <-time.After(sweepInterval/2 + rand.N(sweepInterval)):
			w.sweep()
		}
	}
}

// sweep wakes runs that were left behind: their process was killed in the middle of a look, or the one that moves River's timers
// was. River itself finds out, too, but only after longer than a look may be late.
func (w *Worker) sweep() {
	ctx, cancel := context.WithTimeout(w.alive, sweepTimeout)
	defer cancel()
	err := w.takeOver(ctx, time.Now())
	if err == nil {
		err = w.store.wakeLeftBehind(ctx, time.Now())
	}
	if err != nil && w.alive.Err() == nil && time.Since(w.warned) > warnInterval {
		w.warned = time.Now()
		w.store.log.Warn("runs that were left behind cannot be woken yet", "cause", err)
	}
}

const (
	// sweepBatch is how many runs one sweep wakes: enough after a restart, and not so many that they would be in the way of looks
	// that are on time when there is more to do than can be done.
	sweepBatch = 200
	// sweepAgain is when a run that was woken counts as left behind again; sweepLater, when there are more than one sweep wakes: then
	// they wait because there is more to do than can be done, and more jobs would not help.
	sweepAgain = 2 * time.Second
	sweepLater = 20 * time.Second
)

// wakeLeftBehind puts jobs in for runs whose time is over.
func (s *Store) wakeLeftBehind(ctx context.Context, now time.Time) error {
	behind, err := s.leftBehind(ctx, now)
	if err != nil || len(behind) == 0 {
		return err
	}
	again := sweepAgain
	if len(behind) == sweepBatch {
		again = sweepLater
	}
	return s.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, job := range behind {
			woken, err := tx.ExecContext(ctx, `
				UPDATE runs SET wake = $1, claim = '', looking_since = NULL,
					revision = revision + CASE WHEN looking_since IS NULL THEN 0 ELSE 1 END
				WHERE id = $2 AND look = $3 AND wake <= $4`,
				micros(now.Add(again)), job.Run, job.Look, micros(now))
			if err != nil {
				return err
			}
			if n, err := woken.RowsAffected(); err != nil || n == 0 {
				continue // somebody else was faster
			}
			if err := s.wakeAt(ctx, tx, job); err != nil {
				return err
			}
		}
		return nil
	})
}

// leftBehind returns the looks of runs whose time is over, the longest first.
func (s *Store) leftBehind(ctx context.Context, now time.Time) ([]lookJob, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT id, look FROM runs WHERE wake <= $1 ORDER BY wake LIMIT $2`, micros(now), sweepBatch)
	return collect(rows, err, func(row scanner) (lookJob, error) {
		job := lookJob{Due: now}
		err := row.Scan(&job.Run, &job.Look)
		return job, err
	})
}
