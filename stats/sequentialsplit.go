package stats

import (
	"fmt"
	"math"
)

// SequentialSplit tests at any number of looks whether counts follow given proportions: with the configured split of traffic,
// a sample ratio mismatch (SRM) while it happens. It returns the natural logarithm of an e-value, as [SequentialCounts] does.
//
// Definition: with n_i counts, θ_i = w_i/Σw and the prior a_i = weight·θ_i,
//
//	e = Γ(Σa)/Γ(Σ(a + n)) · Π Γ(a_i + n_i)/Γ(a_i) / Π θ_i^n_i
//
// the probability of the counts with the proportions drawn from a Dirichlet distribution about θ, over that with θ.
//
// Inputs: counts so far of k >= 2 cells, each 0 to 2⁵³, that add up from look to look; one positive proportion for each, in any
// unit; the weight of the prior, in counts: 1000 finds a split of 51:49 within some 20,000 counts. Where the configured split
// changes, count from zero and add the logarithms.
//
// Result: any finite number, 0 without counts. An alarm at e >= 100 is false in at most 1 % of all streams, ever.
//
// Errors: as [ChiSquareFit], except that there may be no counts; [ErrCounts] also for a weight that is not positive, above
// 2⁵³, or next to nothing.
//
// Cost: O(k). Oracle: mpmath, sequential_srm.
//
// Reference: Lindon and Malek (2022), "Anytime-valid inference for multinomial count data", NeurIPS 35.
func SequentialSplit(observed []int64, proportions []float64, weight float64) (logE float64, err error) {
	if len(observed) < 2 {
		return 0, fmt.Errorf("%d cells: %w", len(observed), ErrSampleSize)
	}
	shares, err := expectedCounts(1, proportions, len(observed))
	if err != nil {
		return 0, err
	}
	counts, total := make([]float64, len(observed)), 0.0
	for i, n := range observed {
		counts[i] = float64(n)
		total += counts[i]
		switch {
		case n < 0 || total > largestCount:
			return 0, fmt.Errorf("counts %v, not from 0 to a sum of 2^53: %w", observed[:i+1], ErrCounts)
		case !(weight*shares[i] >= leastWeight && weight <= largestCount):
			return 0, fmt.Errorf("weight %v of a prior about %v: %w", weight, shares[i], ErrCounts)
		}
	}
	return logDirichlet(nil, shares, weight) - logDirichlet(counts, shares, weight), nil
}

// logDirichlet is ln(Γ(Σx)/ΠΓ(x)·Πθ^x), up to a constant, at x = weight·θ + counts.
func logDirichlet(counts, shares []float64, weight float64) float64 {
	n := weight
	for _, c := range counts {
		n += c
	}
	sum := stirlingError(n) - 0.5*math.Log(n)
	for i, share := range shares {
		x := weight * share
		if counts != nil {
			x += counts[i]
		}
		sum += 0.5*math.Log(x) - stirlingError(x) - meanDeviance(x, n, share)
	}
	return sum
}
