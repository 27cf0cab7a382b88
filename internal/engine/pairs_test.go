package engine

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A histogram is judged by its highest quantile per step.
func TestPairsOfHistogram(t *testing.T) {
	window := judge.Window{Start: noon(), End: noon().Add(2 * time.Minute)}
	plan := judge.Plan{Step: time.Minute, Baseline: window, Canary: window}
	m := judge.Metric{Kind: judge.Histogram, Quantiles: []float64{0.5, 0.75}, Cumulative: true}
	bucket := func(bound float64, counts ...float64) judge.Bucket {
		return judge.Bucket{Bound: bound, Counts: series.Series{Start: noon().Add(-time.Minute), Step: time.Minute, Values: counts}}
	}
	arm := judge.Arm{Buckets: []judge.Bucket{bucket(1, 0, 50, 50), bucket(2, 0, 100, 100), bucket(math.Inf(1), 0, 100, 104)}}
	got := PairsOf(plan, m, judge.Observation{Slices: []judge.Slice{{Baseline: arm, Canary: arm}}})[0].Baseline.Values
	// Three quarters of 100 lie in the middle of the second bucket; those of the second step, in the last, are at its lower end.
	if !slices.Equal(got, []float64{1.5, 2}) {
		t.Errorf("quantiles %v, want 1.5 and 2", got)
	}
}
