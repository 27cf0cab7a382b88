package stats

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMannWhitneyEdges(t *testing.T) {
	inf, tiny := math.Inf(1), math.SmallestNonzeroFloat64
	many := make([]float64, 50)
	for i := range many {
		many[i] = float64(i)
	}
	for _, tt := range []struct {
		name             string
		baseline, canary []float64
		alternative      Alternative
		want             RankTest // with NBaseline, NCanary and Alternative filled in below
	}{
		{"one against one", []float64{1}, []float64{2}, TwoSided, RankTest{U: 1, A12: 1, Z: 1, P: 1}},
		{"one against one, one-sided", []float64{1}, []float64{2}, Greater, RankTest{U: 1, A12: 1, Z: 1, P: 0.5}},
		{"one equal to one", []float64{1}, []float64{1}, Greater, RankTest{U: 0.5, A12: 0.5, P: 1, TieSum: 6}},
		{"one above fifty", many, []float64{99}, Greater, RankTest{U: 50, A12: 1, Z: 25 / math.Sqrt(50*52./12), P: 1. / 51}},
		{"all equal", []float64{3, 3, 3}, []float64{3, 3}, TwoSided, RankTest{U: 3, A12: 0.5, P: 1, TieSum: 120}},
		{"all equal, one-sided", []float64{3, 3, 3}, []float64{3, 3}, Less, RankTest{U: 3, A12: 0.5, P: 1, TieSum: 120}},
		{"negative zero equals zero", []float64{0}, []float64{math.Copysign(0, -1)}, Less, RankTest{U: 0.5, A12: 0.5, P: 1, TieSum: 6}},
		{
			"largest and smallest magnitudes",
			[]float64{-1e300, -tiny, 1e-300},
			[]float64{tiny, 1e300, -1e-300},
			Greater,
			RankTest{U: 6, A12: 6. / 9, Z: 1.5 / math.Sqrt(9*7./12), P: 7. / 20},
		},
		{
			"infinities have ranks",
			[]float64{-inf, 0},
			[]float64{inf, inf},
			Greater,
			RankTest{U: 4, A12: 1, Z: 2 / math.Sqrt(4./12*(5-6./12)), P: 1. / 6, TieSum: 6},
		},
		{
			"constants that differ",
			[]float64{5, 5, 5},
			[]float64{6, 6, 6},
			TwoSided,
			RankTest{U: 9, A12: 1, Z: 4.5 / math.Sqrt(9./12*(7-48./30)), P: 0.1, TieSum: 48},
		},
		{
			"tie across samples", []float64{1, 2}, []float64{2, 3}, Greater, // 2 of 6 choices have U >= 3.5: either 2, and 3
			RankTest{U: 3.5, A12: 3.5 / 4, Z: 1.5 / math.Sqrt(4./12*(5-6./12)), P: 2. / 6, TieSum: 6},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := MannWhitney(tt.baseline, tt.canary, tt.alternative)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.NBaseline, tt.want.NCanary, tt.want.Alternative = len(tt.baseline), len(tt.canary), tt.alternative
			if diff := cmp.Diff(tt.want, got, nearly(1e-15)); diff != "" {
				t.Errorf("MannWhitney(%v, %v, %v): -want +got\n%s", tt.baseline, tt.canary, tt.alternative, diff)
			}
		})
	}
}

// nearly compares floating point numbers by the tolerance helper.
func nearly(rtol float64) cmp.Option {
	return cmp.Comparer(func(x, y float64) bool { return near(x, y, rtol, 0) })
}

