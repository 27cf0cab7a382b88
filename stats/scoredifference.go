package stats

import "math"

// scoreDifference inverts the score test of a difference of proportions: the limits are the D with (d − D)/√V(D) = ±z,
// where V uses the most likely proportions that differ by D.
func scoreDifference(baseline, canary Proportion, z float64) (lo, hi float64) {
	// The upper limit is minus the lower limit with the sides exchanged.
	return scoreLower(baseline, canary, z), -scoreLower(canary, baseline, z)
}

// scoreLower returns the lower limit of canary − baseline.
func scoreLower(baseline, canary Proportion, z float64) float64 {
	d := proportionDifference(baseline, canary)
	if d <= -1 || z == 0 {
		return d
	}
	excess := func(down float64) float64 { // positive where d − down is rejected
		return down - z*restrictedSE(baseline, canary, d-down)
	}
	far := z*unpooledSE(baseline, canary) + z*z/float64(min(baseline.Trials, canary.Trials))
	near := 1e-9 * far // not 0, where the excess may be 0 too
	for far < d+1 && excess(far) < 0 {
		near, far = far, 2*far
	}
	return d - root(excess, near, min(far, d+1))
}

// restrictedSE is √V(d) for the most likely proportions whose difference canary − baseline is d.
func restrictedSE(baseline, canary Proportion, d float64) float64 {
	low, high := baseline, canary
	if d < 0 {
		low, high, d = canary, baseline, -d
	}
	if 2*(float64(low.Events)+float64(high.Events)) > float64(low.Trials)+float64(high.Trials) {
		low, high = high.complement(), low.complement() // the same difference, and small probabilities stay accurate
	}
	p := restrictedLow(low, high, d)
	q := min(p+d, 1)
	return math.Sqrt(p*(1-p)/float64(low.Trials) + q*(1-q)/float64(high.Trials))
}

// restrictedLow returns the most likely proportion p of low if that of high is p + d, for 0 <= d <= 1.
//
// The derivative of the log-likelihood is x/p − r/(1−p) + y/(p+d) − s/(1−p−d). Each side alone is likeliest at its own
// proportion, so that the root lies between those.
func restrictedLow(low, high Proportion, d float64) float64 {
	if d == 0 {
		return (float64(low.Events) + float64(high.Events)) / (float64(low.Trials) + float64(high.Trials))
	}
	x, r := float64(low.Events), float64(low.Trials-low.Events)
	y, s := float64(high.Events), float64(high.Trials-high.Events)
	derivative := func(p float64) float64 { // times p and 1−p−d, unless these terms are absent: no poles
		a, b := 1.0, 1.0
		if x > 0 {
			a = p
		}
		if s > 0 {
			b = 1 - p - d
		}
		return x*b + a*b*(y/(p+d)-r/(1-p)) - s*a
	}
	own, other := clamp(low.Value(), 0, 1-d), clamp(high.Value()-d, 0, 1-d)
	return root(derivative, min(own, other), max(own, other))
}
