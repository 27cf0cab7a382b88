package engine

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// withHistory asks for the hour before too.
func withHistory(a Analysis) Analysis {
	a.Plan.History = judge.Window{Start: noon().Add(-time.Hour), End: noon()}
	for _, q := range a.Queries {
		q.Population += judge.BaselineHistory - judge.Baseline
		q.Start, q.End = a.Plan.History.Start, a.Plan.History.End
		a.Queries = append(a.Queries, q)
	}
	return a
}

// A history that cannot be had is no error of the metric: it is left out, and said once.
func TestFailingHistory(t *testing.T) {
	for name, fails := range map[string]fetchFunc{
		"rejected": func(context.Context, providers.Query) ([]series.Labelled, error) {
			return nil, errors.Join(providers.ErrQuery, errors.New("beyond retention"))
		},
		"two series": func(_ context.Context, q providers.Query) ([]series.Labelled, error) {
			return []series.Labelled{steady(nil, q), steady(nil, q)}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := engineOf(func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
				if q.Start.Before(noon()) && strings.HasSuffix(q.Expr, "canary") {
					return fails(ctx, q)
				}
				return answerSteady(ctx, q)
			})
			outcome, err := e.Analyze(t.Context(), withHistory(analysisOf(1)), nil)
			if err != nil {
				t.Fatal(err)
			}
			f := outcome.Result.Findings[0]
			if outcome.Result.Verdict != judge.Promote || f.Class != judge.Pass {
				t.Errorf("%v, for the metric is %v: %v", outcome.Result.Verdict, f.Class, f.Causes)
			}
			notes := strings.Join(f.Notes, "\n")
			if strings.Count(notes, "the canary's history is left out: ") != 1 || strings.Contains(notes, "baseline's history") {
				t.Errorf("notes %q", f.Notes)
			}
		})
	}
}

// Histories go beside their slices. Of a failed one nothing is kept, and slices that there were only before are left out.
func TestObserveHistory(t *testing.T) {
	a := withHistory(analysisOf(1))
	a.SliceLabel = "region"
	regions := func(q Query, names ...string) Answer {
		answer := Answer{Query: q}
		for _, name := range names {
			answer.Series = append(answer.Series, steady(map[string]string{"region": name}, q.Query))
		}
		return answer
	}
	baseline, canary, baselineBefore, canaryBefore := a.Queries[0], a.Queries[1], a.Queries[2], a.Queries[3]
	answers := []Answer{
		regions(canaryBefore, "west", "gone"), regions(baselineBefore, "west"),
		regions(baseline, "west", "east"), regions(canary, "west", "east"),
	}
	o := observe(a, answers)[0]
	if len(o.Slices) != 2 || o.Slices[0].Name != "east" || o.Slices[1].Name != "west" {
		t.Fatalf("slices %v", o.Slices)
	}
	if east := o.Slices[0]; len(east.BaselineHistory.Value.Values)+len(east.CanaryHistory.Value.Values) > 0 {
		t.Errorf("the east has a history of %v", east)
	}
	if west := o.Slices[1]; len(west.BaselineHistory.Value.Values) != 60 || len(west.CanaryHistory.Value.Values) != 60 {
		t.Errorf("the west has a history of %v", west)
	}
	answers[1].Part = Events // the total of it is missing
	answers = append(answers, Answer{Query: baselineBefore, Err: providers.ErrUnavailable})
	o = observe(a, answers)[0]
	if west := o.Slices[1]; len(west.BaselineHistory.Events.Values) > 0 || len(west.CanaryHistory.Value.Values) != 60 {
		t.Errorf("a history of which a part failed leaves %v", west)
	}
	if len(o.Failures) > 0 || len(o.Notes) != 1 || !strings.Contains(o.Notes[0], "the baseline's history is left out: ") {
		t.Errorf("failures %v, notes %q", o.Failures, o.Notes)
	}
}

func TestLimitsOfHistories(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Engine, *Analysis)
		want   string
	}{
		"history": {
			func(e *Engine, _ *Analysis) { e.Limits.Points = 59 }, "a history of 60 steps of 1m0s; at most 59 are taken, so use a longer step or a shorter history",
		},
		"warm-up": {
			func(e *Engine, a *Analysis) { e.Limits.Points, a.WarmUp = 60, 31*time.Minute }, "a window of 61 steps of 1m0s; at most 60 are taken",
		},
		"all together": {
			func(e *Engine, _ *Analysis) { e.Limits.Values = 359 }, "2 metrics of 180 points; at most 359 values are taken",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, a := engineOf(answerSteady), withHistory(analysisOf(2))
			c.change(e, &a)
			if _, err := e.Analyze(t.Context(), a, nil); !errors.Is(err, ErrLimit) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// The digest changes with every value of a history, and with what is missing of it; without one it is as ever.
func TestDigestOfHistory(t *testing.T) {
	a := withHistory(analysisOf(1))
	observed := func(change func(*judge.Observation)) []judge.Observation {
		before := steady(nil, a.Queries[2].Query).Series
		o := judge.Observation{Slices: []judge.Slice{{CanaryHistory: judge.Arm{Value: before}}}}
		change(&o)
		return []judge.Observation{o}
	}
	same := digest(a.Plan, observed(func(*judge.Observation) {}))
	for name, change := range map[string]func(*judge.Observation){
		"value": func(o *judge.Observation) { o.Slices[0].CanaryHistory.Value.Values[3] = math.NaN() },
		"arm": func(o *judge.Observation) {
			o.Slices[0].BaselineHistory, o.Slices[0].CanaryHistory = o.Slices[0].CanaryHistory, judge.Arm{}
		},
		"note": func(o *judge.Observation) { o.Notes = []string{"the canary's history is left out: timeout"} },
	} {
		if digest(a.Plan, observed(change)) == same {
			t.Errorf("the digest does not depend on the %s", name)
		}
	}
	a.Plan.History = judge.Window{}
	if digest(a.Plan, observed(func(*judge.Observation) {})) != digest(a.Plan, observed(func(o *judge.Observation) { o.Slices[0].CanaryHistory = judge.Arm{} })) {
		t.Errorf("the digest depends on a history that is not judged")
	}
}
