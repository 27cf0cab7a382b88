package judge

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// manyGauges returns a plan of gauges and enough different observations that no branch predictor learns them.
func manyGauges(metrics, points, inputs int) (Plan, [][]Observation) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []Metric
	for i := range metrics {
		all = append(all, metricOf(fmt.Sprintf("m%d", i), Gauge, NoPreset))
	}
	draw := func() []float64 {
		values, previous := make([]float64, points), 0.0
		for i := range values {
			previous = 0.3*previous + r.NormFloat64()
			values[i] = 100 + previous
		}
		return values
	}
	observed := make([][]Observation, inputs)
	for i := range observed {
		for range metrics {
			observed[i] = append(observed[i], gaugesOf(draw(), draw()))
		}
	}
	return planOf(points, all...), observed
}

// BenchmarkDecide judges analyses of many metrics; the time is that of a whole analysis.
func BenchmarkDecide(b *testing.B) {
	for _, size := range []struct{ metrics, points int }{{1, 30}, {50, 120}, {20, 1440}} {
		b.Run(fmt.Sprintf("%dx%d", size.metrics, size.points), func(b *testing.B) {
			plan, observed := manyGauges(size.metrics, size.points, max(2, 128/size.metrics))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := Decide(plan, observed[i%len(observed)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
