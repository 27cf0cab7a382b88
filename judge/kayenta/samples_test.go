package kayenta

import (
	"math"
	"slices"
	"testing"

	"github.com/serin-canary/serin/stats"
)

func TestNaNStrategies(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	values := []float64{nan, 3, nan, -inf, 0}
	for strategy, want := range map[NaNStrategy][]float64{Remove: {3, -inf, 0}, Replace: {0, 3, 0, -inf, 0}} {
		if got := strategy.clean(values); !slices.Equal(got, want) {
			t.Errorf("%v: got %v, want %v", strategy, got, want)
		}
	}
	if !math.IsNaN(values[0]) {
		t.Error("the input was modified")
	}
}

// The wider of the two fences counts on either end, and on it a value is no outlier.
func TestOutliers(t *testing.T) {
	hundred := ramp(101, 0, 1) // quartiles 25 and 75, 1 % and 99 % quantiles 1 and 99
	few := []float64{0, 1, 2, 3, 4}
	for _, test := range []struct {
		name   string
		factor *float64
		values []float64
		want   []float64
	}{
		{"nothing is beyond both", nil, hundred, hundred},
		{"quantiles are the wider fence", new(0.01), hundred, ramp(99, 1, 1)},
		{"quartiles are", nil, append([]float64{1000, -1000}, hundred...), hundred},
		{"a factor of 3 unless set", nil, append(few, 11), append(few, 11)},
		{"less than that", new(2.), append(few, 11), few},
		{"one", nil, []float64{5}, []float64{5}},
		{"none", nil, nil, nil},
		{"infinite on both ends: no fences", nil, []float64{math.Inf(-1), 1, math.Inf(1)}, []float64{math.Inf(-1), 1, math.Inf(1)}},
	} {
		got := (Outliers{Remove: true, Factor: test.factor}).clean(slices.Clone(test.values))
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// Outliers stay unless they are to be removed, and each side has its own.
func TestOutliersOfSides(t *testing.T) {
	control, experiment := append(ramp(20, 100, 1), 9000), append(ramp(20, 100, 1), 9000, -9000)
	got := judgeOne(t, MetricConfig{}, control, experiment)
	if got.ControlStats.Count != 21 || got.ExperimentStats.Max != 9000 {
		t.Errorf("kept: got %+v and %+v", got.ControlStats, got.ExperimentStats)
	}
	got = judgeOne(t, MetricConfig{Outliers: Outliers{Remove: true}}, control, experiment)
	if got.ControlStats.Count != 20 || got.ExperimentStats.Count != 20 || got.Label != Pass || got.Ratio != 1 {
		t.Errorf("removed: got %v, %+v and %+v", got.Label, got.ControlStats, got.ExperimentStats)
	}
	if len(control) != 21 || control[20] != 9000 {
		t.Error("the input was modified")
	}
}

func TestPercentile(t *testing.T) {
	values := []float64{-3, -1.5, 0, 0.25, 7, 7, 12, 100}
	for _, p := range []float64{1, 25, 50, 75, 99} {
		want, err := stats.Quantile(values, p/100)
		if got := percentile(values, p); err != nil || !near(got, want, 1e-12) {
			t.Errorf("%v %%: got %v, want %v, %v", p, got, want, err)
		}
	}
	if !math.IsNaN(percentile(nil, 50)) {
		t.Error("percentile of nothing")
	}
}

func TestDescribe(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   Stats
	}{
		{nil, Stats{}},
		{[]float64{-4}, Stats{Min: -4, Max: -4, Mean: -4, Count: 1}},
		{[]float64{2, 4, 4, 4, 5, 5, 7, 9}, Stats{Min: 2, Max: 9, Mean: 5, StdDev: math.Sqrt(32. / 7), Count: 8}},
	} {
		if got := describe(test.values); got != test.want {
			t.Errorf("describe(%v) = %+v, want %+v", test.values, got, test.want)
		}
	}
	values := fill(1000, func(i int) float64 { return 1e9 + math.Sin(float64(i)) })
	want, err := stats.Summarize(values)
	if got := describe(values); err != nil || !near(got.Mean, want.Mean, 1e-6) || !near(got.StdDev, want.StdDev, 1e-9) {
		t.Errorf("got %+v, want %+v, %v", got, want, err)
	}
}

// Noise is the same each time and for each metric, in proportion to the value, and absent at 0. The values shown are without it.
func TestNoise(t *testing.T) {
	control, experiment := same(60, 500), same(60, 600)
	first := judgeOne(t, MetricConfig{}, control, experiment)
	if first.Label != High || !near(first.Estimate, 100, 0.01) || !near(first.Ratio, 1.2, 1e-4) || first.Ratio == 1.2 {
		t.Errorf("got %v of %v, ratio %v; want High of about 100, 1.2", first.Label, first.Estimate, first.Ratio)
	}
	if first.ControlStats != (Stats{Min: 500, Max: 500, Mean: 500, Count: 60}) {
		t.Errorf("control is shown as %+v", first.ControlStats)
	}
	config := DefaultConfig("other", "m")
	result, err := Judge(config, []MetricPair{
		{Name: "other", Control: same(7, 1), Experiment: same(9, 2)}, {Name: "m", Control: control, Experiment: experiment},
	})
	if err != nil || result.Metrics[1].Estimate != first.Estimate || result.Metrics[1].Lower != first.Lower {
		t.Errorf("beside another metric: %+v, %v; want %+v", result, err, first)
	}
	noisy := samples{control: same(1000, 0), experiment: same(1000, -200)}.withNoise()
	if !slices.Equal(noisy.control, same(1000, 0)) {
		t.Error("zeros have got noise")
	}
	if s := describe(noisy.experiment); !near(s.Mean, -200, 3e-4) || !near(s.StdDev, 200e-5, 200e-6) {
		t.Errorf("noise of -200 is %+v, want a deviation of 0.002", s)
	}
	if got := judgeOne(t, MetricConfig{}, same(60, 500), append(same(59, 600), 601)); got.Estimate != 100 || got.Lower != 100 {
		t.Errorf("one side varies, and still there is noise: %+v", got)
	}
}
