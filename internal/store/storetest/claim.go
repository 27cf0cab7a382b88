package storetest

import (
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

func claimsOnce(t *testing.T, s *store.Store) {
	const n = 20
	r := create(t, s)
	for number := int32(1); number <= 2; number++ {
		claims := make([]*store.Claim, n)
		errs := atOnce(n, func(i int) (err error) {
			claims[i], err = s.Claim(t.Context(), r.Id, number, noon())
			return err
		})
		var won *store.Claim
		for i, err := range errs {
			switch {
			case err == nil && won == nil:
				won = claims[i]
			case err == nil:
				t.Fatalf("look %d is claimed twice", number)
			default:
				fails(t, "a claim that came too late", err, store.ErrLost)
			}
		}
		if won == nil {
			t.Fatalf("look %d is nobody's", number)
		}
		after, look, inputs := judged(won, serinv1.Verdict_VERDICT_PAUSE)
		if err := s.Save(t.Context(), won, after, look, inputs, false); err != nil {
			t.Fatal(err)
		}
	}
}

func claimsNext(t *testing.T, s *store.Store) {
	r := create(t, s)
	take(t, s, r.Id, 1, serinv1.Verdict_VERDICT_PAUSE)
	for name, number := range map[string]int32{"taken already": 1, "after the next": 3, "none": 0, "before all": -1} {
		_, err := s.Claim(t.Context(), r.Id, number, noon())
		fails(t, name, err, store.ErrLost)
	}
	take(t, s, r.Id, 2, serinv1.Verdict_VERDICT_ABORT)
	_, err := s.Claim(t.Context(), r.Id, 3, noon())
	fails(t, "of a run that is aborted", err, store.ErrLost)
	cancelled := create(t, s)
	end(t, s, cancelled.Id, noon())
	_, err = s.Claim(t.Context(), cancelled.Id, 1, noon())
	fails(t, "of a run that is cancelled", err, store.ErrLost)
}

func claimsExpire(t *testing.T, s *store.Store) {
	r := create(t, s)
	first := claim(t, s, r.Id, 1, noon())
	_, err := s.Claim(t.Context(), r.Id, 1, noon().Add(store.Lease-time.Millisecond))
	fails(t, "a claim within the lease", err, store.ErrLost)
	second := claim(t, s, r.Id, 1, noon().Add(store.Lease))
	if since := second.Run.LookingSince.AsTime(); !since.Equal(noon().Add(store.Lease)) {
		t.Errorf("it is looked at since %v, want the second claim", since)
	}
	fails(t, "Renew of the first", s.Renew(t.Context(), first, noon().Add(store.Lease)), store.ErrLost)
	fails(t, "Release of the first", s.Release(t.Context(), first, noon().Add(store.Lease)), store.ErrLost)
	if err := s.Renew(t.Context(), second, noon().Add(store.Lease)); err != nil {
		t.Errorf("Renew of the second: %v", err)
	}
}

func renews(t *testing.T, s *store.Store) {
	r := create(t, s)
	c := claim(t, s, r.Id, 1, noon())
	_, revision := find(t, s, r.Id)
	for i := range 3 {
		now := noon().Add(time.Duration(i+1) * (store.Lease - time.Second))
		_, err := s.Claim(t.Context(), r.Id, 1, now)
		fails(t, "a claim in between", err, store.ErrLost)
		if err := s.Renew(t.Context(), c, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, after := find(t, s, r.Id); after != revision {
		t.Errorf("the revision is %d, and was %d: nothing that can be seen has changed", after, revision)
	}
}

func releases(t *testing.T, s *store.Store) {
	r := create(t, s)
	c := claim(t, s, r.Id, 1, noon())
	if kept, _ := find(t, s, r.Id); !kept.LookingSince.AsTime().Equal(noon()) {
		t.Errorf("it is looked at since %v, want %v", kept.LookingSince.AsTime(), noon())
	}
	if err := s.Release(t.Context(), c, noon()); err != nil {
		t.Fatal(err)
	}
	if kept, _ := find(t, s, r.Id); kept.LookingSince != nil {
		t.Errorf("it is looked at since %v, want by nobody", kept.LookingSince.AsTime())
	}
	fails(t, "Renew of what was given back", s.Renew(t.Context(), c, noon()), store.ErrLost)
	claim(t, s, r.Id, 1, noon())
}
