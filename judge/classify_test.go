package judge

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The rows of the decision rule, each just on either side of its edge.
func TestClass(t *testing.T) {
	alpha := DefaultAlpha()
	for _, test := range []struct {
		name                 string
		harm, upper, p       float64
		pause, abort, passes float64
		want                 Class
	}{
		{"certain and large", 10, 12, 0.01, 2, 10, 10, Fail},
		{"large, and only sure enough to pause", 10, 12, 0.011, 2, 10, 10, Warn},
		{"sure, and only large enough to pause", 9.9, 12, 0.001, 2, 10, 10, Warn},
		{"sure, and too small", 1.9, 2.5, 0.001, 2, 10, 10, Pass},
		{"large, and not sure", 10, 12, 0.051, 2, 10, 10, Inconclusive},
		{"bound at the margin", 1, 10, 0.5, 2, 10, 10, Inconclusive},
		{"bound just below the margin", 1, 9.99, 0.5, 2, 10, 10, Pass},
		{"no margin", 1, 2, 0.0001, math.NaN(), math.NaN(), math.NaN(), Inconclusive},
		{"no bound", 1, math.Inf(1), 0.5, 2, 10, 10, Inconclusive},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := newEvidence(Metric{Kind: Gauge})
			e.Harm, e.HarmUpper, e.PAdjusted = test.harm, test.upper, test.p
			e.PauseMargin, e.AbortMargin, e.passMargin = test.pause, test.abort, test.passes
			if got := e.class(alpha); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// Holm's adjusted p-values of 0.01, 0.04, 0.03 and 0.005, as R's p.adjust(c(.01, .04, .03, .005), "holm") has them.
func TestShareAlpha(t *testing.T) {
	var units []*unit
	for _, p := range []float64{0.01, 0.04, 0.03, 0.005} {
		e := newEvidence(Metric{Kind: Gauge})
		e.P = p
		units = append(units, &unit{metric: Metric{Kind: Gauge}, evidence: []Evidence{e}})
	}
	muted := newEvidence(Metric{Kind: Gauge})
	muted.P = 0.02
	units = append(units, &unit{metric: Metric{Kind: Gauge, Role: Muted}, evidence: []Evidence{muted}})
	shareAlpha(units, Looks{})
	var adjusted, shares []float64
	for _, u := range units {
		adjusted = append(adjusted, u.evidence[0].PAdjusted)
		shares = append(shares, u.evidence[0].share)
	}
	if want := []float64{0.03, 0.06, 0.06, 0.02, 0.02}; !cmp.Equal(adjusted, want) {
		t.Errorf("adjusted p: got %v, want %v", adjusted, want)
	}
	if want := []float64{1. / 3, 1, 1. / 2, 1. / 4, 1}; !cmp.Equal(shares, want) {
		t.Errorf("shares: got %v, want %v", shares, want)
	}
}

// A test that cannot reach its level says so, and what it would take.
func TestFewPoints(t *testing.T) {
	m := metricOf("latency", Gauge, NoPreset)
	observed := gaugesOf([]float64{400, 401, 402}, []float64{400, 402, 401})
	result := decide(t, planOf(3, m, metricOf("other", Gauge, NoPreset)), observed, gaugesOf([]float64{1, 2, 3}, []float64{1, 2, 3}))
	f := result.Findings[0]
	if f.Class != Inconclusive || result.Verdict != Pause || result.Reasons[0].Code != InsufficientData {
		t.Errorf("got %v, %v for %v", f.Class, result.Verdict, result.Reasons[0].Code)
	}
	if !strings.Contains(f.Sentence, "too few to tell: needs 4 points on each side to see a difference, has 3 and 3") {
		t.Errorf("%q does not say how many points are needed", f.Sentence)
	}
}

func TestMissingPolicy(t *testing.T) {
	for _, test := range []struct {
		policy  Policy
		class   Class
		verdict Verdict
	}{
		{NotJudged, NoData, Pause},
		{PassAnyway, Pass, Promote},
		{FailAnyway, Fail, Abort},
		{Ignore, NoData, Promote},
	} {
		latency, errors := metricOf("latency", Gauge, NoPreset), metricOf("errors", Ratio, Errors)
		errors.Role = Critical
		errors.Missing = map[Cause]Policy{Empty: test.policy}
		result := decide(t, planOf(30, latency, errors), gaugesOf(wave(30, 400, 10), wave(30, 400, 10)),
			countsOf(nil, constant(30, 100), nil, nil))
		if got := result.Findings[1].Class; got != test.class || result.Verdict != test.verdict {
			t.Errorf("policy %d: got %v and %v, want %v and %v", test.policy, got, result.Verdict, test.class, test.verdict)
		}
	}
}

// A provider's failure never aborts and never promotes, whatever the spec says of missing data.
func TestProviderFailureOnlyPauses(t *testing.T) {
	for cause := QueryRejected; cause <= TooManySeries; cause++ {
		m := metricOf("errors", Ratio, Errors)
		m.Role = Critical
		m.Missing = map[Cause]Policy{cause: FailAnyway, Empty: FailAnyway}
		result := decide(t, planOf(30, m), Observation{Failures: []Failure{{cause, Canary, "no"}}})
		if result.Verdict != Pause || result.Findings[0].Class != Error || result.Score != nil {
			t.Errorf("%v: got %v, class %v, score %v", cause, result.Verdict, result.Findings[0].Class, result.Score)
		}
	}
}

func TestSlices(t *testing.T) {
	m := metricOf("errors", Ratio, Errors)
	slice := func(name string, canaryErrors float64) Slice {
		s := countsOf(constant(30, 10), constant(30, 1000), constant(30, canaryErrors), constant(30, 1000)).Slices[0]
		s.Name = name
		return s
	}
	for _, test := range []struct {
		name             string
		east, west       float64
		class            Class
		sentence, second string
	}{
		{"one bad", 10, 40, Fail, "only in eu-west: at 4 % instead of 1 % (4 times), past the limit of 2 %", "Roll back: errors only in eu-west"},
		{"both bad", 40, 40, Fail, "everywhere; in eu-east: at 4 %", "Roll back: errors everywhere"},
		{"none bad", 10, 10, Pass, "not worse in any of eu-east and eu-west", "not to be worse"},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := decide(t, planOf(30, m), Observation{Slices: []Slice{slice("eu-east", test.east), slice("eu-west", test.west)}})
			f := result.Findings[0]
			if f.Class != test.class || !strings.Contains(f.Sentence, test.sentence) || !strings.Contains(result.Headline, test.second) {
				t.Errorf("got %v, %q, %q", f.Class, f.Sentence, result.Headline)
			}
			if f.Slices[0].Evidence[0].share > 1./2+1e-9 && test.class == Pass && f.Slices[1].Evidence[0].share > 1./2+1e-9 {
				t.Errorf("the slices do not share alpha")
			}
		})
	}
}

