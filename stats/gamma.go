package stats

import "math"

// GammaTails returns P(G <= x) and P(G > x) for a gamma distribution with the given shape and scale 1.
//
// Definition: the regularised incomplete gamma functions P(shape, x) and Q(shape, x). The smaller one is evaluated directly,
// by series or continued fraction times the density in Loader's form, so that tails down to 5e-324 are relatively accurate.
//
// Inputs: x, shape > 0. Result: two numbers in [0, 1] that add up to 1.
//
// Edge cases: 0 and 1 for x <= 0; 1 and 0 at +∞. Like the functions of package math it returns NaN outside its domain.
//
// Cost: O(√shape) near the mean, up to 0.1 ms; O(1) above 1e8. (The incomplete gamma functions of gonum, from Cephes, are off
// by 20 % in the lower tail for 1e8.)
//
// Oracle: mpmath, gamma_p and gamma_q.
//
// Reference: DiDonato and Morris (1986), "Computation of the incomplete gamma function ratios and their inverse", ACM
// Transactions on Mathematical Software 12(4), 377–393; Temme (1979), "The asymptotic expansion of the
// incomplete gamma functions", SIAM Journal on Mathematical Analysis 10(4), 757–766; Loader (2000).
func GammaTails(x, shape float64) (lower, upper float64) {
	switch {
	case math.IsNaN(x) || !(shape > 0) || math.IsInf(shape, 0):
		return math.NaN(), math.NaN()
	case x <= 0:
		return 0, 1
	case math.IsInf(x, 1):
		return 1, 0
	case shape > hugeShape: // a step of float64 is many standard deviations
		if x == shape {
			return 0.5, 0.5
		}
		lower = max(0, min(1, x-shape))
		return lower, 1 - lower
	case nearLarge(x, shape):
		return gammaLarge(x, shape)
	case x >= shape+1:
		upper = min(1, math.Exp(logGammaFraction(shape, x)))
		return 1 - upper, upper
	case shape < 1 && x < 1.1:
		return min(1, math.Exp(logGammaSeries(shape, x))), gammaUpperSmall(shape, x)
	}
	lower = min(1, math.Exp(logGammaSeries(shape, x)))
	return lower, 1 - lower
}

// hugeShape is the shape above which the distribution is a point.
const hugeShape = 1e200

// nearLarge says where the series and the continued fraction would take too long.
func nearLarge(x, shape float64) bool {
	return shape > hugeShape || shape > 1e8 && math.Abs(x-shape) < 0.01*shape
}

// gammaLarge is GammaTails by the first two terms of Temme's expansion; what is left out is below 1e-13 of them.
func gammaLarge(x, shape float64) (lower, upper float64) {
	d := deviance(shape, x, 0)
	mu := (x - shape) / shape
	eta := math.Copysign(math.Sqrt(2*d/shape), mu)
	factor := -1.0/3 + eta/12 - 2*eta*eta/135
	if math.Abs(eta) > 1e-3 {
		factor = 1/mu - 1/eta
	}
	rest := math.Exp(-d) / math.Sqrt(2*math.Pi*shape) * factor
	root := math.Copysign(math.Sqrt(d), mu)
	return clamp(math.Erfc(-root)/2-rest, 0, 1), clamp(math.Erfc(root)/2+rest, 0, 1)
}

// logGammaUpper is ln P(G > x), also where that underflows.
func logGammaUpper(x, shape float64) float64 {
	if x >= shape+1 && !math.IsInf(x, 1) && !nearLarge(x, shape) {
		return min(0, logGammaFraction(shape, x))
	}
	lower, upper := GammaTails(x, shape)
	if lower < 0.5 {
		return math.Log1p(-lower)
	}
	return logarithm(upper)
}

// logGammaLower is ln P(G <= x), likewise.
func logGammaLower(x, shape float64) float64 {
	if x > 0 && x < shape+1 && !nearLarge(x, shape) {
		return min(0, logGammaSeries(shape, x))
	}
	lower, upper := GammaTails(x, shape)
	if upper < 0.5 {
		return math.Log1p(-upper)
	}
	return logarithm(lower)
}

