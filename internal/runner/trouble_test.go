package runner

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// A provider's trouble is a finding and a PAUSE, never an ABORT and never a PROMOTE, whatever the schedule does at its end; and it
// keeps no look from being on time.
func TestProviderTrouble(t *testing.T) {
	const interval = 500 * time.Millisecond
	for _, test := range []struct {
		name     string
		provider fetchFunc
		atEnd    serinv1.Verdict
		cause    serinv1.Cause
		says     string
	}{
		{"down, promoted at the end", down, serinv1.Verdict_VERDICT_PROMOTE, serinv1.Cause_CAUSE_UNAVAILABLE, ""},
		{"down, aborted at the end", down, serinv1.Verdict_VERDICT_ABORT, serinv1.Cause_CAUSE_UNAVAILABLE, ""},
		{"hangs", hanging, serinv1.Verdict_VERDICT_PROMOTE, serinv1.Cause_CAUSE_TIMEOUT, ""},
		{
			"does not even give up", func(context.Context, providers.Query) ([]series.Labelled, error) { select {} },
			serinv1.Verdict_VERDICT_PROMOTE, serinv1.Cause_CAUSE_TIMEOUT, "",
		},
		{"is not configured any more", nil, serinv1.Verdict_VERDICT_PROMOTE, serinv1.Cause_CAUSE_UNAVAILABLE, `"test" is not configured on this server any more`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.provider)
			if test.provider == nil {
				b.Engine.Providers = map[string]providers.Provider{"other": fetchFunc(steady)}
			}
			r := b.create(t, 0, interval, func(s *serinv1.Spec) { s.Schedule.AtEnd = test.atEnd })
			for number := range r.LooksPlanned {
				time.Sleep(time.Until(run.Due(r, number+1)))
				b.Look(t.Context(), nil, r.Id, number+1)
			}
			after, looks := b.find(t, r.Id)
			if after.State != serinv1.RunState_RUN_STATE_SUCCEEDED || after.Conclusion.Verdict != serinv1.Verdict_VERDICT_PAUSE || len(looks) != 3 {
				t.Fatalf("the run is %v after %d looks, and says %v", after.State, len(looks), after.Conclusion)
			}
			for _, look := range looks {
				finding := look.Result.Findings[0]
				if finding.Class != serinv1.Class_CLASS_ERROR || finding.Causes[0].Cause != test.cause || !strings.Contains(finding.Causes[0].Sentence, test.says) {
					t.Errorf("look %d found %v: %v", look.Number, finding.Class, finding.Causes)
				}
				if look.Conclusion.Verdict != serinv1.Verdict_VERDICT_PAUSE {
					t.Errorf("look %d says %v", look.Number, look.Conclusion)
				}
				if took := look.Finished.AsTime().Sub(look.Started.AsTime()); took > interval {
					t.Errorf("look %d took %v: the next one is late", look.Number, took)
				}
			}
		})
	}
}

// A provider that is there again in time is judged as if nothing had happened.
func TestProviderRecovers(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	b := newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		if asked.Add(1) <= 4 { // each query of the first look once
			return down(ctx, q)
		}
		return steady(ctx, q)
	})
	r := b.create(t, -time.Hour, 4*time.Second)
	b.one(t, r.Id, 1)
	after, looks := b.find(t, r.Id)
	if after.LooksTaken != 1 || len(looks) != 1 || asked.Load() != 8 {
		t.Fatalf("%d looks, %d queries", len(looks), asked.Load())
	}
	if finding := looks[0].Result.Findings[0]; len(finding.Causes) > 0 || looks[0].Queries[0].Failure != 0 {
		t.Errorf("found is %v of the queries %v", finding, looks[0].Queries)
	}
}

// What cannot be stored will not be storable the next time either: the run fails, instead of asking its provider for ever.
func TestUnstorable(t *testing.T) {
	b := newBench(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		answer, err := steady(ctx, q)
		answer[0].Labels = map[string]string{"region": "\xff"}
		return answer, err
	})
	r := b.create(t, -time.Hour, time.Minute, func(*serinv1.Spec) {})
	b.Look(t.Context(), nil, r.Id, 1)
	after, looks := b.find(t, r.Id)
	if after.State != serinv1.RunState_RUN_STATE_FAILED || after.Conclusion.Verdict != serinv1.Verdict_VERDICT_PAUSE || len(looks) != 0 {
		t.Errorf("the run is %v after %d looks, and says %v", after.State, len(looks), after.Conclusion)
	}
	if !strings.Contains(after.EndedBecause, "UTF-8") {
		t.Errorf("it says %q", after.EndedBecause)
	}
}
