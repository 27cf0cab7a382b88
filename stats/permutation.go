package stats

import (
	"fmt"
	"math"
	"math/bits"
)

// permutationOrders is the number of choices that PermutationTest goes through; some 20 ms.
const permutationOrders = 1 << 22

// PermutationTest tests whether the canary's mean differs from the baseline's by exchanging values between them, exactly.
//
// Definition: Statistic is m_c − m_b. The p-value is the share of all choices of n_c of the values as the canary's, that
// of the data included, with a difference as small or smaller ([Less]), as large or larger ([Greater]), or twice the smaller
// share, at most 1.
//
// Inputs: independent samples of a few finite values, in any order, that could be exchanged if nothing differs.
//
// Result: Statistic in the unit of the values; positive when the canary is larger. Sums are compared to 2⁻¹¹⁰ of the largest
// value, so that equal ones are equal: exactly, unless some values are 10¹⁵ times as large as others.
//
// Edge cases: if all values are equal, P is 1.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf; [ErrCounts] for more than 2²² choices, such
// as 12 against 13 (use [Welch] or [MannWhitney]); [ErrOption].
//
// Cost: up to 20 ms. Oracle: exact enumeration; SciPy permutation_test.
//
// Reference: Pitman (1937), "Significance tests which may be applied to samples from any populations", Supplement to the
// Journal of the Royal Statistical Society 4(1), 119–130.
func PermutationTest(baseline, canary []float64, alternative Alternative) (DistributionTest, error) {
	if err := alternative.check(); err != nil {
		return DistributionTest{}, err
	}
	if err := checkFinite("baseline", baseline); err != nil {
		return DistributionTest{}, err
	}
	if err := checkFinite("canary", canary); err != nil {
		return DistributionTest{}, err
	}
	n := len(baseline) + len(canary)
	if all := choices(n, len(canary)); all > permutationOrders {
		return DistributionTest{}, fmt.Errorf("%d against %d values have %.2g choices, above 2^22: %w",
			len(baseline), len(canary), all, ErrCounts)
	}
	d := mean(canary) - mean(baseline)
	if math.IsInf(d, 0) {
		return DistributionTest{}, fmt.Errorf("difference of the means overflows: %w", ErrNotFinite)
	}
	// Choose the smaller sample. A smaller sum of the canary's is a smaller difference, of the baseline's a larger one.
	first, second, mirrored := canary, baseline, false
	if len(baseline) < len(canary) {
		first, second, mirrored = baseline, canary, true
	}
	values := fixedPoint(first, second)
	var observed int128
	for _, v := range values[:len(first)] {
		observed = observed.plus(v)
	}
	c := choiceCount{values: values, observed: observed}
	c.choose(0, len(first), int128{})
	all := float64(c.below + c.equal + c.above)
	less, greater := float64(c.below+c.equal)/all, float64(c.above+c.equal)/all
	if mirrored {
		less, greater = greater, less
	}
	return DistributionTest{Statistic: d, P: alternative.choose(less, greater), Method: Exact, Alternative: alternative}, nil
}

// choiceCount counts the choices of some values by their sum.
type choiceCount struct {
	values              []int128
	observed            int128
	below, equal, above int
}

func (c *choiceCount) choose(from, left int, sum int128) {
	if left == 0 {
		switch sum.compare(c.observed) {
		case -1:
			c.below++
		case 0:
			c.equal++
		default:
			c.above++
		}
		return
	}
	for i := from; i+left <= len(c.values); i++ {
		c.choose(i+1, left-1, sum.plus(c.values[i]))
	}
}

// int128 is a whole number in two's complement.
type int128 struct {
	hi int64
	lo uint64
}

func (a int128) plus(b int128) int128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return int128{a.hi + b.hi + int64(carry), lo}
}

func (a int128) compare(b int128) int {
	switch {
	case a == b:
		return 0
	case a.hi < b.hi || a.hi == b.hi && a.lo < b.lo:
		return -1
	}
	return 1
}

// fixedPoint turns values into whole multiples of 2⁻¹¹⁰ of the power of two at or below the largest.
func fixedPoint(samples ...[]float64) []int128 {
	largest := 0.0
	for _, x := range samples {
		largest = max(largest, magnitude(x))
	}
	var values []int128
	for _, x := range samples {
		for _, v := range x {
			values = append(values, shifted(v, 110-math.Ilogb(max(largest, math.SmallestNonzeroFloat64))))
		}
	}
	return values
}

// shifted is v·2^by, rounded towards zero.
func shifted(v float64, by int) int128 {
	fraction, exponent := math.Frexp(v)
	mantissa := uint64(math.Abs(fraction) * 0x1p53)
	places := exponent - 53 + by
	var n int128
	switch {
	case mantissa == 0 || places <= -64:
	case places < 0:
		n.lo = mantissa >> -places
	case places < 64:
		n = int128{int64(mantissa >> (64 - places)), mantissa << places}
	default:
		n.hi = int64(mantissa << (places - 64))
	}
	if v < 0 {
		lo, borrow := bits.Sub64(0, n.lo, 0)
		n = int128{-n.hi - int64(borrow), lo}
	}
	return n
}
