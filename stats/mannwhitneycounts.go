package stats

import (
	"fmt"
	"math"
)

// MannWhitneyCounts is [MannWhitney] for two histograms: counts per category, in ascending order of the categories.
//
// Definition: as [MannWhitneyNormal] with continuity correction, all observations of one category being equal. Nothing is
// assumed about the width of a bucket, so that an open last one does no harm.
//
// Inputs: how many observations fell into each category, not cumulated; the same categories on both sides. Counts may be
// large, and need not be whole numbers (increases of counters, extrapolated).
//
// Result: see [RankTest]; A12 says how often an observation of the canary falls into a higher category.
//
// Edge cases: if all observations are in one category, P is 1.
//
// Errors: [ErrSampleSize] if a side has less than one observation; [ErrCounts] for different numbers of categories, a
// negative count, or totals above 2⁵³; [ErrNotFinite] for NaN or ±Inf.
//
// Cost: O(categories), no allocation.
//
// Oracle: R wilcox.test on the expanded observations, exact = FALSE.
//
// Reference: Lehmann (1975), "Nonparametrics: Statistical Methods Based on Ranks", chapter 1.4 (ordered categories).
func MannWhitneyCounts(baseline, canary []float64, alternative Alternative) (RankTest, error) {
	if err := alternative.check(); err != nil {
		return RankTest{}, err
	}
	if len(baseline) != len(canary) {
		return RankTest{}, fmt.Errorf("baseline has %d categories, canary %d: %w", len(baseline), len(canary), ErrCounts)
	}
	m, err := totalCount("baseline", baseline)
	if err != nil {
		return RankTest{}, err
	}
	n, err := totalCount("canary", canary)
	if err != nil {
		return RankTest{}, err
	}
	var above, equal, below, tieSum, spread float64 // pairs; sums as in ranking
	var m0, n0 float64                              // observations in lower categories
	for i := range baseline {
		b, c := baseline[i], canary[i]
		above += c * m0
		equal += c * b
		below += b * n0
		tieSum += max(0, cube(b+c))
		spread += 3 * (m0 + n0) * (b + c) * (m0 + n0 + b + c)
		m0, n0 = m0+b, n0+c
	}
	t := RankTest{
		U: above + equal/2, A12: clamp((above+equal/2)/(m*n), 0, 1), P: 1,
		NBaseline: int(math.Round(m)), NCanary: int(math.Round(n)),
		TieSum: tieSum, Method: Normal, Alternative: alternative,
	}
	if spread > 0 {
		t.Z = countsZ((above-below)/2, rankSigma(m, n, spread), alternative)
		t.P = normalP(t.Z, alternative)
	}
	return t, nil
}

// countsZ is the deviation U − mn/2, moved by the continuity correction, over sigma.
func countsZ(deviation, sigma float64, alternative Alternative) float64 {
	switch alternative {
	case Less:
		return (deviation + 0.5) / sigma
	case Greater:
		return (deviation - 0.5) / sigma
	}
	return math.Copysign(max(0, math.Abs(deviation)-0.5), deviation) / sigma
}

func totalCount(name string, counts []float64) (float64, error) {
	total := 0.0
	for i, c := range counts {
		if c-c != 0 {
			return 0, fmt.Errorf("%s[%d] is %v: %w", name, i, c, ErrNotFinite)
		}
		if c < 0 {
			return 0, fmt.Errorf("%s[%d] is %v, below zero: %w", name, i, c, ErrCounts)
		}
		total += c
	}
	switch {
	case total < 1:
		return 0, fmt.Errorf("%s has %v observations: %w", name, total, ErrSampleSize)
	case total > 1<<53:
		return 0, fmt.Errorf("%s has %v observations, above 2^53: %w", name, total, ErrCounts)
	}
	return total, nil
}
