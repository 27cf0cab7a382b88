package judge

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/serin-canary/serin/stats"
)

// Looks at windows that move along share alpha by their number, however many they are, for every kind of metric; what holds at
// any number of looks is not for them.
func TestSlidingLooksShareAlpha(t *testing.T) {
	r := noiseOf(41)
	bounds := []float64{0.1, 0.2, 0.4, 0.8, math.Inf(1)}
	for _, test := range []struct {
		name     string
		kind     Kind
		observed Observation
	}{
		{"gauge", Gauge, gaugesOf(r.around(30, 400, 10), r.around(30, 404, 10))},
		{"ratio", Ratio, countsOf(constant(30, 9), constant(30, 1000), constant(30, 10), constant(30, 1000))},
		{"count", Count, countsOf(constant(30, 9), constant(30, 1), constant(30, 10), constant(30, 1))},
		{"histogram", Histogram, Observation{Slices: []Slice{{
			Baseline: Arm{Buckets: bucketsOf(30, bounds, 40, 30, 20, 9, 1)},
			Canary:   Arm{Buckets: bucketsOf(30, bounds, 39, 30, 20, 10, 1)},
		}}}},
	} {
		for _, planned := range []int{1, 2, 9, 10, 60, 10_000} {
			plan := planOf(30, metricOf("m", test.kind, NoPreset))
			one := decide(t, plan, test.observed).Findings[0].Evidence[0]
			plan.Looks = Looks{Sliding: true, Planned: planned, Taken: planned}
			result := decide(t, plan, test.observed)
			e, n := result.Findings[0].Evidence[0], float64(planned)
			if math.Abs(e.PauseAlpha*n-one.PauseAlpha) > 1e-12 || math.Abs(e.AbortAlpha*n-one.AbortAlpha) > 1e-12 {
				t.Errorf("%s, %d looks: alpha %v and %v, of one look %v and %v", test.name, planned, e.PauseAlpha, e.AbortAlpha, one.PauseAlpha, one.AbortAlpha)
			}
			if want := min(1, n*one.P); e.P != one.P || math.Abs(e.PAdjusted-want) > 1e-12 || e.Method == stats.Anytime {
				t.Errorf("%s, %d looks: p %v, adjusted %v by %v; of one look %v, adjusted %v", test.name, planned, e.P, e.PAdjusted, e.Method, one.P, want)
			}
			if carried := result.Evidence(); carried != nil {
				t.Errorf("%s, %d looks: the next one is told %v", test.name, planned, carried)
			}
			if e.HarmUpper != one.HarmUpper {
				t.Errorf("%s, %d looks: the bound of the last is %v, of one look %v", test.name, planned, e.HarmUpper, one.HarmUpper)
			}
		}
	}
}

// Before the last look the bound is the quantile of a share of the confidence, read off Student's t where the standard error
// is an estimate itself.
func TestSlidingBound(t *testing.T) {
	for _, test := range []struct {
		looks    Looks
		z, atDF5 float64 // quantiles of the normal law, and of t with 5 degrees of freedom
	}{
		{Looks{}, 1.644854, 2.015048},
		{Looks{Sliding: true}, 1.644854, 2.015048},
		{Looks{Sliding: true, Planned: 20, Taken: 20}, 1.644854, 2.015048},
		{Looks{Sliding: true, Planned: 2, Taken: 1}, 1.959964, 2.570582},
		{Looks{Sliding: true, Planned: 20}, 2.807034, 4.773341},
		{Looks{Sliding: true, Planned: 20, Taken: 19}, 2.807034, 4.773341},
	} {
		b := test.looks.bound(30)
		if got := b.student(5).z; math.Abs(b.z-test.z) > 1e-6 || math.Abs(got-test.atDF5) > 1e-6 {
			t.Errorf("%+v: %v standard errors, %v with 5 degrees of freedom; want %v, %v", test.looks, b.z, got, test.z, test.atDF5)
		}
	}
}

