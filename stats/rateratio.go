package stats

import (
	"fmt"
	"math"
)

// RateRatio estimates how many times as many events per unit of exposure the canary has, with an exact interval.
//
// Definition: r = (x_c/t_c) / (x_b/t_b). Given x_b + x_c, the canary's share of the events is binomial with probability
// π = r·t_c/(t_b + r·t_c); the limits are those of Clopper and Pearson for π, so that the interval holds the ratios which a
// two-sided exact [RateTest] does not reject at level 1 − confidence.
//
// Inputs: independent events; see [Rate]; confidence in (0, 1).
//
// Result: a ratio, at least 0. It covers at least at its level.
//
// Edge cases: Lo is 0 without events of the canary; Value and Hi are +Inf without events of the baseline.
//
// Errors: as RateTest; also [ErrCounts] without any events, where there is no ratio, and [ErrConfidence].
//
// Cost: some 5 µs, and a few ms at most.
//
// Oracle: R poisson.test(c(x_c, x_b), c(t_c, t_b))$conf.int.
//
// Reference: Clopper and Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the
// binomial", Biometrika 26(4), 404–413.
func RateRatio(baseline, canary Rate, confidence float64) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkRates(baseline, canary); err != nil {
		return Interval{}, err
	}
	if baseline.Events == 0 && canary.Events == 0 {
		return Interval{}, fmt.Errorf("no events on either side, so no ratio: %w", ErrCounts)
	}
	tail := (1 - confidence) / 2
	xb, xc := float64(baseline.Events), float64(canary.Events)
	i := Interval{Value: canary.Value() / baseline.Value(), Hi: math.Inf(1), Confidence: confidence}
	if xc > 0 {
		i.Lo = min(i.Value, ratioFromLogit(betaLogit(xc, xb+1, tail), baseline, canary))
	}
	if xb > 0 {
		i.Hi = max(i.Value, ratioFromLogit(-betaLogit(xb, xc+1, tail), baseline, canary))
	}
	return i, nil
}

// ratioFromLogit is the ratio of rates that belongs to the canary's share of the events, exp(u)·t_b/t_c.
func ratioFromLogit(u float64, baseline, canary Rate) float64 {
	unit := baseline.Exposure / canary.Exposure
	if unit > 1e-280 && unit < 1e280 {
		return math.Exp(u) * unit
	}
	return math.Exp(u + math.Log(baseline.Exposure) - math.Log(canary.Exposure))
}
