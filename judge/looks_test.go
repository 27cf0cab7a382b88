package judge

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestLooksMistakes(t *testing.T) {
	m := metricOf("latency", Gauge, NoPreset)
	for _, test := range []struct {
		looks Looks
		want  string // empty: no mistake
	}{
		{Looks{}, ""},
		{Looks{Planned: 4, Taken: 4}, ""},
		{Looks{Open: true, Taken: 400, Earlier: []Earlier{{Metric: "latency", LogE: 1}}}, ""},
		{Looks{Planned: 4, Taken: 5}, "want 1 <= taken <= planned, have taken 5, planned 4"},
		{Looks{Taken: 2}, "have taken 2, planned 0"},
		{Looks{Planned: -1}, "planned -1"},
		{Looks{Open: true, Planned: 4}, "4 are planned, and their number is open"},
		{Looks{Planned: 4, Earlier: []Earlier{{}}}, "carried over only when"},
		{Looks{Open: true, Earlier: []Earlier{{Metric: "latency", LogE: math.NaN()}}}, `earlier looks at "latency" is NaN`},
		{Looks{Open: true, Earlier: []Earlier{{Metric: "latency", LogE: math.Inf(1)}}}, "is +Inf"},
		{Looks{Sliding: true}, ""},
		{Looks{Sliding: true, Planned: 60, Taken: 7}, ""},
		{Looks{Sliding: true, Planned: 60, Taken: 61}, "want 1 <= taken <= planned, have taken 61, planned 60"},
		{Looks{Sliding: true, Open: true}, "what sees a window that moves along must be planned"},
		{Looks{Sliding: true, Planned: 60, Taken: 7, Earlier: []Earlier{{Metric: "latency", LogE: 1}}}, "not carried over where each sees a window of its own"},
	} {
		plan := planOf(30, m)
		plan.Looks = test.looks
		_, err := Decide(plan, []Observation{gaugesOf(wave(30, 400, 10), wave(30, 400, 10))})
		if test.want == "" && err != nil || test.want != "" && (!errors.Is(err, ErrPlan) || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%+v: got %v, want %q", test.looks, err, test.want)
		}
	}
}

// Looks that are planned share alpha evenly: what was enough at one is a fifth at one of five.
func TestPlannedLooksShareAlpha(t *testing.T) {
	r := noiseOf(31)
	observed := gaugesOf(r.around(30, 400, 10), r.around(30, 404, 10))
	plan := planOf(30, metricOf("latency", Gauge, NoPreset))
	one := decide(t, plan, observed).Findings[0].Evidence[0]
	plan.Looks = Looks{Planned: 5, Taken: 5}
	five := decide(t, plan, observed).Findings[0].Evidence[0]
	if math.Abs(five.PauseAlpha-one.PauseAlpha/5) > 1e-12 || math.Abs(five.PAdjusted-min(1, 5*one.PAdjusted)) > 1e-12 || five.P != one.P {
		t.Errorf("one look: p %v, adjusted %v, alpha %v; five: %v, %v, %v", one.P, one.PAdjusted, one.PauseAlpha, five.P, five.PAdjusted, five.PauseAlpha)
	}
	if five.HarmUpper != one.HarmUpper {
		t.Errorf("the bound of the last look is %v, that of a single one %v", five.HarmUpper, one.HarmUpper)
	}
}

// A canary that a single look would let go on must, before the last look, be shown not to be worse by a wider bound.
func TestPromotionBeforeTheLastLook(t *testing.T) {
	r := noiseOf(32)
	m := metricOf("latency", Gauge, NoPreset)
	m.Pause, m.Abort = Margin{Absolute: 4}, Margin{Absolute: 5}
	observed := gaugesOf(r.around(30, 400, 8), r.around(30, 400, 8))
	verdicts := map[string]Verdict{}
	bounds := map[string]float64{}
	for name, looks := range map[string]Looks{"single": {}, "first of 4": {Planned: 4, Taken: 1}, "last of 4": {Planned: 4, Taken: 4}, "open": {Open: true, Taken: 1}} {
		plan := planOf(30, m)
		plan.Looks = looks
		result := decide(t, plan, observed)
		verdicts[name], bounds[name] = result.Verdict, result.Findings[0].Evidence[0].HarmUpper
	}
	if verdicts["single"] != Promote || verdicts["last of 4"] != Promote || verdicts["first of 4"] != Pause || verdicts["open"] != Pause {
		t.Errorf("got %v with bounds %v", verdicts, bounds)
	}
	if !(bounds["first of 4"] > bounds["single"]) || bounds["open"] != bounds["first of 4"] {
		t.Errorf("bounds %v", bounds)
	}
}

