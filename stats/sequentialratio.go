package stats

import (
	"fmt"
	"math"
)

// SequentialRateRatio estimates how many times the baseline's rate the canary has, with an interval that holds at every look
// at once (a confidence sequence).
//
// Definition: r = (b/q)/(a/(1−q)), with events and share as in [SequentialCounts]. The interval holds the ratios r₀ that are
// not rejected at α = 1 − confidence by
//
//	e = B(w·q + b, w·(1−q) + a) / B(w·q, w·(1−q)) / (p₀^b·(1−p₀)^a) < 1/α
//
// with p₀ the [EventShare] of r₀: the prior stays about q, whatever the ratio in question.
//
// Inputs: as SequentialCounts; confidence in (0, 1). The share has to be the same all the time; of a ramp take each step's.
//
// Result: a ratio, at least 0. It excludes 1 where the two-sided SequentialCounts reaches ln 1/α. With probability at least
// confidence the intervals of all looks hold the true ratio, so that [RunningIntersection] does too.
//
// Edge cases: Lo is 0 without events of the canary; Value and Hi are +Inf without events of the baseline. So are limits below
// 1e-304 and above 1e304.
//
// Errors: as SequentialCounts; also [ErrCounts] without any events, where there is no ratio, and [ErrConfidence].
//
// Cost: O(1), some 5 µs. Oracle: none; the limits are held against SequentialCounts.
//
// Reference: Lindon and Malek (2022), "Anytime-valid inference for multinomial count data", NeurIPS 35.
func SequentialRateRatio(baseline, canary, share, weight, confidence float64) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkSharedCounts(baseline, canary, share, weight); err != nil {
		return Interval{}, err
	}
	n := baseline + canary
	if n == 0 {
		return Interval{}, fmt.Errorf("no events on either side, so no ratio: %w", ErrCounts)
	}
	// The e-value of p₀ is that at its minimum, the observed share, times e to the power of the deviance of p₀.
	deviance := func(p, q float64) float64 { return meanDeviance(canary, n, p) + meanDeviance(baseline, n, q) }
	atMinimum := betaMixture{share, weight}.logE(canary, baseline, TwoSided) - deviance(share, 1-share)
	reach := -math.Log1p(-confidence) - min(0, atMinimum)
	excess := func(logit float64) float64 { return deviance(fromLogit(logit)) - reach }

	const far = 700 // where the odds e^far are near the largest float64
	observed := clamp(math.Log(canary/baseline), -far, far)
	odds := (1 - share) / share
	i := Interval{Value: canary / baseline * odds, Hi: math.Inf(1), Confidence: confidence}
	if canary > 0 && excess(-far) > 0 {
		i.Lo = min(i.Value, math.Exp(root(excess, -far, observed))*odds)
	}
	if baseline > 0 && excess(far) > 0 {
		i.Hi = max(i.Value, math.Exp(root(excess, observed, far))*odds)
	}
	return i, nil
}
