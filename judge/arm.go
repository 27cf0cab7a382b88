package judge

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/serin-canary/serin/series"
)

// bucketNoise is how far a bucket may fall below the one before it, as a part: sums of rates over many instances,
// taken bucket by bucket, round differently. Prometheus forgives the same.
const bucketNoise = 1e-9

// newArm aligns what was observed of one population on its window. It leaves what was observed unmodified.
func newArm(plan Plan, m Metric, population Population, seen Arm) arm {
	window := plan.Baseline
	if population == Canary {
		window = plan.Canary
	}
	return newArmOf(plan, m, population, window, seen)
}

// newArmOf is newArm of another window.
func newArmOf(plan Plan, m Metric, population Population, window Window, seen Arm) arm {
	a := arm{population: population, window: window}
	exposure := plan.BaselineExposure
	if population == Canary {
		exposure = plan.CanaryExposure
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
		a.arrivals = a.values
	case Ratio:
		a.total = align(seen.Total, m.Cumulative)
		a.arrivals = a.total
		a.events, a.total = resolveAbsent(align(seen.Events, m.Cumulative), a.total, m.AbsentEvents)
		a.values = rates(a.events, a.total)
	case Count:
		a.arrivals = align(seen.Events, m.Cumulative)
		a.total = align(seen.Total, false)
		if a.exposed = len(seen.Total.Values) > 0; !a.exposed && exposure > 0 {
			a.total = constantOf(n, exposure)
		}
		a.events, a.total = resolveAbsent(a.arrivals, a.total, m.AbsentEvents)
		a.values = rates(a.events, a.total)
	case Histogram:
		a.buckets = histogramSteps(seen.Buckets, n, func(s series.Series) []float64 { return align(s, m.Cumulative) })
		a.total = observations(a.buckets)
		a.arrivals = a.total
		a.values = a.total
		if m.judge() == Threshold {
			a.values = quantilesOf(a.buckets, boundsOf(seen.Buckets), m.Quantiles[0])
		}
	}
	slices.Sort(a.resets)
	a.resets = slices.Compact(a.resets)
	return a
}

// onWindow returns the values of s on the window, as increases per step if s is a raw counter.
func onWindow(s series.Series, w Window, plan Plan, n int, counter bool) (values []float64, resets []int) {
	if len(s.Values) == 0 {
		return constantOf(n, math.NaN()), nil
	}
	if !counter {
		return s.Window(w.Start, w.End).Values, nil
	}
	increase, resets := series.Increase(s.Window(w.Start.Add(-plan.Step), w.End))
	return increase.Values, resets
}

func constantOf(n int, v float64) []float64 {
	return slices.Repeat([]float64{v}, n)
}

// resolveAbsent makes events and total agree on which steps have a value: absent events of a step with a total are
// zero, or make a gap of the step.
func resolveAbsent(events, total []float64, policy AbsentEvents) (resolvedEvents, resolvedTotal []float64) {
	events, total = slices.Clone(events), slices.Clone(total)
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
	return events, total
}

// rates returns events per total. A step without any total has no rate but is no gap of the counts.
func rates(events, total []float64) []float64 {
	values := constantOf(len(events), math.NaN())
	for i := range values {
		if total[i] != 0 {
			values[i] = events[i] / total[i]
		}
	}
	return values
}

// histogramSteps turns cumulative buckets into the count of each bucket alone, per step. A step with any bucket missing
// is a gap.
func histogramSteps(buckets []Bucket, n int, align func(series.Series) []float64) [][]float64 {
	columns := make([][]float64, len(buckets))
	for j, b := range buckets {
		columns[j] = align(b.Counts)
	}
	steps := make([][]float64, n)
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
		steps[i] = step
	}
	return steps
}

// observations returns how many there are per step.
func observations(steps [][]float64) []float64 {
	totals := constantOf(len(steps), math.NaN())
	for i, step := range steps {
		if step != nil {
			totals[i] = floats.Sum(step)
		}
	}
	return totals
}

// quantilesOf returns a quantile of every step of a histogram.
func quantilesOf(steps [][]float64, bounds []float64, q float64) []float64 {
	values := constantOf(len(steps), math.NaN())
	for i, step := range steps {
		if step != nil && floats.Sum(step) > 0 && validBounds(bounds) {
			values[i] = bucketQuantile(bounds, step, q, 0).value
		}
	}
	return values
}

func boundsOf(buckets []Bucket) (bounds []float64) {
	for _, b := range buckets {
		bounds = append(bounds, b.Bound)
	}
	return bounds
}

// validBounds reports whether there is a finite bucket, and one for everything above.
func validBounds(bounds []float64) bool {
	return len(bounds) >= 2 && math.IsInf(bounds[len(bounds)-1], 1)
}
