package backtest

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A Draw says how windows are drawn from a long recording of which nobody has said anything: A/A, a version against itself.
// Each pair of windows is a case in which nothing is worse, so whatever flags it is a false alarm.
type Draw struct {
	Window time.Duration // of each population, a whole number of steps
	Step   time.Duration // from one pair to the next, a whole number of steps and at least the window
	// Healthy says that both populations were fine, so that canary against baseline at the same time is a case too.
	Healthy bool
}

// Cases returns the cases that are drawn from a recording: within each population that has data, a window as the baseline and
// the one that follows it as the canary; and, if both were healthy and observed at the same time, baseline and canary in the
// same window. A recording that is too short has none.
//
// Errors: a window or step that does not fit the steps of the recording, by name.
func (d Draw) Cases(whole collection.Case) ([]collection.Case, error) {
	plan := whole.Plan
	for _, length := range []struct {
		flag string
		time time.Duration
	}{{"window", d.Window}, {"step", d.Step}} {
		if length.time <= 0 || length.time%plan.Step != 0 {
			return nil, fmt.Errorf("%s: an A/A %s of %v is no whole number of its steps of %v", whole.ID, length.flag, length.time, plan.Step)
		}
	}
	if d.Step < d.Window {
		return nil, fmt.Errorf("an A/A step of %v is shorter than the window of %v, so that windows would overlap", d.Step, d.Window)
	}
	var cases []collection.Case
	for _, p := range []judge.Population{judge.Baseline, judge.Canary} {
		all := windowOf(plan, p)
		for start := all.Start; hasData(whole, p) && !start.Add(2*d.Window).After(all.End); start = start.Add(d.Step) {
			first := judge.Window{Start: start, End: start.Add(d.Window)}
			second := judge.Window{Start: first.End, End: first.End.Add(d.Window)}
			cases = append(cases, between(whole, p, p, first, second))
		}
	}
	both := windowOf(plan, judge.Baseline)
	if other := windowOf(plan, judge.Canary); !d.Healthy || !both.Start.Equal(other.Start) || !both.End.Equal(other.End) {
		return cases, nil
	}
	for start := both.Start; !start.Add(d.Window).After(both.End); start = start.Add(d.Step) {
		w := judge.Window{Start: start, End: start.Add(d.Window)}
		cases = append(cases, between(whole, judge.Baseline, judge.Canary, w, w))
	}
	return cases, nil
}

// between is the case of one window of a population against one of the same or of the other population.
func between(whole collection.Case, baseline, canary judge.Population, first, second judge.Window) collection.Case {
	c := whole
	c.Label, c.Source, c.Entity = collection.Same, whole.ID, whole.ID
	who := canary.String()
	c.Design = "successive windows"
	if baseline != canary {
		who = fmt.Sprintf("%v and %v", baseline, canary)
		c.Design = "same window"
	}
	c.ID = fmt.Sprintf("%s %s %s", whole.ID, who, second.Start.UTC().Format(time.RFC3339))
	c.Plan.Baseline, c.Plan.Canary, c.Plan.History = first, second, judge.Window{}
	c.Plan.BaselineExposure, c.Plan.CanaryExposure = exposureOf(whole.Plan, baseline), exposureOf(whole.Plan, canary)
	c.Size = collection.SizeOf(series.Steps(first.Start, first.End, c.Plan.Step))
	c.Observed = make([]judge.Observation, len(whole.Observed))
	for i, o := range whole.Observed {
		for _, s := range o.Slices {
			c.Observed[i].Slices = append(c.Observed[i].Slices, judge.Slice{
				Name: s.Name, Baseline: armOf(s, baseline), Canary: armOf(s, canary),
			})
		}
		for _, f := range o.Failures {
			if f.Population == 0 || f.Population == baseline || f.Population == canary {
				c.Observed[i].Failures = append(c.Observed[i].Failures, f)
			}
		}
	}
	return c
}

func windowOf(plan judge.Plan, p judge.Population) judge.Window {
	if p == judge.Canary {
		return plan.Canary
	}
	return plan.Baseline
}

func exposureOf(plan judge.Plan, p judge.Population) float64 {
	if p == judge.Canary {
		return plan.CanaryExposure
	}
	return plan.BaselineExposure
}

func armOf(s judge.Slice, p judge.Population) judge.Arm {
	if p == judge.Canary {
		return s.Canary
	}
	return s.Baseline
}

// hasData reports whether a population has a value in any metric.
func hasData(whole collection.Case, p judge.Population) bool {
	value := func(s series.Series) bool {
		return slices.ContainsFunc(s.Values, func(v float64) bool { return !math.IsNaN(v) })
	}
	for _, o := range whole.Observed {
		for _, s := range o.Slices {
			a := armOf(s, p)
			if value(a.Value) || value(a.Events) || value(a.Total) ||
				slices.ContainsFunc(a.Buckets, func(b judge.Bucket) bool { return value(b.Counts) }) {
				return true
			}
		}
	}
	return false
}
