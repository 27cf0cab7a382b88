package stats

import "math"

// The functions of this file compute probabilities of counts without the cancellation that differences of log-gamma
// functions of large arguments suffer from: Loader (2000), "Fast and accurate computation of binomial probabilities".

// halfLog2Pi is ln(2π)/2.
const halfLog2Pi = 0.918938533204672741780329736405617639861

// stirlingError is ln Γ(x+1) − (x+½)·ln x + x − ½·ln 2π for x > 0: what Stirling's formula leaves out.
func stirlingError(x float64) float64 {
	if x < 16 {
		l, _ := math.Lgamma(x + 1)
		return l - (x+0.5)*math.Log(x) + x - halfLog2Pi
	}
	// The asymptotic series; at 16 the first term left out is below 1e-17.
	y := 1 / (x * x)
	return (1.0/12 - y*(1.0/360-y*(1.0/1260-y*(1.0/1680-y*(1.0/1188-y*(691.0/360360-y/156)))))) / x
}

// deviance is x·ln(x/m) + m − x, for x >= 0 and m > 0, where m + low is the exact mean.
func deviance(x, m, low float64) float64 {
	switch {
	case x == 0:
		return m + low
	case m == 0:
		return math.Inf(1)
	}
	d := x - m
	correction := 0.0
	if low != 0 { // x/m may be infinite
		correction = low * (1 - x/m)
	}
	if math.Abs(d) >= 0.1*(x+m) {
		ratio := x / m
		if math.IsInf(ratio, 1) || ratio < smallestNormal {
			return x*(logarithm(x)-logarithm(m)) - d + correction
		}
		return x*math.Log(ratio) - d + correction
	}
	// x·ln(x/m) = 2x·atanh(v) with v = (x−m)/(x+m), as a series.
	v := d / (x + m)
	sum, term, v2 := d*v, 2*x*v, v*v
	for j := 3.0; ; j += 2 {
		term *= v2
		next := sum + term/j
		if next == sum {
			return sum + correction
		}
		sum = next
	}
}

// logBinomial is the logarithm of p^x·q^y·Γ(x+y+1)/(Γ(x+1)·Γ(y+1)) for real x, y >= 0: for whole numbers the probability
// of x events and y others. Both p and q = 1 − p are given, so that neither loses digits.
func logBinomial(x, y, p, q float64) float64 {
	n := x + y
	exponent := meanDeviance(x, n, p) + meanDeviance(y, n, q)
	if x == 0 || y == 0 {
		return -exponent
	}
	return stirlingError(n) - stirlingError(x) - stirlingError(y) - exponent + 0.5*math.Log(n/x/y) - halfLog2Pi
}

// meanDeviance is the deviance of x from n·p, the product taken with its rounding error.
func meanDeviance(x, n, p float64) float64 {
	m := n * p
	return deviance(x, m, math.FMA(n, p, -m))
}
