package stats

import (
	"fmt"
	"math"
	"slices"
)

// FTest is the result of a test with a statistic that has an F distribution if nothing differs.
type FTest struct {
	F        float64 // variance between groups over variance within
	DF1, DF2 float64 // its degrees of freedom
	P        float64 // upper tail
}

// LeveneCenter is from where [Levene] measures deviations.
type LeveneCenter int

const (
	// LeveneMedian is Brown and Forsythe's, the most robust.
	LeveneMedian LeveneCenter = iota
	// LeveneMean is Levene's own, for short tails.
	LeveneMean
	// LeveneTrimmed leaves out a tenth of each group at both ends, and takes the mean of the rest, for long tails.
	LeveneTrimmed
)

// Levene tests whether the values of some groups, such as baseline and canary, spread differently.
//
// Definition: the F of a one-way analysis of variance of |x − centre|: with n values in k groups, z the deviations, z̄_i and
// z̄ their means,
//
//	F = [Σ n_i·(z̄_i − z̄)² / (k−1)] / [Σ (z_ij − z̄_i)² / (n−k)]
//
// has the F distribution with k−1 and n−k degrees of freedom. For LeveneTrimmed ⌊n_i/10⌋ values are left out at each end
// of a group, for all of the computation.
//
// Inputs: two groups or more, in any order. Result: see [FTest].
//
// Errors: [ErrSampleSize] for fewer than 2 groups, an empty one, or no more values than groups; [ErrNotFinite] for NaN or
// ±Inf; [ErrConstant] if the deviations do not vary within any group; [ErrOption].
//
// Cost: sorting. Oracle: SciPy levene(proportiontocut = 0.1).
//
// Reference: Levene (1960), "Robust tests for equality of variances"; Brown and Forsythe (1974), Journal of the American
// Statistical Association 69, 364–367.
func Levene(center LeveneCenter, groups ...[]float64) (FTest, error) {
	if center < LeveneMedian || center > LeveneTrimmed {
		return FTest{}, fmt.Errorf("LeveneCenter(%d): %w", int(center), ErrOption)
	}
	deviations, n, err := leveneDeviations(center, groups)
	if err != nil {
		return FTest{}, err
	}
	k := len(groups)
	if k < 2 || n <= k {
		return FTest{}, fmt.Errorf("%d values in %d groups: %w", n, k, ErrSampleSize)
	}
	between, within := 0.0, 0.0
	all := mean(slices.Concat(deviations...))
	for _, z := range deviations {
		center := mean(z)
		between += float64(len(z)) * (center - all) * (center - all)
		for _, v := range z {
			within += (v - center) * (v - center)
		}
	}
	if within == 0 {
		return FTest{}, fmt.Errorf("deviations from the centre do not vary within groups: %w", ErrConstant)
	}
	t := FTest{DF1: float64(k - 1), DF2: float64(n - k)}
	t.F = between / t.DF1 / (within / t.DF2)
	t.P = FSurvival(t.F, t.DF1, t.DF2)
	return t, nil
}

// leveneDeviations returns |x − centre| for each group, in units of the largest deviation, and the number of values.
func leveneDeviations(center LeveneCenter, groups [][]float64) (all [][]float64, n int, err error) {
	unit := 0.0
	for g, x := range groups {
		if err := checkFinite(fmt.Sprintf("group %d", g), x); err != nil {
			return nil, 0, err
		}
		unit = max(unit, magnitude(x))
	}
	largest := 0.0
	for g, x := range groups {
		z, err := ascending(fmt.Sprintf("group %d", g), inUnits(x, unit))
		if err != nil {
			return nil, 0, err
		}
		z = center.deviations(z)
		largest = max(largest, magnitude(z))
		all, n = append(all, z), n+len(z)
	}
	for g, z := range all {
		all[g] = inUnits(z, largest)
	}
	return all, n, nil
}

// deviations returns the distances of an ascending sample from its centre.
func (center LeveneCenter) deviations(sorted []float64) []float64 {
	if center == LeveneTrimmed {
		cut := len(sorted) / 10
		sorted = sorted[cut : len(sorted)-cut]
	}
	middle := sortedMedian(sorted)
	if center != LeveneMedian {
		middle = mean(sorted)
	}
	z := make([]float64, len(sorted))
	for i, v := range sorted {
		z[i] = math.Abs(v - middle)
	}
	return z
}
