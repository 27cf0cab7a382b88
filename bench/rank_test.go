package bench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	moremath "github.com/aclements/go-moremath/stats"

	"github.com/serin-canary/serin/stats"
)

// pairs returns enough different pairs of samples that no branch predictor learns them: one small input, sorted again
// and again, looks four times too fast. With ties the values are rounded to tenths of a standard deviation.
func pairs(n int, ties bool) [][2][]float64 {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	all := make([][2][]float64, max(4, min(4_096, 400_000/n)))
	for i := range all {
		for side := range all[i] {
			sample := make([]float64, n)
			for j := range sample {
				sample[j] = r.NormFloat64() + 0.1*float64(side)
				if ties {
					sample[j] = math.Round(10*sample[j]) / 10
				}
			}
			all[i][side] = sample
		}
	}
	return all
}

// BenchmarkRank compares the rank test of two samples of n values: serin's (exact where MannWhitney is), its normal
// approximation alone, go-moremath's (exact up to 50 values, with ties up to 25), and two sorts without any test.
func BenchmarkRank(b *testing.B) {
	for _, n := range []int{10, 20, 26, 30, 50, 51, 60, 80, 100, 110, 120, 250, 1_440, 10_000, 100_000} {
		for _, ties := range []bool{false, true} {
			benchmarkRank(b, n, ties)
		}
	}
}

func benchmarkRank(b *testing.B, n int, ties bool) {
	inputs := pairs(n, ties)
	scratch := [2][]float64{make([]float64, n), make([]float64, n)}
	for _, method := range []struct {
		name string
		run  func(baseline, canary []float64) error
	}{
		{"serin", func(baseline, canary []float64) error {
			_, err := stats.MannWhitney(baseline, canary, stats.TwoSided)
			return err
		}},
		{"serin-normal", func(baseline, canary []float64) error {
			_, err := stats.MannWhitneyNormal(baseline, canary, stats.TwoSided, true)
			return err
		}},
		{"moremath", func(baseline, canary []float64) error {
			_, err := moremath.MannWhitneyUTest(canary, baseline, moremath.LocationDiffers)
			return err
		}},
		{"sort-alone", func(baseline, canary []float64) error {
			for side, x := range [][]float64{baseline, canary} {
				copy(scratch[side], x)
				slices.Sort(scratch[side])
			}
			return nil
		}},
	} {
		b.Run(fmt.Sprintf("n=%d/ties=%v/%s", n, ties, method.name), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				pair := inputs[i%len(inputs)]
				if err := method.run(pair[0], pair[1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The two rank tests agree where both are exact, so that the benchmark compares the same thing.
func TestSameAnswer(t *testing.T) {
	for _, pair := range pairs(30, false)[:20] {
		ours, err := stats.MannWhitney(pair[0], pair[1], stats.TwoSided)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := moremath.MannWhitneyUTest(pair[1], pair[0], moremath.LocationDiffers)
		if err != nil {
			t.Fatal(err)
		}
		if d := ours.P - theirs.P; d > 1e-9 || d < -1e-9 || ours.U != theirs.U {
			t.Errorf("U %v and %v, p %v and %v", ours.U, theirs.U, ours.P, theirs.P)
		}
	}
}
