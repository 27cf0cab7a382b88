package stats

import (
	"fmt"
	"math"
)

// DifferenceMethod chooses an interval for the difference of two proportions.
type DifferenceMethod int

const (
	// DifferenceNewcombe combines the Wilson limits of each side, Newcombe's method 10.
	DifferenceNewcombe DifferenceMethod = iota
	// DifferenceMiettinenNurminen inverts the score test, with the variance factor N/(N−1).
	DifferenceMiettinenNurminen
	// DifferenceMee inverts the score test, without the factor.
	DifferenceMee
	// DifferenceAgrestiCaffo is Wald's after adding one event and one non-event to each side; limits may leave [−1, 1].
	DifferenceAgrestiCaffo
	// DifferenceWald is the textbook d ∓ z·SE. It covers too rarely with few events; limits may leave [−1, 1].
	DifferenceWald
	// DifferenceWaldCorrected widens Wald's by the continuity correction and cuts it at −1 and 1, as R's prop.test.
	DifferenceWaldCorrected
)

// Newcombe estimates by how much the canary's proportion differs from the baseline's, with an interval that behaves well
// also with few events: [ProportionDifference] with [DifferenceNewcombe].
//
// Definition: with d = p_c − p_b and Wilson's limits (l, u) of each side, see [ProportionInterval],
//
//	Lo = d − √((p_c − l_c)² + (u_b − p_b)²)
//	Hi = d + √((u_c − p_c)² + (p_b − l_b)²)
//
// Result: in [−1, 1], positive when the canary has more. It need not agree with [TwoProportionZ] about zero in rare cases
// near α, because the two take the variance differently.
//
// Errors: [ErrCounts], [ErrConfidence]. Cost: O(1).
//
// Oracle: statsmodels confint_proportions_2indep(method = "newcomb"); Newcombe's table II.
//
// Reference: Newcombe (1998), "Interval estimation for the difference between independent proportions: comparison of
// eleven methods", Statistics in Medicine 17, 873–890, method 10.
func Newcombe(baseline, canary Proportion, confidence float64) (Interval, error) {
	return ProportionDifference(baseline, canary, confidence, DifferenceNewcombe)
}

// ProportionDifference estimates the difference of two proportions, canary − baseline, with a choice of interval.
//
// Definition: with d = p_c − p_b and z the upper (1 − confidence)/2 quantile of the normal law,
//
//	Newcombe             see [Newcombe]
//	Miettinen–Nurminen   all D with |d − D| <= z·√(V(D)·N/(N−1)), V(D) = p̃_c(1−p̃_c)/n_c + p̃_b(1−p̃_b)/n_b,
//	                     p̃ the most likely proportions with p̃_c − p̃_b = D
//	Mee                  the same without N/(N−1)
//	Agresti–Caffo        d̃ ∓ z·√(p̃_c(1−p̃_c)/(n_c+2) + p̃_b(1−p̃_b)/(n_b+2)), p̃ = (x+1)/(n+2)
//	Wald                 d ∓ z·√(p_c(1−p_c)/n_c + p_b(1−p_b)/n_b)
//	Wald, corrected      Wald's, wider by min((1/n_b + 1/n_c)/2, |d|), cut at ±1
//
// Inputs: independent trials; see [Proportion]; confidence in (0, 1). Result: Value is d, also where the limits have
// another centre.
//
// Errors: [ErrCounts], [ErrConfidence], [ErrOption].
//
// Cost: O(1); 0.1 µs, but 3 µs for the two that invert the score test.
//
// Oracle: R prop.test, statsmodels, and mpmath for the score intervals, after Newcombe's table II.
//
// Reference: Newcombe (1998); Miettinen and Nurminen (1985), Statistics in Medicine 4, 213–226; Mee (1984), Biometrics 40,
// 1175–1176; Agresti and Caffo (2000), The American Statistician 54, 280–288.
func ProportionDifference(baseline, canary Proportion, confidence float64, method DifferenceMethod) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkProportions(baseline, canary); err != nil {
		return Interval{}, err
	}
	z := upperZ(confidence)
	d := proportionDifference(baseline, canary)
	i := Interval{Value: d, Confidence: confidence}
	switch method {
	case DifferenceNewcombe:
		downB, upB := baseline.wilsonDistances(z)
		downC, upC := canary.wilsonDistances(z)
		i.Lo, i.Hi = max(-1, d-math.Hypot(downC, upB)), min(1, d+math.Hypot(upC, downB))
	case DifferenceMiettinenNurminen:
		n := float64(baseline.Trials + canary.Trials)
		i.Lo, i.Hi = scoreDifference(baseline, canary, z*math.Sqrt(n/(n-1)))
	case DifferenceMee:
		i.Lo, i.Hi = scoreDifference(baseline, canary, z)
	case DifferenceAgrestiCaffo:
		i.Lo, i.Hi = agrestiCaffo(baseline, canary, z)
	case DifferenceWald:
		half := z * unpooledSE(baseline, canary)
		i.Lo, i.Hi = d-half, d+half
	case DifferenceWaldCorrected:
		half := z*unpooledSE(baseline, canary) + yates(baseline, canary)
		i.Lo, i.Hi = max(-1, d-half), min(1, d+half)
	default:
		return Interval{}, fmt.Errorf("DifferenceMethod(%d): %w", int(method), ErrOption)
	}
	return i, nil
}

func agrestiCaffo(baseline, canary Proportion, z float64) (lo, hi float64) {
	pb, vb := baseline.plusOne()
	pc, vc := canary.plusOne()
	half := z * math.Sqrt(vb+vc)
	return pc - pb - half, pc - pb + half
}

// plusOne is the proportion after adding one event and one other trial, with its variance.
func (p Proportion) plusOne() (value, variance float64) {
	x, n := p.counts()
	value = (x + 1) / (n + 2)
	return value, value * ((float64(p.Trials-p.Events) + 1) / (n + 2)) / (n + 2)
}
