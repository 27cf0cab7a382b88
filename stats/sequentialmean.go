package stats

import "fmt"

// SequentialMeanDifference estimates by how much the canary's mean differs from the baseline's, with an interval that holds at
// every look at once (an asymptotic confidence sequence).
//
// Definition: m_c − m_b ∓ SE·√(2·(N·ρ² + 1)/(N·ρ²)·ln(√(N·ρ² + 1)/α)) with SE² = s_c²/n_c + s_b²/n_b, N = n_b + n_c and
// α = 1 − confidence: [SequentialRadius] with the prior variance ρ²·N·SE².
//
// Inputs: independent values; see [Summary]. rho is √(gain/N*) with [MixtureGain] and the number N* of values, of both
// sides, for which the interval is to be tightest; it may not depend on the values. confidence in (0, 1).
//
// Result: in the unit of the values. The level holds from a look on at which the law of the means is about normal, some
// hundreds of values; at 10 values it does not.
//
// Edge cases: a limit beyond the largest float64 is infinite.
//
// Errors: as [MeanTest] with MeanZ; [ErrCounts] if rho is not positive, or its square out of range; [ErrConfidence].
//
// Cost: O(1). Oracle: mpmath, asymptotic_cs_two_sample.
//
// Reference: as SequentialRadius.
func SequentialMeanDifference(baseline, canary Summary, rho, confidence float64) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	e, err := newMeanError(baseline, canary, MeanZ)
	if err != nil {
		return Interval{}, err
	}
	radius, err := SequentialRadius(1, rho*rho*(float64(baseline.N)+float64(canary.N)), 1-confidence, TwoSided)
	if err != nil {
		return Interval{}, fmt.Errorf("rho %v: %w", rho, err)
	}
	d := canary.Mean - baseline.Mean
	half := radius * e.se * e.unit
	return Interval{Value: d, Lo: d - half, Hi: d + half, Confidence: confidence}, nil
}
