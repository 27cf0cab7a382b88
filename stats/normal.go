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
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p > 0 && p < smallestNormal:
		return subnormalQuantile(p)
	}
	return mathext.NormalQuantile(p)
}

// smallestNormal is the least float64 with 53 bits. Below it math.Log is wrong on amd64 (go1.26: −709.09 for 5e-324), and
// with it gonum's quantile.
const smallestNormal = 0x1p-1022

// logarithm is math.Log, right for subnormal arguments too.
func logarithm(x float64) float64 {
	if x > 0 && x < smallestNormal {
		return math.Log(x*0x1p100) - 100*math.Ln2
	}
	return math.Log(x)
}

// subnormalQuantile solves ln p = −z²/2 − ln(z·√2π) + ln(1 − 1/z² + 3/z⁴ − 15/z⁶) for z near −38, where the terms left out
// are below 1e-10, by substitution, which gains three digits a step.
func subnormalQuantile(p float64) float64 {
	z := 38.0
	for range 6 {
		y := 1 / (z * z)
		series := math.Log1p(-y * (1 - 3*y*(1-5*y*(1-7*y))))
		z = math.Sqrt(2 * (series - logarithm(p) - math.Log(z) - halfLog2Pi))
	}
	return -z
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
