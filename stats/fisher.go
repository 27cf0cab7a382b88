package stats

import (
	"fmt"
	"math"
)

// fisherSD is the largest standard deviation of the hypergeometric law that FisherExact sums; some 20 ms.
const fisherSD = 1 << 18

// FisherExact tests whether the canary's proportion of events differs from the baseline's, exactly, however few the events.
//
// Definition: given the total number of events, the canary's number is hypergeometric if nothing differs. The p-value is
// the probability of the canary's number or fewer ([Less]), or more ([Greater]); two-sided it is the sum of all
// probabilities not above that of the observed number, with a relative slack of 1e-7 for equal ones, which is R's
// definition (not twice the smaller tail).
//
// Inputs: independent trials; see [Proportion].
//
// Edge cases: no events at all, or nothing but events: P is 1.
//
// Errors: [ErrCounts] for impossible counts, more than 2⁵³ trials on both sides together, or so many events that the sums
// would be long (a standard deviation above 2¹⁸, so at least 2.7e11 events; use [TwoProportionZ]); [ErrOption].
//
// Cost: some ten standard deviations of the number of events: 1 µs for a few events among 1e9 trials, 0.5 ms if half of
// them are events.
//
// Oracle: R fisher.test(matrix(c(x_c, n_c − x_c, x_b, n_b − x_b), 2, byrow = TRUE)).
//
// Reference: Fisher (1935), "The logic of inductive inference", Journal of the Royal Statistical Society 98(1), 39–82.
func FisherExact(baseline, canary Proportion, alternative Alternative) (float64, error) {
	if err := alternative.check(); err != nil {
		return 0, err
	}
	h, err := checkedHypergeometric(baseline, canary)
	if err != nil {
		return 0, err
	}
	x := float64(canary.Events)
	switch alternative {
	case Less:
		return h.atMost(x), nil
	case Greater:
		return h.atLeast(x), nil
	}
	return h.notLikelier(x), nil
}

// hypergeometric is the law of the canary's number of events given the total number.
type hypergeometric struct {
	events, canary, baseline float64 // events on both sides; trials on each
	lo, hi, mode             float64 // possible numbers; the most probable one
}

// checkedHypergeometric refuses impossible counts, and those whose sums would be long.
func checkedHypergeometric(baseline, canary Proportion) (hypergeometric, error) {
	if err := checkProportions(baseline, canary); err != nil {
		return hypergeometric{}, err
	}
	if total := baseline.Trials + canary.Trials; total > largestCount {
		return hypergeometric{}, fmt.Errorf("%d trials on both sides, above 2^53: %w", total, ErrCounts)
	}
	h := newHypergeometric(baseline, canary)
	if sd := h.sd(); sd > fisherSD {
		return hypergeometric{}, fmt.Errorf("standard deviation of the canary's events is %.0f, above %d: %w", sd, fisherSD, ErrCounts)
	}
	return h, nil
}

func newHypergeometric(baseline, canary Proportion) hypergeometric {
	h := hypergeometric{
		events: float64(baseline.Events + canary.Events),
		canary: float64(canary.Trials), baseline: float64(baseline.Trials),
	}
	h.lo, h.hi = max(0, h.events-h.baseline), min(h.events, h.canary)
	h.mode = clamp(math.Floor((h.events+1)*((h.canary+1)/(h.canary+h.baseline+2))), h.lo, h.hi)
	return h
}

func (h hypergeometric) sd() float64 {
	n := h.canary + h.baseline
	return math.Sqrt(h.events / n * ((n - h.events) / n) * h.canary * (h.baseline / max(1, n-1)))
}

// logProb is the logarithm of the probability of k: a ratio of binomial probabilities, in which p is arbitrary.
func (h hypergeometric) logProb(k float64) float64 {
	n := h.canary + h.baseline
	p, q := h.events/n, (n-h.events)/n
	if p == 0 || q == 0 {
		return 0
	}
	return logBinomial(k, h.canary-k, p, q) + logBinomial(h.events-k, h.baseline-h.events+k, p, q) -
		logBinomial(h.events, n-h.events, p, q)
}

// up is the ratio of the probability of k+1 to that of k.
func (h hypergeometric) up(k float64) float64 {
	return (h.events - k) / (k + 1) * ((h.canary - k) / (h.baseline - h.events + k + 1))
}

// atMost is P(K <= k): its own sum where that is the smaller tail, else through the complement.
func (h hypergeometric) atMost(k float64) float64 {
	if k > h.mode {
		return 1 - h.tailUp(k+1)
	}
	return min(1, h.tailDown(k))
}

// atLeast is P(K >= k), likewise.
func (h hypergeometric) atLeast(k float64) float64 {
	if k < h.mode {
		return 1 - h.tailDown(k-1)
	}
	return min(1, h.tailUp(k))
}

// tailUp sums the probabilities of k, k+1, …, which must not increase.
func (h hypergeometric) tailUp(k float64) float64 {
	if k > h.hi {
		return 0
	}
	sum := 1.0
	for j, term := k, 1.0; j < h.hi && term > 1e-17*sum; j++ {
		term *= h.up(j)
		sum += term
	}
	return math.Exp(h.logProb(k)) * sum
}

// tailDown sums the probabilities of k, k−1, …, which must not increase.
func (h hypergeometric) tailDown(k float64) float64 {
	if k < h.lo {
		return 0
	}
	sum := 1.0
	for j, term := k, 1.0; j > h.lo && term > 1e-17*sum; j-- {
		term /= h.up(j - 1)
		sum += term
	}
	return math.Exp(h.logProb(k)) * sum
}

// notLikelier sums the probabilities that are at most that of k, up to rounding: the tail of k and, on the other side of
// the mode, the tail that starts where they fall below it.
func (h hypergeometric) notLikelier(k float64) float64 {
	limit := h.logProb(k) + 1e-7
	if h.logProb(h.mode) <= limit {
		return 1
	}
	near, far := h.mode, h.hi+1 // smallest number above the mode that is unlikely enough: in (near, far]
	if k > h.mode {
		near, far = h.lo-1, h.mode // largest number below the mode: in [near, far)
	}
	for far-near > 1 {
		middle := math.Floor((near + far) / 2)
		if (h.logProb(middle) <= limit) == (k < h.mode) {
			far = middle
		} else {
			near = middle
		}
	}
	if k < h.mode {
		return min(1, h.tailDown(k)+h.tailUp(far))
	}
	return min(1, h.tailUp(k)+h.tailDown(near))
}
