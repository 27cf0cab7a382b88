package stats

import (
	"fmt"
	"math"
)

// CohenD is the difference of two means in standard deviations.
//
// Definition: (m_c − m_b)/s, s² = ((n_c−1)s_c² + (n_b−1)s_b²)/(n_c+n_b−2). By convention 0.2, 0.5 and 0.8 are a small,
// medium and large effect.
//
// Inputs: see [Summary]. Result: positive when the canary is larger; may be infinite. It overstates the effect of small
// samples; see [HedgesG].
//
// Errors: as [MeanTest] with [MeanStudent].
//
// Cost: O(1). Oracle: mpmath. Reference: Cohen (1988), "Statistical Power Analysis for the Behavioral Sciences", chapter 2.
func CohenD(baseline, canary Summary) (float64, error) {
	if _, err := newMeanError(baseline, canary, MeanStudent); err != nil {
		return 0, err
	}
	sd, unit := pooledSD(baseline, canary)
	return (canary.Mean - baseline.Mean) / unit / sd, nil
}

// HedgesG is [CohenD] without its bias.
//
// Definition: d·J(n_c+n_b−2) with the exact factor J(v) = Γ(v/2)/(√(v/2)·Γ((v−1)/2)), not the approximation 1 − 3/(4v−1).
//
// Inputs, result: as CohenD. Errors: likewise; also [ErrSampleSize] for fewer than 4 values on both sides together.
//
// Cost: O(1). Oracle: mpmath.
//
// Reference: Hedges (1981), "Distribution theory for Glass's estimator of effect size and related estimators", Journal of
// Educational Statistics 6(2), 107–128.
func HedgesG(baseline, canary Summary) (float64, error) {
	d, err := CohenD(baseline, canary)
	if err != nil {
		return 0, err
	}
	v := float64(baseline.N + canary.N - 2)
	if v < 2 {
		return 0, fmt.Errorf("%d values in all: %w", baseline.N+canary.N, ErrSampleSize)
	}
	if math.IsInf(d, 0) {
		return d, nil
	}
	return d * hedgesFactor(v), nil
}

// hedgesFactor is Γ(a)/(√a·Γ(a−½)) with a = v/2 > ½, by Stirling's formula with its error.
func hedgesFactor(v float64) float64 {
	a := v / 2
	return math.Exp(-(a-1)*math.Log1p(-0.5/a) - 0.5 + stirlingError(a) - stirlingError(a-0.5))
}

// LiftMethod chooses an interval for the relative difference of two means.
type LiftMethod int

const (
	// LiftFieller inverts the test of m_c − r·m_b = 0, after Fieller. It is right also if the baseline's mean is uncertain.
	LiftFieller LiftMethod = iota
	// LiftDelta is the textbook estimate ∓ z·SE, SE by the delta method. It is too narrow if the baseline's mean is uncertain.
	LiftDelta
)

// MeanLift estimates by which fraction the canary's mean exceeds the baseline's, with an interval.
//
// Definition: with r = m_c/m_b, the coefficients u_b = s_b/(√n_b·|m_b|) and u_c = s_c/(√n_c·|m_b|), z the upper
// (1 − confidence)/2 quantile of the normal law and g = (z·u_b)², Value is r − 1 and the limits are
//
//	Fieller  (r ∓ z·√((r·u_b)² + (1−g)·u_c²))/(1−g) − 1
//	delta    r − 1 ∓ z·√(u_c² + (r·u_b)²)
//
// Inputs: see [Summary]; confidence in (0, 1). Result: 0.1 is 10 % more, as seen from the baseline; for a baseline that is
// negative as a rule, mind the sign.
//
// Edge cases: if g >= 1, the baseline's mean is not significantly different from zero, the ratios that Fieller's test does
// not reject have no bound, and the limits are −Inf and +Inf.
//
// Errors: as [MeanTest] with [MeanZ], though constant samples are allowed; [ErrZero] for a baseline whose mean is zero, or
// so small that the ratio overflows; [ErrConfidence]; [ErrOption].
//
// Cost: O(1). Oracle: mpmath.
//
// Reference: Fieller (1954), "Some problems in interval estimation", Journal of the Royal Statistical Society B 16(2),
// 175–185.
func MeanLift(baseline, canary Summary, confidence float64, method LiftMethod) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := checkSummaries(baseline, canary); err != nil {
		return Interval{}, err
	}
	if baseline.N < 2 || canary.N < 2 {
		return Interval{}, fmt.Errorf("%d and %d values, but each side needs a variance: %w", baseline.N, canary.N, ErrSampleSize)
	}
	lift := (canary.Mean - baseline.Mean) / baseline.Mean
	ratio := canary.Mean / baseline.Mean
	ub := baseline.StdDev / baseline.Mean / math.Sqrt(float64(baseline.N))
	uc := canary.StdDev / baseline.Mean / math.Sqrt(float64(canary.N))
	if baseline.Mean == 0 || lift-lift != 0 || uc-uc != 0 || ub-ub != 0 || math.IsInf(ratio*ub, 0) {
		return Interval{}, fmt.Errorf("baseline has the mean %v: %w", baseline.Mean, ErrZero)
	}
	z := upperZ(confidence)
	i := Interval{Value: lift, Lo: math.Inf(-1), Hi: math.Inf(1), Confidence: confidence}
	switch method {
	case LiftFieller:
		g := z * ub * (z * ub)
		if rest := 1 - g; rest > 0 {
			half := z * math.Hypot(ratio*ub, math.Sqrt(rest)*uc)
			i.Lo, i.Hi = (lift+g-half)/rest, (lift+g+half)/rest
		}
	case LiftDelta:
		half := z * math.Hypot(uc, ratio*ub)
		i.Lo, i.Hi = lift-half, lift+half
	default:
		return Interval{}, fmt.Errorf("LiftMethod(%d): %w", int(method), ErrOption)
	}
	return i, nil
}
