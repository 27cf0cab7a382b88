package backtest

import (
	"testing"
	"time"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

func TestPlainRules(t *testing.T) {
	const up, down, either = judge.HigherIsWorse, judge.LowerIsWorse, judge.EitherIsWorse
	same, higher, muchHigher := wave(30, 100), wave(30, 102), wave(30, 130)
	constant := func(v float64) []float64 { return []float64{v, v, v, v, v} }
	for _, test := range []struct {
		name             string
		direction        judge.Direction
		baseline, canary []float64
		ranks, z, limit  bool // flagged by the rank test, the z-test, the threshold
	}{
		{"no change", up, same, same, false, false, false},
		{"higher, where higher is worse", up, same, higher, true, true, false},
		{"higher, where lower is worse", down, same, higher, false, false, false},
		{"higher, where either is worse", either, same, higher, true, true, false},
		{"lower, where lower is worse", down, higher, same, true, true, false},
		{"more than 20 % higher", up, same, muchHigher, true, true, true},
		{"more than 20 % lower", either, muchHigher, same, true, true, true},
		{"constants that differ", up, constant(1), constant(2), true, true, true},
		{"constants that differ the other way", up, constant(2), constant(1), false, false, false},
		{"above a mean of zero", up, constant(0), []float64{0, 0, 0, 0, 1}, false, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := gauge("c", collection.Same, test.direction, test.baseline, test.canary)
			for _, by := range []struct {
				rule Rule
				want bool
			}{{MannWhitney(), test.ranks}, {ZTest(), test.z}, {Threshold(), test.limit}} {
				a := answer(t, by.rule, c)
				if a.Flagged() != by.want || (a.Verdict == judge.Abort) != by.want || (a.Classes[0].Class == judge.Fail) != by.want {
					t.Errorf("%s says %v, %v, %v; want flagged %v", by.rule.Name(), a.Verdict, a.Reason, a.Classes, by.want)
				}
			}
		})
	}
}

// ratio is a case of events out of totals per step.
func ratio(events, total, canaryEvents, canaryTotal []float64) collection.Case {
	c := gauge("ratio", collection.Same, judge.HigherIsWorse, events, canaryEvents)
	c.Plan.Metrics[0].Kind = judge.Ratio
	arm := func(events, total []float64) judge.Arm {
		return judge.Arm{
			Events: series.Series{Start: noon(), Step: time.Minute, Values: events}, Total: series.Series{Start: noon(), Step: time.Minute, Values: total},
		}
	}
	c.Observed[0].Slices[0] = judge.Slice{Baseline: arm(events, total), Canary: arm(canaryEvents, canaryTotal)}
	return c
}

// Of a ratio the z-test sees all events, and not the values per step.
func TestPlainRulesOnCounts(t *testing.T) {
	c := ratio([]float64{1, 0, 2}, []float64{100, 100, 100}, []float64{30, 0, 0}, []float64{100, 100, 100})
	if a := answer(t, ZTest(), c); !a.Flagged() {
		t.Errorf("3 of 300 beside 30 of 300: %v", a.Verdict)
	}
	if a := answer(t, Threshold(), c); !a.Flagged() {
		t.Errorf("3 of 300 beside 30 of 300: %v", a.Verdict)
	}
	if a := answer(t, MannWhitney(), c); a.Flagged() {
		t.Errorf("ratios of 1, 0 and 2 in 100 beside 30, 0 and 0: %v", a.Verdict)
	}
	c.Plan.Metrics[0].Kind = judge.Count
	if a := answer(t, ZTest(), c); !a.Flagged() {
		t.Errorf("the same as rates: %v", a.Verdict)
	}
}

func TestPlainRulesWithoutData(t *testing.T) {
	empty := gauge("c", collection.Same, judge.HigherIsWorse, wave(5, 1), make([]float64, 5))
	empty.Observed[0].Slices[0].Canary = judge.Arm{}
	failed := gauge("c", collection.Same, judge.HigherIsWorse, wave(5, 1), wave(5, 1))
	failed.Observed[0] = judge.Observation{Failures: []judge.Failure{{Cause: judge.Timeout}}}
	for _, r := range Rules() {
		for name, c := range map[string]collection.Case{"empty": empty, "failed": failed} {
			if a := answer(t, r, c); a.Flagged() || a.Verdict == judge.Promote {
				t.Errorf("%s on %s: %v %v", r.Name(), name, a.Verdict, a.Reason)
			}
		}
	}
}

// A muted metric is shown and decides nothing.
func TestPlainRulesLeaveMutedOut(t *testing.T) {
	c := gauge("c", collection.Same, judge.HigherIsWorse, wave(30, 100), wave(30, 200))
	c.Plan.Metrics[0].Role = judge.Muted
	for _, r := range Rules()[1:] {
		if a := answer(t, r, c); a.Flagged() || a.Classes[0].Class != judge.Fail {
			t.Errorf("%s: %v %v", r.Name(), a.Verdict, a.Classes)
		}
	}
}

// A metric is as bad as its worst slice.
func TestPlainRulesOnSlices(t *testing.T) {
	c := gauge("c", collection.Same, judge.HigherIsWorse, wave(30, 100), wave(30, 100))
	bad := gauge("c", collection.Same, judge.HigherIsWorse, wave(30, 100), wave(30, 200)).Observed[0].Slices[0]
	bad.Name = "west"
	c.Observed[0].Slices = append(c.Observed[0].Slices, bad)
	for _, r := range Rules()[1:] {
		if a := answer(t, r, c); !a.Flagged() {
			t.Errorf("%s: %v", r.Name(), a.Verdict)
		}
	}
}
