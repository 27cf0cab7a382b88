package stats

import "math"

// rateExactEvents is the total number of events up to which RateTest is exact, in 30 µs. There the normal approximation is
// within 0.5 % of the exact p-value at p = 0.0005, also with an exposure of 5 % on one side.
const rateExactEvents = 100_000_000

// RateComparison is the result of a test of two rates.
type RateComparison struct {
	Difference  float64     // canary − baseline, events per unit of exposure
	Z           float64     // score statistic; positive when the canary's rate is larger; may be infinite
	P           float64     // p-value for Alternative
	Method      Method      // how P was found
	Alternative Alternative // what P is about
}

// RateTest tests whether the canary's rate of events differs from the baseline's.
//
// Definition: if the rates are equal, then of all events x_b + x_c each is the canary's with probability
// π = t_c/(t_b + t_c), t the exposures.
//
//   - Exact, up to 1e8 events: the tail of that binomial law; two-sided twice the smaller tail, at most 1 (R and SciPy
//     sum the outcomes that are not likelier instead).
//   - Normal otherwise: the tail of z = (x_c − π·x)/√(x·π(1−π)), x = x_b + x_c, as [RateTestNormal].
//
// Inputs: events that come independently of each other; see [Rate]. Events in bursts give p-values that are too small.
//
// Edge cases: without any events P is 1. To test for another ratio than 1, multiply the canary's exposure by it.
//
// Errors: [ErrCounts] for impossible events, or an exposure that is not positive or so small that the rate overflows;
// [ErrNotFinite] for an exposure that is NaN or ±Inf; [ErrOption].
//
// Cost: 0.5 µs for a few events, 30 µs at 1e8.
//
// Oracle: R poisson.test(c(x_c, x_b), c(t_c, t_b)), one-sided.
//
// Reference: Przyborowski and Wilenski (1940), "Homogeneity of results in testing samples from Poisson series",
// Biometrika 31(3/4), 313–323.
func RateTest(baseline, canary Rate, alternative Alternative) (RateComparison, error) {
	t, err := RateTestNormal(baseline, canary, alternative)
	if err != nil || baseline.Events+canary.Events > rateExactEvents {
		return t, err
	}
	less, greater := rateTails(baseline, canary)
	t.P, t.Method = alternative.choose(less, greater), Exact
	return t, nil
}

// RateTestNormal is [RateTest] by the normal approximation at any number of events, without continuity correction.
//
// Definition, inputs and errors: as RateTest. Edge cases: without any events Z is 0 and P is 1. Cost: O(1).
//
// Oracle: statsmodels test_poisson_2indep(method = "score").
func RateTestNormal(baseline, canary Rate, alternative Alternative) (RateComparison, error) {
	if err := alternative.check(); err != nil {
		return RateComparison{}, err
	}
	if err := checkRates(baseline, canary); err != nil {
		return RateComparison{}, err
	}
	t := RateComparison{Difference: canary.Value() - baseline.Value(), P: 1, Method: Normal, Alternative: alternative}
	shareB, shareC := shares(baseline, canary)
	distance := float64(float64(canary.Events)*shareB) - float64(float64(baseline.Events)*shareC)
	if distance != 0 {
		t.Z = distance / math.Sqrt(float64(baseline.Events+canary.Events)*shareB*shareC)
	}
	if baseline.Events+canary.Events > 0 {
		t.P = normalP(t.Z, alternative)
	}
	return t, nil
}

// rateTails returns the probabilities that at most, and at least, as many of all events are the canary's.
func rateTails(baseline, canary Rate) (less, greater float64) {
	shareB, shareC := shares(baseline, canary)
	xb, xc := float64(baseline.Events), float64(canary.Events)
	less, greater = 1, 1
	if xb > 0 {
		less, _ = betaTails(xb, xc+1, shareB, shareC)
	}
	if xc > 0 {
		greater, _ = betaTails(xc, xb+1, shareC, shareB)
	}
	return less, greater
}
