// Package runner takes the looks of durable runs: it claims one, asks and judges, and saves what came of it. Any number of
// processes may do so on one store.
package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
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
	// saveFor is how long a look that was judged is offered to a store that does not answer.
	saveFor = 30 * time.Second
	// saveAgain is how long it waits at most for the next offer.
	saveAgain = time.Second
	// releaseFor is how long a store may take to take a claim back.
	releaseFor = 5 * time.Second
	// maxBudget is how long a look may take at most, however long its interval is.
	maxBudget = time.Minute
)

// A Runner takes looks. It is safe for concurrent use.
type Runner struct {
	Store  *store.Store
	Engine *engine.Engine
	Log    *slog.Logger
	Now    func() time.Time
}

// Look takes a look of a run, and those after it that are due already. A look that is somebody else's is left to them. The
// store's [store.Work] describes the arguments.
func (r *Runner) Look(ctx context.Context, stopping <-chan struct{}, id string, number int32) {
	for ; ; number++ {
		after, err := r.take(ctx, id, number)
		if errors.Is(err, store.ErrLost) {
			return
		}
		if err != nil {
			r.Log.WarnContext(ctx, "look not taken; it will be tried again", "run", id, "look", number, "cause", err)
			return
		}
		if run.IsOver(after) || !r.isDue(after) {
			return
		}
		select {
		case <-stopping:
			return // the store wakes the run for whoever comes next
		default:
		}
	}
}

// isDue reports whether the next look of a run is due, because it has been left behind.
func (r *Runner) isDue(a *serinv1.Run) bool { return !a.NextLook.AsTime().After(r.Now()) }

// take takes one look, and returns the run as it is after it.
func (r *Runner) take(ctx context.Context, id string, number int32) (*serinv1.Run, error) {
	claim, err := r.Store.Claim(ctx, id, number, r.Now())
	if err != nil {
		return nil, err
	}
	ctx, release := r.hold(ctx, claim)
	defer release()
	look := &serinv1.Look{Number: number, Due: timestamppb.New(run.Due(claim.Run, number)), Started: timestamppb.New(r.Now())}
	response, inputs, err := r.judge(ctx, claim)
	if ctx.Err() != nil {
		return nil, errors.Join(context.Cause(ctx), r.release(ctx, claim))
	}
	if err != nil {
		return r.fail(ctx, claim, err)
	}
	look.Result, look.Queries, look.Finished = response.Result, response.Queries, timestamppb.New(r.Now())
	after := proto.CloneOf(claim.Run)
	run.Take(after, look)
	err = r.save(ctx, claim, after, look, inputs)
	switch {
	case err == nil:
		r.tell(ctx, claim.Run, after, look)
		return after, nil
	case errors.Is(err, store.ErrLost):
		return nil, err
	case errors.Is(err, store.ErrUnavailable) || ctx.Err() != nil:
		return nil, errors.Join(err, r.release(ctx, claim))
	default: // it would not be saved the next time either
		return r.fail(ctx, claim, err)
	}
}

// judge asks and judges. A panic is an error like any other: taken again and again, the look would end in the same.
func (r *Runner) judge(ctx context.Context, claim *store.Claim) (response *serinv1.AnalyzeResponse, inputs *serinv1.Answers, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.Log.ErrorContext(ctx, "panic", "run", claim.Run.Id, "look", claim.Number, "cause", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("a mistake in serin, please report it: %v", p)
		}
	}()
	return wire.AnalyzeKept(ctx, r.engineOf(claim.Run), run.Request(claim.Run, claim.Number))
}

// release gives a claim back, if the store answers in time; else it expires.
func (r *Runner) release(ctx context.Context, claim *store.Claim) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseFor)
	defer cancel()
	return r.Store.Release(ctx, claim, r.Now())
}

// fail ends a run whose question can no longer be asked, unless it has gone on or ended in between.
func (r *Runner) fail(ctx context.Context, claim *store.Claim, cause error) (*serinv1.Run, error) {
	return r.Store.Update(ctx, claim.Run.Id, func(failed *serinv1.Run) error {
		if run.IsOver(failed) || failed.LooksTaken != claim.Run.LooksTaken {
			return store.ErrLost
		}
		run.Fail(failed, cause.Error(), r.Now())
		return nil
	})
}

// save keeps a look. While the store does not answer, it tries again for some time: another judgement costs more.
func (r *Runner) save(ctx context.Context, claim *store.Claim, after *serinv1.Run, look *serinv1.Look, inputs *serinv1.Answers) error {
	wake := !run.IsOver(after) && !r.isDue(after)
	pauses := backoff.NewExponentialBackOff()
	pauses.MaxInterval = saveAgain
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := r.Store.Save(ctx, claim, after, look, inputs, wake)
		if err != nil && !errors.Is(err, store.ErrUnavailable) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}, backoff.WithBackOff(pauses), backoff.WithMaxElapsedTime(saveFor))
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
			case <-time.After(store.Lease / 2):
			}
			if err := r.Store.Renew(held, claim, r.Now()); errors.Is(err, store.ErrLost) {
				lose(err)
			}
		}
	}()
	return held, func() { lose(nil) }
}
