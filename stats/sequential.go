package stats

import (
	"fmt"
	"math"
)

// Tuning chooses how the prior of a normal mixture is fitted to the look for which its bound is to be tightest.
type Tuning int

const (
	// TuneFirstOrder is the approximation that confseq and GrowthBook use. For levels up to 0.1 its bound is less than 0.01 %
	// wider than the best.
	TuneFirstOrder Tuning = iota
	// TuneExact is the best.
	TuneExact
)

// MixtureGain is how many times the variance of the estimate, at the look for which the bound is to be tightest, the
// variance of a mixture's prior should be. All tunings of this package follow from it:
//
//	SequentialNormal            prior variance   gain · variance of the estimate at that look
//	SequentialMeanDifference    rho              √(gain / number of values at that look)
//	SequentialT                 weight           number of differences at that look / gain
//	SequentialQuantile          weight           number of observations at that look / gain − 1, at least 0.001
//
// Definition: the exact gain x minimises the bound (1 + 1/x)·(ln(1 + x) + L) with L = −2·ln α, so that x = L + ln(1 + x); to
// first order x = L + ln(1 + L). One-sided α is doubled first.
//
// Inputs: the level α in (0, 1), one-sided below ½; 1/α is the e-value wanted. A fair choice of look is a quarter of the
// longest window: at 0.05 the bound is 10 % wider than the tightest at a fifth of that look, and 4 % at five times it. What is
// tuned may not depend on the data.
//
// Result: positive; 7.9 at 0.05 two-sided, 6.3 one-sided. Errors: [ErrProbability], [ErrOption]. Cost: O(1).
//
// Oracle: mpmath, by Lambert's function; published values of confseq.
//
// Reference: Howard, Ramdas, McAuliffe and Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic confidence sequences",
// Annals of Statistics 49(2), 1055–1080, proposition 3 and section 3.5; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas
// (2024), "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 52(6), appendix B.2.
func MixtureGain(alpha float64, alternative Alternative, tuning Tuning) (float64, error) {
	if err := checkLevel(alpha, alternative); err != nil {
		return 0, err
	}
	if alternative != TwoSided {
		alpha *= 2
	}
	l := -2 * logarithm(alpha)
	switch tuning {
	case TuneFirstOrder:
		return l + math.Log1p(l), nil
	case TuneExact:
		x := l + math.Sqrt(2*l) // not below the root of a convex function, from where Newton's method converges
		for range 30 {
			x -= (x - l - math.Log1p(x)) * (1 + x) / x
		}
		return x, nil
	}
	return 0, fmt.Errorf("Tuning(%d): %w", int(tuning), ErrOption)
}

// checkLevel refuses a level outside (0, 1), or one-sided outside (0, ½), and an unknown alternative.
func checkLevel(alpha float64, alternative Alternative) error {
	if err := alternative.check(); err != nil {
		return err
	}
	switch {
	case !(alpha > 0 && alpha < 1):
		return fmt.Errorf("level %v, not in (0, 1): %w", alpha, ErrProbability)
	case alternative != TwoSided && alpha >= 0.5:
		return fmt.Errorf("one-sided level %v, not below 0.5: %w", alpha, ErrProbability)
	}
	return nil
}

// RunningP turns the e-values of successive looks at one stream into p-values that hold at every look.
//
// Definition: p_i = min(1, p_{i−1}, e^−logE_i). If nothing differs, P(some p_i <= α) <= α, however many looks there are and
// whatever made one stop.
//
// Inputs: natural logarithms of e-values, in the order of the looks; ±Inf is allowed. Result: as many, none larger than the
// one before; 0 where the exponential underflows.
//
// Errors: [ErrNotFinite] for NaN. Cost: O(looks).
//
// Oracle: mpmath, p of msprt, sequential_srm and sequential_poisson_null.
//
// Reference: Johari, Koomen, Pekelis and Walsh (2022), "Always valid inference", Operations Research 70(3), 1806–1821;
// Ville (1939), "Étude critique de la notion de collectif".
func RunningP(logE []float64) ([]float64, error) {
	p, least := make([]float64, len(logE)), 1.0
	for i, l := range logE {
		if math.IsNaN(l) {
			return nil, fmt.Errorf("logE[%d] is NaN: %w", i, ErrNotFinite)
		}
		least = min(least, math.Exp(-l))
		p[i] = least
	}
	return p, nil
}

// RunningIntersection is what the intervals of a confidence sequence up to each look have in common. It holds the truth at its
// level too, because all of them do at once.
//
// Inputs: the intervals of successive looks, of one confidence. Result: as many; Value and Confidence are those of the look.
//
// Edge cases: Lo > Hi once looks contradict each other. With a chance of at most 1 − confidence that happens by itself;
// else the values do not stay as they were, or scatter in a way the sequence does not allow for.
//
// Errors: [ErrNotFinite] for NaN. Cost: O(looks). Oracle: mpmath, running_ci of msprt.
func RunningIntersection(looks []Interval) ([]Interval, error) {
	all, lo, hi := make([]Interval, len(looks)), math.Inf(-1), math.Inf(1)
	for i, look := range looks {
		if math.IsNaN(look.Lo) || math.IsNaN(look.Hi) {
			return nil, fmt.Errorf("interval %d is from %v to %v: %w", i, look.Lo, look.Hi, ErrNotFinite)
		}
		lo, hi = max(lo, look.Lo), min(hi, look.Hi)
		all[i] = Interval{Value: look.Value, Lo: lo, Hi: hi, Confidence: look.Confidence}
	}
	return all, nil
}
