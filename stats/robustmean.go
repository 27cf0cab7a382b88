package stats

import (
	"fmt"
	"math"
)

// TrimmedMean is the mean of what remains after leaving out a share of the values at each end.
//
// Definition: ⌊n·share⌋ values are left out at each end; the median if none remain.
//
// Inputs: finite values in any order; share in [0, ½]. Result: in their unit.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf, [ErrProbability].
//
// Cost: a sort. Oracle: R mean(trim = share).
//
// Reference: Tukey and McLaughlin (1963), Sankhyā A 25, 331–352.
func TrimmedMean(x []float64, share float64) (float64, error) {
	sorted, cut, err := trimming(x, share)
	if err != nil {
		return 0, err
	}
	if 2*cut >= len(sorted) {
		return sortedMedian(sorted), nil
	}
	return mean(sorted[cut : len(sorted)-cut]), nil
}

// WinsorizedMean is the mean after moving a share of the values at each end to the nearest value that is kept.
//
// Definition: ⌊n·share⌋ values are moved at each end; the median if none are kept.
//
// Inputs, result, errors, cost: as [TrimmedMean]. Oracle: SciPy mstats.winsorize.
//
// Reference: Dixon (1960), Annals of Mathematical Statistics 31, 385–391.
func WinsorizedMean(x []float64, share float64) (float64, error) {
	sorted, cut, err := trimming(x, share)
	if err != nil {
		return 0, err
	}
	n := len(sorted)
	if 2*cut >= n {
		return sortedMedian(sorted), nil
	}
	moved := make([]float64, n)
	for i := range moved {
		moved[i] = sorted[min(max(i, cut), n-1-cut)]
	}
	return mean(moved), nil
}

func trimming(x []float64, share float64) (sorted []float64, cut int, err error) {
	if !(share >= 0 && share <= 0.5) {
		return nil, 0, fmt.Errorf("share of %v, not in [0, 0.5]: %w", share, ErrProbability)
	}
	if sorted, err = sortedFinite("sample", x); err != nil {
		return nil, 0, err
	}
	return sorted, int(float64(len(sorted)) * share), nil
}

// GeometricMean is the n-th root of the product, a mean for ratios and for positive values with a long tail.
//
// Definition: exp(mean of ln x). Inputs: positive finite values. Result: in their unit, at most the arithmetic mean.
//
// Errors: [ErrSampleSize] for an empty sample; [ErrNotFinite] for NaN or ±Inf; [ErrCounts] for a value that is not positive.
//
// Cost: O(n). Oracle: mpmath.
func GeometricMean(x []float64) (float64, error) {
	if err := checkFinite("sample", x); err != nil {
		return 0, err
	}
	logs := make([]float64, len(x))
	lo, hi := x[0], x[0]
	for i, v := range x {
		if v <= 0 {
			return 0, fmt.Errorf("sample[%d] is %v, not positive: %w", i, v, ErrCounts)
		}
		logs[i] = logarithm(v)
		lo, hi = min(lo, v), max(hi, v)
	}
	return clamp(math.Exp(mean(logs)), lo, hi), nil
}
