package runner

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// Looks that are due are taken at once, each by one of those who try.
func TestLooksAreTakenOnce(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	b := newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		asked.Add(1)
		return steady(ctx, q)
	})
	r := b.create(t, -time.Hour, 2*time.Second)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { b.Look(t.Context(), nil, r.Id, 1) })
	}
	all.Wait()
	after, looks := b.find(t, r.Id)
	if after.State != serinv1.RunState_RUN_STATE_SUCCEEDED || len(looks) != 3 || asked.Load() != 3*4 {
		t.Errorf("the run is %v after %d looks and %d queries, want 3 and 12", after.State, len(looks), asked.Load())
	}
}

// A process that stops takes no further look, also where one is due already; the store wakes the run for another one.
func TestStopping(t *testing.T) {
	t.Parallel()
	for range 5 {
		b := newBench(t, steady)
		r := b.create(t, -time.Hour, 2*time.Second)
		b.one(t, r.Id, 1)
		if after, looks := b.find(t, r.Id); len(looks) != 1 || after.NextLook == nil {
			t.Fatalf("%d looks are taken, want one; the next is due at %v", len(looks), after.NextLook)
		}
	}
}

// A look that is cut off is given back: another process need not wait until the claim expires.
func TestShutdown(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 10)
	b := newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		asked <- struct{}{}
		return hanging(ctx, q)
	})
	r := b.create(t, -time.Hour, time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	b.Look(ctx, nil, r.Id, 1)
	after, looks := b.find(t, r.Id)
	if len(looks) > 0 || after.LookingSince != nil || after.State != serinv1.RunState_RUN_STATE_QUEUED {
		t.Errorf("the run is %v after %d looks, looked at since %v", after.State, len(looks), after.LookingSince)
	}
	if _, err := b.Store.Claim(t.Context(), r.Id, 1, time.Now()); err != nil {
		t.Errorf("Claim: %v", err)
	}
}

// What a person decides while a look is taken stays: the look is not saved.
func TestCancelledInBetween(t *testing.T) {
	t.Parallel()
	var b *bench
	var r *serinv1.Run
	var once sync.Once
	b = newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		once.Do(func() { b.cancel(t, r.Id) })
		return steady(ctx, q)
	})
	r = b.create(t, -time.Hour, 2*time.Second)
	b.Look(t.Context(), nil, r.Id, 1)
	b.isCancelled(t, r.Id)
}

// A run whose question is refused by now fails, and says why; but not one that a person has ended in between.
func TestFails(t *testing.T) {
	t.Parallel()
	b := newBench(t, steady)
	b.Engine.Limits.Points = 1
	failing, cancelled := b.create(t, -time.Hour, 2*time.Second), b.create(t, -time.Hour, 2*time.Second)
	b.Look(t.Context(), nil, failing.Id, 1)
	after, looks := b.find(t, failing.Id)
	if after.State != serinv1.RunState_RUN_STATE_FAILED || after.Conclusion.Verdict != serinv1.Verdict_VERDICT_PAUSE ||
		len(looks) > 0 || !strings.Contains(after.EndedBecause, "at most 1 are taken") {
		t.Errorf("the run is %v because %s", after.State, after.EndedBecause)
	}
	var asked atomic.Int64
	b.Now = func() time.Time {
		if asked.Add(1) == 2 { // once for the claim, and then for the look
			b.cancel(t, cancelled.Id)
		}
		return time.Now()
	}
	b.Look(t.Context(), nil, cancelled.Id, 1)
	b.isCancelled(t, cancelled.Id)
}

// isCancelled says when a run is not one that was cancelled before its first look was over.
func (b *bench) isCancelled(t *testing.T, id string) {
	t.Helper()
	after, looks := b.find(t, id)
	if after.State != serinv1.RunState_RUN_STATE_CANCELLED || after.LooksTaken != 0 || len(looks) > 0 || after.LookingSince != nil {
		t.Errorf("the run is %v after %d looks, of which %d are kept; want it cancelled before the first", after.State, after.LooksTaken, len(looks))
	}
}

// A store that is wedged while a look is to be saved gets it later, once.
func TestWedgedStore(t *testing.T) {
	t.Parallel()
	var b *bench
	var once sync.Once
	b = newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		once.Do(func() { time.AfterFunc(time.Second, b.wedge(t)) })
		return steady(ctx, q)
	})
	r := b.create(t, -time.Hour, 2*time.Second)
	begun := time.Now()
	b.one(t, r.Id, 1)
	after, looks := b.find(t, r.Id)
	if took := time.Since(begun); len(looks) != 1 || after.LooksTaken != 1 || took < time.Second {
		t.Errorf("%d looks are kept after %v", len(looks), took)
	}
}

// A store that is gone for good does not keep a process from stopping, and the run is as it was.
func TestLostStore(t *testing.T) {
	t.Parallel()
	var b *bench
	var once sync.Once
	ctx, cancel := context.WithCancel(t.Context())
	b = newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		once.Do(func() {
			_ = b.Store.Close()
			time.AfterFunc(300*time.Millisecond, cancel)
		})
		return steady(ctx, q)
	})
	r := b.create(t, -time.Hour, 2*time.Second)
	begun := time.Now()
	b.Look(ctx, nil, r.Id, 1)
	if took := time.Since(begun); took < 300*time.Millisecond || took > 3*time.Second {
		t.Errorf("it ended after %v, want soon after the stop after 300ms", took)
	}
}
