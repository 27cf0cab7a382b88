package engine

import (
	"math"
	"slices"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A Pair is what was observed of a metric, or of one slice of it, as rules take it that know nothing of kinds.
type Pair struct {
	Metric           judge.Metric
	Slice            string // empty for the whole metric
	Baseline, Canary Side
}

// A Side is one population on its window.
type Side struct {
	Values []float64 // one per step, NaN for gaps: the gauge, events per total or exposure, the histogram's highest quantile
	Events float64   // of a ratio or count, in all steps that have a total
	Total  float64   // of a ratio; exposure of a count
}

// PairsOf returns the pairs of a metric of a valid plan, none when its provider failed.
func PairsOf(plan judge.Plan, m judge.Metric, seen judge.Observation) []Pair {
	if len(seen.Failures) > 0 {
		return nil
	}
	pairs := make([]Pair, 0, len(seen.Slices))
	for _, s := range seen.Slices {
		pairs = append(pairs, Pair{
			Metric: m, Slice: s.Name,
			Baseline: newSide(plan.Step, m, s.Baseline, plan.Baseline, plan.BaselineExposure),
			Canary:   newSide(plan.Step, m, s.Canary, plan.Canary, plan.CanaryExposure),
		})
	}
	return pairs
}

// Counted reports whether the metric has events and a total, and not values alone.
func (p Pair) Counted() bool { return p.Metric.Kind == judge.Ratio || p.Metric.Kind == judge.Count }

// Present returns the values that are not gaps.
func (s Side) Present() []float64 { return series.Series{Values: s.Values}.Present() }

// newSide puts what was seen of a population on its window.
func newSide(step time.Duration, m judge.Metric, seen judge.Arm, w judge.Window, exposure float64) Side {
	on := func(s series.Series, counter bool) []float64 {
		switch {
		case len(s.Values) == 0:
			return series.New(w.Start, step, series.Steps(w.Start, w.End, step)).Values
		case counter:
			increase, _ := series.Increase(s.Window(w.Start.Add(-step), w.End))
			return increase.Values
		default:
			return s.Window(w.Start, w.End).Values
		}
	}
	switch m.Kind {
	case judge.Gauge:
		return Side{Values: on(seen.Value, false)}
	case judge.Histogram:
		counts := make([][]float64, len(seen.Buckets))
		for i, b := range seen.Buckets {
			counts[i] = on(b.Counts, m.Cumulative)
		}
		return Side{Values: quantiles(seen.Buckets, counts, highest(m), series.Steps(w.Start, w.End, step))}
	}
	events, total := on(seen.Events, m.Cumulative), on(seen.Total, m.Cumulative && m.Kind == judge.Ratio)
	if m.Kind == judge.Count && len(seen.Total.Values) == 0 && exposure > 0 {
		total = slices.Repeat([]float64{exposure}, len(total))
	}
	return rates(events, total, m.AbsentEvents)
}

// highest is the quantile by which a histogram is judged per step.
func highest(m judge.Metric) float64 { return slices.Max(m.Quantiles) }

// rates returns events per total of each step. Events that are absent beside a total are zero, or make a gap.
func rates(events, total []float64, absent judge.AbsentEvents) Side {
	s := Side{Values: make([]float64, len(total))}
	for i, n := range total {
		x := events[i]
		if math.IsNaN(x) && absent == judge.AbsentIsZero {
			x = 0
		}
		s.Values[i] = math.NaN()
		if math.IsNaN(x) || math.IsNaN(n) {
			continue
		}
		s.Events += x
		s.Total += n
		if n != 0 {
			s.Values[i] = x / n
		}
	}
	return s
}

// quantiles returns a quantile of the observations of each step, by linear interpolation inside its bucket; counts are
// those at or below each bound.
func quantiles(buckets []judge.Bucket, counts [][]float64, q float64, steps int) []float64 {
	values := slices.Repeat([]float64{math.NaN()}, steps)
	if len(buckets) < 2 {
		return values
	}
	for i := range values {
		last := counts[len(counts)-1][i]
		if !(last > 0) {
			continue
		}
		j := slices.IndexFunc(counts, func(c []float64) bool { return c[i] >= q*last })
		switch {
		case j < 0: // some bucket is missing
		case math.IsInf(buckets[j].Bound, 1):
			values[i] = buckets[max(0, j-1)].Bound
		default:
			lower, below := 0.0, 0.0
			if j > 0 {
				lower, below = buckets[j-1].Bound, counts[j-1][i]
			}
			values[i] = lower + (buckets[j].Bound-lower)*(q*last-below)/(counts[j][i]-below)
		}
	}
	return values
}
