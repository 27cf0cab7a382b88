package stats

import (
	"fmt"
	"math"
)

// PowerPlan is how a comparison of two populations is planned. The zero Ratio, Alternative and Strict are the usual ones.
type PowerPlan struct {
	Alpha       float64     // level of the test, in (0, 1)
	Alternative Alternative // one-sided tests find effects in their direction only
	Ratio       float64     // observations of the canary for each one of the baseline: 1/19 for 5 % of the traffic; 0 means 1
	Strict      bool        // TwoSided: results that are significant in the wrong direction count as found
}

// PowerSize is how many observations a comparison needs.
type PowerSize struct {
	Exact            float64 // observations of the baseline that give just the power, not rounded
	Baseline, Canary int64   // the same as whole numbers, rounded up, at least 1
}

func (p PowerPlan) check() error {
	if err := p.Alternative.check(); err != nil {
		return err
	}
	switch {
	case !(p.Alpha > 0 && p.Alpha < 1):
		return fmt.Errorf("level %v, not in (0, 1): %w", p.Alpha, ErrProbability)
	case !(p.Ratio == 0 || p.Ratio >= 1e-9 && p.Ratio <= 1e9):
		return fmt.Errorf("%v observations of the canary for one of the baseline, not in 1e-9 to 1e9: %w", p.Ratio, ErrCounts)
	}
	return nil
}

// checkPower refuses a power that needs no observations, or no number of them gives.
func (p PowerPlan) checkPower(power float64) error {
	if err := p.check(); err != nil {
		return err
	}
	if !(power > p.Alpha && power < 1) {
		return fmt.Errorf("power %v, not between the level %v and 1: %w", power, p.Alpha, ErrProbability)
	}
	return nil
}

func (p PowerPlan) ratio() float64 {
	if p.Ratio == 0 {
		return 1
	}
	return p.Ratio
}

// tail is the probability of each side on which the test rejects.
func (p PowerPlan) tail() float64 {
	if p.Alternative == TwoSided {
		return p.Alpha / 2
	}
	return p.Alpha
}

// z is the critical value of a normal statistic.
func (p PowerPlan) z() float64 { return -NormalQuantile(p.tail()) }

// bothTails says whether the wrong direction counts.
func (p PowerPlan) bothTails() bool { return p.Strict && p.Alternative == TwoSided }

// directed is the effect in the direction that the test looks to: negative if it is the other one.
func (p PowerPlan) directed(effect float64) float64 {
	switch p.Alternative {
	case Greater:
		return effect
	case Less:
		return -effect
	}
	return math.Abs(effect)
}

// size rounds up, so that the canary too has its share of the baseline's whole number.
func (p PowerPlan) size(exact float64) (PowerSize, error) {
	baseline := max(1, math.Ceil(exact))
	canary := max(1, math.Ceil(p.ratio()*baseline-1e-9)) // what is a whole number but for rounding stays one
	if !(baseline <= largestCount && canary <= largestCount) {
		return PowerSize{}, fmt.Errorf("the effect needs %v observations, more than 2^53: %w", exact, ErrCounts)
	}
	return PowerSize{Exact: exact, Baseline: int64(baseline), Canary: int64(canary)}, nil
}

// normalPower is a test with a normal statistic: √n·effect/sd if something differs, compared with critical·null/sd.
type normalPower struct {
	plan     PowerPlan
	effect   float64 // in the direction tested
	null, sd float64 // standard error for one observation of the baseline, if nothing differs and if the effect is there
}

// power is that of n observations of the baseline.
func (t normalPower) power(n float64) float64 {
	limit, mean := t.plan.z()*t.null, math.Sqrt(n)*t.effect
	if t.sd == 0 { // the outcome is certain
		return map[bool]float64{true: 1}[mean > limit]
	}
	power := NormalSurvival((limit - mean) / t.sd)
	if t.plan.bothTails() {
		power += NormalSurvival((limit + mean) / t.sd)
	}
	return min(1, power)
}

// size inverts power.
func (t normalPower) size(power float64) (PowerSize, error) {
	if err := checkEffect(t.effect); err != nil {
		return PowerSize{}, err
	}
	shift := t.shift(power) / t.effect
	return t.plan.size(shift * shift)
}

// shift is the effect that one observation of the baseline would find with a power.
func (t normalPower) shift(power float64) float64 {
	shift := max(0, t.plan.z()*t.null+NormalQuantile(power)*t.sd)
	if !t.plan.bothTails() {
		return shift
	}
	return root(func(effect float64) float64 {
		return normalPower{plan: t.plan, effect: effect, null: t.null, sd: t.sd}.power(1) - power
	}, 0, shift)
}

func checkEffect(effect float64) error {
	if !(effect > 0) {
		return fmt.Errorf("an effect of %v in the direction tested is not found by any number of observations: %w", effect, ErrSampleSize)
	}
	return nil
}

func checkSize(n float64) error {
	if !(n > 0 && n <= largestCount) {
		return fmt.Errorf("%v observations of the baseline, not from 1 to 2^53: %w", n, ErrCounts)
	}
	return nil
}
