package store

import (
	"context"
	"database/sql"
	"time"
)

// aliveFor is how long a process counts as alive that does not say so again. One that is killed delays its looks by so much: a look
// that is due every ten seconds may be hit twice, in a restart of the database, and still be on time. One that lives, and was held
// up, loses no more than the work of its looks.
const aliveFor = 2 * time.Second

// takeOver says that this process is alive, and takes the looks of those that are not away from them, where there may be others. After
// a time without the database nobody could say so, and all of them get the time to.
func (w *Worker) takeOver(ctx context.Context, now time.Time) error {
	if !w.store.isShared() {
		return nil // whoever is started next takes over
	}
	if err := w.store.sayAlive(ctx, now); err != nil {
		w.aliveSince = time.Time{}
		return err
	}
	if said := w.aliveSaid; w.aliveSince.IsZero() || now.Sub(said) > aliveFor {
		w.aliveSince = now
	}
	if w.aliveSaid = now; now.Sub(w.aliveSince) < aliveFor {
		return nil
	}
	return w.store.abandonDead(ctx, now)
}

// leave says that this process takes no more looks. A database that does not answer will find out by itself.
func (w *Worker) leave(ctx context.Context) {
	if !w.store.isShared() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, aliveFor)
	defer cancel()
	if err := w.store.sayGone(ctx); err != nil {
		w.store.log.Warn("the store does not know yet that this process is gone", "cause", err)
	}
}

// isShared reports whether other processes may use the store.
func (s *Store) isShared() bool { return s.lock != "" }

// sayAlive says that this process is alive: one row, however many looks it is taking.
func (s *Store) sayAlive(ctx context.Context, now time.Time) error {
	_, err := s.exec(ctx, `
		INSERT INTO owners (id, alive) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET alive = excluded.alive`, s.owner, micros(now))
	return err
}

// sayGone says that this process takes no more looks.
func (s *Store) sayGone(ctx context.Context) error {
	_, err := s.exec(ctx, `DELETE FROM owners WHERE id = $1`, s.owner)
	return err
}

// abandonDead makes the looks that dead processes were taking count as left behind.
func (s *Store) abandonDead(ctx context.Context, now time.Time) error {
	since := micros(now.Add(-aliveFor))
	dead, err := s.dead(ctx, since)
	if err != nil || len(dead) == 0 {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, owner := range dead {
			gone, err := tx.ExecContext(ctx, `DELETE FROM owners WHERE id = $1 AND alive < $2`, owner, since)
			if err != nil {
				return err
			}
			if n, err := gone.RowsAffected(); err != nil || n == 0 {
				continue // it has just said that it is alive, or somebody else was faster
			}
			if _, err := tx.ExecContext(ctx, `UPDATE runs SET wake = $1 WHERE owner = $2 AND claim <> ''`, micros(now), owner); err != nil {
				return err
			}
		}
		return nil
	})
}

// dead returns the processes that have not said since a time that they are alive.
func (s *Store) dead(ctx context.Context, since int64) ([]string, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT id FROM owners WHERE alive < $1 ORDER BY id`, since)
	return collect(rows, err, func(row scanner) (owner string, err error) {
		err = row.Scan(&owner)
		return owner, err
	})
}
