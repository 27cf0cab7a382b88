package storetest

import (
	"fmt"
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

// requested gives requests an id.
func requested(id string) func(*serinv1.CreateAnalysisRequest) {
	return func(r *serinv1.CreateAnalysisRequest) { r.RequestId = id }
}

func createsOnce(t *testing.T, s *store.Store) {
	first := create(t, s, requested("deploy 7"))
	for _, test := range []struct {
		name, id, digest string
		want             error
		same             bool
	}{
		{"the same request", "deploy 7", "digest", nil, true},
		{"another request of the same id", "deploy 7", "other", store.ErrConflict, false},
		{"another id", "deploy 8", "digest", nil, false},
		{"no id", "", "digest", nil, false},
		{"no id again", "", "digest", nil, false},
	} {
		r, err := s.Create(t.Context(), newRun(t, requested(test.id)), test.digest)
		if fails(t, test.name, err, test.want); err != nil {
			continue
		}
		if same := r.Id == first.Id; same != test.same {
			t.Errorf("%s: the same run is %v, want %v", test.name, same, test.same)
		}
	}
	take(t, s, first.Id, 1, serinv1.Verdict_VERDICT_PAUSE)
	again := create(t, s, requested("deploy 7"))
	want, _ := find(t, s, first.Id)
	is(t, "the run of a request that is sent again later", again, want)
}

func createsOnceAtOnce(t *testing.T, s *store.Store) {
	const n = 16
	runs, ids := make([]*serinv1.Run, n), map[string]bool{}
	for i := range runs {
		runs[i] = newRun(t, requested("deploy 7"))
	}
	errs := atOnce(n, func(i int) (err error) {
		runs[i], err = s.Create(t.Context(), runs[i], "digest")
		return err
	})
	for i, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
		ids[runs[i].Id] = true
	}
	all, _, err := s.List(t.Context(), &serinv1.ListAnalysesRequest{PageSize: n})
	if len(ids) != 1 || len(all) != 1 || err != nil {
		t.Errorf("%d answers, %d runs are kept (%v), want one", len(ids), len(all), err)
	}
}

func keepsRuns(t *testing.T, s *store.Store) {
	want := newRun(t, requested("Größe ✓"))
	made, err := s.Create(t.Context(), want, "digest")
	if err != nil {
		t.Fatal(err)
	}
	got, _ := find(t, s, want.Id)
	is(t, "Create", made, want)
	is(t, "Run", got, want)
}

func findsNothing(t *testing.T, s *store.Store) {
	nothing := func(*serinv1.Run) error { return nil }
	known := create(t, s)
	for _, id := range []string{"", "nobody", known.Id + " ", "a\x00b", "'; DROP TABLE runs; --"} {
		_, _, err := s.Run(t.Context(), id)
		fails(t, fmt.Sprintf("Run(%q)", id), err, store.ErrNotFound)
		_, err = s.Revision(t.Context(), id)
		fails(t, fmt.Sprintf("Revision(%q)", id), err, store.ErrNotFound)
		_, err = s.Update(t.Context(), id, nothing)
		fails(t, fmt.Sprintf("Update(%q)", id), err, store.ErrNotFound)
		_, _, err = s.Inputs(t.Context(), id, 1)
		fails(t, fmt.Sprintf("Inputs(%q)", id), err, store.ErrNotFound)
		_, err = s.Spec(t.Context(), id, 0)
		fails(t, fmt.Sprintf("Spec(%q)", id), err, store.ErrNotFound)
		_, err = s.Claim(t.Context(), id, 1, noon())
		fails(t, fmt.Sprintf("Claim(%q)", id), err, store.ErrLost)
	}
	_, _, err := s.Inputs(t.Context(), known.Id, 1)
	fails(t, "Inputs of a look that was not taken", err, store.ErrNotFound)
	if looks, err := s.Looks(t.Context(), known.Id, 1, every); len(looks) > 0 || err != nil {
		t.Errorf("Looks before the first: %v, %v", looks, err)
	}
}