// openLooks judges growing windows of the same values, each told of the one before it, up to the first that flags the canary.
func openLooks(t *testing.T, plan Plan, steps int, observed func(n int) []Observation) (flagged int, last Result) {
	t.Helper()
	var earlier []Earlier
	for n := 5; n <= steps; n++ {
		p := plan
		p.Baseline.End, p.Canary.End = p.Baseline.Start.Add(time.Duration(n)*p.Step), p.Canary.Start.Add(time.Duration(n)*p.Step)
		p.Looks = Looks{Open: true, Taken: n - 4, Earlier: earlier}
		last = decide(t, p, observed(n)...)
		published(t, last)
		before := earlier
		earlier = last.Evidence()
		for i, e := range earlier {
			if len(before) == len(earlier) && e.LogE < before[i].LogE {
				t.Errorf("evidence falls from %v to %v at step %d", before[i].LogE, e.LogE, n)
			}
		}
		for _, f := range last.Findings {
			for _, e := range f.Evidence {
				if want := min(1, math.Exp(-e.LogE)); e.P != want {
					t.Errorf("p is %v, and 1/e %v", e.P, want)
				}
			}
		}
		if last.Reasons[0].Code == Regression {
			return n, last
		}
	}
	return 0, last
}

// However often one looks, harmless canaries are flagged no more than alpha allows, and bad ones are found; with gauges,
// counts, and quantiles.
func TestOpenLooks(t *testing.T) {
	const steps, runs = 40, 30
	r := noiseOf(33)
	bounds := []float64{0.1, 0.2, 0.4, 0.8, math.Inf(1)}
	rate := func(mean float64) []float64 {
		values := make([]float64, steps)
		for i := range values {
			values[i] = max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
		}
		return values
	}
	for _, test := range []struct {
		name string
		kind Kind
		draw func(worse float64) func(n int) []Observation
	}{
		{"gauge", Gauge, func(worse float64) func(n int) []Observation {
			b, c := r.around(steps, 100, 5), r.around(steps, 100*worse, 5)
			return func(n int) []Observation { return []Observation{gaugesOf(b[:n], c[:n])} }
		}},
		{"ratio", Ratio, func(worse float64) func(n int) []Observation {
			b, c := rate(20), rate(20*worse*worse)
			return func(n int) []Observation {
				return []Observation{countsOf(b[:n], constant(n, 1000), c[:n], constant(n, 1000))}
			}
		}},
		{"count", Count, func(worse float64) func(n int) []Observation {
			b, c := rate(20), rate(20*worse*worse)
			return func(n int) []Observation {
				return []Observation{countsOf(b[:n], constant(n, 1), c[:n], constant(n, 1))}
			}
		}},
		{"histogram", Histogram, func(worse float64) func(n int) []Observation {
			shift := 60 * (worse - 1)
			return func(n int) []Observation {
				return []Observation{{Slices: []Slice{{
					Baseline: Arm{Buckets: bucketsOf(n, bounds, 40, 30, 20, 9, 1)},
					Canary:   Arm{Buckets: bucketsOf(n, bounds, 40-2*shift, 30, 20+shift, 9+shift, 1)},
				}}}}
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(steps, metricOf("m", test.kind, NoPreset))
			harmless, bad := 0, 0
			for range runs {
				if n, _ := openLooks(t, plan, steps, test.draw(1)); n > 0 {
					harmless++
				}
				if n, _ := openLooks(t, plan, steps, test.draw(1.25)); n > 0 {
					bad++
				}
			}
			if t.Logf("flagged %d harmless and %d bad of %d", harmless, bad, runs); harmless > 3 || bad < runs*9/10 {
				t.Errorf("flagged %d harmless and %d bad canaries of %d", harmless, bad, runs)
			}
		})
	}
}

// What earlier looks had is carried over for the same metric, slice and quantile, and for no other.
func TestEarlierEvidence(t *testing.T) {
	r := noiseOf(34)
	observed := gaugesOf(r.around(30, 400, 10), r.around(30, 400, 10))
	observed.Slices[0].Name = "eu"
	for _, test := range []struct {
		earlier Earlier
		carried bool
	}{
		{Earlier{Metric: "latency", Slice: "eu", LogE: 9}, true},
		{Earlier{Metric: "latency", Slice: "us", LogE: 9}, false},
		{Earlier{Metric: "errors", Slice: "eu", LogE: 9}, false},
		{Earlier{Metric: "latency", Slice: "eu", Quantile: 0.5, LogE: 9}, false},
		{Earlier{Metric: "latency", Slice: "eu", LogE: -9}, false},
	} {
		plan := planOf(30, metricOf("latency", Gauge, NoPreset))
		plan.Looks = Looks{Open: true, Earlier: []Earlier{test.earlier}}
		result := decide(t, plan, observed)
		e := result.Findings[0].Slices[0].Evidence[0]
		if carried := e.LogE == 9; carried != test.carried || e.LogE < 0 {
			t.Errorf("%+v: the evidence is %v", test.earlier, e.LogE)
		}
		if next := result.Evidence(); len(next) != 1 || next[0].LogE != e.LogE || next[0].Slice != "eu" || next[0].Metric != "latency" {
			t.Errorf("the next look is told %+v", next)
		}
	}
}
