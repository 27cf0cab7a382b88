package stats

import (
	"fmt"
	"math"
)

// SequentialNormal tests at any number of looks whether an estimate with a normal law differs from zero: a mean, a difference
// of means, a slope. It returns the natural logarithm of an e-value, the evidence against "no difference" at this look: 1/α or
// more is significant at level α, whenever one looks and for whatever reason one stops.
//
// Definition: with estimate d, its variance V, and a prior N(0, τ²) for what it estimates,
//
//	ln e = ½·ln(V/(V + τ²)) + τ²·d²/(2·V·(V + τ²))
//
// One-sided the prior is cut off at 0, so that e is evidence for more (Greater), or less (Less), against all on the other
// side: 2·Φ(±d·√(τ²/(V·(V + τ²)))) times as much.
//
// Inputs: the estimate from all values so far, and its variance (of the mean, not of a value), known from the past or, with
// hundreds of values, estimated from them; for a handful of points see [SequentialT]. The prior variance τ², in the same
// unit, may not depend on the values: [MixtureGain] times the variance at the look for which the bound is to be tightest.
// To test a margin subtract it from the estimate.
//
// Result: finite; negative where the estimate speaks for no difference. It holds if the estimate, divided by its variance, is
// a sum of independent parts; if it follows its predecessors, the variance has to say so.
//
// Errors: [ErrNotFinite] for NaN or ±Inf; [ErrConstant] for a variance of zero; [ErrCounts] if it is negative or the prior's
// is not positive; [ErrOption].
//
// Cost: O(1). Oracle: mpmath, log_lambda of msprt; one-sided published values of confseq.
//
// Reference: Robbins (1970), "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical
// Statistics 41(5), 1397–1409; Johari, Koomen, Pekelis and Walsh (2022), "Always valid inference", Operations Research 70(3).
func SequentialNormal(estimate, variance, prior float64, alternative Alternative) (logE float64, err error) {
	if err := alternative.check(); err != nil {
		return 0, err
	}
	if err := checkMixture(variance, prior); err != nil {
		return 0, err
	}
	if estimate-estimate != 0 {
		return 0, fmt.Errorf("estimate is %v: %w", estimate, ErrNotFinite)
	}
	const far = 1e150 // where squares are within range; the evidence is beyond all doubt
	z := clamp(estimate/math.Sqrt(variance), -far, far)
	shrunk := z / math.Sqrt(1+variance/prior) // the mean of the prior's posterior, over its standard deviation
	half := logSum(prior, variance) / 2
	switch alternative {
	case Greater:
		return math.Ln2 - half + logExcess(shrunk), nil
	case Less:
		return math.Ln2 - half + logExcess(-shrunk), nil
	}
	return shrunk*shrunk/2 - half, nil
}

// SequentialRadius is how far an estimate with a normal law may be from the truth, at any look: the half-width of the
// confidence sequence that belongs to [SequentialNormal].
//
// Definition: with x = τ²/V,
//
//	two-sided   √(V·(1 + 1/x)·(ln(1 + x) − 2·ln α))
//	one-sided   √(2·V·(1 + 1/x)·ln(1 + √(1 + x)/(2α)))
//
// With probability 1 − α the estimates of all looks are within this distance, or one-sided not beyond it on one side. Two-sided
// it is exactly where SequentialNormal reaches ln 1/α. One-sided it is the closed form in use, up to 2 % farther out for levels
// up to 0.05.
//
// With V = s²/t and τ² = ρ²·s², from t values of standard deviation s, these are the asymptotic confidence sequences of
// Waudby-Smith and others; with V = v and τ² = v²/ρ the bound on a sum of intrinsic time v of Howard and others.
//
// Inputs: as SequentialNormal; the level α in (0, 1), one-sided below ½.
//
// Result: positive; +Inf where it overflows. Errors: as SequentialNormal, and [ErrProbability]. Cost: O(1).
//
// Oracle: mpmath, normal_mixture, mean_cs, asymptotic_cs, running_asymptotic_cs and msprt.
//
// Reference: Howard, Ramdas, McAuliffe and Sekhon (2021), Annals of Statistics 49(2), 1055–1080; Waudby-Smith, Arbour, Sinha,
// Kennedy and Ramdas (2024), "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52(6).
func SequentialRadius(variance, prior, alpha float64, alternative Alternative) (float64, error) {
	if err := checkLevel(alpha, alternative); err != nil {
		return 0, err
	}
	if err := checkMixture(variance, prior); err != nil {
		return 0, err
	}
	half := logSum(prior, variance) / 2
	log := half - logarithm(alpha)
	if alternative != TwoSided { // ln(1 + e^log/2)
		log += math.Log(0.5 + math.Exp(-log))
	}
	return math.Sqrt(variance) * math.Sqrt(1+variance/prior) * math.Sqrt(2*log), nil
}

// logSum is ln(1 + prior/variance), also where the quotient is out of range.
func logSum(prior, variance float64) float64 {
	if x := prior / variance; !math.IsInf(x, 1) {
		return math.Log1p(x)
	}
	return logarithm(prior) - logarithm(variance)
}

// logExcess is y²/2 + ln Φ(y), without cancellation for y far below zero.
func logExcess(y float64) float64 {
	if y > -30 {
		return y*y/2 + NormalLogSurvival(-y)
	}
	fraction := -y // Laplace's continued fraction; at 30 what is left out is below 1e-16
	for k := 10.0; k >= 1; k-- {
		fraction = k/fraction - y
	}
	return -halfLog2Pi - math.Log(fraction)
}

func checkMixture(variance, prior float64) error {
	switch {
	case variance-variance != 0 || prior-prior != 0:
		return fmt.Errorf("variances %v and %v: %w", variance, prior, ErrNotFinite)
	case variance == 0:
		return fmt.Errorf("an estimate without variance: %w", ErrConstant)
	case variance < 0 || prior <= 0:
		return fmt.Errorf("variances %v and %v of the prior: %w", variance, prior, ErrCounts)
	}
	return nil
}
