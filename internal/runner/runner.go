// Package runner takes the looks of durable runs: it claims one, asks and judges, and saves what came of it. Any number of
// processes may do so on one store.
package runner

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/wire"
)

const (
	// handOver is how far off the next look must be for the store to wake the run again; for a nearer one its taker waits.
	handOver = 5 * time.Second
	// turn is how long a run's taker takes look after look before others get their turn. A run that catches up, or that looks every
	// second, would keep those from their looks who wait for a free hand.
	turn = 5 * time.Second
	// saveFor is how long a look that was judged is offered to a store that does not answer.
	saveFor = 30 * time.Second
	// maxBudget is how long a look may take at most, however long its interval is.
	maxBudget = time.Minute
)

// A Runner takes looks. It is safe for concurrent use.
type Runner struct {
	Store    *store.Store
	Engine   *engine.Engine
	Log      *slog.Logger
	Now      func() time.Time
	Parallel int // looks at once

	busy atomic.Int64 // calls of Look
}

// Look takes a look of a run, and those after it that are due at once or soon. A look that is somebody else's is left to them. The
// store's [store.Work] describes the arguments.
func (r *Runner) Look(ctx context.Context, stopping <-chan struct{}, id string, number int32) {
	until := r.Now()
	defer r.busy.Add(-1)
	if r.busy.Add(1) <= int64(max(1, r.Parallel/2)) { // else there are others who need the hand
		until = until.Add(turn)
	}
	for {
		next, err := r.take(ctx, id, number, until)
		switch {
		case errors.Is(err, store.ErrLost):
			return
		case err != nil:
			r.Log.WarnContext(ctx, "look not taken; it will be tried again", "run", id, "look", number, "cause", err)
			return
		case next.IsZero():
			return
		}
		select {
		case <-stopping:
			return // who comes next is woken by the store
		case <-ctx.Done():
			return
		case <-time.After(next.Sub(r.Now())):
		}
		number++
	}
}

// take takes one look. It returns when the next one is due that the caller should take as well; zero when there is none before a time,
// or none at all, and the store has been told to wake the run for it.
func (r *Runner) take(ctx context.Context, id string, number int32, until time.Time) (next time.Time, err error) {
	claim, err := r.Store.Claim(ctx, id, number, r.Now())
	if err != nil {
		return time.Time{}, err
	}
	ctx, release := r.hold(ctx, claim)
	defer release()
	look := &serinv1.Look{Number: number, Due: timestamppb.New(run.Due(claim.Run, number)), Started: timestamppb.New(r.Now())}
	response, inputs, err := wire.AnalyzeKept(ctx, r.engineOf(claim.Run), run.Request(claim.Run, number))
	if ctx.Err() != nil {
		return time.Time{}, r.release(ctx, claim, context.Cause(ctx))
	}
	if err != nil {
		return time.Time{}, r.fail(ctx, claim, err)
	}
	look.Result, look.Queries, look.Finished = response.Result, response.Queries, timestamppb.New(r.Now())
	after := proto.CloneOf(claim.Run)
	run.Take(after, look)
	if due := after.NextLook.AsTime(); !run.IsOver(after) && r.Now().Before(until) && due.Before(r.Now().Add(handOver)) {
		next = due
	}
	if err := r.save(ctx, claim, after, look, inputs, next.IsZero()); err != nil {
		return time.Time{}, r.release(ctx, claim, err)
	}
	return next, nil
}

// fail ends a run that cannot go on, unless a person ended it meanwhile, or another process took the look.
func (r *Runner) fail(ctx context.Context, claim *store.Claim, because error) error {
	_, err := r.Store.Update(ctx, claim.Run.Id, func(failed *serinv1.Run) error {
		if run.IsOver(failed) || failed.LooksTaken != claim.Run.LooksTaken {
			return store.ErrLost
		}
		run.Fail(failed, because.Error(), r.Now())
		return nil
	})
	return err
}

// release gives up a look because of an error, which it returns.
func (r *Runner) release(ctx context.Context, claim *store.Claim, because error) error {
	if errors.Is(because, store.ErrLost) {
		return because
	}
	if err := r.Store.Release(context.WithoutCancel(ctx), claim, r.Now()); err != nil {
		r.Log.WarnContext(ctx, "the look is free for others only when its lease has ended", "run", claim.Run.Id, "look", claim.Number, "cause", err)
	}
	return because
}

// save keeps a look. While the store does not answer, it tries again for some time: another judgement costs more.
func (r *Runner) save(ctx context.Context, claim *store.Claim, after *serinv1.Run, look *serinv1.Look, inputs *serinv1.Answers, wake bool) error {
	after.LookingSince = nil
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := r.Store.Save(ctx, claim, after, look, inputs, wake)
		if err != nil && !errors.Is(err, store.ErrUnavailable) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}, backoff.WithMaxElapsedTime(saveFor))
	return err
}

// hold renews a claim until it is released. The context that it returns is done when the claim is somebody else's.
func (r *Runner) hold(ctx context.Context, claim *store.Claim) (held context.Context, release func()) {
	held, lose := context.WithCancelCause(ctx)
	go func() {
		for {
			select {
			case <-held.Done():
				return
			case <-time.After(claim.Lease / 3):
			}
			if err := r.Store.Renew(held, claim, r.Now()); errors.Is(err, store.ErrLost) {
				lose(err)
			}
		}
	}()
	return held, func() { lose(nil) }
}
