package kayenta

import (
	"math"
	"testing"
)

// fill returns n values by their index.
func fill(n int, f func(i int) float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = f(i)
	}
	return values
}

// ramp returns n values from first on, a step apart.
func ramp(n int, first, step float64) []float64 {
	return fill(n, func(i int) float64 { return first + step*float64(i) })
}

// same returns n times one value.
func same(n int, value float64) []float64 { return ramp(n, value, 0) }

// judgeOne judges one metric on the way of a whole analysis.
func judgeOne(t *testing.T, m MetricConfig, control, experiment []float64) MetricResult {
	t.Helper()
	m.Name = "m"
	result, err := Judge(Config{Metrics: []MetricConfig{m}}, []MetricPair{{Name: "m", Control: control, Experiment: experiment}})
	if err != nil {
		t.Fatal(err)
	}
	return result.Metrics[0]
}

// near reports whether two numbers differ by at most tolerance; NaN is near NaN, and an infinity itself.
func near(got, want, tolerance float64) bool {
	return got == want || math.Abs(got-want) <= tolerance || math.IsNaN(got) && math.IsNaN(want)
}
