package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
)

// patience is how long anything may take that happens by itself.
const patience = 20 * time.Second

// A look is what a store calls for a look that is due.
type look = func(ctx context.Context, stopping <-chan struct{}, id string, number int32)

// start begins to take looks, until the test is over.
func start(t *testing.T, s *store.Store, of look) *store.Worker {
	t.Helper()
	w, err := s.Start(t.Context(), store.Work{Look: of, Parallel: 4, Retention: store.Retention{Age: century, Count: 1_000}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := w.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return w
}

// due makes the first look of a run due so long after now.
func due(after time.Duration) func(*serinv1.CreateAnalysisRequest) {
	return func(r *serinv1.CreateAnalysisRequest) {
		r.Start = timestamppb.New(time.Now().Add(after - r.GetSpec().Schedule.Interval.AsDuration()).Truncate(time.Millisecond))
	}
}

// works: each look is called for, not before it is due, also when it is called for twice.
func works(t *testing.T, s *store.Store) {
	late := create(t, s, due(-time.Hour))
	soon := create(t, s, due(time.Second))
	over := make(chan string, 10)
	start(t, s, func(ctx context.Context, _ <-chan struct{}, id string, number int32) {
		c, err := s.Claim(ctx, id, number, time.Now())
		if errors.Is(err, store.ErrLost) {
			return
		}
		if err != nil {
			t.Errorf("Claim(look %d): %v", number, err)
			return
		}
		if early := time.Until(run.Due(c.Run, number)); early > 0 {
			t.Errorf("look %d is called for %v before it is due", number, early)
		}
		if _, err := s.Claim(ctx, id, number, time.Now()); !errors.Is(err, store.ErrLost) {
			t.Errorf("look %d is claimed twice: %v", number, err)
		}
		verdict := serinv1.Verdict_VERDICT_PAUSE
		if id == soon.Id {
			verdict = serinv1.Verdict_VERDICT_ABORT // its next look is due too late for a test
		}
		after, look, inputs := judged(c, verdict)
		if err := s.Save(ctx, c, after, look, inputs, true); err != nil {
			t.Errorf("Save(look %d): %v", number, err)
		}
		if run.IsOver(after) {
			over <- id
		}
	})
	for range 2 {
		await(t, over)
	}
	for id, n := range map[string]int{late.Id: 3, soon.Id: 1} {
		looks, err := s.Looks(t.Context(), id, 1, every)
		if err != nil || len(looks) != n {
			t.Errorf("%d looks, %v; want %d", len(looks), err, n)
		}
	}
}

// await returns what comes.
func await[T any](t *testing.T, from <-chan T) (came T) {
	t.Helper()
	select {
	case came = <-from:
	case <-time.After(patience):
		t.Fatalf("nothing has come in %v", patience)
	}
	return came
}

// wakesLeftBehind: the first to be called claims the look and is gone; the others only look on.
func wakesLeftBehind(t *testing.T, s *store.Store) {
	r := create(t, s, due(-time.Minute))
	var mu sync.Mutex
	calls := 0
	claimed, woken := make(chan int64, 1), make(chan int32, 100)
	start(t, s, func(ctx context.Context, _ <-chan struct{}, id string, number int32) {
		mu.Lock()
		defer mu.Unlock()
		if calls++; calls > 1 {
			if now, _, err := s.Run(ctx, id); err != nil || now.LookingSince == nil {
				woken <- number // else it is the same look twice at first: from its timer, and from a process that begins
			}
			return
		}
		if _, err := s.Claim(ctx, id, number, time.Now().Add(-store.Lease)); err != nil {
			t.Errorf("Claim: %v", err)
		}
		revision, err := s.Revision(ctx, id)
		if err != nil {
			t.Error(err)
		}
		claimed <- revision
	})
	before := await(t, claimed)
	if number := await(t, woken); number != 1 {
		t.Errorf("look %d is woken, want 1", number)
	}
	if kept, after := find(t, s, r.Id); kept.LookingSince != nil || after <= before {
		t.Errorf("it is looked at since %v, revision %d after %d; want by nobody, which can be seen", kept.LookingSince, after, before)
	}
}

func stops(t *testing.T, s *store.Store) {
	r := create(t, s, due(-time.Minute))
	looking := make(chan struct{}, 10)
	w := start(t, s, func(ctx context.Context, stopping <-chan struct{}, id string, number int32) {
		c, err := s.Claim(ctx, id, number, time.Now())
		if errors.Is(err, store.ErrLost) {
			return // as above
		}
		if err != nil {
			t.Errorf("Claim: %v", err)
			return
		}
		looking <- struct{}{}
		<-stopping
		if err := s.Release(ctx, c, time.Now()); err != nil {
			t.Errorf("Release: %v", err)
		}
	})
	await(t, looking)
	if err := w.Stop(t.Context()); err != nil {
		t.Errorf("Stop: %v", err)
	}
	if kept, _ := find(t, s, r.Id); kept.LookingSince != nil {
		t.Errorf("it is looked at since %v, after the stop", kept.LookingSince.AsTime())
	}
	claim(t, s, r.Id, 1, time.Now())
}

func stopsAtOnce(t *testing.T, s *store.Store) {
	create(t, s, due(-time.Minute))
	looking := make(chan struct{}, 10)
	w := start(t, s, func(ctx context.Context, _ <-chan struct{}, _ string, _ int32) {
		looking <- struct{}{}
		<-ctx.Done()
	})
	await(t, looking)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if err := w.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("Stop took %v, with 50ms left", took)
	}
}
