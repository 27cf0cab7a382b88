package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMannWhitneyCountsExpands compares with the same observations written out.
func TestMannWhitneyCountsExpands(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		categories := 1 + rng.IntN(8)
		counts := [2][]float64{make([]float64, categories), make([]float64, categories)}
		var values [2][]float64
		for side := range counts {
			for i := range categories {
				n := rng.IntN(5) * rng.IntN(4)
				if i == 0 {
					n++
				}
				counts[side][i] = float64(n)
				for range n {
					values[side] = append(values[side], float64(i))
				}
			}
		}
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			got := must(MannWhitneyCounts(counts[0], counts[1], a))
			want := must(MannWhitneyNormal(values[0], values[1], a, true))
			if diff := cmp.Diff(want, got, nearly(1e-12)); diff != "" {
				t.Errorf("MannWhitneyCounts(%v, %v, %v): -want +got\n%s", counts[0], counts[1], a, diff)
			}
		}
	}
}

func TestMannWhitneyCountsLarge(t *testing.T) {
	// A thousand million observations with one exceptional one: σ² = mn/12·3N²/(N·N) cancels completely in the usual form.
	got := must(MannWhitneyCounts([]float64{1e9, 0}, []float64{1e9 - 1, 1}, Greater))
	m, n := 1e9, 1e9
	total := m + n
	sigma := math.Sqrt(m * n / 12 * 3 * (total - 1) * total / (total * (total - 1)))
	if want := (m/2 - 0.5) / sigma; !near(got.Z, want, 1e-12, 0) {
		t.Errorf("one in 1e9: got Z = %v, want %v", got.Z, want)
	}
	if !near(got.A12, 0.5+0.5e-9, 1e-15, 0) {
		t.Errorf("one in 1e9: got A12 = %v", got.A12)
	}
	fractional := must(MannWhitneyCounts([]float64{10.5, 3.25}, []float64{9.5, 8.75}, TwoSided))
	if fractional.NBaseline != 14 || fractional.NCanary != 18 || !(fractional.P > 0 && fractional.P < 1) {
		t.Errorf("counts that are not whole: got %+v", fractional)
	}
}

func TestMannWhitneyCountsErrors(t *testing.T) {
	some := []float64{3, 4}
	for _, tt := range []struct {
		name             string
		baseline, canary []float64
		alternative      Alternative
		want             error
	}{
		{"no categories", nil, nil, TwoSided, ErrSampleSize},
		{"no observations", []float64{0, 0}, some, TwoSided, ErrSampleSize},
		{"other categories", []float64{1, 2, 3}, some, TwoSided, ErrCounts},
		{"negative", []float64{5, -1}, some, TwoSided, ErrCounts},
		{"too many", []float64{1e16, 1}, some, TwoSided, ErrCounts},
		{"not a number", some, []float64{1, math.NaN()}, TwoSided, ErrNotFinite},
		{"infinite", some, []float64{1, math.Inf(1)}, TwoSided, ErrNotFinite},
		{"unknown alternative", some, some, -1, ErrOption},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := MannWhitneyCounts(tt.baseline, tt.canary, tt.alternative); !errors.Is(err, tt.want) {
				t.Errorf("got %+v, %v, want %v", got, err, tt.want)
			}
		})
	}
}
