package stats

import (
	"fmt"
	"slices"
)

// MedianTies says where values that equal the median count in a [MedianTest].
type MedianTies int

const (
	// MedianTiesBelow counts them as below.
	MedianTiesBelow MedianTies = iota
	// MedianTiesAbove counts them as above.
	MedianTiesAbove
	// MedianTiesIgnored leaves them out.
	MedianTiesIgnored
)

// MedianComparison is the result of [MedianTest].
type MedianComparison struct {
	Median        float64 // of all values together
	Above, Below  []int64 // values of each group above and below it; equal ones as asked for
	ChiSquareTest         // of the table of these counts
}

// MedianTest tests whether some groups, such as baseline and canary, have the same median (Mood's test).
//
// Definition: [ChiSquareTable] of how many values of each group are above and below the median of all.
//
// Inputs: two groups or more, in any order; ChiSquareYates for two groups only. It has less power than [MannWhitney], but
// cares for nothing except on which side of the median a value is.
//
// Errors: [ErrSampleSize] for an empty group or fewer than 2; [ErrNotFinite] for NaN or ±Inf; [ErrCounts] if a side is empty
// for all groups, or both are for one (as if all values are equal); [ErrOption].
//
// Cost: sorting. Oracle: SciPy median_test.
//
// Reference: Mood (1950), "Introduction to the Theory of Statistics", section 16.5.
func MedianTest(ties MedianTies, method ChiSquareMethod, groups ...[]float64) (MedianComparison, error) {
	if ties < MedianTiesBelow || ties > MedianTiesIgnored {
		return MedianComparison{}, fmt.Errorf("MedianTies(%d): %w", int(ties), ErrOption)
	}
	for i, x := range groups {
		if err := checkFinite(fmt.Sprintf("group %d", i), x); err != nil {
			return MedianComparison{}, err
		}
	}
	median, err := Median(slices.Concat(groups...))
	if err != nil {
		return MedianComparison{}, err
	}
	m := MedianComparison{Median: median, Above: make([]int64, len(groups)), Below: make([]int64, len(groups))}
	for i, x := range groups {
		for _, v := range x {
			switch {
			case v > median || v == median && ties == MedianTiesAbove:
				m.Above[i]++
			case v < median || ties == MedianTiesBelow:
				m.Below[i]++
			}
		}
	}
	m.ChiSquareTest, err = ChiSquareTable([][]int64{m.Above, m.Below}, method)
	if err != nil {
		return MedianComparison{}, fmt.Errorf("values above and below the median %v: %w", median, err)
	}
	return m, nil
}
