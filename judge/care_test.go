package judge

import (
	"math"
	"strings"
	"testing"
	"time"
)

func poissons(r noise, n int, mean float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		k, p, limit := -1.0, 1.0, math.Exp(-mean)
		for p > limit || k < 0 {
			k++
			p *= r.Float64()
		}
		values[i] = max(0, k)
	}
	return values
}

func TestQuorumOfWeightWithoutData(t *testing.T) {
	plan := planOf(30, metricOf("errors", Ratio, Errors), metricOf("cpu", Gauge, NoPreset))
	plan.RollUp = RollUp{QuorumOfWeight, 0.5}
	result := decide(t, plan, sliced([]float64{10, 10}, []float64{0, 0}), gaugesOf(wave(30, 50, 2), wave(30, 50, 2)))
	if f := result.Findings[0]; f.Class == Pass || result.Verdict == Promote {
		t.Errorf("slices without data: %v, %s; %s", f.Class, f.Sentence, result.Headline)
	}
}

func TestQuorumOutOfRange(t *testing.T) {
	for _, quorum := range []float64{0, 2, math.NaN(), -1} {
		plan := planOf(30, metricOf("errors", Ratio, Errors))
		plan.RollUp = RollUp{QuorumOfSlices, quorum}
		result, err := Decide(plan, []Observation{sliced([]float64{40, 40}, []float64{10, 10})})
		if err == nil {
			t.Errorf("quorum %v: accepted, %v: %s", quorum, result.Verdict, result.Headline)
		}
	}
}

func TestSplitOfRelativeThreshold(t *testing.T) {
	m := metricOf("errors", Ratio, Errors)
	m.Judge, m.Limit.Relative = Threshold, true
	plan := planOf(30, m)
	plan.Split, plan.BaselineExposure, plan.CanaryExposure = 0.2, 50, 50
	result := decide(t, plan, countsOf(constant(30, 10), constant(30, 1000), constant(30, 10), constant(30, 1000)))
	if result.Reasons[0].Code == Confounded {
		t.Errorf("an even split: %s", result.Headline)
	}
}

func TestSplitOfDifferentWindows(t *testing.T) {
	plan := planOf(30, metricOf("errors", Ratio, Errors))
	plan.Split, plan.BaselineExposure, plan.CanaryExposure = 0.2, 50, 50
	plan.Baseline.Start, plan.Baseline.End = noon().Add(-time.Hour), noon()
	o := countsOf(constant(60, 10), constant(60, 1000), constant(30, 10), constant(30, 1000))
	o.Slices[0].Baseline.Events.Start, o.Slices[0].Baseline.Total.Start = plan.Baseline.Start, plan.Baseline.Start
	if result := decide(t, plan, o); result.Reasons[0].Code == Confounded {
		t.Errorf("an hour against half an hour: %s", result.Headline)
	}
}

func TestConfoundedReasons(t *testing.T) {
	plan := planOf(30, metricOf("errors", Ratio, Errors))
	plan.Split, plan.BaselineExposure, plan.CanaryExposure = 0.2, 95, 5
	result := decide(t, plan, countsOf(constant(30, 10), constant(30, 1000), constant(30, 10), constant(30, 1000)))
	for _, r := range result.Reasons[1:] {
		if strings.Contains(r.Sentence, "no metric could be judged") {
			t.Errorf("all were: %v", result.Reasons)
		}
	}
}

func TestExposureScaledBelowEvents(t *testing.T) {
	total := constant(30, 1000)
	o := countHistory(countsOf(constant(30, 100), total, constant(30, 200), total), constant(30, 100), total, constant(30, 10), total)
	f := decide(t, withHistory(planOf(30, metricOf("errors", Ratio, Errors)), 30), o).Findings[0]
	if f.Class != Fail {
		t.Errorf("errors 20 times what they were: %v: %s", f.Class, f.Sentence)
	}
}

func TestDispersionWithoutBlocksInHistory(t *testing.T) {
	r := noiseOf(71)
	total := constant(40, 1000)
	scattered := func() []float64 {
		values := make([]float64, 40)
		for i := range values {
			values[i] = math.Round(40 * math.Exp(0.6*r.NormFloat64()))
		}
		return values
	}
	o := countsOf(scattered(), total, scattered(), total)
	plain := decide(t, planOf(40, metricOf("errors", Ratio, NoPreset)), o).Findings[0].Evidence[0].Dispersion
	o = countHistory(o, constant(4, 60), constant(4, 1000), constant(4, 60), constant(4, 1000))
	if with := decide(t, withHistory(planOf(40, metricOf("errors", Ratio, NoPreset)), 4), o).Findings[0].Evidence[0].Dispersion; with < plain/2 {
		t.Errorf("dispersion is %v without a history, %v with four minutes of it", plain, with)
	}
}

func TestOpenLooksAtSuccesses(t *testing.T) {
	r := noiseOf(74)
	m := metricOf("ok", Ratio, NoPreset)
	m.Direction, m.Pause, m.Abort = LowerIsWorse, Margin{Relative: 0.01}, Margin{Relative: 0.02}
	good := func(bad []float64) []float64 {
		for i := range bad {
			bad[i] = 200 - bad[i]
		}
		return bad
	}
	b, c := good(poissons(r, 60, 0.4)), good(poissons(r, 60, 6))
	n, last := openLooks(t, planOf(60, m), 60, func(n int) []Observation {
		return []Observation{countsOf(b[:n], constant(n, 200), c[:n], constant(n, 200))}
	})
	if n == 0 {
		t.Errorf("failures from 0.2 %% to 3 %%: %s, %+v", last.Headline, last.Evidence())
	}
}

func TestTogetherBesideOneFailure(t *testing.T) {
	good, bad := gaugesOf(wave(30, 400, 10), wave(30, 400, 10)), gaugesOf(wave(30, 400, 10), wave(30, 600, 10))
	result := decide(t, planOf(30, metricOf("a", Gauge, NoPreset), metricOf("b", Gauge, NoPreset)), bad, good)
	if result.Together != nil {
		t.Errorf("one is much worse, one is not: %s", result.Together.Sentence)
	}
}

func TestTogetherWithZeroBaseline(t *testing.T) {
	r := noiseOf(75)
	var observed []Observation
	metrics := manyOf(6, 0.3)
	for range 5 {
		observed = append(observed, gaugesOf(r.around(40, 100, 6), r.around(40, 104, 6)))
	}
	if decide(t, planOf(40, metrics[:5]...), observed...).Together == nil {
		t.Fatal("not seen together")
	}
	observed = append(observed, gaugesOf(constant(40, 0), at(constant(40, 0), 1, 7)))
	if decide(t, planOf(40, metrics...), observed...).Together == nil {
		t.Error("not seen together any more, because of a sixth that stands at 0")
	}
}

func TestTogetherCountsSlices(t *testing.T) {
	r := noiseOf(76)
	var o Observation
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		s := gaugesOf(r.around(40, 100, 6), r.around(40, 104, 6)).Slices[0]
		s.Name = name
		o.Slices = append(o.Slices, s)
	}
	if result := decide(t, planOf(40, manyOf(1, 0.3)...), o); result.Together != nil && strings.HasPrefix(result.Together.Sentence, "6 metrics") {
		t.Errorf("of one metric: %s", result.Together.Sentence)
	}
}
