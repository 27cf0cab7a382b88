package stats

import "math"

// PoissonTails returns P(N <= k) and P(N > k) for a Poisson distribution with the given mean.
//
// Definition: the tails of the gamma distribution with shape ⌊k⌋ + 1 at the mean; see [GammaTails] for cost and accuracy.
//
// Edge cases: 0 and 1 for k < 0. NaN for a mean that is negative or not finite, and for k = NaN.
//
// Oracle: mpmath, poisson_cdf and poisson_sf.
func PoissonTails(k, mean float64) (atMost, above float64) {
	switch {
	case math.IsNaN(k) || !(mean >= 0) || math.IsInf(mean, 1):
		return math.NaN(), math.NaN()
	case k < 0:
		return 0, 1
	case math.IsInf(k, 1):
		return 1, 0
	}
	above, atMost = GammaTails(mean, math.Floor(k)+1)
	return atMost, above
}

// BinomialTails returns P(X <= k) and P(X > k) for the number X of events in n independent trials of probability p.
//
// Definition: the tails of a beta distribution, I_q(n−k, k+1) and I_p(k+1, n−k). The smaller one is relatively accurate.
//
// Inputs: n >= 0 and whole; p in [0, 1]; k is rounded down. For p near 1 count the trials without the event instead.
//
// Edge cases: 0 and 1 for k < 0, 1 and 0 for k >= n. NaN outside the domain.
//
// Cost: 20 µs near the mean for 1e8 events. Oracle: mpmath, binom_cdf and binom_sf.
func BinomialTails(k, n, p float64) (atMost, above float64) {
	switch {
	case math.IsNaN(k) || !(n >= 0) || math.IsInf(n, 1) || n != math.Floor(n) || !(p >= 0 && p <= 1):
		return math.NaN(), math.NaN()
	case k < 0:
		return 0, 1
	case k >= n:
		return 1, 0
	}
	k = math.Floor(k)
	above, atMost = betaTails(k+1, n-k, p, 1-p)
	return atMost, above
}
