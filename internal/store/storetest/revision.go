package storetest

import (
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

func revises(t *testing.T, s *store.Store) {
	r := create(t, s)
	other := create(t, s)
	_, last := find(t, s, r.Id)
	grown := func(what string) {
		t.Helper()
		_, with := find(t, s, r.Id)
		alone, err := s.Revision(t.Context(), r.Id)
		if err != nil || with != alone || alone <= last {
			t.Errorf("%s: the revision is %d with the run and %d alone, want one above %d; %v", what, with, alone, last, err)
		}
		last = alone
	}
	c := claim(t, s, r.Id, 1, noon())
	grown("claimed")
	if err := s.Release(t.Context(), c, noon()); err != nil {
		t.Fatal(err)
	}
	grown("released")
	take(t, s, r.Id, 1, serinv1.Verdict_VERDICT_PAUSE)
	grown("saved")
	end(t, s, r.Id, noon())
	grown("cancelled")
	if _, revision := find(t, s, other.Id); revision != 1 {
		t.Errorf("a run that nothing happened to has the revision %d", revision)
	}
}
