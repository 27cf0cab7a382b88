package stats

import (
	"fmt"
	"math"
)

// ZTest is the result of a test with a statistic that is about standard normal if nothing differs.
type ZTest struct {
	Difference  float64     // canary − baseline
	SE          float64     // standard error of the difference that Z was formed with
	Z           float64     // standardised difference; positive when the canary is larger
	P           float64     // p-value for Alternative
	Alternative Alternative // what P is about
}

// ProportionTest chooses the variance of a [ZTest] of two proportions.
type ProportionTest int

const (
	// Pooled takes the variance from both sides together, as is right if nothing differs. z² is the χ² of the 2×2 table.
	Pooled ProportionTest = iota
	// PooledCorrected is Pooled with Yates's continuity correction. It is conservative.
	PooledCorrected
	// Unpooled takes the variance of each side by itself, as the Wald interval does. It rejects too often with few events.
	Unpooled
)

// TwoProportionZ tests whether the canary's proportion of events differs from the baseline's.
//
// Definition: with p = (x_b + x_c)/(n_b + n_c),
//
//	z = (p_c − p_b) / √(p(1−p)(1/n_b + 1/n_c))
//
// Inputs: independent trials; see [Proportion].
//
// Result: see [ZTest]. The normal approximation wants some five events, and five non-events, expected on each side; with
// fewer use [FisherExact].
//
// Edge cases: no events at all, or nothing but events: Z is 0 and P is 1.
//
// Errors: [ErrCounts] for impossible counts, [ErrOption].
//
// Cost: O(1).
//
// Oracle: R prop.test(correct = FALSE), whose X² is z².
//
// Reference: Pearson (1900); Fleiss, Levin and Paik (2003), "Statistical Methods for Rates and Proportions", chapter 3.
func TwoProportionZ(baseline, canary Proportion, alternative Alternative) (ZTest, error) {
	return TwoProportionTest(baseline, canary, alternative, Pooled)
}

// TwoProportionTest is [TwoProportionZ] with a choice of variance.
//
// Definition: PooledCorrected brings |p_c − p_b| nearer to 0 by (1/n_b + 1/n_c)/2, never past it. Unpooled uses
// √(p_b(1−p_b)/n_b + p_c(1−p_c)/n_c).
//
// Edge cases: with Unpooled, all against none has no variance: Z is ±Inf and P 0 or 1.
//
// Oracle: R prop.test(correct = TRUE) for PooledCorrected; mpmath for Unpooled.
//
// Reference: Yates (1934), "Contingency tables involving small numbers and the χ² test", Supplement to the Journal of the
// Royal Statistical Society 1(2), 217–235.
func TwoProportionTest(baseline, canary Proportion, alternative Alternative, test ProportionTest) (ZTest, error) {
	if err := alternative.check(); err != nil {
		return ZTest{}, err
	}
	if err := checkProportions(baseline, canary); err != nil {
		return ZTest{}, err
	}
	t := ZTest{Difference: proportionDifference(baseline, canary), Alternative: alternative}
	distance := t.Difference
	switch test {
	case Pooled:
		t.SE = pooledSE(baseline, canary)
	case PooledCorrected:
		t.SE = pooledSE(baseline, canary)
		distance -= math.Copysign(yates(baseline, canary), distance)
	case Unpooled:
		t.SE = unpooledSE(baseline, canary)
	default:
		return ZTest{}, fmt.Errorf("ProportionTest(%d): %w", int(test), ErrOption)
	}
	if distance != 0 {
		t.Z = distance / t.SE
	}
	t.P = normalP(t.Z, alternative)
	if t.SE == 0 && distance == 0 {
		t.P = 1
	}
	return t, nil
}

// pooledSE is √(p(1−p)(1/n_b + 1/n_c)) = √(x(n−x)/(n·n_b·n_c)) with the sums x and n.
func pooledSE(baseline, canary Proportion) float64 {
	x, n := float64(baseline.Events+canary.Events), float64(baseline.Trials+canary.Trials)
	rest := float64(baseline.complement().Events + canary.complement().Events)
	return math.Sqrt(x / n * rest / (float64(baseline.Trials) * float64(canary.Trials)))
}

func unpooledSE(baseline, canary Proportion) float64 {
	return math.Sqrt(baseline.variance() + canary.variance())
}

// variance is p(1−p)/n.
func (p Proportion) variance() float64 {
	x, n := p.counts()
	return x / n * (float64(p.Trials-p.Events) / n) / n
}

// yates is the continuity correction of the difference: (1/n_b + 1/n_c)/2, at most the difference itself.
func yates(baseline, canary Proportion) float64 {
	half := (1/float64(baseline.Trials) + 1/float64(canary.Trials)) / 2
	return min(half, math.Abs(proportionDifference(baseline, canary)))
}
