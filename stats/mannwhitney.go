package stats

import "math"

// RankTest is the result of a rank test. Its numbers are said of the canary.
type RankTest struct {
	U           float64     // #{canary > baseline} + ½·#{canary = baseline} over all pairs
	A12         float64     // U as a share of all pairs, in [0, 1]: P(canary > baseline) + ½·P(equal)
	Z           float64     // U standardised with the tie-corrected σ; with the continuity correction if P has it
	P           float64     // p-value for Alternative
	NBaseline   int         // size of the baseline (the nearest integer, from counts)
	NCanary     int         // size of the canary
	TieSum      float64     // Σ t³ − t over the groups of t equal values; 0 means that no values are equal
	Method      Method      // how P was found
	Alternative Alternative // what P is about
}

// MannWhitney tests whether values of the canary tend to be larger, or smaller, than values of the baseline.
//
// Definition: U = #{canary > baseline} + ½·#{canary = baseline} over all m·n pairs. The p-value is the chance of such a
// U, or one further out, if all m + n values come from one distribution:
//
//   - Exact, if no values are equal: from the distribution of U over all orders of the values. From 20 values on each side
//     it is integrated numerically, with a relative error below 2e-6 for p-values down to 1e-9, and 2e-5 down to 1e-20.
//   - Exact with ties, where these may matter: from the permutation distribution given the ties (every choice of which
//     values are the canary's is equally likely). That is up to 25 values on each side; beyond, if ties take more than a
//     fifth of the variance, as when 60 % of all values are equal, or more than 1/50 where one sample is more than twice
//     the other; as long as it is affordable.
//   - Normal otherwise, and corrected: the tail beyond Z, which has tie-corrected variance and continuity correction as in
//     [MannWhitneyNormal], but of the law without ties instead of the normal one. For 26 against 26 values rounded to a
//     tenth of their standard deviation the p-value is 2 % too large at 0.001 and 3 % at 1e-6, where the normal one is
//     24 % and 290 % too large; for 60 against 60 0.5 % and 1 %. If half of the values are equal the error is 4 % at 0.001,
//     and up to a third at 1e-6.
//
// The two-sided p-value is twice the smaller one-sided one, at most 1, also where ties make the law asymmetric.
//
// Inputs: independent samples in one unit, in any order. Only their order matters, so that ±Inf is allowed; −0 equals +0.
//
// Result: see [RankTest]. Z is (U − mn/2)/σ when exact.
//
// Edge cases: if all values are equal, P is 1. The least p-value within reach is [RankTestMinP]. Fewer than 10 values on
// one side and very many on the other, such as 9 against 20,000, are tested as by MannWhitneyNormal.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN, [ErrOption].
//
// Cost: O(N) for large N (radix sort), O(N) memory. The distribution takes 1 µs from 20 values on each side, with up to 25
// values and ties 30 µs, and otherwise at most some 0.1 ms.
//
// Oracle: R wilcox.test(canary, baseline, exact = TRUE) without ties; coin and exactRankTests with ties, one-sided.
//
// Reference: Mann and Whitney (1947), "On a test of whether one of two random variables is stochastically larger than
// the other", Annals of Mathematical Statistics 18(1), 50–60. Ties: Lehmann (1975), "Nonparametrics", chapter 1.4.
func MannWhitney(baseline, canary []float64, alternative Alternative) (RankTest, error) {
	b, c, err := sortedPair(baseline, canary, alternative)
	if err != nil {
		return RankTest{}, err
	}
	r := rank(b, c)
	if p, ok := r.exactP(b, c, alternative); ok {
		t := r.test(alternative)
		t.Z = r.z(0)
		t.P, t.Method = p, Exact
		return t, nil
	}
	t := r.normalTest(alternative, true)
	if r.spread > 0 && min(r.baseline, r.canary) >= lawSize {
		t.P = r.correctedP(t.Z, alternative)
	}
	return t, nil
}

