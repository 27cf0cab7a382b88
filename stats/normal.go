package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// NormalSurvival is the upper tail P(Z > z) of the standard normal distribution.
//
// Definition: erfc(z/√2)/2, evaluated directly, so that tails down to 5e-324 (z = 38.4) keep their relative accuracy
// of about z²·2e-16. The lower tail P(Z < z) is NormalSurvival(−z).
//
// Edge cases: 1 at −∞, 0 at +∞. Like the functions of package math it returns NaN for NaN.
//
// Oracle: mpmath, norm_sf.
func NormalSurvival(z float64) float64 {
	return 0.5 * math.Erfc(z/math.Sqrt2)
}

// NormalQuantile is the z with P(Z < z) = p for a standard normal Z.
//
// The z of an upper tail probability is −NormalQuantile(p), by symmetry; do not pass 1 − p.
//
// Edge cases: −∞ at 0, +∞ at 1. Like the functions of package math it returns NaN for p outside [0, 1].
//
// Oracle: mpmath, norm_ppf and norm_isf.
//
// Reference: Wichura (1988), "Algorithm AS 241", Applied Statistics 37(3), 477–484.
func NormalQuantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	return mathext.NormalQuantile(p)
}

// normalP is the p-value of a standard normal statistic.
func normalP(z float64, alternative Alternative) float64 {
	switch alternative {
	case Less:
		return NormalSurvival(-z)
	case Greater:
		return NormalSurvival(z)
	}
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}