// logPoisson is the logarithm of m^x·e^−m/Γ(x+1), for x > 0 and m > 0.
func logPoisson(x, m float64) float64 {
	return -stirlingError(x) - deviance(x, m, 0) - 0.5*math.Log(x) - halfLog2Pi
}

// logGammaSeries is ln P(a, x) by its power series, for x below a + 1.
func logGammaSeries(a, x float64) float64 {
	sum, term := 1.0, 1.0
	for n := 1.0; term > 1e-17*sum; n++ {
		term *= x / (a + n)
		sum += term
	}
	if a < 1e-3 { // Stirling's formula is no help here
		l, _ := math.Lgamma(a + 1)
		return a*logarithm(x) - x - l + math.Log(sum)
	}
	return logPoisson(a, x) + math.Log(sum)
}

// gammaUpperSmall is Q(a, x) for small a and x: 1 − x^a/Γ(a+1)·(1 + a·Σ (−x)^n/((a+n)·n!)), without cancellation.
func gammaUpperSmall(a, x float64) float64 {
	l, _ := math.Lgamma(a + 1)
	l = a*logarithm(x) - l
	sum, term := 0.0, 1.0
	for n := 1.0; n < 40; n++ {
		term *= -x / n
		sum += term / (a + n)
	}
	return clamp(-math.Expm1(l)-a*math.Exp(l)*sum, 0, 1)
}

// logGammaFraction is ln Q(a, x) by its continued fraction, for x >= a + 1.
func logGammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c, d := 1e300, 1/b
	h := d
	for n := 1.0; n < 1e7; n++ {
		an := n * (a - n)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		h *= c * d
		if math.Abs(c*d-1) < 2e-16 {
			break
		}
	}
	if a < 1e-3 {
		l, _ := math.Lgamma(a + 1)
		return a*math.Log(x) - x - l + math.Log(a) + math.Log(h)
	}
	return logPoisson(a, x) + math.Log(a) + math.Log(h)
}

// GammaQuantile is the x with P(G <= x) = p for a gamma distribution with the given shape and scale 1.
//
// Edge cases: 0 at 0, +∞ at 1, 0 where x underflows. Like the functions of package math it returns NaN for p outside
// [0, 1] and shape outside (0, ∞).
//
// Cost: some 20 evaluations of [GammaTails]. Oracle: mpmath, gamma_ppf.
func GammaQuantile(p, shape float64) float64 { return gammaRoot(p, shape, logGammaLower, 1) }

// GammaUpperQuantile is the x with P(G > x) = p; see [GammaQuantile]. For small p it is accurate where the quantile of
// 1 − p is not. Edge cases: +∞ at 0, 0 at 1. Oracle: mpmath, chi2_isf.
func GammaUpperQuantile(p, shape float64) float64 { return gammaRoot(p, shape, logGammaUpper, -1) }

// gammaRoot finds where the logarithm of a tail, whose slope has the given sign, is that of p.
func gammaRoot(p, shape float64, logTail func(x, shape float64) float64, sign float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || !(shape > 0) || math.IsInf(shape, 0):
		return math.NaN()
	case p == 0 || p == 1:
		if (p == 0) == (sign > 0) {
			return 0
		}
		return math.Inf(1)
	}
	goal := logarithm(p)
	f := func(u float64) float64 { return sign * (logTail(math.Exp(u), shape) - goal) }
	// P(G <= x) <= x^a/Γ(a+1), so that the root is not below the x for which this is p.
	low := goal
	if sign < 0 {
		low = math.Log1p(-p)
	}
	l, _ := math.Lgamma(shape + 1)
	from := (low + l) / shape
	if from < -745 {
		return 0
	}
	to := math.Log(shape + 2)
	for step := 0.25; f(to) < 0 && to < 709; step *= 2 {
		to += step
	}
	return math.Exp(root(f, min(from, to), to))
}
