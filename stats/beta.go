package stats

import "math"

// betaTails returns I_x(a, b) and I_y(b, a), the two tails of the beta distribution at x = 1 − y; they add up to 1.
//
// The smaller tail, or one close to it, comes from a continued fraction (DiDonato and Morris 1992, "Algorithm 708",
// equation 9), in some √min(a, b) steps; from parameters of 1e8 on from Temme's expansion. Both are relatively accurate,
// however small. (The incomplete beta function of gonum, from Cephes, stops after 300 steps and loses half of the digits
// for parameters beyond 1e6.)
func betaTails(a, b, x, y float64) (lower, upper float64) {
	switch {
	case x <= 0:
		return 0, 1
	case y <= 0:
		return 1, 0
	case x > a/(a+b):
		upper, lower = betaTails(b, a, y, x)
		return lower, upper
	}
	if min(a, b) >= 1e8 {
		lower = betaExpansion(a, b, x, y)
	} else {
		lower = b * math.Exp(logBinomial(a, b, x, y)) * a / (a + b) * betaFraction(a, b, x, y)
	}
	lower = min(lower, 1)
	return lower, 1 - lower
}

// betaFraction is I_x(a, b)·B(a, b)/(x^a·y^b), for x <= a/(a+b).
func betaFraction(a, b, x, y float64) float64 {
	lambda := a - (a+b)*x
	if a > b {
		lambda = (a+b)*y - b
	}
	c, c0, c1 := 1+lambda, b/a, 1+1/a
	p, s := 1.0, a+1
	an, bn, anp1, bnp1 := 0.0, 1.0, 1.0, c/c1
	r := c1 / c
	for n := 1.0; n < 1e6; n++ {
		t := n / a
		w := n * (b - n) * x
		e := a / s
		alpha := p * (p + c0) * e * e * (w * x)
		e = (1 + t) / (c1 + t + t)
		beta := n + w/s + e*(c+n*(1+y))
		p, s = 1+t, s+2
		an, anp1 = anp1, alpha*an+beta*anp1
		bn, bnp1 = bnp1, alpha*bn+beta*bnp1
		previous := r
		r = anp1 / bnp1
		if math.Abs(r-previous) <= 1e-16*r {
			break
		}
		an, bn, anp1, bnp1 = an/bnp1, bn/bnp1, r, 1
	}
	return r
}

// betaExpansion is I_x(a, b) for large a and b, with a relative error of the order of min(a, b)^−1.5: the first two terms
// of Temme (1982), "The uniform asymptotic expansion of a class of integrals related to cumulative distribution functions",
// which is DLMF 8.18.9.
func betaExpansion(a, b, x, y float64) float64 {
	n := a + b
	x0, y0 := a/n, b/n
	half := meanDeviance(a, n, x) + meanDeviance(b, n, y) // n·η²/2
	eta := math.Copysign(math.Sqrt(2*max(half, 0)/n), x-x0)
	c0 := (y0 - x0) / (3 * math.Sqrt(x0*y0))
	if math.Abs(eta) > 1e-6 {
		c0 = 1/eta - math.Sqrt(x0*y0)/(x-x0)
	}
	return 0.5*math.Erfc(-eta*math.Sqrt(n/2)) + c0*math.Exp(-half)/math.Sqrt(2*math.Pi*n)
}

// betaLogit returns the logit ln(x/(1−x)) of the x with I_x(a, b) = p, for 0 < p < 1.
//
// On this scale the logarithm of the tail is increasing and concave, so that Newton's method converges from any start
// that is not far to the right.
func betaLogit(a, b, p float64) float64 {
	u := math.Log(a/b) + NormalQuantile(min(p, 0.5))*math.Sqrt(1/a+1/b)
	goal := math.Log(p)
	for range 100 {
		x, y := fromLogit(u)
		lower, _ := betaTails(a, b, x, y)
		density := a * b / (a + b) * math.Exp(logBinomial(a, b, x, y)) // d lower / du
		step := (math.Log(lower) - goal) * lower / density
		if !(math.Abs(step) > 1e-15*max(1, math.Abs(u))) { // also NaN, where everything underflows
			break
		}
		u -= clamp(step, -50, 50)
	}
	return u
}

// fromLogit returns x = 1/(1+e^−u) and 1 − x.
func fromLogit(u float64) (x, y float64) {
	e := math.Exp(-math.Abs(u))
	small, large := e/(1+e), 1/(1+e)
	if u < 0 {
		return small, large
	}
	return large, small
}
