package stats

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bruteDifferences are all pairwise differences, ascending.
func bruteDifferences(baseline, canary []float64) []float64 {
	var all []float64
	for _, b := range baseline {
		for _, c := range canary {
			all = append(all, c-b)
		}
	}
	slices.Sort(all)
	return all
}

func TestHodgesLehmannBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 7, 60, 700} {
		baseline, canary := normalSample(rng, n, 0), normalSample(rng, n+n/3, 1)
		all := bruteDifferences(baseline, canary)
		got := must(HodgesLehmann(baseline, canary, 0.95))
		if want := sortedMedian(all); got.Value != want {
			t.Errorf("%d values: got Δ = %v, want %v", n, got.Value, want)
		}
		if math.IsInf(got.Lo, 0) {
			continue
		}
		lo, _ := slices.BinarySearch(all, got.Lo)
		hi, _ := slices.BinarySearch(all, got.Hi)
		if all[lo] != got.Lo || all[hi] != got.Hi || lo != len(all)-1-hi {
			t.Errorf("%d values: limits %v and %v are differences %d and %d of %d, want symmetric ones", n, got.Lo, got.Hi, lo, hi, len(all))
		}
	}
}

func TestHodgesLehmannEdges(t *testing.T) {
	inf := math.Inf(1)
	five := func(v float64) []float64 { return []float64{v, v, v, v, v} }
	for _, tt := range []struct {
		name             string
		baseline, canary []float64
		confidence       float64
		want             Estimate
	}{
		{"one against one", []float64{1}, []float64{4}, 0.95, Estimate{3, -inf, inf, 1, Exact}},
		{"three against three, 0.95 is out of reach", []float64{1, 2, 3}, []float64{5, 7, 9}, 0.95, Estimate{5, -inf, inf, 1, Exact}},
		{"three against three, 0.9 is just in reach", []float64{1, 2, 3}, []float64{5, 7, 9}, 0.9, Estimate{5, 2, 8, 0.9, Exact}},
		{"a confidence next to 1", []float64{1, 2, 3}, []float64{5, 7, 9}, 1 - 1e-16, Estimate{5, -inf, inf, 1, Exact}},
		{"a confidence next to 0", []float64{1, 2, 4}, []float64{5, 7, 9}, 1e-300, Estimate{5, 5, 5, 0, Exact}},
		{"constants that differ", five(2), five(5), 0.95, Estimate{3, 3, 3, 0.95, Normal}},
		{"all equal", five(2), five(2), 0.95, Estimate{0, 0, 0, 0.95, Normal}},
		{"negative zero", five(math.Copysign(0, -1)), five(0), 0.95, Estimate{0, 0, 0, 0.95, Normal}},
		{"a difference overflows", five(-1.7e308), five(1.7e308), 0.95, Estimate{inf, inf, inf, 0.95, Normal}},
		{"the median of large values does not", []float64{0, 0}, []float64{1.7e308, 1.6e308}, 0.5, Estimate{1.65e308, 1.6e308, 1.7e308, 0.5, Normal}},
		{"subnormal", five(0), five(5e-324), 0.95, Estimate{5e-324, 5e-324, 5e-324, 0.95, Normal}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := HodgesLehmann(tt.baseline, tt.canary, tt.confidence)
			if err != nil {
				t.Fatal(err)
			}
			if tt.confidence < 1e-200 { // some interval around the median, as short as may be
				if got.Value != tt.want.Value || got.Lo > got.Value || got.Hi < got.Value || got.Confidence > 0.5 {
					t.Errorf("got %+v, want a short interval around %v", got, tt.want.Value)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got, nearly(1e-15)); diff != "" {
				t.Errorf("HodgesLehmann(%v, %v, %v): -want +got\n%s", tt.baseline, tt.canary, tt.confidence, diff)
			}
		})
	}
}

func TestHodgesLehmannErrors(t *testing.T) {
	some := []float64{1, 2}
	for _, tt := range []struct {
		name             string
		baseline, canary []float64
		confidence       float64
		want             error
	}{
		{"empty baseline", nil, some, 0.95, ErrSampleSize},
		{"empty canary", some, nil, 0.95, ErrSampleSize},
		{"NaN", some, []float64{math.NaN()}, 0.95, ErrNotFinite},
		{"infinity", []float64{1, math.Inf(1)}, some, 0.95, ErrNotFinite},
		{"minus infinity", some, []float64{math.Inf(-1)}, 0.95, ErrNotFinite},
		{"confidence 0", some, some, 0, ErrConfidence},
		{"confidence 1", some, some, 1, ErrConfidence},
		{"a percentage", some, some, 95, ErrConfidence},
		{"confidence NaN", some, some, math.NaN(), ErrConfidence},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := HodgesLehmann(tt.baseline, tt.canary, tt.confidence); !errors.Is(err, tt.want) || got != (Estimate{}) {
				t.Errorf("got %+v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

// TestHodgesLehmannCoverage counts how often the interval holds the true shift: four standard errors are 0.014.
func TestHodgesLehmannCoverage(t *testing.T) {
	for _, tt := range []struct {
		m, n   int
		ties   bool
		lo, hi float64
	}{
		{8, 12, false, 0.94, 0.98}, // exact: at least 0.95, and as little more as the steps of U allow
		{40, 40, false, 0.936, 0.964},
		{15, 25, true, 0.94, 1}, // closed limits hold more where values are rounded
	} {
		t.Run(fmt.Sprintf("%d against %d, ties %v", tt.m, tt.n, tt.ties), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 1))
			held := 0
			const runs, shift = 4000, 2
			for range runs {
				baseline, canary := normalSample(rng, tt.m, 0), normalSample(rng, tt.n, shift)
				if tt.ties {
					halves := func(v float64) float64 { return math.Round(2*v) / 2 }
					baseline, canary = transformed(baseline, halves), transformed(canary, halves)
				}
				if e := must(HodgesLehmann(baseline, canary, 0.95)); e.Lo <= shift && shift <= e.Hi {
					held++
				}
			}
			if rate := float64(held) / runs; rate < tt.lo || rate > tt.hi {
				t.Errorf("interval holds the shift in %.3f of the runs, want between %v and %v", rate, tt.lo, tt.hi)
			}
		})
	}
}
