package stats

import "math"

// KolmogorovSurvival is the upper tail P(K > x) of Kolmogorov's limiting distribution.
//
// Definition: 2·Σ (−1)^(k−1)·exp(−2k²x²), k = 1, 2, …; below 1 by the transformed series of the lower tail.
//
// Edge cases: 1 for x <= 0, 0 at +∞. Like the functions of package math it returns NaN for NaN.
//
// Cost: a few terms. Oracle: mpmath, kolmogorov_sf.
//
// Reference: Kolmogorov (1933), "Sulla determinazione empirica di una legge di distribuzione", Giornale dell'Istituto
// Italiano degli Attuari 4, 83–91.
func KolmogorovSurvival(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x <= 0.04: // the lower tail is below 1e-330
		return 1
	case x < 1:
		sum := 0.0
		for k := 1.0; k < 20; k += 2 {
			sum += math.Exp(-k * k * math.Pi * math.Pi / (8 * x * x))
		}
		return 1 - math.Sqrt(2*math.Pi)/x*sum
	}
	sum, sign := 0.0, 1.0
	for k := 1.0; k < 6; k++ {
		sum += sign * math.Exp(-2*k*k*x*x)
		sign = -sign
	}
	return 2 * sum
}
