package judge

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What was observed is the caller's, and stays as it is.
func TestObservationsStayUnmodified(t *testing.T) {
	o := countsOf([]float64{1, math.NaN(), 2, math.NaN()}, []float64{10, 10, math.NaN(), 10}, []float64{1, 1, 1, math.NaN()}, constant(4, 10))
	var before [][]float64
	for _, s := range o.series() {
		before = append(before, slices.Clone(s.Values))
	}
	decide(t, planOf(4, metricOf("errors", Ratio, Errors)), o)
	for i, s := range o.series() {
		if diff := cmp.Diff(before[i], s.Values, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("series %d was changed: %s", i, diff)
		}
	}
}

// A regression so large that its p-value has no digits left, in steps that scatter, is still a failure.
func TestHugeRegressionThatScatters(t *testing.T) {
	baseline, canary := wave(15, 1000, 100), wave(15, 30000, 3000)
	slices.Reverse(canary)
	result := decide(t, planOf(15, metricOf("errors", Ratio, Errors)), countsOf(baseline, constant(15, 1e5), canary, constant(15, 1e5)))
	if result.Verdict != Abort || result.Findings[0].Evidence[0].Dispersion < 2 {
		t.Errorf("got %v: %s, dispersion %v", result.Verdict, result.Headline, result.Findings[0].Evidence[0].Dispersion)
	}
}

// Errors that the baseline has none of are a regression once they are certain, also without a floor.
func TestErrorsFromNothing(t *testing.T) {
	for _, kind := range []Kind{Ratio, Count} {
		m := metricOf("errors", kind, NoPreset)
		result := decide(t, planOf(30, m), countsOf(constant(30, 0), constant(30, 1000), constant(30, 50), constant(30, 1000)))
		if result.Verdict != Abort {
			t.Errorf("%v: got %v: %s", kind, result.Verdict, result.Headline)
		}
	}
}

// A provider's failure ends in PAUSE: it neither lets the rest promote, nor turns one failure into an abort.
func TestProviderFailureAmongOthers(t *testing.T) {
	good := gaugesOf(wave(30, 400, 10), wave(30, 400, 10))
	bad := gaugesOf(wave(30, 400, 10), wave(30, 600, 10))
	down := Observation{Failures: []Failure{{Unavailable, Canary, "connection refused"}}}
	for _, test := range []struct {
		name     string
		observed []Observation
		verdict  Verdict
		code     Code
	}{
		{"one of ten down", append(slices.Repeat([]Observation{good}, 9), down), Pause, ProviderError},
		{"one bad, the others down", append(slices.Repeat([]Observation{down}, 9), bad), Pause, Regression},
		{"one bad, the others good", append(slices.Repeat([]Observation{good}, 9), bad), Pause, Regression},
		{"most bad, one down", append(slices.Repeat([]Observation{bad}, 9), down), Abort, Regression},
	} {
		t.Run(test.name, func(t *testing.T) {
			var metrics []Metric
			for i := range test.observed {
				metrics = append(metrics, metricOf(string(rune('a'+i)), Gauge, NoPreset))
			}
			result := decide(t, planOf(30, metrics...), test.observed...)
			if result.Verdict != test.verdict || result.Reasons[0].Code != test.code {
				t.Errorf("got %v for %v: %s", result.Verdict, result.Reasons[0].Code, result.Headline)
			}
		})
	}
}

// Ten equal metrics that all pass cover everything, however their weights round.
func TestFullCoverage(t *testing.T) {
	var metrics []Metric
	var observed []Observation
	for i := range 10 {
		metrics = append(metrics, metricOf(string(rune('a'+i)), Gauge, NoPreset))
		observed = append(observed, gaugesOf(wave(30, 400, 10), wave(30, 400, 10)))
	}
	plan := planOf(30, metrics...)
	plan.Score.MinCoverage = 1
	if result := decide(t, plan, observed...); result.Verdict != Promote {
		t.Errorf("got %v: %s", result.Verdict, result.Headline)
	}
}

// The rank test of the body is no proof that a noisy tail moved: with a small harmless shift of the body and one
// request more or less in the tail, p99 does not fail.
func TestTailIsJudgedByItself(t *testing.T) {
	m := metricOf("latency", Histogram, Latency)
	m.Quantiles = []float64{0.5, 0.99}
	bounds := []float64{0.05, 0.1, 0.2, 5, 10, math.Inf(1)}
	arm := func(counts ...float64) Arm { return Arm{Buckets: bucketsOf(30, bounds, counts...)} }
	o := Observation{Slices: []Slice{{Baseline: arm(10, 40, 0, 0.4, 0.1, 0), Canary: arm(8, 42, 0, 0.4, 0.2, 0)}}}
	if f := decide(t, planOf(30, m), o).Findings[0]; f.Class == Fail || f.Class == Warn {
		t.Errorf("got %v: %s", f.Class, f.Sentence)
	}
	// A tail that really moved is seen, though the body got faster.
	o = Observation{Slices: []Slice{{Baseline: arm(100, 400, 8, 2, 0, 0), Canary: arm(150, 350, 0, 10, 10, 0)}}}
	f := decide(t, planOf(30, m), o).Findings[0]
	if f.Class != Fail || !strings.HasPrefix(f.Sentence, "p99 ") {
		t.Errorf("got %v: %s", f.Class, f.Sentence)
	}
}

