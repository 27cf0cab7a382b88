package stats

import (
	"fmt"
	"math"
)

// Summary is what a test of means needs to know of a sample.
type Summary struct {
	N      int64   // number of values, 1 to 2⁵³
	Mean   float64 // finite
	StdDev float64 // finite, at least 0: with n − 1 degrees of freedom, so 0 for a single value
}

// Summarize computes the [Summary] of a sample, from [Mean] and [StdDev]; for a stream of values use [Moments].
//
// Inputs: finite values in any order.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf, or if the standard deviation exceeds the
// largest float64.
//
// Cost: four passes. Oracle: exact rational arithmetic.
func Summarize(x []float64) (Summary, error) {
	return summarize("sample", x)
}

func summarize(name string, x []float64) (Summary, error) {
	if err := checkFinite(name, x); err != nil {
		return Summary{}, err
	}
	s := Summary{N: int64(len(x)), Mean: mean(x)}
	if len(x) > 1 {
		s.StdDev, _ = StdDev(x) // its only errors are those of checkFinite and of length
	}
	if math.IsInf(s.StdDev, 0) {
		return Summary{}, fmt.Errorf("standard deviation of %s overflows: %w", name, ErrNotFinite)
	}
	return s, nil
}

func (s Summary) check(name string) error {
	switch {
	case s.N < 1:
		return fmt.Errorf("%s has %d values: %w", name, s.N, ErrSampleSize)
	case s.N > largestCount:
		return fmt.Errorf("%s has %d values, above 2^53: %w", name, s.N, ErrCounts)
	case s.Mean-s.Mean != 0:
		return fmt.Errorf("mean of %s is %v: %w", name, s.Mean, ErrNotFinite)
	case s.StdDev-s.StdDev != 0:
		return fmt.Errorf("standard deviation of %s is %v: %w", name, s.StdDev, ErrNotFinite)
	case s.StdDev < 0:
		return fmt.Errorf("standard deviation of %s is %v, below zero: %w", name, s.StdDev, ErrCounts)
	}
	return nil
}

func checkSummaries(baseline, canary Summary) error {
	if err := baseline.check("baseline"); err != nil {
		return err
	}
	if err := canary.check("canary"); err != nil {
		return err
	}
	if d := canary.Mean - baseline.Mean; math.IsInf(d, 0) {
		return fmt.Errorf("difference of the means %v and %v overflows: %w", baseline.Mean, canary.Mean, ErrNotFinite)
	}
	return nil
}