func TestMannWhitneyErrors(t *testing.T) {
	some, nan := []float64{1, 2}, []float64{1, math.NaN()}
	for _, tt := range []struct {
		name             string
		baseline, canary []float64
		alternative      Alternative
		want             error
	}{
		{"empty baseline", nil, some, TwoSided, ErrSampleSize},
		{"empty canary", some, nil, TwoSided, ErrSampleSize},
		{"NaN in the baseline", nan, some, TwoSided, ErrNotFinite},
		{"NaN in the canary", some, nan, TwoSided, ErrNotFinite},
		{"unknown alternative", some, some, 3, ErrOption},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := MannWhitney(tt.baseline, tt.canary, tt.alternative); !errors.Is(err, tt.want) || got != (RankTest{}) {
				t.Errorf("MannWhitney: got %+v, %v, want %v", got, err, tt.want)
			}
			if got, err := MannWhitneyNormal(tt.baseline, tt.canary, tt.alternative, true); !errors.Is(err, tt.want) || got != (RankTest{}) {
				t.Errorf("MannWhitneyNormal: got %+v, %v, want %v", got, err, tt.want)
			}
			if tt.alternative == TwoSided {
				if got, err := A12(tt.baseline, tt.canary); !errors.Is(err, tt.want) || got != 0 {
					t.Errorf("A12: got %v, %v, want %v", got, err, tt.want)
				}
			}
		})
	}
}

// TestMannWhitneyEnumerates compares the exact law with all choices of which values are the canary's.
func TestMannWhitneyEnumerates(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		m, n, values := 1+rng.IntN(6), 1+rng.IntN(6), 1+rng.IntN(30)
		pool := make([]float64, m+n)
		for i := range pool {
			pool[i] = float64(rng.IntN(values))
		}
		baseline, canary := pool[:m], pool[m:]
		observed := bruteU(baseline, canary)
		var less, greater, all float64
		for choice := range 1 << (m + n) {
			var b, c []float64
			for i, v := range pool {
				if choice>>i&1 == 1 {
					c = append(c, v)
				} else {
					b = append(b, v)
				}
			}
			if len(c) != n {
				continue
			}
			all++
			if u := bruteU(b, c); u <= observed {
				less++
			}
			if u := bruteU(b, c); u >= observed {
				greater++
			}
		}
		for a, want := range map[Alternative]float64{
			Less: less / all, Greater: greater / all, TwoSided: min(1, 2*min(less, greater)/all),
		} {
			got := must(MannWhitney(baseline, canary, a))
			if got.U != observed || got.Method != Exact || !near(got.P, want, 1e-13, 0) {
				t.Errorf("MannWhitney(%v, %v, %v): got %+v, want U = %v, P = %v by enumeration", baseline, canary, a, got, observed, want)
			}
		}
	}
}

func bruteU(baseline, canary []float64) (u float64) {
	for _, b := range baseline {
		for _, c := range canary {
			switch {
			case c > b:
				u++
			case c == b:
				u += 0.5
			}
		}
	}
	return u
}

// TestMannWhitneyDeepTail reaches the least p-values, without and with ties; the latter know how many choices there are.
func TestMannWhitneyDeepTail(t *testing.T) {
	for _, n := range []int{5, 20, 40, 50} {
		baseline, canary := make([]float64, n), make([]float64, n)
		for i := range n {
			baseline[i], canary[i] = float64(i), float64(1000+i)
		}
		want := 1 / choose(n, n)
		got := must(MannWhitney(baseline, canary, Greater))
		if !near(got.P, want, 1e-13, 0) || got.Method != Exact {
			t.Errorf("%d against %d, separated: got %+v, want P = %v", n, n, got, want)
		}
		canary[0] = canary[1] // a tie that leaves the samples separated
		got = must(MannWhitney(baseline, canary, Greater))
		if counted := countedP(baseline, canary, Greater); !near(got.P, want, 1e-13, 0) || !near(counted, want, 1e-13, 0) {
			t.Errorf("%d against %d, separated, one tie: got %+v, %v by counting, want P = %v", n, n, got, counted, want)
		}
		got = must(MannWhitney(canary, baseline, Less))
		if !near(got.P, want, 1e-13, 0) {
			t.Errorf("%d against %d, separated, one tie, mirrored: got %+v, want P = %v", n, n, got, want)
		}
	}
}

