package stats

import (
	"fmt"
	"math"
	"slices"
)

// MADToSD turns a median absolute deviation into an estimate of the standard deviation of normal data: 1/Φ⁻¹(¾), rounded
// to four decimals as is the custom.
const MADToSD = 1.4826

// MAD is the median absolute deviation from the median, a measure of spread that half of the values cannot spoil.
//
// Definition: median |x − median x|, raw; multiply by [MADToSD] to compare it with a standard deviation.
//
// Inputs: finite values in any order. Result: in their unit, at least 0.
//
// Edge cases: 0 if more than half of the values are equal; +Inf if it exceeds the largest float64.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: two sorts. Oracle: R mad(x, constant = 1).
//
// Reference: Hampel (1974), "The influence curve and its role in robust estimation", Journal of the American Statistical
// Association 69, 383–393.
func MAD(x []float64) (float64, error) {
	sorted, err := sortedFinite("sample", x)
	if err != nil {
		return 0, err
	}
	return sortedMedian(deviations(sorted)), nil
}

// deviations returns the distances of an ascending sample from its median, ascending: those below the median and those
// above it are in order already.
func deviations(sorted []float64) []float64 {
	center := sortedMedian(sorted)
	above, _ := slices.BinarySearch(sorted, center)
	below := above - 1
	distances := make([]float64, 0, len(sorted))
	for below >= 0 || above < len(sorted) {
		if above == len(sorted) || below >= 0 && center-sorted[below] <= sorted[above]-center {
			distances = append(distances, center-sorted[below])
			below--
		} else {
			distances = append(distances, sorted[above]-center)
			above++
		}
	}
	return distances
}

// Mean is the arithmetic mean, summed with compensation.
//
// Inputs: finite values. Result: in their unit, between the smallest and the largest.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: two passes. Oracle: exact rational arithmetic.
func Mean(x []float64) (float64, error) {
	if err := checkFinite("sample", x); err != nil {
		return 0, err
	}
	return mean(x), nil
}

// StdDev is the standard deviation with n − 1 degrees of freedom.
//
// Definition: √(Σ(x − mean)²/(n−1)).
//
// Inputs: finite values. Result: in their unit, at least 0; 0 for equal values.
//
// Edge cases: values of any magnitude; +Inf only if the result itself exceeds the largest float64.
//
// Errors: [ErrSampleSize] for fewer than 2 values, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: three passes. Oracle: exact rational arithmetic; R sd.
func StdDev(x []float64) (float64, error) {
	if err := checkFinite("sample", x); err != nil {
		return 0, err
	}
	if len(x) < 2 {
		return 0, fmt.Errorf("a standard deviation of %d value: %w", len(x), ErrSampleSize)
	}
	unit := magnitude(x)
	if unit == 0 {
		return 0, nil
	}
	scale := 1 / unit // exact: a power of two
	center := mean(x) * scale
	var squares, rest float64
	for _, v := range x {
		d := float64(v*scale) - center
		squares += d * d
		rest += d
	}
	n := float64(len(x))
	return unit * math.Sqrt(max(0, squares-rest*rest/n)/(n-1)), nil
}

// magnitude is the power of two at or below the largest absolute value, 0 if all are 0; NaN is ignored. Dividing by it
// loses no digits.
func magnitude(x []float64) float64 {
	largest := 0.0
	for _, v := range x {
		if a := math.Abs(v); a > largest {
			largest = a
		}
	}
	if largest == 0 {
		return 0
	}
	_, exponent := math.Frexp(largest)
	return math.Ldexp(1, max(exponent-1, -1022))
}

// inUnits divides by a power of two; values that are all zero stay so.
func inUnits(x []float64, unit float64) []float64 {
	scaled := make([]float64, len(x))
	for i, v := range x {
		if unit > 0 {
			scaled[i] = v / unit
		}
	}
	return scaled
}

// mean sums with compensation; where that overflows, in units that cannot. NaN is left out.
func mean(x []float64) float64 {
	if m := meanIn(x, 1); !math.IsNaN(m) && !math.IsInf(m, 0) {
		return m
	}
	unit := magnitude(x)
	if unit == 0 {
		return 0
	}
	return meanIn(x, unit)
}

// meanIn is the mean, summed in a unit that is a power of two.
func meanIn(x []float64, unit float64) float64 {
	n, sum, lost, scale := 0, 0.0, 0.0, 1/unit
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if math.IsNaN(v) {
			continue
		}
		n++
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
		v *= scale
		next := sum + v
		part := next - sum
		lost += (sum - (next - part)) + (v - part) // what rounding lost, exactly (Knuth)
		sum = next
	}
	return clamp((sum+lost)/float64(n)*unit, lo, hi)
}
