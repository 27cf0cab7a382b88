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

// Each aspect finds what the level does not show, and leaves its harmless twin alone. What is said of it is for a person who
// was woken up.
func TestAspects(t *testing.T) {
	r := noiseOf(1)
	quiet := func() []float64 { return r.around(60, 400, 4) }
	spiky := func() []float64 { return at(quiet(), 900, 7, 22, 41, 55) }
	scattered, runs := at(quiet(), 460, 3, 9, 17, 24, 31, 38, 46, 53), raised(quiet(), 20, 28, 60)
	heavy := func(steps ...int) []float64 { return at(quiet(), 520, steps...) }
	late := raised(quiet(), 48, 60, 80)
	for _, test := range []struct {
		name     string
		aspect   Aspect
		baseline []float64
		canary   []float64
		finds    bool
		says     string
	}{
		{"peaks", Peaks, quiet(), spiky(), true, "has peaks of 900 ms and beyond, where the baseline stands at 400 ms and never goes near that"},
		{"peaks on both sides", Peaks, spiky(), spiky(), false, ""},
		{"one peak is chance", Peaks, quiet(), at(quiet(), 900, 30), false, ""},
		{"tail", Tail, quiet(), heavy(2, 9, 14, 21, 28, 33, 39, 44, 49, 57), true, "p95 at 520 ms instead of 40"},
		{"tail on both sides", Tail, heavy(1, 8, 12, 20, 27, 34, 38, 45, 50, 56), heavy(2, 9, 14, 21, 28, 33, 39, 44, 49, 57), false, ""},
		{"late step", Late, quiet(), late, true, "since 12:48 UTC at 47"},
		{"late step on both sides", Late, raised(quiet(), 48, 60, 80), late, false, ""},
		{"a level below is no harm", Late, quiet(), raised(quiet(), 0, 60, -80), false, ""},
		{"spread", Spread, quiet(), r.around(60, 400, 20), true, "times as far as the baseline, by 1"},
		{"spread on both sides", Spread, r.around(60, 400, 20), r.around(60, 400, 20), false, ""},
		{"spread half as wide", Spread, quiet(), r.around(60, 400, 2), false, ""},
		{"order", Order, scattered, runs, true, "has its outlying values in one stretch, where the baseline has them scattered over 8"},
		{"order on both sides", Order, raised(quiet(), 31, 39, 60), runs, false, ""},
		{"scattered on both sides", Order, scattered, at(quiet(), 460, 5, 11, 19, 22, 33, 37, 44, 57), false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := metricOf("latency", Gauge, NoPreset)
			m.Unit = "ms"
			result := decide(t, planOf(60, m), gaugesOf(test.baseline, test.canary))
			f := result.Findings[0]
			e, found := lookingAt(f, test.aspect)
			if found != test.finds || !test.finds && f.Class != Pass {
				t.Fatalf("%v: found is %v in %v: %s", test.aspect, found, f.Class, f.Sentence)
			}
			if !test.finds {
				return
			}
			f.Evidence = []Evidence{e} // what it says when nothing else is worse
			if said := f.sentence(); !strings.Contains(said, test.says) {
				t.Errorf("it says %q, want %q", said, test.says)
			}
			if e.P > e.PauseAlpha || e.Harm < e.PauseMargin || math.IsNaN(e.BaselineN) {
				t.Errorf("evidence of a regression: %+v", e)
			}
			if got := result.Verdict; (test.aspect == Spread || test.aspect == Peaks || test.aspect == Order) && got != Pause {
				t.Errorf("%v alone makes %v", test.aspect, got)
			}
			mirror := m
			mirror.Direction = LowerIsWorse
			f = decide(t, planOf(60, mirror), gaugesOf(mirrorOf(test.baseline, 400), mirrorOf(test.canary, 400))).Findings[0]
			if _, found := lookingAt(f, test.aspect); !found {
				t.Errorf("not found upside down where lower is worse: %v, %s", f.Class, f.Sentence)
			}
			mirror.Direction = EitherIsWorse
			f = decide(t, planOf(60, mirror), gaugesOf(mirrorOf(test.baseline, 400), mirrorOf(test.canary, 400))).Findings[0]
			if _, found := lookingAt(f, test.aspect); !found {
				t.Errorf("not found upside down where either is worse: %v, %s", f.Class, f.Sentence)
			}
		})
	}
}

