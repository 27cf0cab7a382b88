package stats

// EffectiveN is how many independent values tell as much about a mean as n values whose neighbours correlate by rho.
//
// Definition: n·(1 − ρ)/(1 + ρ), which holds for a first-order autoregressive series, kept within [1, n]: the mean of
// values that correlate negatively is known better than n independent ones would make it, but to count on that is not
// careful.
//
// Inputs: n values; ρ from [Autocorrelation1].
//
// Edge cases: n itself if n is below 1; 1 for ρ >= 1 and for NaN.
//
// Oracle: R, n(1 − ρ)/(1 + ρ) for ρ >= 0.
//
// Reference: Bayley and Hammersley (1946), "The effective number of independent observations in an autocorrelated time
// series", Supplement to the Journal of the Royal Statistical Society 8(2), 184–197.
func EffectiveN(n, rho float64) float64 {
	switch {
	case !(n > 1):
		return n
	case rho <= 0:
		return n
	case rho < 1:
		return max(1, n*((1-rho)/(1+rho)))
	}
	return 1
}
