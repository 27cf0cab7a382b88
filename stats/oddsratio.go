package stats

import (
	"fmt"
	"math"
)

// OddsRatioMethod chooses an interval for the ratio of two odds.
type OddsRatioMethod int

const (
	// OddsRatioLogitAdjusted is Woolf's after adding ½ to events and non-events. It always exists.
	OddsRatioLogitAdjusted OddsRatioMethod = iota
	// OddsRatioLogit is Woolf's. It needs events and non-events on both sides.
	OddsRatioLogit
)

// OddsRatio estimates the ratio of the odds x/(n−x), canary / baseline, with a choice of interval.
//
// Definition: with o = x_c·(n_b−x_b) / (x_b·(n_c−x_c)), s² = 1/x_c + 1/(n_c−x_c) + 1/x_b + 1/(n_b−x_b) and z the upper
// (1 − confidence)/2 quantile of the normal law, the limits are o·exp(∓z·s); adjusted, ½ is added to all four counts.
//
// Inputs: independent trials; see [Proportion]; confidence in (0, 1). Result: Value is o with the same counts.
//
// Errors: [ErrCounts], also if one of the four counts is zero for OddsRatioLogit. [ErrConfidence], [ErrOption].
//
// Cost: O(1). Oracle: statsmodels confint_proportions_2indep(compare = "odds-ratio").
//
// Reference: Woolf (1955), Annals of Human Genetics 19, 251–253; Gart (1966), Biometrika 53, 471–475.
func OddsRatio(baseline, canary Proportion, confidence float64, method OddsRatioMethod) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkProportions(baseline, canary); err != nil {
		return Interval{}, err
	}
	add := 0.0
	switch method {
	case OddsRatioLogitAdjusted:
		add = 0.5
	case OddsRatioLogit:
		if min(baseline.Events, canary.Events, baseline.Trials-baseline.Events, canary.Trials-canary.Events) == 0 {
			return Interval{}, fmt.Errorf("%d of %d and %d of %d events, but this interval needs events and non-events: %w",
				baseline.Events, baseline.Trials, canary.Events, canary.Trials, ErrCounts)
		}
	default:
		return Interval{}, fmt.Errorf("OddsRatioMethod(%d): %w", int(method), ErrOption)
	}
	xb, rb := float64(baseline.Events)+add, float64(baseline.Trials-baseline.Events)+add
	xc, rc := float64(canary.Events)+add, float64(canary.Trials-canary.Events)+add
	odds := xc / rc * (rb / xb)
	spread := upperZ(confidence) * math.Sqrt(1/xc+1/rc+1/xb+1/rb)
	return Interval{Value: odds, Lo: odds * math.Exp(-spread), Hi: odds * math.Exp(spread), Confidence: confidence}, nil
}
