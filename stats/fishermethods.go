package stats

import (
	"fmt"
	"math"
)

// FisherMethod chooses a definition of Fisher's p-value.
type FisherMethod int

const (
	// FisherNotLikelier is that of [FisherExact], and of R: two-sided the sum over all tables that are not likelier.
	FisherNotLikelier FisherMethod = iota
	// FisherDoubled is two-sided twice the smaller tail, at most 1. It agrees with [ConditionalOddsRatio] about 1.
	FisherDoubled
	// FisherMidP is FisherDoubled counting only half of the probability of the table itself: less conservative.
	FisherMidP
)

// FisherTest is [FisherExact] with a choice of definition.
//
// Inputs, edge cases, errors and cost: as FisherExact (FisherMidP one-sided: ½ instead of 1 without events).
//
// Oracle: R fisher.test; exact rational arithmetic.
//
// Reference: Fisher (1935); Lancaster (1961), "Significance tests in discrete distributions", Journal of the American
// Statistical Association 56, 223–234.
func FisherTest(baseline, canary Proportion, alternative Alternative, method FisherMethod) (float64, error) {
	if method < FisherNotLikelier || method > FisherMidP {
		return 0, fmt.Errorf("FisherMethod(%d): %w", int(method), ErrOption)
	}
	if method == FisherNotLikelier || method == FisherDoubled && alternative != TwoSided {
		return FisherExact(baseline, canary, alternative)
	}
	if err := alternative.check(); err != nil {
		return 0, err
	}
	h, err := checkedHypergeometric(baseline, canary)
	if err != nil {
		return 0, err
	}
	x := float64(canary.Events)
	less, greater := h.atMost(x), h.atLeast(x)
	if method == FisherMidP {
		half := min(1, math.Exp(h.logProb(x))) / 2
		less, greater = max(0, less-half), max(0, greater-half)
	}
	return alternative.choose(less, greater), nil
}

// ConditionalOddsRatio estimates the ratio of the odds x/(n−x), canary / baseline, given the total number of events, with an
// exact interval.
//
// Definition: with odds ratio ω the canary's number K of events has probabilities proportional to the hypergeometric ones
// times ω^k. Value is the most likely ω, where the mean of K is the number observed; Lo and Hi are where P(K >= x_c) and
// P(K <= x_c) are (1 − confidence)/2.
//
// Inputs: independent trials; see [Proportion]; confidence in (0, 1).
//
// Result: at least 0. Value is nearer to 1 than the ratio of the odds observed, which [OddsRatio] has. It covers at least
// at its level.
//
// Edge cases: Value and Lo are 0 for the least number of events possible; Value and Hi are +Inf for the largest.
//
// Errors: [ErrConfidence]; as [FisherExact]; also [ErrCounts] if the totals leave only one table, as without any events.
//
// Cost: some 50 sums of about 20 standard deviations: 3 µs for a few events, 0.1 ms for thousands, 50 ms for half of 1e9
// trials, about a second at most.
//
// Oracle: exact hypergeometric weights (R fisher.test gives the same to four digits).
//
// Reference: Cornfield (1956), "A statistical problem arising from retrospective studies", Proceedings of the Third Berkeley
// Symposium 4, 135–148.
func ConditionalOddsRatio(baseline, canary Proportion, confidence float64) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	h, err := checkedHypergeometric(baseline, canary)
	if err != nil {
		return Interval{}, err
	}
	if h.lo == h.hi {
		return Interval{}, fmt.Errorf("%.0f events in %.0f trials leave only one table: %w", h.events, h.baseline+h.canary, ErrCounts)
	}
	x := float64(canary.Events)
	i := Interval{Hi: math.Inf(1), Confidence: confidence}
	tail := math.Log((1 - confidence) / 2)
	if x == h.hi {
		i.Value = math.Inf(1)
	} else {
		i.Hi = h.oddsWhere(x, func(s tiltedSums) float64 { return tail - math.Log(s.atMost/s.all) })
	}
	if x > h.lo {
		i.Lo = h.oddsWhere(x, func(s tiltedSums) float64 { return math.Log(s.atLeast/s.all) - tail })
		if x < h.hi {
			i.Value = clamp(h.oddsWhere(x, func(s tiltedSums) float64 { return s.distance / s.all }), i.Lo, i.Hi)
		}
	}
	return i, nil
}

// oddsWhere finds the odds ratio for which f, which increases with it, is zero.
func (h hypergeometric) oddsWhere(x float64, f func(s tiltedSums) float64) float64 {
	g := func(logOdds float64) float64 { return f(h.tilted(x, math.Exp(logOdds))) }
	start := math.Log((x + 0.5) * (h.baseline - h.events + x + 0.5) / ((h.canary - x + 0.5) * (h.events - x + 0.5)))
	lo, hi, width := start, start, min(0.5, 2/h.sd())
	for step := width; g(lo) > 0 && lo > -300; step *= 2 {
		lo -= step
	}
	for step := width; g(hi) < 0 && hi < 300; step *= 2 {
		hi += step
	}
	return math.Exp(root(g, lo, hi))
}

// tiltedSums are sums of probabilities, in units of the largest, for some odds ratio.
type tiltedSums struct {
	all, atMost, atLeast float64
	distance             float64 // Σ (k − x)·probability
}

func (h hypergeometric) tilted(x, odds float64) tiltedSums {
	below, mode := h.lo-1, h.hi // the mode is the first k whose successor is not likelier: in (below, mode]
	for mode-below > 1 {
		middle := math.Floor((below + mode) / 2)
		if h.up(middle)*odds <= 1 {
			mode = middle
		} else {
			below = middle
		}
	}
	s := tiltedSums{}
	s.add(mode, x, 1)
	for k, term := mode, 1.0; k < h.hi && (term > 1e-30 || k < x); k++ {
		if term *= h.up(k) * odds; term == 0 {
			break
		}
		s.add(k+1, x, term)
	}
	for k, term := mode, 1.0; k > h.lo && (term > 1e-30 || k > x); k-- {
		if term /= h.up(k-1) * odds; term == 0 {
			break
		}
		s.add(k-1, x, term)
	}
	return s
}

func (s *tiltedSums) add(k, x, term float64) {
	s.all += term
	s.distance += (k - x) * term
	if k <= x {
		s.atMost += term
	}
	if k >= x {
		s.atLeast += term
	}
}
