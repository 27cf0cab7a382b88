package storetest

import (
	"errors"
	"fmt"
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
)

func updatesEnd(t *testing.T, s *store.Store) {
	override := run.NewOverride(serinv1.Verdict_VERDICT_PROMOTE, "ann", "it is known", noon())
	for _, test := range []struct {
		name   string
		change func(*serinv1.Run) error
		state  serinv1.RunState
	}{
		{"cancel", func(r *serinv1.Run) error { return run.Cancel(r, "ann", "wrong build", noon()) }, serinv1.RunState_RUN_STATE_CANCELLED},
		{"override", func(r *serinv1.Run) error { run.Override(r, override); return nil }, serinv1.RunState_RUN_STATE_SUCCEEDED},
		{"fail", func(r *serinv1.Run) error { run.Fail(r, "no limit fits", noon()); return nil }, serinv1.RunState_RUN_STATE_FAILED},
	} {
		r := create(t, s)
		c := claim(t, s, r.Id, 1, noon())
		got, err := s.Update(t.Context(), r.Id, test.change)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		kept, _ := find(t, s, r.Id)
		is(t, test.name, got, kept)
		if kept.State != test.state || kept.LookingSince != nil || kept.NextLook != nil {
			t.Errorf("%s: the run is %v, looked at since %v, and next at %v", test.name, kept.State, kept.LookingSince, kept.NextLook)
		}
		fails(t, test.name+": Renew", s.Renew(t.Context(), c, noon()), store.ErrLost)
		fails(t, test.name+": Release", s.Release(t.Context(), c, noon()), store.ErrLost)
	}
}

func updatesNothing(t *testing.T, s *store.Store) {
	r := create(t, s)
	end(t, s, r.Id, noon())
	before, revision := find(t, s, r.Id)
	wrong := errors.New("wrong")
	for name, test := range map[string]struct {
		change func(*serinv1.Run) error
		want   error
	}{
		"an error after a change": {func(r *serinv1.Run) error { r.Service = "other"; return wrong }, wrong},
		"a failed run":            {func(r *serinv1.Run) error { run.Fail(r, "why", noon()); return run.ErrOver }, run.ErrOver},
	} {
		_, err := s.Update(t.Context(), r.Id, test.change)
		fails(t, name, err, test.want)
	}
	after, same := find(t, s, r.Id)
	is(t, "the run", after, before)
	if same != revision {
		t.Errorf("the revision is %d, and was %d", same, revision)
	}
}

func updatesAtOnce(t *testing.T, s *store.Store) {
	const n = 20
	r := create(t, s)
	errs := atOnce(n, func(i int) error {
		_, err := s.Update(t.Context(), r.Id, func(r *serinv1.Run) error {
			run.Override(r, run.NewOverride(serinv1.Verdict_VERDICT_ABORT, fmt.Sprint(i), "why", noon()))
			return nil
		})
		return err
	})
	after, revision := find(t, s, r.Id)
	if err := errors.Join(errs...); len(after.Overrides) != n || revision != n+1 || err != nil {
		t.Errorf("%d overrides of %d, revision %d: %v", len(after.Overrides), n, revision, err)
	}
	is(t, "what was computed", after.Computed, r.Conclusion)
}
