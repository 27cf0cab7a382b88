package stats

import "math"

// scoreRatio inverts the score test of a ratio of proportions.
func scoreRatio(baseline, canary Proportion, z float64) (lo, hi float64) {
	// The upper limit is the inverse of the lower limit with the sides exchanged.
	return scoreRatioLower(baseline, canary, z), 1 / scoreRatioLower(canary, baseline, z)
}

// scoreRatioLower returns the lower limit of canary / baseline.
func scoreRatioLower(baseline, canary Proportion, z float64) float64 {
	if canary.Events == 0 {
		return 0
	}
	excess := func(t float64) float64 { // positive where the ratio exp(t) is rejected as too small
		ratio := math.Exp(t)
		e := canary.Value() - ratio*baseline.Value() - z*restrictedRatioSE(baseline, canary, ratio)
		if e == 0 {
			return -math.SmallestNonzeroFloat64 // with nothing but events it touches zero at ratio 1, above the limit
		}
		return e
	}
	// From a guess outwards; the excess falls from canary.Value() at −∞ to below zero.
	guess := math.Log(canary.plusHalf() / baseline.plusHalf())
	step := 0.1 + z*math.Sqrt(baseline.logVariance(0.5)+canary.logVariance(0.5))
	lo, hi := guess-step, guess
	for width := step; excess(lo) < 0 && width < 1e3; width *= 2 {
		lo, hi = lo-width, lo
	}
	for width := step; excess(hi) > 0 && width < 1e3; width *= 2 {
		lo, hi = hi, hi+width
	}
	return math.Exp(root(excess, lo, hi))
}

// restrictedRatioSE is √(p_c(1−p_c)/n_c + R²·p_b(1−p_b)/n_b) for the most likely proportions with p_c = R·p_b.
func restrictedRatioSE(baseline, canary Proportion, ratio float64) float64 {
	pb, qb := restrictedRatio(baseline, canary, ratio)
	pc, qc := restrictedRatio(canary, baseline, 1/ratio)
	return math.Sqrt(pc*qc/float64(canary.Trials) + ratio*pb*(ratio*qb)/float64(baseline.Trials))
}

// restrictedRatio returns the most likely proportion of one side, and its complement, if that of the other is ratio
// times as large: the smaller root of N·R·p² − (R·(m+x) + n+y)·p + x+y, where the one side has x of n events and the other
// y of m. Both p and 1−p are formed without cancellation.
func restrictedRatio(one, other Proportion, ratio float64) (p, q float64) {
	x, n := one.counts()
	y, m := other.counts()
	restX, restY := float64(one.Trials-one.Events), float64(other.Trials-other.Events)
	s, t := ratio*(m+x), n+y
	root := math.Sqrt((s-t)*(s-t) + 4*ratio*restX*restY)
	p = 2 * (x + y) / (s + t + root)
	k := ratio*(m+n+restX) - t // twice the leading coefficient, plus the next
	if k >= 0 {
		q = (k + root) / (2 * (m + n) * ratio)
	} else {
		q = 2 * (1 - ratio) * restX / (root - k)
	}
	return min(p, 1), clamp(q, 0, 1)
}
