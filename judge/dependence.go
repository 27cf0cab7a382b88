package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// rhoMax bounds an estimated autocorrelation; beyond, a window holds hardly one independent value.
const rhoMax = 0.99

// A dependence is how far values follow their predecessors: their lag-1 autocorrelation, its standard error, and what it is
// when its bias is taken off.
//
// A test averages over what the autocorrelation may be; that costs less power than the bias taken off, and holds the level
// better (docs/decision-quality.md). A bound cannot average, and takes the bias off.
type dependence struct{ rho, se, unbiased float64 }

// newDependence takes an estimate from n values in so many series, each with a mean of its own, which biases it by
// −(1 + 4ρ)/n for each.
//
// Reference: Kendall (1954), "Note on bias in the estimation of autocorrelation", Biometrika 41(3-4), 403–404.
func newDependence(rho, n float64, series int) dependence {
	within := func(rho float64) float64 { return max(0, min(rho, rhoMax)) }
	return dependence{
		rho:      within(rho),
		se:       math.Sqrt(max(0, 1-rho*rho) / n),
		unbiased: within(rho + float64(series)*(1+4*max(0, rho))/n),
	}
}

// dependenceIn estimates how far the values of some series follow their predecessors; gaps are NaN. Without a pair of
// neighbours, or with all values equal, nothing is known, and nothing allowed for.
func dependenceIn(series ...[]float64) dependence {
	rho, err := stats.PooledAutocorrelation1(series...)
	if err != nil {
		return dependence{}
	}
	n := 0
	for _, values := range series {
		n += len(withoutGaps(values))
	}
	return newDependence(rho, float64(n), len(series))
}

// widening is how many times as large the standard error of a mean is when values follow their predecessors: n of them count
// as n(1 − ρ)/(1 + ρ).
func widening(rho float64) float64 { return math.Sqrt((1 + rho) / (1 - rho)) }

// average averages a probability over what the autocorrelation may be, a normal law about its estimate. Where a p-value hardly
// matters that changes little; where it must be tiny, because many tests and looks share alpha, a series too short to tell its
// autocorrelation cannot make it so.
func (d dependence) average(p func(rho float64) float64) float64 {
	return average(d.rho, d.se, func(rho float64) float64 { return p(max(0, min(rho, rhoMax))) })
}

// averageE averages the inverse of an e-value, given as its logarithm, in the same way.
func (d dependence) averageE(logE func(rho float64) (float64, error)) (float64, error) {
	return averageE(d.rho, d.se, func(rho float64) (float64, error) { return logE(max(0, min(rho, rhoMax))) })
}

// cautious is an autocorrelation that is hardly exceeded, for what cannot average: one standard error above.
func (d dependence) cautious() float64 { return min(d.rho+d.se, rhoMax) }