// What the detectors of a gauge may spend adds up to its share of alpha: what one cannot use goes to the others.
func TestSharesOfAspects(t *testing.T) {
	r := noiseOf(2)
	for _, test := range []struct {
		points  int
		aspects []Aspect
	}{
		{60, []Aspect{Level, Tail, Late, Spread, Peaks, Order}},
		{15, []Aspect{Level, Late, Spread, Peaks}},
		{10, []Aspect{Level, Spread, Peaks}},
		{6, []Aspect{Level}},
	} {
		m := metricOf("latency", Gauge, NoPreset)
		plan := planOf(test.points, m)
		u := prepare(plan, m, gaugesOf(r.around(test.points, 400, 4), r.around(test.points, 400, 4)))[0]
		u.compare(plan)
		var aspects []Aspect
		for _, e := range u.evidence {
			aspects = append(aspects, e.Aspect)
		}
		if diff := cmp.Diff(test.aspects, aspects); diff != "" {
			t.Errorf("%d points: %s", test.points, diff)
		}
		// A detector's part is what its p-value was divided by.
		plain := make([]Evidence, len(u.evidence))
		copy(plain, u.evidence)
		for i := range plain {
			plain[i].P = 1e-6
		}
		u.evidence = plain
		u.shareAspects()
		total := 0.0
		for _, e := range u.evidence {
			total += 1e-6 / e.P
		}
		if math.Abs(total-1) > 1e-9 {
			t.Errorf("%d points: the parts add up to %v", test.points, total)
		}
	}
}

// Five points on top of fifty say the same to a rank test, a little above or far above; by size they do not.
func TestSizeOfAShift(t *testing.T) {
	r := noiseOf(3)
	baseline := r.around(50, 400, 4)
	highest := slices.Max(baseline)
	m := metricOf("latency", Gauge, NoPreset)
	p := func(by float64) float64 {
		canary := make([]float64, 50)
		for i := range canary {
			canary[i] = math.NaN()
		}
		for i := range 5 {
			canary[10*i+4] = highest + by + float64(i)
		}
		plan := planOf(50, m)
		u := prepare(plan, m, gaugesOf(baseline, canary))[0]
		u.causes = nil // most of the canary's steps are missing
		u.compare(plan)
		return u.evidence[0].P
	}
	near, far := p(0.1), p(100)
	if !(far < near/100) || near > 0.01 {
		t.Errorf("p is %v a little above, %v far above", near, far)
	}
}

// What moves both populations at once goes from their differences, so that a shift is seen that either's own noise drowns.
func TestPairedDifferences(t *testing.T) {
	r := noiseOf(4)
	shared := r.around(40, 0, 40)
	m := metricOf("latency", Gauge, NoPreset)
	m.Pause, m.Abort = Margin{Absolute: 5}, Margin{Absolute: 15}
	observed := gaugesOf(sum(shared, r.around(40, 400, 2)), sum(shared, r.around(40, 408, 2)))
	plan := planOf(40, m)
	together := decide(t, plan, observed).Findings[0]
	if e := together.Evidence[0]; together.Class != Warn || !(e.ShiftUpper-e.ShiftLower < 10) {
		t.Errorf("at the same time: %v, %s, interval %v to %v", together.Class, together.Sentence, e.ShiftLower, e.ShiftUpper)
	}
	// The same values an hour apart do not belong together; a day apart they do.
	for _, test := range []struct {
		hours int
		class Class
	}{{1, Inconclusive}, {24, Warn}} {
		plan := planOf(40, m)
		plan.Baseline.Start, plan.Baseline.End = noon().Add(-time.Duration(test.hours)*time.Hour), plan.Baseline.End.Add(-time.Duration(test.hours)*time.Hour)
		moved := gaugesOf(nil, observed.Slices[0].Canary.Value.Values)
		moved.Slices[0].Baseline.Value = observed.Slices[0].Baseline.Value
		moved.Slices[0].Baseline.Value.Start = plan.Baseline.Start
		if f := decide(t, plan, moved).Findings[0]; f.Class != test.class {
			t.Errorf("%d hours apart: %v, %s", test.hours, f.Class, f.Sentence)
		}
	}
}

// A baseline that is nothing but 0 has no scale: what counts is how often the canary leaves 0.
func TestZeroBaseline(t *testing.T) {
	for _, test := range []struct {
		name   string
		canary []float64
		class  Class
		says   string
	}{
		{"now and then", at(constant(30, 0), 2, 3, 8, 13, 19, 22, 27), Warn, "leaves 0 now and then, in 6 of 30 points, and the baseline never does"},
		{"once", at(constant(30, 0), 2, 14), Inconclusive, ""},
		{"one stretch", at(constant(30, 0), 2, 14, 15, 16, 17, 18, 19), Inconclusive, ""},
		{"all the time", constant(30, 3), Warn, "at 3 instead of 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := decide(t, planOf(30, metricOf("errors", Gauge, NoPreset)), gaugesOf(constant(30, 0), test.canary)).Findings[0]
			if f.Class != test.class || !strings.Contains(f.Sentence, test.says) {
				t.Errorf("got %v: %s", f.Class, f.Sentence)
			}
		})
	}
}

func TestDetectorsAreDeterministic(t *testing.T) {
	r := noiseOf(5)
	m := metricOf("latency", Gauge, NoPreset)
	observed := gaugesOf(r.around(60, 400, 4), at(raised(r.around(60, 400, 12), 50, 60, 60), 900, 5, 25, 45))
	first := decide(t, planOf(60, m), observed)
	for range 3 {
		if diff := cmp.Diff(first, decide(t, planOf(60, m), observed), cmpopts.EquateNaNs(), cmp.AllowUnexported(Finding{}, Evidence{})); diff != "" {
			t.Fatal(diff)
		}
	}
}
