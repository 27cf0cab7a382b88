package stats

import (
	"fmt"
	"math"
)

// RatioMethod chooses an interval for the ratio of two proportions.
type RatioMethod int

const (
	// RatioScore inverts the score test, with the variance factor N/(N−1). It exists with no events on one side.
	RatioScore RatioMethod = iota
	// RatioLog is Katz's, Wald's on the logarithmic scale. It needs events on both sides.
	RatioLog
	// RatioLogAdjusted is the same after adding ½ to events and trials. It always exists.
	RatioLogAdjusted
	// RatioDelta is Wald's on the linear scale, by the delta method. It needs events on both sides.
	RatioDelta
)

// ProportionRatio estimates the ratio of two proportions, canary / baseline, with a choice of interval. The relative change
// ("lift") is the ratio − 1, and so are its limits.
//
// Definition: with r = p_c/p_b, s² = 1/x_c − 1/n_c + 1/x_b − 1/n_b and z the upper (1 − confidence)/2 quantile of the
// normal law,
//
//	Score           all R with |p_c − R·p_b| <= z·√(V(R)·N/(N−1)), V(R) = p̃_c(1−p̃_c)/n_c + R²·p̃_b(1−p̃_b)/n_b,
//	                p̃ the most likely proportions with p̃_c = R·p̃_b
//	Log             r·exp(∓z·s)
//	Log, adjusted   the same with x + ½ and n + ½ in r and s
//	Delta           r ∓ z·r·s
//
// Inputs: independent trials; see [Proportion]; confidence in (0, 1).
//
// Result: Value is r, for RatioLogAdjusted the adjusted r. Hi, and with RatioScore Value, is +Inf if the baseline has no
// events.
//
// Errors: [ErrCounts], also where the method has no answer: RatioScore without any events, RatioLog and RatioDelta without
// events on either side. [ErrConfidence], [ErrOption].
//
// Cost: O(1); 2 µs for RatioScore.
//
// Oracle: statsmodels confint_proportions_2indep(compare = "ratio"), mpmath.
//
// Reference: Miettinen and Nurminen (1985), Statistics in Medicine 4, 213–226; Katz, Baptista, Azen and Pike (1978),
// Biometrics 34, 469–474; Walter (1975), Biometrika 62, 371–374.
func ProportionRatio(baseline, canary Proportion, confidence float64, method RatioMethod) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkProportions(baseline, canary); err != nil {
		return Interval{}, err
	}
	if err := method.check(baseline, canary); err != nil {
		return Interval{}, err
	}
	z := upperZ(confidence)
	i := Interval{Value: canary.Value() / baseline.Value(), Confidence: confidence}
	switch method {
	case RatioScore:
		n := float64(baseline.Trials + canary.Trials)
		i.Lo, i.Hi = scoreRatio(baseline, canary, z*math.Sqrt(n/(n-1)))
	case RatioLog:
		se := math.Sqrt(baseline.logVariance(0) + canary.logVariance(0))
		i.Lo, i.Hi = i.Value*math.Exp(-z*se), i.Value*math.Exp(z*se)
	case RatioLogAdjusted:
		se := math.Sqrt(baseline.logVariance(0.5) + canary.logVariance(0.5))
		i.Value = canary.plusHalf() / baseline.plusHalf()
		i.Lo, i.Hi = i.Value*math.Exp(-z*se), i.Value*math.Exp(z*se)
	case RatioDelta:
		half := z * i.Value * math.Sqrt(baseline.logVariance(0)+canary.logVariance(0))
		i.Lo, i.Hi = i.Value-half, i.Value+half
	}
	return i, nil
}

func (m RatioMethod) check(baseline, canary Proportion) error {
	switch {
	case m < RatioScore || m > RatioDelta:
		return fmt.Errorf("RatioMethod(%d): %w", int(m), ErrOption)
	case m == RatioScore && baseline.Events == 0 && canary.Events == 0:
		return fmt.Errorf("no events on either side, so no ratio: %w", ErrCounts)
	case (m == RatioLog || m == RatioDelta) && (baseline.Events == 0 || canary.Events == 0):
		return fmt.Errorf("%d and %d events, but this interval needs some on both sides: %w",
			baseline.Events, canary.Events, ErrCounts)
	}
	return nil
}

// plusHalf is the proportion after adding ½ to events and trials.
func (p Proportion) plusHalf() float64 {
	x, n := p.counts()
	return (x + 0.5) / (n + 0.5)
}

// logVariance is 1/x − 1/n after adding h to both: the variance of the logarithm of the proportion.
func (p Proportion) logVariance(h float64) float64 {
	x, n := p.counts()
	return float64(p.Trials-p.Events) / (x + h) / (n + h)
}
