package storetest

import (
	"math"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/store"
)

func saves(t *testing.T, s *store.Store) {
	r := create(t, s)
	for number := int32(1); number <= r.LooksPlanned; number++ {
		after := take(t, s, r.Id, number, serinv1.Verdict_VERDICT_PROMOTE)
		kept, _ := find(t, s, r.Id)
		is(t, "the run", kept, after)
		looks, err := s.Looks(t.Context(), r.Id, 1, every)
		if err != nil || len(looks) != int(number) || looks[number-1].Number != number {
			t.Fatalf("looks after look %d: %v, %v", number, looks, err)
		}
	}
	kept, _ := find(t, s, r.Id)
	if kept.State != serinv1.RunState_RUN_STATE_SUCCEEDED || kept.CleanLooks != 3 || kept.Finished == nil {
		t.Errorf("the run is %v after its last look", kept)
	}
	if looks, err := s.Looks(t.Context(), r.Id, 3, every); err != nil || len(looks) != 1 || looks[0].Number != 3 {
		t.Errorf("Looks from 3: %v, %v", looks, err)
	}
	if looks, err := s.Looks(t.Context(), r.Id, 1, 2); err != nil || len(looks) != 2 || looks[1].Number != 2 {
		t.Errorf("Looks from 1 to 2: %v, %v", looks, err)
	}
}

func savesNothingLost(t *testing.T, s *store.Store) {
	for name, lose := range map[string]func(c *store.Claim){
		"expired, and claimed again": func(c *store.Claim) { claim(t, s, c.Run.Id, 1, noon().Add(store.Lease)) },
		"cancelled":                  func(c *store.Claim) { end(t, s, c.Run.Id, noon()) },
		"given back": func(c *store.Claim) {
			if err := s.Release(t.Context(), c, noon()); err != nil {
				t.Fatal(err)
			}
		},
		"saved by somebody else": func(c *store.Claim) {
			other := claim(t, s, c.Run.Id, 1, noon().Add(store.Lease))
			after, look, inputs := judged(other, serinv1.Verdict_VERDICT_PAUSE)
			if err := s.Save(t.Context(), other, after, look, inputs, false); err != nil {
				t.Fatal(err)
			}
		},
	} {
		c := claim(t, s, create(t, s).Id, 1, noon())
		lose(c)
		before, revision := find(t, s, c.Run.Id)
		taken, err := s.Looks(t.Context(), c.Run.Id, 1, every)
		if err != nil {
			t.Fatal(err)
		}
		after, look, inputs := judged(c, serinv1.Verdict_VERDICT_ABORT)
		fails(t, name, s.Save(t.Context(), c, after, look, inputs, true), store.ErrLost)
		kept, same := find(t, s, c.Run.Id)
		is(t, name, kept, before)
		looks, err := s.Looks(t.Context(), c.Run.Id, 1, every)
		if err != nil || len(looks) != len(taken) || same != revision {
			t.Errorf("%s: %d looks and revision %d, want %d and %d; %v", name, len(looks), same, len(taken), revision, err)
		}
	}
}

func savesAllOrNothing(t *testing.T, s *store.Store) {
	r := create(t, s)
	take(t, s, r.Id, 1, serinv1.Verdict_VERDICT_PAUSE)
	before, revision := find(t, s, r.Id)
	c := claim(t, s, r.Id, 2, noon())
	after, look, inputs := judged(c, serinv1.Verdict_VERDICT_PAUSE)
	look.Number = 1 // there is one
	if err := s.Save(t.Context(), c, after, look, inputs, true); err == nil {
		t.Fatal("a second look 1 is saved")
	}
	kept, now := find(t, s, r.Id)
	if kept.LookingSince = nil; now != revision+1 {
		t.Errorf("the revision is %d, want one more than %d for the claim", now, revision)
	}
	is(t, "the run", kept, before)
	look.Number = 2
	if err := s.Save(t.Context(), c, after, look, inputs, true); err != nil {
		t.Errorf("the look as it should be: %v", err)
	}
}

func keepsLooks(t *testing.T, s *store.Store) {
	c := claim(t, s, create(t, s).Id, 1, noon())
	after, look, _ := judged(c, serinv1.Verdict_VERDICT_PAUSE)
	look.Result.Findings = []*serinv1.Finding{{Metric: "errors", Class: serinv1.Class_CLASS_ERROR}}
	look.Queries = []*serinv1.ResolvedQuery{{Metric: "errors", Query: "sum(errors) > \"ü\"\n", Failure: serinv1.Cause_CAUSE_TIMEOUT}}
	values := make([]float64, 10_000)
	for i := range values {
		values[i] = math.Sqrt(float64(i))
	}
	copy(values, []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), math.SmallestNonzeroFloat64, math.MaxFloat64})
	inputs := &serinv1.Answers{Answers: []*serinv1.Answer{
		{Query: look.Queries[0]},
		{Query: &serinv1.ResolvedQuery{Metric: "errors", Part: "total"}, Series: []*serinv1.AnsweredSeries{{
			Labels: map[string]string{"région": "eu-wést", "le": "+Inf"}, Start: timestamppb.New(noon().Add(time.Millisecond)),
			Step: durationpb.New(time.Minute), Values: values,
		}, {}}},
		{Query: &serinv1.ResolvedQuery{Metric: "empty"}},
	}}
	if err := s.Save(t.Context(), c, after, look, inputs, true); err != nil {
		t.Fatal(err)
	}
	gotLook, gotInputs, err := s.Inputs(t.Context(), c.Run.Id, 1)
	if err != nil {
		t.Fatal(err)
	}
	is(t, "the look", gotLook, look)
	is(t, "the answers", gotInputs, inputs)
	for i, v := range gotInputs.Answers[1].Series[0].Values {
		if math.Float64bits(v) != math.Float64bits(values[i]) {
			t.Errorf("value %d has the bits %x, want %x", i, math.Float64bits(v), math.Float64bits(values[i]))
		}
	}
	looks, err := s.Looks(t.Context(), c.Run.Id, 1, every)
	if err != nil || len(looks) != 1 {
		t.Fatalf("Looks: %v, %v", looks, err)
	}
	is(t, "Looks", looks[0], look)
}
