package kayenta

import (
	"math"
	"testing"
)

// What a team that moves over may have been hit by, each seen in the judge itself at a69573be.

// Whatever cannot be compared is good: a canary of errors alone passes, a critical one too.
func TestErrorsPass(t *testing.T) {
	got := analyse(t, nil, metric{label: Error, groups: "g"}, metric{label: Error, groups: "h", critical: true})
	if got.Score != 100 || got.Classification != ScorePass || got.Reason != "" || got.Metrics[1].Critical {
		t.Errorf("got %v, %v, %q; want 100, Pass", got.Score, got.Classification, got.Reason)
	}
	if r := got.Metrics[0].Ratio; !math.IsNaN(r) {
		t.Errorf("ratio %v of an error, want none", r)
	}
	got = analyse(t, map[string]float64{"a": 50, "b": 50}, metric{label: Error, groups: "a"}, metric{label: High, groups: "b"})
	if got.Score != 50 {
		t.Errorf("score %v of a group of errors beside one of failures, want 50", got.Score)
	}
}

// Without any group there is no score, and so it is 0, without a reason.
func TestNoGroups(t *testing.T) {
	for name, m := range map[string]metric{"muted": {label: Pass, groups: "g", muted: true}, "no group": {label: Pass}} {
		if got := analyse(t, nil, m, m); got.Score != 0 || got.Classification != ScoreFail || got.Reason != "" || got.Groups != nil {
			t.Errorf("%s: got %v, %v, %q, %v; want 0 and Fail", name, got.Score, got.Classification, got.Reason, got.Groups)
		}
	}
}

// Nothing makes weights add up to 100.
func TestWeights(t *testing.T) {
	a, b, c := metric{label: Pass, groups: "a"}, metric{label: Pass, groups: "b"}, metric{label: Pass, groups: "c"}
	failed := metric{label: High, groups: "c"}
	third := 33.33
	for _, test := range []struct {
		name    string
		weights map[string]float64
		metrics []metric
		want    float64
	}{
		{"two of 100", map[string]float64{"a": 100, "b": 100}, []metric{a, b}, 200},
		{"half is the most", map[string]float64{"a": 50}, []metric{a}, 50},
		{"a weight without a group is lost", map[string]float64{"a": 40, "zzz": 60}, []metric{a}, 40},
		{"also to groups without a weight", map[string]float64{"a": 40, "zzz": 60}, []metric{a, b}, 40},
		{"three thirds", map[string]float64{"a": third, "b": third, "c": third}, []metric{a, b, c}, 99.99},
		{"a weight of -20", map[string]float64{"a": 60, "b": 60}, []metric{a, b, c}, 100},
		{"failing with a weight of -20 helps", map[string]float64{"a": 60, "b": 60}, []metric{a, b, failed}, 120},
		{"a weight of 0 is one", map[string]float64{"c": 0}, []metric{a, failed}, 100},
	} {
		if got := analyse(t, test.weights, test.metrics...); got.Score != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got.Score, test.want)
		}
	}
}

// Missing data are ignored, until half of the metrics miss them.
func TestHalfNodata(t *testing.T) {
	nodata, pass := metric{label: Nodata, groups: "g"}, metric{label: Pass, groups: "g"}
	if got := analyse(t, nil, nodata, pass); got.Score != 0 {
		t.Errorf("1 of 2: score %v, want 0", got.Score)
	}
	if got := analyse(t, nil, nodata, pass, pass); got.Score != 100 {
		t.Errorf("1 of 3: score %v, want 100", got.Score)
	}
}

// With critical, mustHaveData does nothing: the data that are missing fail the canary, not the metric.
func TestMustHaveData(t *testing.T) {
	pass, required := metric{label: Pass, groups: "g"}, metric{label: NodataFailMetric, groups: "g"}
	if got := analyse(t, nil, pass, required); got.Score != 50 || got.Reason != "" {
		t.Errorf("required: score %v, %q, want 50", got.Score, got.Reason)
	}
	critical := metric{label: Nodata, groups: "g", critical: true}
	if got := analyse(t, nil, pass, pass, critical); got.Score != 0 || got.Reason != "failed: no data for c" {
		t.Errorf("critical: score %v, %q, want 0", got.Score, got.Reason)
	}
}

