package judge

import (
	"math"
	"slices"

	"github.com/serin-canary/serin/series"
)

// An Observation is what was seen of one metric: its slices, or the failures that left nothing to see.
type Observation struct {
	Slices   []Slice   // one, without a name, for a metric without slices
	Failures []Failure // when not empty, the metric is an ERROR
	Notes    []string  // what a reader should know of how it was seen; they travel with the finding
}

// A Slice is a metric in one region, shard or endpoint.
type Slice struct {
	Name             string // value of the slice label
	Baseline, Canary Arm

	// The same of Plan.History, before the canary changed. Either may be empty: instances of the canary are often new.
	BaselineHistory, CanaryHistory Arm
}

// An Arm is what was seen of one population. A part that no series came for has no values. Raw counters
// (Metric.Cumulative) carry one value more, that before the first step.
type Arm struct {
	Value   series.Series // gauge
	Events  series.Series // ratio, count
	Total   series.Series // ratio: total; count: exposure
	Buckets []Bucket      // histogram, in the order of their bounds
}

// A Bucket counts the observations of each step at or below its bound.
type Bucket struct {
	Bound  float64 // inclusive; +Inf for the last
	Counts series.Series
}

// series returns every series of the observation.
func (o Observation) series() (all []series.Series) {
	for _, s := range o.Slices {
		for _, a := range []Arm{s.Baseline, s.Canary, s.BaselineHistory, s.CanaryHistory} {
			all = append(all, a.Value, a.Events, a.Total)
			for _, b := range a.Buckets {
				all = append(all, b.Counts)
			}
		}
	}
	return all
}

// A Failure is a provider's, for one query of a metric.
type Failure struct {
	Cause      Cause
	Population Population // 0 for both
	Message    string     // in the provider's own words
}

// arm holds one population's values per step, ready to be judged: counters turned into increases, parts aligned on
// the window, absent events resolved.
type arm struct {
	population Population
	window     Window
	values     []float64   // one per step, NaN for gaps: the gauge, events per total, or a quantile
	events     []float64   // ratio, count: one per step, NaN for gaps
	total      []float64   // ratio: of events; count: exposure; histogram: observations. One per step, NaN for gaps
	arrivals   []float64   // what shows that data came in: one per step, NaN where nothing did
	buckets    [][]float64 // histogram: for each step the count of each bucket alone; nil for gaps
	resets     []int       // steps in which a raw counter restarted
	exposed    bool        // count: the exposure was observed, which shows that the population is there
}

// sums returns the events and the total of all steps that have a total.
func (a arm) sums() (events, total float64) {
	for i, n := range a.total {
		if math.IsNaN(n) {
			continue
		}
		total += n
		if a.events != nil {
			events += a.events[i]
		}
	}
	return events, total
}

// present returns how many steps have a value.
func (a arm) present() int { return len(withoutGaps(a.values)) }

// withoutGaps returns the values that are not gaps; the same slice, which nobody may change, when there are none.
func withoutGaps(values []float64) []float64 {
	if !slices.ContainsFunc(values, math.IsNaN) {
		return values
	}
	return series.Series{Values: values}.Present()
}
