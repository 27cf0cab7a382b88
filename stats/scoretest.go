package stats

import (
	"fmt"
	"math"
)

// ScoreTestZ standardises the linear rank statistic of two samples: how far the canary's sum of scores is above what a
// random choice of so many of all scores would sum to.
//
// Definition: with N = m + n scores a of mean ā,
//
//	z = Σ_canary (a − ā) / √( m·n/(N·(N − 1)) · Σ_all (a − ā)² )
//
// whose variance is exact under permutation. The scores say what the test is about: [SavageScores] the upper tail,
// squared ranks of distances from the middle the spread, ranks themselves the location, as [MannWhitneyNormal].
//
// Inputs: the scores of each sample, finite, in any order.
//
// Result: about standard normal for larger samples; positive when the canary's scores are larger.
//
// Edge cases: 0 if all scores are equal.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: two passes, no allocation. Oracle: with ranks as scores, [MannWhitneyNormal] without continuity correction.
//
// Reference: Hájek, Šidák and Sen (1999), "Theory of Rank Tests", chapter 3.
func ScoreTestZ(baseline, canary []float64) (float64, error) {
	m, n := float64(len(baseline)), float64(len(canary))
	if m == 0 || n == 0 {
		return 0, fmt.Errorf("scores of %d and %d values: %w", len(baseline), len(canary), ErrSampleSize)
	}
	sum, canarySum := 0.0, 0.0
	for _, a := range baseline {
		sum += a
	}
	for _, a := range canary {
		canarySum += a
	}
	center := (sum + canarySum) / (m + n)
	if math.IsNaN(center) || math.IsInf(center, 0) {
		return 0, fmt.Errorf("scores sum to %v: %w", sum+canarySum, ErrNotFinite)
	}
	squares, above := 0.0, 0.0
	for _, a := range baseline {
		squares += (a - center) * (a - center)
	}
	for _, a := range canary {
		squares += (a - center) * (a - center)
		above += a - center
	}
	if squares == 0 {
		return 0, nil
	}
	return above / math.Sqrt(m*n/((m+n)*(m+n-1))*squares), nil
}

// SavageScores turns midranks 1 … N into scores that weigh the largest values most: those of exponential order
// statistics. The locally most powerful rank test of a change of scale of exponential values uses them.
//
// Definition: the score of rank r is Σ 1/(N − k + 1) over k = 1 … r; that of a midrank between two ranks is the mean
// of theirs. (Savage's own tie scores average over the whole group; the difference is small unless ties are many.)
//
// Inputs: midranks of all values of both samples, as [Midranks] returns them.
//
// Result: as many scores, between 0 and about ln N + 0.58; their mean is 1 without ties.
//
// Cost: O(N), O(N) memory.
//
// Reference: Savage (1956), "Contributions to the theory of rank order statistics: the two-sample case", Annals of
// Mathematical Statistics 27(3), 590–615.
func SavageScores(ranks []float64) []float64 {
	n := len(ranks)
	expected := make([]float64, n+1)
	for k := 1; k <= n; k++ {
		expected[k] = expected[k-1] + 1/float64(n-k+1)
	}
	scores := make([]float64, n)
	for i, r := range ranks {
		low := int(r)
		scores[i] = expected[low]
		if r != float64(low) {
			scores[i] = (expected[low] + expected[low+1]) / 2
		}
	}
	return scores
}