// Replacing NaN compares a side that is not there as zeros.
func TestReplacedSide(t *testing.T) {
	m := MetricConfig{NaNStrategy: Replace, MustHaveData: true}
	gaps, data := same(10, math.NaN()), ramp(10, 1, 1)
	if got := judgeOne(t, m, gaps, data); got.Label != High || !math.IsNaN(got.Ratio) {
		t.Errorf("control: %v of ratio %v, want High without one", got.Label, got.Ratio)
	}
	if got := judgeOne(t, m, data, gaps); got.Label != Low || !math.IsNaN(got.Ratio) || got.ExperimentStats.Count != 10 {
		t.Errorf("experiment: %v of ratio %v, want Low without one", got.Label, got.Ratio)
	}
}

// How the rule fails on data that a person would judge at a glance.
func TestBlindSpots(t *testing.T) {
	control := ramp(20, 1, 0.01)
	spiked := append([]float64{1000}, control[1:]...)
	tight := fill(30, func(i int) float64 { return 100 + 0.05*float64(i%7) })
	hundreds := func(k int) []float64 { return append(same(10-k, 1), same(k, 100)...) }
	for _, test := range []struct {
		name                string
		control, experiment []float64
		want                Label
		ratio               float64 // NaN: any
	}{
		{"negative, half as large", ramp(20, -10.2, 0.02), ramp(20, -5.1, 0.01), Pass, 0.5},
		{"negative, twice as large", ramp(20, -10.2, 0.02), ramp(20, -20.4, 0.04), Pass, 2},
		{"every point higher by 1.1", control, ramp(20, 2.1, 0.01), High, math.NaN()},
		{"the same, and one spike in the control", spiked, ramp(20, 2.1, 0.01), Pass, 0.0430013},
		{"0.6 % up", tight, fill(30, func(i int) float64 { return tight[i] + 0.6 }), High, 1.00599},
		{"errors in a fifth of the points over none", same(60, 0), fill(60, func(i int) float64 { return float64(i % 5 / 4 * i) }), Pass, math.NaN()},
		{"ten times the spread", ramp(30, 85.5, 1), ramp(30, -45, 10), Pass, 1},
		{"7 of 10 points a hundredfold", same(10, 1), hundreds(7), Pass, 70.3},
		{"8 of 10 points a hundredfold", same(10, 1), hundreds(8), High, 80.2},
	} {
		got := judgeOne(t, MetricConfig{}, test.control, test.experiment)
		if got.Label != test.want || !math.IsNaN(test.ratio) && !near(got.Ratio, test.ratio, 1e-5) {
			t.Errorf("%s: %v of ratio %v, [%v, %v]; want %v of %v", test.name, got.Label, got.Ratio, got.Lower, got.Upper, test.want, test.ratio)
		}
	}
}

// Below the tolerance of the search the interval means nothing: here, of values that mostly tie, it is turned around, and the
// shift found is smaller than any difference of two values.
func TestIntervalTurnedAround(t *testing.T) {
	control := append(same(37, 0), 2, 3, 4)
	experiment := append(same(25, 0), 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4)
	got := judgeOne(t, MetricConfig{}, control, experiment)
	if !(got.Lower > got.Upper) || got.Estimate > 1e-4 || got.Label != High {
		t.Errorf("%v of %v [%v, %v], want High of an interval turned around", got.Label, got.Estimate, got.Lower, got.Upper)
	}
}

// One infinite value makes the interval infinite, which is Pass, and leaves neither mean nor ratio.
func TestInfiniteValue(t *testing.T) {
	control, experiment := ramp(10, 0, 1), ramp(10, 100, 1)
	for _, inf := range []float64{math.Inf(1), math.Inf(-1)} {
		got := judgeOne(t, MetricConfig{}, control, append([]float64{inf}, experiment...))
		if got.Label != Pass || got.Lower != inf || got.Upper != inf || got.Estimate != inf || !math.IsNaN(got.Ratio) {
			t.Errorf("%v: %v of %v [%v, %v], ratio %v; want Pass of %[1]v, no ratio", inf, got.Label, got.Estimate, got.Lower, got.Upper, got.Ratio)
		}
		if s := got.ExperimentStats; s.Count != 11 || !math.IsNaN(s.Mean) {
			t.Errorf("%v: %+v", inf, s)
		}
	}
	// Constants are left without noise, and end, if only by the number of steps.
	for _, test := range []struct {
		control, experiment float64
		want                Label
	}{{5, math.Inf(1), Pass}, {math.Inf(1), 5, Error}, {math.Inf(-1), math.Inf(1), Pass}} {
		got := judgeOne(t, MetricConfig{}, same(10, test.control), same(10, test.experiment))
		if got.Label != test.want {
			t.Errorf("%v against %v: %v, want %v", test.experiment, test.control, got.Label, test.want)
		}
	}
}
