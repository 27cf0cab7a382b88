package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

// century is as long as no run is kept.
const century = 100 * 365 * 24 * time.Hour

func prunesOld(t *testing.T, s *store.Store) {
	open := create(t, s)
	old := create(t, s)
	take(t, s, old.Id, 1, serinv1.Verdict_VERDICT_PAUSE)
	end(t, s, old.Id, noon())
	recent := create(t, s)
	end(t, s, recent.Id, noon().Add(time.Minute))
	n, err := s.Prune(t.Context(), store.Retention{Age: time.Hour, Count: 100}, noon().Add(time.Hour+time.Minute))
	if n != 1 || err != nil {
		t.Errorf("%d are pruned, %v; want one", n, err)
	}
	find(t, s, open.Id)
	find(t, s, recent.Id)
	_, _, err = s.Run(t.Context(), old.Id)
	fails(t, "the old run", err, store.ErrNotFound)
	_, _, err = s.Inputs(t.Context(), old.Id, 1)
	fails(t, "its look", err, store.ErrNotFound)
	if looks, err := s.Looks(t.Context(), old.Id, 1, every); len(looks) > 0 || err != nil {
		t.Errorf("its looks: %v, %v", looks, err)
	}
	labels := &serinv1.ListAnalysesRequest{Labels: old.Labels, PageSize: 10}
	if runs, _, err := s.List(t.Context(), labels); len(runs) != 2 || err != nil {
		t.Errorf("%d runs have its labels, %v; want the two others", len(runs), err)
	}
}

func prunesMany(t *testing.T, s *store.Store) {
	const n = 6
	var open, over []string
	for i := range n {
		open = append(open, create(t, s).Id)
		id := create(t, s, requested(fmt.Sprint(i))).Id
		end(t, s, id, noon().Add(time.Duration(i/2)*time.Minute)) // two at a time
		over = append(over, id)
	}
	pruned, err := s.Prune(t.Context(), store.Retention{Age: century, Count: 3}, noon())
	if pruned != 3 || err != nil {
		t.Errorf("%d are pruned, %v; want 3", pruned, err)
	}
	for i, id := range over {
		_, _, err := s.Run(t.Context(), id)
		if gone := errors.Is(err, store.ErrNotFound); gone != (i < 3) {
			t.Errorf("run %d that was over is gone: %v (%v), want the first three to be", i, gone, err)
		}
	}
	for _, id := range open {
		find(t, s, id)
	}
	if again := create(t, s, requested("0")); again.State != serinv1.RunState_RUN_STATE_QUEUED {
		t.Errorf("the request of a pruned run starts one that is %v", again.State)
	}
}