// MannWhitneyNormal is [MannWhitney] by the normal approximation at any size, with or without continuity correction.
//
// Definition: Z = (U − mn/2)/σ, σ² = mn/12 · (N + 1 − Σ(t³ − t)/(N(N−1))), N = m + n, the sum over groups of t equal
// values. The continuity correction moves U by ½ towards mn/2 (two-sided, never past it), by +½ for [Less] and by −½ for
// [Greater]; it is contained in Z, of which P is the tail.
//
// Edge cases: if all values are equal, Z is 0 and P is 1.
//
// Inputs, errors, reference: as [MannWhitney]. Cost: O(N) for large N.
//
// Oracle: R wilcox.test(canary, baseline, exact = FALSE, correct = continuity).
func MannWhitneyNormal(baseline, canary []float64, alternative Alternative, continuity bool) (RankTest, error) {
	b, c, err := sortedPair(baseline, canary, alternative)
	if err != nil {
		return RankTest{}, err
	}
	return rank(b, c).normalTest(alternative, continuity), nil
}

// A12 estimates P(canary > baseline) + ½·P(canary = baseline), the Vargha–Delaney effect size.
//
// Definition: U/(mn), with U as in [MannWhitney]. 0.5 is no difference, 1 means that every value of the canary is larger
// than every value of the baseline. By convention 0.56, 0.64 and 0.71 are a small, medium and large effect.
//
// Inputs, errors and cost: as [MannWhitney], without the exact distribution.
//
// Oracle: U/(mn) from R wilcox.test(canary, baseline)$statistic.
//
// Reference: Vargha and Delaney (2000), "A critique and improvement of the CL common language effect size statistics",
// Journal of Educational and Behavioral Statistics 25(2), 101–132.
func A12(baseline, canary []float64) (float64, error) {
	b, c, err := sortedPair(baseline, canary, TwoSided)
	if err != nil {
		return 0, err
	}
	return rank(b, c).a12(), nil
}

func sortedPair(baseline, canary []float64, alternative Alternative) (b, c []float64, err error) {
	if err := alternative.check(); err != nil {
		return nil, nil, err
	}
	if b, err = ascending("baseline", baseline); err != nil {
		return nil, nil, err
	}
	if c, err = ascending("canary", canary); err != nil {
		return nil, nil, err
	}
	return b, c, nil
}

func (r ranking) a12() float64 {
	return float64(r.twiceU) / (2 * float64(r.baseline) * float64(r.canary))
}

// test fills in everything but Z, P and Method.
func (r ranking) test(alternative Alternative) RankTest {
	return RankTest{
		U: float64(r.twiceU) / 2, A12: r.a12(),
		NBaseline: r.baseline, NCanary: r.canary,
		TieSum: r.tieSum, Alternative: alternative,
	}
}

// z is (U − mn/2 + shift)/σ, 0 if all values are equal.
func (r ranking) z(shift float64) float64 {
	if r.spread == 0 {
		return 0
	}
	twice := float64(r.twiceU - int64(r.baseline)*int64(r.canary))
	return (twice/2 + shift) / r.sigma()
}

func (r ranking) normalTest(alternative Alternative, continuity bool) RankTest {
	t := r.test(alternative)
	t.Method = Normal
	if r.spread == 0 {
		t.P = 1
		return t
	}
	t.Z = r.z(r.continuity(alternative, continuity))
	t.P = normalP(t.Z, alternative)
	return t
}

// continuity is the shift of U by the continuity correction.
func (r ranking) continuity(alternative Alternative, wanted bool) float64 {
	middle := int64(r.baseline) * int64(r.canary)
	switch {
	case !wanted:
		return 0
	case alternative == Less:
		return 0.5
	case alternative == Greater:
		return -0.5
	case r.twiceU == middle:
		return 0
	}
	return math.Copysign(0.5, float64(middle-r.twiceU))
}

// correctedP is the p-value of a standardised U: its tail in the law without ties.
func (r ranking) correctedP(z float64, alternative Alternative) float64 {
	m, n := float64(r.baseline), float64(r.canary)
	sigma := rankSigma(m, n, cube(m+n))
	upper := func(z float64) float64 { return rankTail(r.baseline, r.canary, max(0, m*n/2-0.5-float64(z*sigma))) }
	switch alternative {
	case Less:
		return upper(-z)
	case Greater:
		return upper(z)
	}
	return min(1, 2*upper(math.Abs(z)))
}
