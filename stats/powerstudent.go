package stats

import (
	"fmt"
	"math"
)

// StudentPower is the probability that Student's t test, [MeanTest] with MeanStudent, finds a given difference of means.
//
// Definition: P(T > t), T of the noncentral t distribution with n·(1 + ρ) − 2 degrees of freedom and noncentrality
// d/(s·√(1/n + 1/(ρ·n))), where d is the difference canary − baseline, ρ the ratio, n the observations of the baseline, and t
// the upper α/2 quantile of Student's t, one-sided that of α. Two-sided d is taken as positive, and Strict adds P(T < −t).
//
// Inputs: the difference, and the standard deviation of the values on both sides, finite, in one unit; n > 0, not
// necessarily whole, with at least 3 on both sides together; see [PowerPlan].
//
// Edge cases: an effect of more than 1000 standard errors counts as 1000.
//
// Errors: [ErrNotFinite]; [ErrSampleSize]; [ErrConstant] for a standard deviation of zero; [ErrCounts], also for a negative
// one; [ErrProbability]; [ErrOption].
//
// Cost: some 40 µs. Oracle: R power.t.test, pwr.t2n.test; statsmodels TTestIndPower; mpmath.
//
// Reference: Johnson, Kotz and Balakrishnan (1995), "Continuous Univariate Distributions", volume 2, chapter 31.
func StudentPower(difference, sd, n float64, plan PowerPlan) (float64, error) {
	if err := checkStudentPower(difference, sd, plan); err != nil {
		return 0, err
	}
	if err := checkStudentSize(n, plan); err != nil {
		return 0, err
	}
	return plan.student(plan.directed(difference)/sd, n), nil
}

// StudentSize is how many observations Student's t test needs to find a given difference with a given power.
//
// Definition: where [StudentPower] reaches the power, from 3 observations on both sides together on.
//
// Inputs: as StudentPower; the power between the level and 1.
//
// Errors: as StudentPower; [ErrProbability] for another power; [ErrSampleSize] for no difference, or one in the direction that
// is not tested; [ErrCounts] if it takes more than 2⁵³ observations.
//
// Cost: some ms. Oracle: R power.t.test; mpmath.
func StudentSize(difference, sd, power float64, plan PowerPlan) (PowerSize, error) {
	if err := checkStudentPower(difference, sd, plan); err != nil {
		return PowerSize{}, err
	}
	if err := plan.checkPower(power); err != nil {
		return PowerSize{}, err
	}
	effect := plan.directed(difference) / sd
	if err := checkEffect(effect); err != nil {
		return PowerSize{}, err
	}
	lo := 3 / (1 + plan.ratio())
	hi := lo
	for hi <= largestCount && plan.student(effect, hi) < power {
		lo, hi = hi, 2*hi
	}
	return plan.size(root(func(n float64) float64 { return plan.student(effect, n) - power }, lo, hi))
}

// StudentEffect is the least difference of means that n observations of the baseline find with a given power by Student's t
// test.
//
// Inputs, errors: as [StudentPower] and [StudentSize]; [ErrSampleSize] also if 1000 standard errors are not enough.
//
// Result: positive; for Less it is the size of a negative difference.
//
// Cost: some ms. Oracle: R power.t.test; mpmath.
func StudentEffect(sd, n, power float64, plan PowerPlan) (float64, error) {
	if err := checkStudentPower(0, sd, plan); err != nil {
		return 0, err
	}
	if err := plan.checkPower(power); err != nil {
		return 0, err
	}
	if err := checkStudentSize(n, plan); err != nil {
		return 0, err
	}
	unit := math.Sqrt((1 + 1/plan.ratio()) / n) // standard error for a standard deviation of 1
	if most := plan.student(largestNoncentrality*unit, n); most < power {
		return 0, fmt.Errorf("%v observations find any difference with a power of %v only: %w", n, most, ErrSampleSize)
	}
	hi := 4.0
	for plan.student(hi*unit, n) < power {
		hi *= 2
	}
	return root(func(effect float64) float64 { return plan.student(effect*unit, n) - power }, 0, hi) * unit * sd, nil
}

// largestNoncentrality is far enough for any level in use, and near enough for [NoncentralStudentSurvival] to be fast.
const largestNoncentrality = 1000

// student is the power for an effect in standard deviations, in the direction tested.
func (p PowerPlan) student(effect, n float64) float64 {
	ratio := p.ratio()
	df := n*(1+ratio) - 2
	t := -StudentQuantile(p.tail(), df)
	shift := clamp(effect*math.Sqrt(n/(1+1/ratio)), -largestNoncentrality, largestNoncentrality)
	power := NoncentralStudentSurvival(t, df, shift)
	if p.bothTails() {
		power += NoncentralStudentSurvival(t, df, -shift)
	}
	return min(1, power)
}

func checkStudentPower(difference, sd float64, plan PowerPlan) error {
	switch {
	case difference-difference != 0 || sd-sd != 0:
		return fmt.Errorf("difference %v, deviation %v: %w", difference, sd, ErrNotFinite)
	case sd < 0:
		return fmt.Errorf("deviation %v: %w", sd, ErrCounts)
	case sd == 0:
		return fmt.Errorf("values do not vary: %w", ErrConstant)
	}
	return plan.check()
}

func checkStudentSize(n float64, plan PowerPlan) error {
	if err := checkSize(n); err != nil {
		return err
	}
	if n*(1+plan.ratio()) < 3 {
		return fmt.Errorf("%v observations of the baseline, %v of the canary: %w", n, n*plan.ratio(), ErrSampleSize)
	}
	return nil
}