func TestThresholdOnHistogram(t *testing.T) {
	level := 0.5
	m := metricOf("latency", Histogram, NoPreset)
	m.Judge, m.Quantiles, m.Pause, m.Abort = Threshold, []float64{0.9}, Margin{}, Margin{Level: &level}
	bounds := []float64{0.1, 0.2, 1, math.Inf(1)}
	none, two := 0, 2
	for _, test := range []struct {
		name     string
		buckets  []Bucket
		breaches *int
		class    Class
	}{
		{"within", bucketsOf(30, bounds, 90, 10, 0, 0), nil, Pass},
		{"past", bucketsOf(30, bounds, 10, 10, 80, 0), nil, Fail},
		{"no breach", bucketsOf(30, bounds, 90, 10, 0, 0), &none, Pass},
		{"thirty breaches", bucketsOf(30, bounds, 10, 10, 80, 0), &two, Fail},
		{"only the bucket for everything", bucketsOf(30, bounds[3:], 90), nil, NoData},
		{"no bucket for everything", bucketsOf(30, bounds[:3], 90, 10, 0), nil, NoData},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := m
			m.Limit.Breaches = test.breaches
			f := decide(t, planOf(30, m), Observation{Slices: []Slice{{Canary: Arm{Buckets: test.buckets}}}}).Findings[0]
			if f.Class != test.class {
				t.Errorf("got %v: %s", f.Class, f.Sentence)
			}
		})
	}
}

// A count whose exposure is a constant shows by its events alone that the canary is there.
func TestConstantExposure(t *testing.T) {
	m := metricOf("crashes", Count, NoPreset)
	nan := math.NaN()
	stops := append(constant(15, 20), constant(15, nan)...)
	for _, test := range []struct {
		name   string
		canary []float64
		class  Class
		cause  Cause
	}{
		{"as often", constant(30, 20), Pass, 0},
		{"never came", nil, NoData, Empty},
		{"stopped", stops, NoData, Stale},
		{"rare events, none at the end", append(constant(15, 1), constant(15, nan)...), Pass, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := planOf(30, m)
			plan.BaselineExposure, plan.CanaryExposure = 1, 1
			f := decide(t, plan, countsOf(constant(30, 20), nil, test.canary, nil)).Findings[0]
			if f.Class != test.class || test.cause != 0 && f.Causes[0].Cause != test.cause {
				t.Errorf("got %v, %v: %s", f.Class, f.Causes, f.Sentence)
			}
		})
	}
}

func TestPlanRefusesForeignSteps(t *testing.T) {
	o := gaugesOf(wave(30, 400, 10), wave(30, 400, 10))
	o.Slices[0].Canary.Value.Step = 30 * time.Second
	if _, err := Decide(planOf(30, metricOf("latency", Gauge, NoPreset)), []Observation{o}); err == nil {
		t.Error("a series on other steps is accepted")
	}
}

// Values that differ do not read the same, however close they are.
func TestFormatApart(t *testing.T) {
	for _, test := range []struct {
		metric Metric
		values []float64
		want   string
	}{
		{Metric{Kind: Ratio}, []float64{0.9992, 0.9995}, "99.92 % 99.95 %"},
		{Metric{Kind: Gauge, Unit: "ms"}, []float64{100.4, 100}, "100.4 ms 100 ms"},
		{Metric{Kind: Gauge}, []float64{1, 2}, "1 2"},
		{Metric{Kind: Gauge}, []float64{5, 5}, "5 5"},
	} {
		if got := strings.Join(test.metric.formatApart(test.values...), " "); got != test.want {
			t.Errorf("%v: got %q, want %q", test.values, got, test.want)
		}
	}
}

// Raw counters that nobody declared are judged as what they were said to be, but not without a word.
func TestUndeclaredCounters(t *testing.T) {
	grows := make([]float64, 30)
	for i := range grows {
		grows[i] = 1e6 + 100*float64(i)
	}
	f := decide(t, planOf(30, metricOf("errors", Ratio, Errors)), countsOf(constant(30, 1), grows, constant(30, 1), grows)).Findings[0]
	if notes := strings.Join(f.Notes, "; "); !strings.Contains(notes, "if these are raw counters, say cumulative") {
		t.Errorf("notes %q", f.Notes)
	}
}

// One failed request of one is certain by its number, and still no reason to stop a rollout.
func TestOneFailedRequest(t *testing.T) {
	one := constant(30, 0)
	one[15] = 1
	f := decide(t, planOf(30, metricOf("errors", Ratio, Errors)), countsOf(constant(30, 5), constant(30, 1000), one, one)).Findings[0]
	if f.Class != Inconclusive || !strings.Contains(f.Sentence, "1 of the canary, and it takes 3") {
		t.Errorf("got %v: %s", f.Class, f.Sentence)
	}
}
