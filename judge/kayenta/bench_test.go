package kayenta

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkJudge judges one metric; inputs differ, so that no branch predictor learns them.
func BenchmarkJudge(b *testing.B) {
	for _, points := range []int{60, 1440} {
		b.Run(fmt.Sprintf("%d points", points), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			pairs := make([][]MetricPair, 64)
			for i := range pairs {
				pairs[i] = []MetricPair{{
					Name:       "latency",
					Control:    fill(points, func(int) float64 { return 100 + 10*r.NormFloat64() }),
					Experiment: fill(points, func(int) float64 { return 103 + 10*r.NormFloat64() }),
				}}
			}
			config := DefaultConfig("latency")
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := Judge(config, pairs[i%len(pairs)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
