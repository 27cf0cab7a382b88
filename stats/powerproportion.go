package stats

import (
	"fmt"
	"math"
)

// ProportionPowerMethod chooses the test of two proportions that is planned.
type ProportionPowerMethod int

const (
	// PowerPooled is [TwoProportionZ]: pooled variance if nothing differs, each side's own if the effect is there.
	PowerPooled ProportionPowerMethod = iota
	// PowerUnpooled takes each side's own variance in both cases.
	PowerUnpooled
	// PowerArcsine compares the proportions on Cohen's scale 2·asin(√p).
	PowerArcsine
)

// ProportionPower is the probability that a test of two proportions finds a given difference.
//
// Definition: with d = p_c − p_b, ratio ρ, n the observations of the baseline and z the upper α/2 quantile of the normal law,
// one-sided that of α,
//
//	pooled    Φ((√n·d − z·s₀)/s₁), s₁² = p_b(1−p_b) + p_c(1−p_c)/ρ, s₀² = p̄(1−p̄)·(1 + 1/ρ), p̄ = (p_b + ρ·p_c)/(1 + ρ)
//	unpooled  the same with s₀ = s₁
//	arcsine   Φ(h·√(n·ρ/(1+ρ)) − z), h = 2·asin(√p_c) − 2·asin(√p_b)
//
// Two-sided d is taken as positive, and Strict adds the same with −d.
//
// Inputs: the proportions in [0, 1]; n > 0, not necessarily whole; see [PowerPlan].
//
// Result: in [0, 1]; for d = 0 half of the level, strictly all of it. One-sided, an effect in the wrong direction has less.
//
// Errors: [ErrProbability]; [ErrCounts]; [ErrConstant] if both proportions are 0, or both 1; [ErrOption].
//
// Cost: O(1). Oracle: R power.prop.test, pwr.2p2n.test; statsmodels power_proportions_2indep; mpmath.
//
// Reference: Fleiss, Levin and Paik (2003), "Statistical Methods for Rates and Proportions", chapter 4; Cohen (1988).
func ProportionPower(baseline, canary, n float64, plan PowerPlan, method ProportionPowerMethod) (float64, error) {
	t, err := newProportionPower(baseline, canary, plan, method)
	if err != nil {
		return 0, err
	}
	if err := checkSize(n); err != nil {
		return 0, err
	}
	return t.power(n), nil
}

// ProportionSize is how many observations a test of two proportions needs to find a given difference with a given power.
//
// Definition: where [ProportionPower] reaches the power, n = ((z·s₀ + z_power·s₁)/d)² if not Strict.
//
// Inputs: as ProportionPower; the power between the level and 1.
//
// Errors: as ProportionPower; [ErrProbability] for another power; [ErrSampleSize] for no difference, or one in the direction
// that is not tested; [ErrCounts] if it takes more than 2⁵³ observations.
//
// Cost: O(1). Oracle: R power.prop.test; statsmodels samplesize_proportions_2indep_onetail; mpmath.
func ProportionSize(baseline, canary, power float64, plan PowerPlan, method ProportionPowerMethod) (PowerSize, error) {
	t, err := newProportionPower(baseline, canary, plan, method)
	if err != nil {
		return PowerSize{}, err
	}
	if err := plan.checkPower(power); err != nil {
		return PowerSize{}, err
	}
	return t.size(power)
}

// ProportionEffect is the canary's proportion, the nearest to the baseline's, that a test finds with a given power.
//
// Inputs: n observations of the baseline; as [ProportionPower]. Result: above the baseline's, but for Less.
//
// Errors: as ProportionSize; [ErrSampleSize] if even 1, for Less 0, is not found.
//
// Cost: some µs. Oracle: R power.prop.test; mpmath.
func ProportionEffect(baseline, n, power float64, plan PowerPlan, method ProportionPowerMethod) (float64, error) {
	if err := plan.checkPower(power); err != nil {
		return 0, err
	}
	if err := checkSize(n); err != nil {
		return 0, err
	}
	far := 1.0
	if plan.Alternative == Less {
		far = 0
	}
	most, err := ProportionPower(baseline, far, n, plan, method)
	if err != nil {
		return 0, err
	}
	if most < power {
		return 0, fmt.Errorf("%v observations find %v instead of %v with a power of %v only: %w", n, far, baseline, most, ErrSampleSize)
	}
	return root(func(canary float64) float64 {
		t, err := newProportionPower(baseline, canary, plan, method)
		if err != nil { // nothing to be found: both are 0, or both 1
			return -power
		}
		return t.power(n) - power
	}, baseline, far), nil
}

func newProportionPower(baseline, canary float64, plan PowerPlan, method ProportionPowerMethod) (normalPower, error) {
	if err := plan.check(); err != nil {
		return normalPower{}, err
	}
	if !(baseline >= 0 && baseline <= 1 && canary >= 0 && canary <= 1) {
		return normalPower{}, fmt.Errorf("proportions %v and %v: %w", baseline, canary, ErrProbability)
	}
	if baseline == canary && (canary == 0 || canary == 1) {
		return normalPower{}, fmt.Errorf("both proportions are %v: %w", canary, ErrConstant)
	}
	t := normalPower{plan: plan, effect: plan.directed(canary - baseline)}
	ratio := plan.ratio()
	t.sd = math.Sqrt(baseline*(1-baseline) + canary*(1-canary)/ratio)
	switch method {
	case PowerPooled:
		p := (baseline + ratio*canary) / (1 + ratio)
		t.null = math.Sqrt(p * (1 - p) * (1 + 1/ratio))
	case PowerUnpooled:
		t.null = t.sd
	case PowerArcsine:
		t.effect = plan.directed(arcsineScale(canary) - arcsineScale(baseline))
		t.sd = math.Sqrt(1 + 1/ratio)
		t.null = t.sd
	default:
		return normalPower{}, fmt.Errorf("ProportionPowerMethod(%d): %w", int(method), ErrOption)
	}
	return t, nil
}

// arcsineScale is Cohen's, on which the variance of a proportion is about the same everywhere.
func arcsineScale(p float64) float64 { return 2 * math.Asin(math.Sqrt(p)) }
