package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

func TestRateErrors(t *testing.T) {
	good := Rate{5, 10}
	for _, tt := range []struct {
		name string
		bad  Rate
		want error
	}{
		{"negative events", Rate{-1, 10}, ErrCounts},
		{"too many events", Rate{1<<53 + 1, 10}, ErrCounts},
		{"no exposure", Rate{1, 0}, ErrCounts},
		{"negative exposure", Rate{1, -3}, ErrCounts},
		{"a rate that overflows", Rate{1 << 50, 1e-300}, ErrCounts},
		{"exposure NaN", Rate{1, math.NaN()}, ErrNotFinite},
		{"infinite exposure", Rate{1, math.Inf(1)}, ErrNotFinite},
	} {
		for _, pair := range [][2]Rate{{good, tt.bad}, {tt.bad, good}} {
			_, test := RateTest(pair[0], pair[1], TwoSided)
			_, normal := RateTestNormal(pair[0], pair[1], TwoSided)
			_, difference := RateDifference(pair[0], pair[1], 0.95)
			_, ratio := RateRatio(pair[0], pair[1], 0.95)
			for _, err := range []error{test, normal, difference, ratio} {
				if !errors.Is(err, tt.want) {
					t.Errorf("%s: got error %v, want %v", tt.name, err, tt.want)
				}
			}
		}
	}
	if _, err := RateTest(good, good, 5); !errors.Is(err, ErrOption) {
		t.Errorf("unknown alternative: got error %v, want ErrOption", err)
	}
	if _, err := RateDifference(good, good, 1); !errors.Is(err, ErrConfidence) {
		t.Errorf("confidence 1: got error %v, want ErrConfidence", err)
	}
	if _, err := RateRatio(good, good, 0); !errors.Is(err, ErrConfidence) {
		t.Errorf("confidence 0: got error %v, want ErrConfidence", err)
	}
	if _, err := RateRatio(Rate{0, 1}, Rate{0, 1}, 0.95); !errors.Is(err, ErrCounts) {
		t.Errorf("ratio of nothing: got error %v, want ErrCounts", err)
	}
}

func TestRateTestEdges(t *testing.T) {
	for _, tt := range []struct {
		name             string
		baseline, canary Rate
		alternative      Alternative
		want             RateComparison
	}{
		{"no events", Rate{0, 1}, Rate{0, 9}, TwoSided, RateComparison{P: 1}},
		{"no events, one-sided", Rate{0, 1}, Rate{0, 9}, Greater, RateComparison{P: 1}},
		{"one event, equal exposure", Rate{0, 1}, Rate{1, 1}, Greater, RateComparison{Difference: 1, Z: 1, P: 0.5}},
		{"all ten on one side", Rate{0, 1}, Rate{10, 1}, Greater, RateComparison{Difference: 10, Z: math.Sqrt(10), P: 0x1p-10}},
		{
			"a thousand on one side",
			Rate{1000, 3},
			Rate{0, 3},
			Less,
			RateComparison{Difference: -1000. / 3, Z: -math.Sqrt(1000), P: 0x1p-1000},
		},
		{
			"exposures far apart",
			Rate{1, 1e300},
			Rate{1, 1e-300},
			Greater,
			RateComparison{Difference: 1e300, Z: math.Inf(1), P: 0},
		},
	} {
		got, err := RateTest(tt.baseline, tt.canary, tt.alternative)
		tt.want.Alternative = tt.alternative
		if err != nil || !near(got.Difference, tt.want.Difference, 1e-14, 0) || !near(got.Z, tt.want.Z, 1e-12, 0) ||
			!near(got.P, tt.want.P, 1e-12, 0) || got.Method != Exact {
			t.Errorf("%s: got %+v, %v, want %+v", tt.name, got, err, tt.want)
		}
	}
}

func TestRateTestMethods(t *testing.T) {
	const half = rateExactEvents / 2
	exact := must(RateTest(Rate{half, 1}, Rate{half, 1}, TwoSided))
	normal := must(RateTest(Rate{half, 1}, Rate{half + 1, 1}, TwoSided))
	if exact.Method != Exact || normal.Method != Normal {
		t.Errorf("methods at 1e8 events, and one more: got %v and %v", exact.Method, normal.Method)
	}
	// Just below the switch the two agree, also with 5 % of the exposure on one side.
	baseline, canary := Rate{94_990_000, 0.95}, Rate{5_007_100, 0.05}
	a, b := must(RateTest(baseline, canary, Greater)), must(RateTestNormal(baseline, canary, Greater))
	if a.Method != Exact || a.P < 1e-4 || a.P > 1e-3 || !near(b.P, a.P, 0.005, 0) {
		t.Errorf("near the switch: exact %v, normal %v", a.P, b.P)
	}
}

// TestRateRatioInvertsTest checks the exact interval against the exact test.
func TestRateRatioInvertsTest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		baseline, canary := Rate{1 + rng.Int64N(40), 1 + 9*rng.Float64()}, Rate{1 + rng.Int64N(40), 1 + 9*rng.Float64()}
		i := must(RateRatio(baseline, canary, 0.9))
		for _, limit := range []float64{i.Lo, i.Hi} {
			scaled := Rate{canary.Events, canary.Exposure * limit}
			if got := must(RateTest(baseline, scaled, TwoSided)).P; !near(got, 0.1, 1e-9, 0) {
				t.Errorf("ratio %v of %v to %v: P = %v, want 0.1", limit, canary, baseline, got)
			}
		}
	}
}

func TestRateDifferenceEdges(t *testing.T) {
	z := upperZ(0.95)
	got := must(RateDifference(Rate{0, 2}, Rate{0, 5}, 0.95))
	if want := (Interval{0, -z * z / 2, z * z / 5, 0.95}); !near(got.Lo, want.Lo, 1e-14, 0) || !near(got.Hi, want.Hi, 1e-14, 0) || got.Value != 0 {
		t.Errorf("no events: got %+v, want %+v, the upper limits z²/t", got, want)
	}
	got = must(RateDifference(Rate{0, 2}, Rate{0, 5}, 1e-300))
	if got.Lo > 0 || got.Hi < 0 {
		t.Errorf("a confidence next to 0: got %+v", got)
	}
}

// TestRateCalibration simulates canaries that do not differ, with bursts of none; four standard errors are 0.014.
func TestRateCalibration(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	poisson := func(mean float64) (n int64) {
		for left := rng.ExpFloat64(); left < mean; left += rng.ExpFloat64() {
			n++
		}
		return n
	}
	const runs = 4000
	rejected, held, ratio := 0, 0, 0
	for range runs {
		baseline, canary := Rate{poisson(40), 4}, Rate{poisson(10), 1}
		if must(RateTest(baseline, canary, TwoSided)).P <= 0.05 {
			rejected++
		}
		if i := must(RateDifference(baseline, canary, 0.95)); i.Lo <= 0 && 0 <= i.Hi {
			held++
		}
		if i := must(RateRatio(baseline, canary, 0.95)); i.Lo <= 1 && 1 <= i.Hi {
			ratio++
		}
	}
	if rejected > runs*5/100 || held < runs*936/1000 || held > runs*97/100 || ratio < runs*95/100 {
		t.Errorf("of %d runs, RateTest rejects in %d, RateDifference holds 0 in %d, RateRatio holds 1 in %d", runs, rejected, held, ratio)
	}
}
