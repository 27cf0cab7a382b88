package quality

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/serin-canary/serin/judge"
)

// firstErrors draws a metric whose baseline has no errors and whose canary has some in 10 to 60 % of its steps: half of
// the cases as counts, with a constant exposure or one per step, and half as values.
func (d *draft) firstErrors(i int, plan *judge.Plan) (judge.Metric, judge.Observation) {
	var errors [2][]float64
	errors[baseline], errors[canary] = make([]float64, d.baseline), make([]float64, d.canary)
	for _, at := range d.Perm(d.canary)[:int(math.Ceil(float64(d.canary)*between(d.Rand, 0.1, 0.6)))] {
		errors[canary][at] = 1 + distuv.Poisson{Lambda: 1, Src: d.Rand}.Rand()
	}
	if d.IntN(2) == 0 {
		unit := among(d.Rand, 1, betweenLog(d.Rand, 1e-3, 10))
		for k := range errors[canary] {
			errors[canary][k] *= unit
		}
		return metricOf(i, judge.Gauge, judge.NoPreset), gaugesOf(errors[baseline], errors[canary])
	}
	rate := betweenLog(d.Rand, 50, 5000) // of requests to the canary
	exposure := [2]float64{rate * among(d.Rand, 1.0, 1, 3, 19), rate}
	if d.IntN(2) == 0 {
		plan.BaselineExposure, plan.CanaryExposure = exposure[baseline], exposure[canary]
		return metricOf(i, judge.Count, judge.NoPreset), countsOf(errors, [2][]float64{})
	}
	var totals [2][]float64
	for side := range totals {
		for range errors[side] {
			totals[side] = append(totals[side], distuv.Poisson{Lambda: exposure[side], Src: d.Rand}.Rand())
		}
	}
	return metricOf(i, judge.Count, judge.NoPreset), countsOf(errors, totals)
}
