package backtest

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// gauge is a case of one metric with these values on both sides, at the same time.
func gauge(id string, label collection.Label, direction judge.Direction, baseline, canary []float64) collection.Case {
	window := func(n int) judge.Window {
		return judge.Window{Start: noon(), End: noon().Add(time.Duration(n) * time.Minute)}
	}
	m := judge.Metric{Name: "m", Kind: judge.Gauge, Direction: direction, Weight: 1}
	m.Pause, m.Abort = judge.DefaultMargins(m.Kind, judge.NoPreset)
	of := func(values []float64) judge.Arm {
		return judge.Arm{Value: series.Series{Start: noon(), Step: time.Minute, Values: values}}
	}
	return collection.Case{
		ID: id, Label: label, Source: "test", Entity: id, Kind: "latency", Size: collection.Small, Design: "by hand",
		Plan: judge.Plan{
			Step: time.Minute, Baseline: window(len(baseline)), Canary: window(len(canary)), Alpha: judge.DefaultAlpha(),
			Score: judge.DefaultScorePolicy(), Metrics: []judge.Metric{m},
		},
		Observed: []judge.Observation{{Slices: []judge.Slice{{Baseline: of(baseline), Canary: of(canary)}}}},
	}
}

// wave is n values around a level that follow no predecessor.
func wave(n int, level float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = level + math.Sin(2.4*float64(i))
	}
	return values
}

func answer(t *testing.T, r Rule, c collection.Case) Answer {
	t.Helper()
	a, err := r.Judge(c.Plan, c.Observed)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// oracle is a rule that flags the cases with these IDs, and holds those with others; it knows a case by its plan's name.
type oracle struct{ flags, holds map[string]bool }

func (oracle) Name() string { return "oracle" }

func (o oracle) Judge(plan judge.Plan, _ []judge.Observation) (Answer, error) {
	switch {
	case plan.Name == "broken":
		return Answer{}, fmt.Errorf("%w: broken", judge.ErrPlan)
	case o.flags[plan.Name]:
		return Answer{Verdict: judge.Abort, Reason: judge.Regression}, nil
	case o.holds[plan.Name]:
		return Answer{Verdict: judge.Pause, Reason: judge.DataQuality}, nil
	default:
		return Answer{Verdict: judge.Promote, Reason: judge.NotWorse}, nil
	}
}

// labelled returns a case per letter of a word, such as a, b, c, each with this label and known to the oracle by its ID.
func labelled(label collection.Label, ids ...string) []collection.Case {
	var cases []collection.Case
	for _, id := range ids {
		c := gauge(id, label, judge.HigherIsWorse, wave(5, 1), wave(5, 1))
		c.Plan.Name = id
		cases = append(cases, c)
	}
	return cases
}

func set(ids ...string) map[string]bool {
	all := map[string]bool{}
	for _, id := range ids {
		all[id] = true
	}
	return all
}