// TestMannWhitneyMethods pins the sizes at which the exact law ends, and that the normal law is close there.
func TestMannWhitneyMethods(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for _, tt := range []struct {
		m, n int
		ties string
		want Method
	}{
		{1, 500_000, "", Exact},
		{9, 10_000, "", Exact},
		{9, 20_000, "", Normal},
		{10, 20_000, "", Exact},
		{100, 100, "", Exact},
		{1440, 1440, "", Exact},
		{25, 25, "one", Exact},
		{26, 26, "one", Normal},
		{3, 250, "one", Exact},
		{1440, 1440, "one", Normal},
		{26, 26, "half", Normal},
		{26, 26, "most", Exact},
		{60, 60, "most", Exact},
		{500, 500, "most", Normal},
		{20, 40, "half", Normal},
		{20, 41, "half", Exact},
	} {
		t.Run(fmt.Sprintf("%d against %d, ties %s", tt.m, tt.n, tt.ties), func(t *testing.T) {
			baseline, canary := normalSample(rng, tt.m, 0), normalSample(rng, tt.n, 0.1)
			switch tt.ties {
			case "one":
				canary[0] = baseline[0]
			case "half":
				baseline, canary = transformed(baseline, atLeast(0)), transformed(canary, atLeast(0))
			case "most":
				baseline, canary = transformed(baseline, atLeast(1)), transformed(canary, atLeast(1))
			}
			got := must(MannWhitney(baseline, canary, TwoSided))
			if got.Method != tt.want {
				t.Errorf("method: got %v, want %v", got.Method, tt.want)
			}
			normal := must(MannWhitneyNormal(baseline, canary, TwoSided, true))
			if min(tt.m, tt.n) > 20 && got.P > 0.001 && tt.ties != "most" && !near(normal.P, got.P, 0.05, 0) {
				t.Errorf("normal approximation: P = %v, exact %v", normal.P, got.P)
			}
		})
	}
}

// atLeast raises values to a least one, so that many are equal.
func atLeast(least float64) func(float64) float64 {
	return func(v float64) float64 { return max(v, least) }
}

func TestRankTestMinP(t *testing.T) {
	for _, tt := range []struct {
		m, n int
		want float64
	}{
		{0, 5, 1},
		{1, 1, 0.5},
		{3, 3, 0.05},
		{2, 5, 1. / 21},
		{50, 50, 9.911653021418834e-30}, // 1/C(100, 50)
		{1, 1_000_000, 1. / 1_000_001},
		{5000, 5000, 0},
	} {
		if got := RankTestMinP(tt.m, tt.n); !near(got, tt.want, 1e-13, 0) {
			t.Errorf("RankTestMinP(%d, %d): got %v, want %v", tt.m, tt.n, got, tt.want)
		}
	}
}

// TestMannWhitneyCalibration lets canaries that do not differ be tested: at most α of them, and not far fewer, may be found
// to differ. Four standard errors of 4,000 runs are 0.014.
func TestMannWhitneyCalibration(t *testing.T) {
	for _, tt := range []struct {
		name   string
		m, n   int
		ties   bool
		lo, hi float64
	}{
		{"10 against 10", 10, 10, false, 0.030, 0.057}, // the exact test can do 0.0433
		{"60 against 60", 60, 60, false, 0.036, 0.064},
		{"20 against 12 with ties", 20, 12, true, 0.030, 0.060},
		{"300 against 30 with ties", 300, 30, true, 0.036, 0.064},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(4, 1))
			rejected := 0
			const runs = 4000
			for range runs {
				baseline, canary := normalSample(rng, tt.m, 0), normalSample(rng, tt.n, 0)
				if tt.ties {
					halves := func(v float64) float64 { return math.Round(2 * v) }
					baseline, canary = transformed(baseline, halves), transformed(canary, halves)
				}
				if must(MannWhitney(baseline, canary, TwoSided)).P <= 0.05 {
					rejected++
				}
			}
			if rate := float64(rejected) / runs; rate < tt.lo || rate > tt.hi {
				t.Errorf("P <= 0.05 in %.3f of the runs, want between %v and %v", rate, tt.lo, tt.hi)
			}
		})
	}
}