func TestCounterRestart(t *testing.T) {
	m := metricOf("errors", Ratio, Errors)
	m.Cumulative = true
	total := slices.Repeat([]float64{0}, 31)
	for i := range total {
		total[i] = 5000 + 100*float64(i)
		if i >= 20 {
			total[i] = 100 * float64(i-19) // restarted from zero, and went on
		}
	}
	steady := slices.Clone(total)
	for i := range steady {
		steady[i] = 100 * float64(i)
	}
	o := countsOf(slices.Repeat([]float64{3}, 31), steady, slices.Repeat([]float64{2}, 31), total)
	for _, arm := range []*Arm{&o.Slices[0].Baseline, &o.Slices[0].Canary} {
		arm.Events.Start, arm.Total.Start = noon().Add(-60e9), noon().Add(-60e9)
	}
	f := decide(t, planOf(30, m), o).Findings[0]
	if f.Class != Pass || f.Evidence[0].CanaryN != 3000 || f.Evidence[0].Canary != 0 {
		t.Errorf("got %v, %+v", f.Class, f.Evidence)
	}
	if len(f.Notes) != 1 || !strings.Contains(f.Notes[0], "a counter of the canary restarted before 12:20 UTC") {
		t.Errorf("notes %q", f.Notes)
	}
}
