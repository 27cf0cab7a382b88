package stats

import "math"

// ChiSquareSurvival is the upper tail P(X > x) of the χ² distribution.
//
// Inputs: x; df > 0, not necessarily whole. Edge cases: 1 for x <= 0, 0 at +∞; NaN outside the domain.
//
// Cost, accuracy: as [GammaTails] with shape df/2 at x/2, which also gives the lower tail. Oracle: mpmath, chi2_sf.
func ChiSquareSurvival(x, df float64) float64 {
	_, upper := GammaTails(x/2, df/2)
	return upper
}

// ChiSquareQuantile is the x with P(X <= x) = p for the χ² distribution; see [GammaQuantile]. Oracle: mpmath, chi2_ppf.
func ChiSquareQuantile(p, df float64) float64 { return 2 * GammaQuantile(p, df/2) }

// ChiSquareUpperQuantile is the x with P(X > x) = p; see [GammaUpperQuantile]. Oracle: mpmath, chi2_isf.
func ChiSquareUpperQuantile(p, df float64) float64 { return 2 * GammaUpperQuantile(p, df/2) }

// log10ChiSquare is the decimal logarithm of ChiSquareSurvival, also where that underflows.
func log10ChiSquare(x, df float64) float64 { return logGammaUpper(x/2, df/2)/math.Ln10 + 0 }

// FSurvival is the upper tail P(F > f) of the F distribution.
//
// Definition: I_y(df2/2, df1/2) with y = df2/(df2 + df1·f), evaluated directly, so that small tails are relatively accurate.
//
// Inputs: f; df1, df2 > 0, not necessarily whole; +Inf is a variance that is known.
//
// Edge cases: 1 for f <= 0, 0 at +∞; NaN outside the domain.
//
// Oracle: mpmath, f_sf.
func FSurvival(f, df1, df2 float64) float64 {
	switch {
	case math.IsNaN(f) || !(df1 > 0) || !(df2 > 0):
		return math.NaN()
	case f <= 0:
		return 1
	case math.IsInf(f, 1):
		return 0
	case df1 > 1e100 && df2 > 1e100: // both variances are known
		return max(0, min(1, (1-f)*1e300+0.5))
	case df2 > 1e100:
		return ChiSquareSurvival(df1*f, df1)
	case df1 > 1e100:
		lower, _ := GammaTails(df2/f/2, df2/2)
		return lower
	}
	odds := df1 / df2 * f
	if odds > 1e100 { // from here on the tail is a power of f
		edge := 1e100 / (df1 / df2)
		if edge < f {
			return FSurvival(edge, df1, df2) * math.Pow(edge/f, df2/2)
		}
	}
	lower, _ := betaTails(df2/2, df1/2, 1/(1+odds), odds/(1+odds))
	return lower
}
