package stats

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// inputs is a power of two. One fixed input would let the branch predictor learn it and flatter every sort.
const inputs = 64

// benchSizes are an hour of minutes, a day of minutes, and raw events.
var benchSizes = []int{60, 1440, 100_000}

// benchPairs returns samples of size n from normal laws half a standard deviation apart; with ties they are rounded to
// tenths.
func benchPairs(n int, ties bool) (baselines, canaries [][]float64) {
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	count := inputs
	if n > 10_000 {
		count = 4 // enough to be unpredictable, and to fit into memory
	}
	for range count {
		b, c := make([]float64, n), make([]float64, n)
		for i := range b {
			b[i], c[i] = 100+10*rng.NormFloat64(), 105+10*rng.NormFloat64()
			if ties {
				b[i], c[i] = float64(int(b[i])), float64(int(c[i]))
			}
		}
		baselines, canaries = append(baselines, b), append(canaries, c)
	}
	return baselines, canaries
}

func benchmarkPairs(b *testing.B, f func(baseline, canary []float64) error) {
	for _, ties := range []bool{false, true} {
		for _, n := range benchSizes {
			baselines, canaries := benchPairs(n, ties)
			b.Run(fmt.Sprintf("n=%d/ties=%v", n, ties), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if err := f(baselines[i%len(baselines)], canaries[i%len(canaries)]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkMannWhitney(b *testing.B) {
	benchmarkPairs(b, func(baseline, canary []float64) error {
		_, err := MannWhitney(baseline, canary, TwoSided)
		return err
	})
}

func BenchmarkHodgesLehmann(b *testing.B) {
	benchmarkPairs(b, func(baseline, canary []float64) error {
		_, err := HodgesLehmann(baseline, canary, 0.95)
		return err
	})
}

func BenchmarkMedian(b *testing.B) {
	benchmarkPairs(b, func(baseline, canary []float64) error {
		_, err := Median(canary)
		return err
	})
}
