package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// impossible are counts that every function must refuse.
var impossible = map[string]Proportion{
	"no trials":             {0, 0},
	"negative events":       {-1, 10},
	"negative trials":       {0, -10},
	"more events than that": {11, 10},
	"too many trials":       {1, 1<<53 + 1},
	"largest":               {math.MaxInt64, math.MaxInt64},
}

func TestProportionErrors(t *testing.T) {
	good := Proportion{1, 10}
	for name, bad := range impossible {
		for _, pair := range [][2]Proportion{{good, bad}, {bad, good}} {
			t.Run(name, func(t *testing.T) {
				for call, f := range proportionCalls(0.95, TwoSided) {
					if err := f(pair[0], pair[1]); !errors.Is(err, ErrCounts) {
						t.Errorf("%s(%v, %v): got error %v, want ErrCounts", call, pair[0], pair[1], err)
					}
				}
			})
		}
		if _, err := ProportionInterval(bad, 0.95, ProportionWilson); !errors.Is(err, ErrCounts) {
			t.Errorf("ProportionInterval of %s: got error %v, want ErrCounts", name, err)
		}
	}
	for _, confidence := range []float64{0, 1, -1, 95, math.NaN(), math.Inf(1)} {
		for call, f := range proportionCalls(confidence, TwoSided) {
			if err := f(good, good); err != nil && !errors.Is(err, ErrConfidence) {
				t.Errorf("%s with confidence %v: got error %v, want ErrConfidence", call, confidence, err)
			}
		}
	}
	for _, call := range []string{"TwoProportionZ", "FisherExact"} {
		if err := proportionCalls(0.95, 7)[call](good, good); !errors.Is(err, ErrOption) {
			t.Errorf("%s with alternative 7: got error %v, want ErrOption", call, err)
		}
	}
}

// proportionCalls are all functions of two proportions, for what they have in common.
func proportionCalls(confidence float64, alternative Alternative) map[string]func(baseline, canary Proportion) error {
	return map[string]func(baseline, canary Proportion) error{
		"TwoProportionZ": func(b, c Proportion) error { _, err := TwoProportionZ(b, c, alternative); return err },
		"FisherExact":    func(b, c Proportion) error { _, err := FisherExact(b, c, alternative); return err },
		"Newcombe":       func(b, c Proportion) error { _, err := Newcombe(b, c, confidence); return err },
		"ProportionRatio": func(b, c Proportion) error {
			_, err := ProportionRatio(b, c, confidence, RatioScore)
			return err
		},
		"OddsRatio": func(b, c Proportion) error {
			_, err := OddsRatio(b, c, confidence, OddsRatioLogitAdjusted)
			return err
		},
	}
}

func TestUnknownMethods(t *testing.T) {
	p := Proportion{3, 10}
	_, test := TwoProportionTest(p, p, TwoSided, 9)
	_, difference := ProportionDifference(p, p, 0.95, 9)
	_, ratio := ProportionRatio(p, p, 0.95, -1)
	_, odds := OddsRatio(p, p, 0.95, 9)
	_, single := ProportionInterval(p, 0.95, 9)
	for _, err := range []error{test, difference, ratio, odds, single} {
		if !errors.Is(err, ErrOption) {
			t.Errorf("got error %v, want ErrOption", err)
		}
	}
}

func TestRatioNeedsEvents(t *testing.T) {
	none, some, all := Proportion{0, 10}, Proportion{3, 10}, Proportion{10, 10}
	for _, tt := range []struct {
		name             string
		baseline, canary Proportion
		call             func(b, c Proportion) (Interval, error)
	}{
		{"score, none at all", none, none, ratio(RatioScore)},
		{"log, no baseline events", none, some, ratio(RatioLog)},
		{"delta, no canary events", some, none, ratio(RatioDelta)},
		{"odds, nothing but events", some, all, oddsRatio(OddsRatioLogit)},
		{"odds, no events", none, some, oddsRatio(OddsRatioLogit)},
	} {
		if got, err := tt.call(tt.baseline, tt.canary); !errors.Is(err, ErrCounts) {
			t.Errorf("%s: got %+v, %v, want ErrCounts", tt.name, got, err)
		}
	}
	if got := must(ratio(RatioScore)(none, some)); !math.IsInf(got.Value, 1) || !math.IsInf(got.Hi, 1) || !(got.Lo > 0) {
		t.Errorf("score, no baseline events: got %+v, want (some limit, ∞)", got)
	}
}

