package judge

import (
	"math"
	"slices"

	"github.com/serin-canary/serin/series"
)

// bucketNoise is how far a bucket may fall below the one before it, as a part: sums of rates over many instances,
// taken bucket by bucket, round differently. Prometheus forgives the same.
const bucketNoise = 1e-9

// newArm aligns what was observed of one population on its window.
func newArm(plan Plan, m Metric, population Population, seen Arm) arm {
	a := arm{population: population, window: plan.Baseline}
	if population == Canary {
		a.window = plan.Canary
	}
	n := series.Steps(a.window.Start, a.window.End, plan.Step)
	align := func(s series.Series, counter bool) []float64 {
		values, resets := onWindow(s, a.window, plan, n, counter)
		a.resets = append(a.resets, resets...)
		return values
	}
	switch m.Kind {
	case Gauge:
		a.values = align(seen.Value, false)
	case Ratio:
		a.total = align(seen.Total, m.Cumulative)
		a.events = align(seen.Events, m.Cumulative)
	case Count:
		a.total = align(seen.Total, false)
		a.events = align(seen.Events, m.Cumulative)
	case Histogram:
		a.buckets, a.values = histogramSteps(seen.Buckets, n, func(s series.Series) []float64 {
			return align(s, m.Cumulative)
		})
	}
	if m.Kind == Ratio || m.Kind == Count {
		resolveAbsent(a.events, a.total, m.AbsentEvents)
		a.values = rates(a.events, a.total)
	}
	slices.Sort(a.resets)
	a.resets = slices.Compact(a.resets)
	return a
}

// onWindow returns the values of s on the window, as increases per step if s is a raw counter.
func onWindow(s series.Series, w Window, plan Plan, n int, counter bool) (values []float64, resets []int) {
	if len(s.Values) == 0 {
		return series.New(w.Start, plan.Step, n).Values, nil
	}
	if !counter {
		return s.Window(w.Start, w.End).Values, nil
	}
	increase, resets := series.Increase(s.Window(w.Start.Add(-plan.Step), w.End))
	return increase.Values, resets
}

// resolveAbsent makes events and total agree on which steps have a value: absent events of a step with a total are
// zero, or make a gap of the step.
func resolveAbsent(events, total []float64, policy AbsentEvents) {
	for i := range events {
		switch {
		case math.IsNaN(total[i]):
			events[i] = math.NaN()
		case math.IsNaN(events[i]) && policy == AbsentIsZero:
			events[i] = 0
		case math.IsNaN(events[i]):
			total[i] = math.NaN()
		}
	}
}

// rates returns events per total. A step without any total has no rate but is no gap of the counts.
func rates(events, total []float64) []float64 {
	values := make([]float64, len(events))
	for i := range values {
		values[i] = math.NaN()
		if total[i] != 0 {
			values[i] = events[i] / total[i]
		}
	}
	return values
}

// histogramSteps turns cumulative buckets into the count of each bucket alone, per step, and also returns the number
// of observations per step. A step with any bucket missing is a gap.
func histogramSteps(buckets []Bucket, n int, align func(series.Series) []float64) (steps [][]float64, totals []float64) {
	columns := make([][]float64, len(buckets))
	for j, b := range buckets {
		columns[j] = align(b.Counts)
	}
	steps, totals = make([][]float64, n), series.New(Window{}.Start, 1, n).Values
	for i := range steps {
		if len(columns) == 0 || slices.ContainsFunc(columns, func(c []float64) bool { return math.IsNaN(c[i]) }) {
			continue
		}
		step, below := make([]float64, len(columns)), 0.0
		for j, c := range columns {
			step[j] = c[i] - below
			if step[j] < 0 && -step[j] < bucketNoise*below {
				step[j] = 0
			}
			below = max(below, c[i])
		}
		steps[i], totals[i] = step, below
	}
	return steps, totals
}
