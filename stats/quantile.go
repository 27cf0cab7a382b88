package stats

import (
	"fmt"
	"math"
)

// Median is the middle value, or the mean of the two middle ones.
//
// Inputs: finite values in any order. Result: in their unit.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: a sort. Oracle: R median.
func Median(x []float64) (float64, error) {
	sorted, err := sortedFinite("sample", x)
	if err != nil {
		return 0, err
	}
	return sortedMedian(sorted), nil
}

// Quantile is the value below which a share p of the sample lies, interpolated.
//
// Definition: type 7 of Hyndman and Fan, the default of R and NumPy: with h = (n−1)p and x(0) … x(n−1) in ascending
// order, the value between x(⌊h⌋) and x(⌊h⌋+1) at the fraction h − ⌊h⌋.
//
// Inputs: finite values in any order; p in [0, 1]. Result: in their unit, between the smallest and the largest.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf, [ErrProbability].
//
// Cost: a sort; for several quantiles use [Quantiles].
//
// Oracle: R quantile(type = 7).
//
// Reference: Hyndman and Fan (1996), "Sample quantiles in statistical packages", The American Statistician 50(4), 361–365.
func Quantile(x []float64, p float64) (float64, error) {
	q, err := Quantiles(x, p)
	if err != nil {
		return 0, err
	}
	return q[0], nil
}

// Quantiles is [Quantile] for several p at the cost of one sort; the results are in the order of p.
func Quantiles(x []float64, p ...float64) ([]float64, error) {
	for _, v := range p {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("quantile of %v: %w", v, ErrProbability)
		}
	}
	sorted, err := sortedFinite("sample", x)
	if err != nil {
		return nil, err
	}
	q := make([]float64, len(p))
	for i, v := range p {
		q[i] = sortedQuantile(sorted, v)
	}
	return q, nil
}

func sortedQuantile(sorted []float64, p float64) float64 {
	h := float64(len(sorted)-1) * p
	i := min(int(h), len(sorted)-1)
	lo := sorted[i]
	hi := sorted[min(i+1, len(sorted)-1)]
	fraction := h - math.Floor(h)
	if lo == hi || fraction == 0 {
		return lo
	}
	return clamp(float64((1-fraction)*lo)+float64(fraction*hi), lo, hi)
}

func sortedMedian(sorted []float64) float64 {
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return middle(sorted[n/2-1], sorted[n/2])
}

// middle is the mean of two values, without overflow.
func middle(a, b float64) float64 {
	if a == b {
		return a
	}
	if sum := a + b; !math.IsInf(sum, 0) {
		return sum / 2
	}
	return a/2 + b/2
}
