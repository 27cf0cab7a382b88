package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// SequentialQuantile tests at any number of looks whether one quantile of the canary, such as p99, is another than that of the
// baseline, from two histograms. It returns the natural logarithm of an e-value, the evidence against "no difference" at this
// look: 1/α or more is significant at level α, whenever one looks and for whatever reason one stops.
//
// Definition: if x is the quantile, the number of observations up to x is binomial with probability p, and [SequentialCounts]
// with share p gives evidence against it. Then
//
//	ln e = min over x of (ln e_baseline(x) + ln e_canary(x))
//
// because equal quantiles have some x in common. Greater asks whether the canary's quantile is larger: then e_canary is evidence
// for a probability below p, against all above it, which is what the canary has at the baseline's quantile if its own is not
// larger; Less the other way round. How the observations lie inside a bucket is not known: each side gets the position in it
// that is least evidence, also where many are equal.
//
// Inputs: how many observations fell into each bucket so far, not cumulated, adding up from look to look; the same buckets on
// both sides, the last one open. Counts need not be whole numbers, and may be divided by their dispersion. p in (0, 1). The
// weights are what the prior of each side is worth, in observations: those of that side at the look for which the bound is
// to be tightest, over [MixtureGain], less 1; they may not depend on the observations.
//
// Result: finite, negative where the observations speak for no difference. Two quantiles in the same bucket are no evidence:
// a shift has to reach another bucket. To see one inside a bucket, choose an edge beforehand, and ask SequentialCounts for
// the observations above it.
//
// Errors: [ErrSampleSize] if a side has less than one observation; [ErrCounts] for different numbers of buckets, a negative
// count, totals above 2⁵³, or a weight that is not positive, above 2⁵³, or next to nothing; [ErrNotFinite] for NaN or ±Inf;
// [ErrProbability]; [ErrOption].
//
// Cost: O(buckets), 0.2 µs each; one-sided as incomplete beta functions, 0.4 µs each, more for millions of observations.
//
// Oracle: published values of confseq for one side; summation over all outcomes, and simulation.
//
// Reference: Howard and Ramdas (2022), "Sequential estimation of quantiles with applications to A/B testing and best-arm
// identification", Bernoulli 28(3), 1704–1728, section 5. Cutting off the prior of the canary only is ours.
func SequentialQuantile(
	baseline, canary []float64, p, weightBaseline, weightCanary float64, alternative Alternative,
) (logE float64, err error) {
	if err := alternative.check(); err != nil {
		return 0, err
	}
	if !(p > 0 && p < 1) {
		return 0, fmt.Errorf("quantile of %v, not in (0, 1): %w", p, ErrProbability)
	}
	if len(baseline) != len(canary) {
		return 0, fmt.Errorf("baseline has %d buckets, canary %d: %w", len(baseline), len(canary), ErrCounts)
	}
	b, err := newQuantileSide("baseline", baseline, betaMixture{p, weightBaseline}, TwoSided)
	if err != nil {
		return 0, err
	}
	side := alternative
	switch alternative { // larger values are fewer up to x
	case Greater:
		side = Less
	case Less:
		side = Greater
	}
	c, err := newQuantileSide("canary", canary, betaMixture{p, weightCanary}, side)
	if err != nil {
		return 0, err
	}
	logE = math.Inf(1)
	for i := range baseline {
		logE = min(logE, b.next(baseline[i])+c.next(canary[i]))
	}
	return logE, nil
}

// quantileSide walks through the buckets of one histogram, asking for evidence that the quantile is not in them.
type quantileSide struct {
	betaMixture
	side         Alternative // where the probability of "up to x" is looked for
	total, below float64     // observations: all, and those in the buckets before
	likeliest    float64     // number up to the quantile that is least evidence, two-sided
	prior        float64     // logPower without observations
}

func newQuantileSide(name string, counts []float64, m betaMixture, side Alternative) (quantileSide, error) {
	total, err := totalCount(name, counts)
	if err != nil {
		return quantileSide{}, err
	}
	if err := checkSharedCounts(0, 0, m.share, m.weight); err != nil {
		return quantileSide{}, fmt.Errorf("%s: %w", name, err)
	}
	q := quantileSide{betaMixture: m, side: side, total: total, prior: m.logPower(0, 0, side)}
	if side == TwoSided {
		// ln e is convex in the number up to x; this is its slope.
		logit := math.Log(m.share) - math.Log1p(-m.share)
		slope := func(upto float64) float64 {
			a, b := m.parameters(upto, total-upto)
			return mathext.Digamma(a) - mathext.Digamma(b) - logit
		}
		q.likeliest = root(slope, 0, total)
	}
	return q, nil
}

// next is the least evidence that the quantile is not in the next bucket.
func (q *quantileSide) next(count float64) float64 {
	below := q.below
	q.below = min(q.total, below+count)
	upto := clamp(q.likeliest, below, q.below)
	switch q.side {
	case Greater:
		upto = below
	case Less:
		upto = q.below
	}
	return q.prior - q.logPower(upto, q.total-upto, q.side)
}
