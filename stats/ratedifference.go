package stats

import "math"

// RateDifference estimates how many more events per unit of exposure the canary has, with an interval.
//
// Definition: Δ = x_c/t_c − x_b/t_b. The limits combine the score limits (l, u) of each rate r, "MOVER":
//
//	l, u = (x + z²/2 ∓ z·√(x + z²/4)) / t
//	Lo = Δ − √((r_c − l_c)² + (u_b − r_b)²)
//	Hi = Δ + √((u_c − r_c)² + (r_b − l_b)²)
//
// Inputs: independent events; see [Rate]; confidence in (0, 1).
//
// Result: in events per unit of exposure, positive when the canary has more. It exists with few events or none.
//
// Edge cases: a limit beyond the largest float64 is infinite.
//
// Errors: as [RateTest], and [ErrConfidence].
//
// Cost: O(1).
//
// Reference: Li, Tang and Wong (2014), "Confidence intervals for ratio of two Poisson rates using the method of variance
// estimates recovery", Computational Statistics 29, 869–889; Zou and Donner (2008), Statistics in Medicine 27, 1693–1702.
func RateDifference(baseline, canary Rate, confidence float64) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkRates(baseline, canary); err != nil {
		return Interval{}, err
	}
	z := upperZ(confidence)
	downB, upB := baseline.scoreDistances(z)
	downC, upC := canary.scoreDistances(z)
	d := canary.Value() - baseline.Value()
	return Interval{
		Value: d, Lo: d - math.Hypot(downC, upB), Hi: d + math.Hypot(upC, downB), Confidence: confidence,
	}, nil
}

// scoreDistances returns how far the score limits of a rate lie below and above it.
func (r Rate) scoreDistances(z float64) (down, up float64) {
	x := float64(r.Events)
	root := z * math.Sqrt(x+z*z/4)
	up = root + z*z/2
	if up > 0 {
		down = x * (z * z / up) // root − z²/2, without cancellation
	}
	return down / r.Exposure, up / r.Exposure
}
