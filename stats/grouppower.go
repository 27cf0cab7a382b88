package stats

import "fmt"

// Exit is the probability, for each look, of being significant there for the first time, on the side of the effect.
//
// Inputs: the drift is the effect over the standard error that the estimate has with all the planned information; the
// estimate's mean is then drift·√t standard errors at t. Positive is the direction tested; a bound on the other side is one
// not to be reached before.
//
// Cost: as [GroupSequential]. Oracle: as there, exit_prob_drift.
func (b GroupBounds) Exit(drift float64) []float64 {
	information, exit := make([]float64, len(b.Looks)), make([]float64, len(b.Looks))
	for k, look := range b.Looks {
		information[k] = look.Information
	}
	density := newGroupDensity(information, b.Alternative == TwoSided, drift)
	for k, look := range b.Looks {
		exit[k], _ = density.cross(look.Z)
		if k+1 < len(b.Looks) {
			density.advance(look.Z)
		}
	}
	return exit
}

// Power is the probability of being significant at any look, on the side of the effect: the sum of [GroupBounds.Exit].
//
// Oracle: as [GroupSequential], power.
func (b GroupBounds) Power(drift float64) float64 {
	sum := 0.0
	for _, p := range b.Exit(drift) {
		sum += p
	}
	return min(1, sum)
}

// Drift is the effect that is found with a given probability, in standard errors that the estimate has with all the planned
// information. A test of one look needs z_α + z_power; the square of the ratio says by how much more has to be planned.
//
// Inputs: a power above that without any effect, and below 1. Errors: [ErrSampleSize] for bounds without looks;
// [ErrProbability] for other powers. Cost: ten times [GroupBounds.Power].
//
// Oracle: as [GroupSequential], drift_for_power.
func (b GroupBounds) Drift(power float64) (float64, error) {
	if len(b.Looks) == 0 {
		return 0, fmt.Errorf("bounds without looks: %w", ErrSampleSize)
	}
	const far = 1 << 10
	hi := 4.0
	for hi < far && b.Power(hi) < power {
		hi *= 2
	}
	if !(power > b.Power(0) && power < 1 && hi < far) {
		return 0, fmt.Errorf("power %v, not in (%v, 1): %w", power, b.Power(0), ErrProbability)
	}
	return root(func(drift float64) float64 { return b.Power(drift) - power }, 0, hi), nil
}
