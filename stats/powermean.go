package stats

import (
	"fmt"
	"math"
)

// MeanPower is the probability that the large-sample test of two means, [MeanTest] with MeanZ, finds a given difference.
//
// Definition: Φ(√n·d/s − z), s² = s_b² + s_c²/ρ, with d the difference canary − baseline, ρ the ratio, n the observations of
// the baseline and z the upper α/2 quantile of the normal law, one-sided that of α. Two-sided d is taken as positive, and
// Strict adds the same with −d.
//
// Inputs: the difference and the standard deviations of the values, finite, in one unit; n > 0, not necessarily whole; see
// [PowerPlan].
//
// Errors: [ErrNotFinite]; [ErrConstant] if neither side varies; [ErrCounts], also for a negative standard deviation;
// [ErrProbability]; [ErrOption].
//
// Cost: O(1). Oracle: mpmath. Reference: Cohen (1988), "Statistical Power Analysis for the Behavioral Sciences".
func MeanPower(difference, sdBaseline, sdCanary, n float64, plan PowerPlan) (float64, error) {
	t, err := newMeanPower(difference, sdBaseline, sdCanary, plan)
	if err != nil {
		return 0, err
	}
	if err := checkSize(n); err != nil {
		return 0, err
	}
	return t.power(n), nil
}

// MeanSize is how many observations the large-sample test of two means needs to find a given difference with a given power.
//
// Definition: where [MeanPower] reaches the power, n = ((z + z_power)·s/d)² if not Strict.
//
// Inputs: as MeanPower; the power between the level and 1.
//
// Errors: as MeanPower; [ErrProbability] for another power; [ErrSampleSize] for no difference, or one in the direction that is
// not tested; [ErrCounts] if it takes more than 2⁵³ observations.
//
// Cost: O(1). Oracle: mpmath.
func MeanSize(difference, sdBaseline, sdCanary, power float64, plan PowerPlan) (PowerSize, error) {
	t, err := newMeanPower(difference, sdBaseline, sdCanary, plan)
	if err != nil {
		return PowerSize{}, err
	}
	if err := plan.checkPower(power); err != nil {
		return PowerSize{}, err
	}
	return t.size(power)
}

// MeanEffect is the least difference of means that n observations of the baseline find with a given power.
//
// Inputs, errors: as [MeanPower] and [MeanSize]. Result: positive; for Less it is the size of a negative difference.
//
// Cost: O(1). Oracle: mpmath.
func MeanEffect(sdBaseline, sdCanary, n, power float64, plan PowerPlan) (float64, error) {
	t, err := newMeanPower(0, sdBaseline, sdCanary, plan)
	if err != nil {
		return 0, err
	}
	if err := plan.checkPower(power); err != nil {
		return 0, err
	}
	if err := checkSize(n); err != nil {
		return 0, err
	}
	return t.shift(power) / math.Sqrt(n), nil
}

func newMeanPower(difference, sdBaseline, sdCanary float64, plan PowerPlan) (normalPower, error) {
	if err := plan.check(); err != nil {
		return normalPower{}, err
	}
	sd := math.Hypot(sdBaseline, sdCanary/math.Sqrt(plan.ratio()))
	switch {
	case difference-difference != 0 || sd-sd != 0:
		return normalPower{}, fmt.Errorf("difference %v, deviations %v and %v: %w", difference, sdBaseline, sdCanary, ErrNotFinite)
	case sdBaseline < 0 || sdCanary < 0:
		return normalPower{}, fmt.Errorf("deviations %v and %v: %w", sdBaseline, sdCanary, ErrCounts)
	case sd == 0:
		return normalPower{}, fmt.Errorf("neither side varies: %w", ErrConstant)
	}
	return normalPower{plan: plan, effect: plan.directed(difference), null: sd, sd: sd}, nil
}

// RankPower is the probability that the rank test, [MannWhitney], finds that the canary's values are larger as often as A12
// says.
//
// Definition: Φ(|A12 − ½|·√(12·n·ρ/(1 + ρ)) − z), ρ and z as in [MeanPower]: with the variance that the statistic has if
// nothing differs, and without ties. Many ties, or effects beyond 0.8, make it rough.
//
// Inputs: A12 = P(canary > baseline) + P(equal)/2, in [0, 1]; n > 0 observations of the baseline.
//
// Errors: [ErrProbability]; [ErrCounts]; [ErrOption]. Cost: O(1). Oracle: mpmath, mann_whitney_noether.
//
// Reference: Noether (1987), "Sample size determination for some common nonparametric tests", Journal of the American
// Statistical Association 82, 645–647.
func RankPower(a12, n float64, plan PowerPlan) (float64, error) {
	t, err := newRankPower(a12, plan)
	if err != nil {
		return 0, err
	}
	if err := checkSize(n); err != nil {
		return 0, err
	}
	return t.power(n), nil
}

// RankSize is how many observations the rank test needs to find a given A12 with a given power.
//
// Definition: where [RankPower] reaches the power. Inputs, errors: as RankPower and [MeanSize].
//
// Cost: O(1). Oracle: mpmath, mann_whitney_noether. Reference: Noether (1987).
func RankSize(a12, power float64, plan PowerPlan) (PowerSize, error) {
	t, err := newRankPower(a12, plan)
	if err != nil {
		return PowerSize{}, err
	}
	if err := plan.checkPower(power); err != nil {
		return PowerSize{}, err
	}
	return t.size(power)
}

func newRankPower(a12 float64, plan PowerPlan) (normalPower, error) {
	if err := plan.check(); err != nil {
		return normalPower{}, err
	}
	if !(a12 >= 0 && a12 <= 1) {
		return normalPower{}, fmt.Errorf("A12 of %v: %w", a12, ErrProbability)
	}
	sd := math.Sqrt((1 + 1/plan.ratio()) / 12)
	return normalPower{plan: plan, effect: plan.directed(a12 - 0.5), null: sd, sd: sd}, nil
}
