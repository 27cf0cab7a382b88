package stats

import (
	"fmt"
	"math"
)

// Autocorrelation1 estimates how strongly each value of a series resembles the one before it: the correlation at lag 1.
//
// Definition: Σ (x_t − m)(x_{t+1} − m) / Σ (x_t − m)², m the mean; with gaps as [PooledAutocorrelation1].
//
// Inputs: values at equal steps of time, in order; NaN is a gap, which no pair spans.
//
// Result: in [−1, 1]; about 0 for independent values, with a bias of about −(1 + 4ρ)/n.
//
// Errors: [ErrSampleSize] without a pair of neighbours, [ErrConstant] if all values are equal, [ErrNotFinite] for ±Inf.
//
// Cost: O(n), no allocation.
//
// Oracle: R acf(x, lag.max = 1, na.action = na.pass).
//
// Reference: Box, Jenkins, Reinsel and Ljung (2015), "Time Series Analysis", chapter 2.
func Autocorrelation1(x []float64) (float64, error) {
	return PooledAutocorrelation1(x)
}

// PooledAutocorrelation1 is [Autocorrelation1] estimated from several series at once, such as baseline and canary, or one
// series in segments. Each has its own mean, and no pair spans two of them.
//
// Definition: the mean product of neighbouring deviations, over the mean squared deviation,
//
//	[Σ (x_t − m)(x_{t+1} − m) / (pairs + series)] / [Σ (x_t − m)² / n]
//
// with sums over all series; pairs counts neighbours that are both present, n the values. Without gaps the two
// denominators are equal. A series without any value is left out.
//
// Inputs, result, errors and cost: as Autocorrelation1.
func PooledAutocorrelation1(series ...[]float64) (float64, error) {
	unit := 0.0 // keeps squares within range, and the same for all series
	for s, x := range series {
		for i, v := range x {
			if math.IsInf(v, 0) {
				return 0, fmt.Errorf("value %d of series %d is %v: %w", i, s, v, ErrNotFinite)
			}
		}
		unit = max(unit, magnitude(x))
	}
	c := lagSums{}
	for _, x := range series {
		c.add(x, max(unit, smallestNormal))
	}
	switch {
	case c.pairs == 0:
		return 0, fmt.Errorf("no two neighbouring values among %d: %w", c.values, ErrSampleSize)
	case c.squares == 0:
		return 0, fmt.Errorf("all %d values of each series are equal: %w", c.values, ErrConstant)
	}
	perPair := c.products / float64(c.pairs+c.series)
	return clamp(perPair/(c.squares/float64(c.values)), -1, 1), nil
}

// lagSums collects the sums over several series.
type lagSums struct {
	products, squares     float64
	values, pairs, series int
}

func (c *lagSums) add(x []float64, unit float64) {
	scale := 1 / unit // exact: a power of two
	center, previous := mean(x)*scale, math.NaN()
	values := 0
	for _, v := range x {
		d := float64(v*scale) - center
		if !math.IsNaN(d) {
			values++
			c.squares += d * d
			if !math.IsNaN(previous) {
				c.pairs++
				c.products += d * previous
			}
		}
		previous = d
	}
	c.values += values
	if values > 0 {
		c.series++
	}
}