// A window that moves along stays as long as it is: no wait is proposed.
func TestSlidingWait(t *testing.T) {
	plan := planOf(30, metricOf("errors", Ratio, Errors))
	observed := countsOf(constant(30, 1), constant(30, 100), constant(30, 0.3), constant(30, 24))
	plan.Looks = Looks{Planned: 4, Taken: 2}
	growing := decide(t, plan, observed).Findings[0]
	plan.Looks.Sliding = true
	if sliding := decide(t, plan, observed).Findings[0]; growing.Wait == 0 || sliding.Wait != 0 || sliding.Class != Inconclusive {
		t.Errorf("%v, wait %v; while the window grows, wait %v", sliding.Class, sliding.Wait, growing.Wait)
	}
}

// An overlapped is what came of looks at windows that overlap, at any of them.
type overlapped struct{ flagged, aborted, early int }

// slide judges a window of 30 steps that moves along by two, 20 times, until the canary is aborted, and adds what came of it.
func (o *overlapped) slide(t *testing.T, m Metric, observed Observation) {
	t.Helper()
	const window, looks, every = 30, 20, 2
	flagged, early := false, false
	plan := planOf(window, m)
	for k := range looks {
		plan.Looks = Looks{Sliding: true, Planned: looks, Taken: k + 1}
		result := decide(t, plan, observed)
		flagged = flagged || result.Reasons[0].Code == Regression
		early = early || result.Verdict == Promote && !plan.Looks.last()
		if result.Verdict == Abort {
			o.aborted++
			break
		}
		plan.Canary.Start, plan.Canary.End = plan.Canary.Start.Add(every*plan.Step), plan.Canary.End.Add(every*plan.Step)
		plan.Baseline = plan.Canary
	}
	o.flagged, o.early = o.flagged+truth(flagged), o.early+truth(early)
}

// However the windows overlap, harmless canaries are flagged and aborted at any of 20 looks no more than alpha allows, bad ones
// are found, and those that are as bad as what a promotion excludes are promoted early no more than one in twenty.
func TestSlidingLooks(t *testing.T) {
	const runs, steps = 400, 70
	r := noiseOf(42)
	gauge, ratio := metricOf("latency", Gauge, NoPreset), metricOf("errors", Ratio, NoPreset)
	gauge.Pause, gauge.Abort = Margin{Absolute: 2}, Margin{Absolute: 4}
	ratio.Pause, ratio.Abort = Margin{Absolute: 0.002}, Margin{Absolute: 0.004}
	errors := func(n, p float64) []float64 {
		values := make([]float64, steps)
		for i := range values {
			values[i] = distuv.Binomial{N: n, P: p, Src: r}.Rand()
		}
		return values
	}
	for _, test := range []struct {
		metric                Metric
		harmless, margin, bad float64
		draw                  func(canary float64) Observation
	}{
		{gauge, 100, 104, 110, func(canary float64) Observation {
			return gaugesOf(r.around(steps, 100, 5), r.around(steps, canary, 5))
		}},
		{ratio, 0.02, 0.024, 0.04, func(canary float64) Observation {
			return countsOf(errors(1000, 0.02), constant(steps, 1000), errors(300, canary), constant(steps, 300))
		}},
	} {
		t.Run(test.metric.Name, func(t *testing.T) {
			var harmless, margin, bad overlapped
			strict := test.metric // by the p-values alone
			strict.Pause, strict.Abort = Margin{Absolute: 1e-9}, Margin{Absolute: 1e-9}
			for range runs {
				harmless.slide(t, strict, test.draw(test.harmless))
				margin.slide(t, test.metric, test.draw(test.margin))
				bad.slide(t, test.metric, test.draw(test.bad))
			}
			t.Logf("of %d: harmless %+v, at the margin %+v, bad %+v", runs, harmless, margin, bad)
			if float64(harmless.flagged) > 0.05*runs || float64(harmless.aborted) > 0.01*runs || float64(margin.early) > 0.05*runs || float64(bad.aborted) < 0.95*runs {
				t.Errorf("of %d: harmless %+v, at the margin %+v, bad %+v", runs, harmless, margin, bad)
			}
		})
	}
}
