package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

func TestDescriptiveEdges(t *testing.T) {
	const huge, tiny = math.MaxFloat64, math.SmallestNonzeroFloat64
	third := func(x []float64) (float64, error) { return Quantile(x, 1./3) }
	for _, tt := range []struct {
		name string
		call func([]float64) (float64, error)
		x    []float64
		want float64
	}{
		{"median of one", Median, []float64{7}, 7},
		{"median of two", Median, []float64{7, 1}, 4},
		{"median of the largest values", Median, []float64{huge, huge}, huge},
		{"median of opposite extremes", Median, []float64{huge, -huge}, 0},
		{"median of subnormals", Median, []float64{tiny, 3 * tiny}, 2 * tiny},
		{"quantile between the largest and the least", third, []float64{-huge, huge}, -huge / 3},
		{"quantile of equal values", third, []float64{0.1, 0.1, 0.1}, 0.1},
		{"MAD of a constant", MAD, []float64{0.1, 0.1, 0.1}, 0},
		{"MAD with an outlier", MAD, []float64{1, 2, 3, 4, 1e9}, 1},
		{"MAD beyond the largest float64", MAD, []float64{huge, huge, -huge, -huge, -huge}, 0},
		{"mean of a constant", Mean, []float64{0.1, 0.1, 0.1}, 0.1},
		{"mean of the largest values", Mean, []float64{huge, huge, huge}, huge},
		{"mean that cancels", Mean, []float64{1e16, 1, -1e16}, 1. / 3},
		{"mean of subnormals", Mean, []float64{tiny, 3 * tiny}, 2 * tiny},
		{"mean of zeros", Mean, []float64{0, math.Copysign(0, -1)}, 0},
		{"standard deviation of a constant", StdDev, []float64{0.1, 0.1, 0.1}, 0},
		{"standard deviation of large values", StdDev, []float64{1e300, 3e300}, math.Sqrt2 * 1e300},
		{"standard deviation of small values", StdDev, []float64{1e-300, 3e-300}, math.Sqrt2 * 1e-300},
		{"standard deviation far from zero", StdDev, []float64{1e9 + 1, 1e9 + 2, 1e9 + 3}, 1},
		{"alternating", Autocorrelation1, []float64{1, -1, 1, -1}, -0.75},
		{"autocorrelation of large values", Autocorrelation1, []float64{1e300, -1e300, 1e300, -1e300}, -0.75},
		{"autocorrelation of small values", Autocorrelation1, []float64{tiny, -tiny, tiny, -tiny}, -0.75},
		{"a gap splits pairs", Autocorrelation1, []float64{1, -1, math.NaN(), 1, -1}, -0.5 / 0.75},
		{"gaps at the ends do not matter", Autocorrelation1, []float64{math.NaN(), 1, -1, 1, -1, math.NaN()}, -0.75},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.call(tt.x); err != nil || !near(got, tt.want, 1e-15, 0) {
				t.Errorf("%v: got %v, %v, want %v", tt.x, got, err, tt.want)
			}
		})
	}
}

func TestDescriptiveErrors(t *testing.T) {
	calls := map[string]func([]float64) (float64, error){
		"Median": Median, "MAD": MAD, "Mean": Mean, "StdDev": StdDev, "Autocorrelation1": Autocorrelation1,
		"Quantile": func(x []float64) (float64, error) { return Quantile(x, 0.5) },
	}
	for name, call := range calls {
		if got, err := call(nil); !errors.Is(err, ErrSampleSize) || got != 0 {
			t.Errorf("%s of nothing: got %v, %v, want ErrSampleSize", name, got, err)
		}
		for _, bad := range []float64{math.Inf(1), math.Inf(-1), math.NaN()} {
			if name == "Autocorrelation1" && math.IsNaN(bad) {
				continue // a gap
			}
			if got, err := call([]float64{1, bad, 2, 3}); !errors.Is(err, ErrNotFinite) || got != 0 {
				t.Errorf("%s with %v: got %v, %v, want ErrNotFinite", name, bad, got, err)
			}
		}
	}
	if _, err := StdDev([]float64{1}); !errors.Is(err, ErrSampleSize) {
		t.Errorf("StdDev of one value: got error %v, want ErrSampleSize", err)
	}
	for _, p := range []float64{-0.1, 1.1, 50, math.NaN()} {
		if _, err := Quantile([]float64{1, 2}, p); !errors.Is(err, ErrProbability) {
			t.Errorf("Quantile at %v: got error %v, want ErrProbability", p, err)
		}
	}
	if _, err := Autocorrelation1([]float64{0.1, 0.1, 0.1}); !errors.Is(err, ErrConstant) {
		t.Errorf("Autocorrelation1 of a constant: got error %v, want ErrConstant", err)
	}
	if _, err := Autocorrelation1([]float64{1, math.NaN(), 2}); !errors.Is(err, ErrSampleSize) {
		t.Errorf("Autocorrelation1 without neighbours: got error %v, want ErrSampleSize", err)
	}
}

func TestPooledAutocorrelation1(t *testing.T) {
	nan := math.NaN()
	a, b := []float64{1, 2, 4, 3}, []float64{107, 101, 105}
	// Deviations −1.5 −0.5 1.5 0.5 and 8/3 −10/3 2/3: products 0.75 − 0.75 + 0.75 − 80/9 − 20/9, squares 5 + 168/9.
	want := (0.75 - 100./9) / (5 + 168./9)
	for name, series := range map[string][][]float64{
		"each about its own mean":            {a, b},
		"in any order":                       {b, a},
		"an empty series is left out":        {a, nil, b, {nan, nan}},
		"a shift of one of them is harmless": {a, {7, 1, 5}},
	} {
		if got, err := PooledAutocorrelation1(series...); err != nil || !near(got, want, 1e-13, 0) {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, want)
		}
	}
	one := must(Autocorrelation1(a))
	if got := must(PooledAutocorrelation1(a)); got != one {
		t.Errorf("one series: got %v, want %v as Autocorrelation1", got, one)
	}
}

// TestAutocorrelation1Estimates recovers the coefficient of autoregressive series, with and without gaps.
func TestAutocorrelation1Estimates(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for _, rho := range []float64{-0.5, 0, 0.5, 0.9} {
		x := make([]float64, 20_000)
		for i := range x {
			x[i] = rng.NormFloat64() * math.Sqrt(1-rho*rho)
			if i > 0 {
				x[i] += rho * x[i-1]
			}
		}
		if got := must(Autocorrelation1(x)); !near(got, rho, 0, 0.03) {
			t.Errorf("ρ = %v: got %v", rho, got)
		}
		for i := range x {
			if rng.IntN(4) == 0 {
				x[i] = math.NaN()
			}
		}
		if got := must(Autocorrelation1(x)); !near(got, rho, 0, 0.04) {
			t.Errorf("ρ = %v, a quarter missing: got %v", rho, got)
		}
	}
}

func TestEffectiveN(t *testing.T) {
	for _, tt := range []struct{ n, rho, want float64 }{
		{60, 0, 60},
		{60, 0.5, 20},
		{60, -0.5, 60},
		{60, 0.99, 1},
		{60, 1, 1},
		{60, math.Inf(1), 1},
		{60, math.NaN(), 1},
		{1, 0.5, 1},
		{0, 0.5, 0},
	} {
		if got := EffectiveN(tt.n, tt.rho); !near(got, tt.want, 1e-15, 0) {
			t.Errorf("EffectiveN(%v, %v): got %v, want %v", tt.n, tt.rho, got, tt.want)
		}
	}
}