func ratio(m RatioMethod) func(b, c Proportion) (Interval, error) {
	return func(b, c Proportion) (Interval, error) { return ProportionRatio(b, c, 0.95, m) }
}

func oddsRatio(m OddsRatioMethod) func(b, c Proportion) (Interval, error) {
	return func(b, c Proportion) (Interval, error) { return OddsRatio(b, c, 0.95, m) }
}

// TestProportionDifferenceIsExact takes proportions that differ in the 16th digit.
func TestProportionDifferenceIsExact(t *testing.T) {
	const n = 1 << 53
	got := must(TwoProportionZ(Proportion{n/2 - 1, n}, Proportion{n / 2, n}, TwoSided))
	if got.Difference != 0x1p-53 {
		t.Errorf("difference: got %v, want %v", got.Difference, 0x1p-53)
	}
}

// TestNewcombeTable checks table II of Newcombe (1998), method 10 and the score intervals.
func TestNewcombeTable(t *testing.T) {
	for _, tt := range []struct {
		canary, baseline  Proportion
		newcombe, mn, mee [2]float64
	}{
		{Proportion{56, 70}, Proportion{48, 80}, [2]float64{.0524, .3339}, [2]float64{.0528, .3382}, [2]float64{.0533, .3377}},
		{Proportion{9, 10}, Proportion{3, 10}, [2]float64{.1705, .8090}, [2]float64{.1700, .8406}, [2]float64{.1821, .8370}},
		{Proportion{5, 56}, Proportion{0, 29}, [2]float64{-.0381, .1926}, [2]float64{-.0326, .1933}, [2]float64{-.0313, .1926}},
	} {
		for method, want := range map[DifferenceMethod][2]float64{
			DifferenceNewcombe: tt.newcombe, DifferenceMiettinenNurminen: tt.mn, DifferenceMee: tt.mee,
		} {
			got := must(ProportionDifference(tt.baseline, tt.canary, 0.95, method))
			if !near(got.Lo, want[0], 0, 6e-5) || !near(got.Hi, want[1], 0, 6e-5) {
				t.Errorf("method %d of %v − %v: got %+v, want %v", method, tt.canary, tt.baseline, got, want)
			}
		}
	}
}

// TestProportionCoverage simulates canaries that do not differ; four standard errors of 4,000 runs are 0.014.
func TestProportionCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	draw := func(n int64) Proportion {
		p := Proportion{Trials: n}
		for range n {
			if rng.Float64() < 0.05 {
				p.Events++
			}
		}
		return p
	}
	const runs = 4000
	held, score, rejected, fisher := 0, 0, 0, 0
	for range runs {
		baseline, canary := draw(400), draw(150)
		if i := must(Newcombe(baseline, canary, 0.95)); i.Lo <= 0 && 0 <= i.Hi {
			held++
		}
		if i := must(ProportionDifference(baseline, canary, 0.95, DifferenceMiettinenNurminen)); i.Lo <= 0 && 0 <= i.Hi {
			score++
		}
		if must(TwoProportionZ(baseline, canary, TwoSided)).P <= 0.05 {
			rejected++
		}
		if must(FisherExact(baseline, canary, TwoSided)) <= 0.05 {
			fisher++
		}
	}
	for _, tt := range []struct {
		name   string
		n      int
		lo, hi float64
	}{
		{"Newcombe holds 0", held, 0.936, 0.97},
		{"Miettinen–Nurminen holds 0", score, 0.936, 0.97},
		{"TwoProportionZ rejects", rejected, 0.03, 0.064},
		{"FisherExact rejects", fisher, 0.01, 0.05},
	} {
		if rate := float64(tt.n) / runs; rate < tt.lo || rate > tt.hi {
			t.Errorf("%s in %.3f of the runs, want between %v and %v", tt.name, rate, tt.lo, tt.hi)
		}
	}
}
