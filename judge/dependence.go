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

// average averages a probability over what the autocorrelation may be: a normal law about its estimate, at the five points of
// Gauss and Hermite. Where a p-value hardly matters that changes little; where it must be tiny, because many tests and looks
// share alpha, a series too short to tell its autocorrelation cannot make it so.
func (d dependence) average(p func(rho float64) float64) float64 {
	if d.se == 0 {
		return p(d.rho)
	}
	sum := 0.5333333333333333 * p(d.rho)
	for _, node := range [2]struct{ at, weight float64 }{{1.355626179974266, 0.2220759220056126}, {2.856970013872806, 0.01125741132772069}} {
		for _, side := range [2]float64{-1, 1} {
			sum += float64(node.weight * p(max(0, min(d.rho+side*node.at*d.se, rhoMax))))
		}
	}
	return sum
}

// averageE averages the inverse of an e-value, given as its logarithm, in the same way.
func (d dependence) averageE(logE func(rho float64) (float64, error)) (float64, error) {
	var failed error
	inverse := d.average(func(rho float64) float64 {
		e, err := logE(rho)
		if err != nil {
			failed = err
		}
		return math.Exp(min(-e, most))
	})
	return -math.Log(max(inverse, math.SmallestNonzeroFloat64)), failed
}

// most keeps the inverse of an e-value within range.
const most = 700

// cautious is an autocorrelation that is hardly exceeded, for what cannot average: one standard error above.
func (d dependence) cautious() float64 { return min(d.rho+d.se, rhoMax) }
