package stats

import (
	"fmt"
	"math"
)

// ProportionMethod chooses an interval for one proportion.
type ProportionMethod int

const (
	// ProportionWilson inverts the score test. It is close to its level from a few trials on.
	ProportionWilson ProportionMethod = iota
	// ProportionWilsonCorrected is Wilson's with continuity correction, as in R's prop.test.
	ProportionWilsonCorrected
	// ProportionClopperPearson inverts the exact binomial tests. It covers at least at its level, mostly more.
	ProportionClopperPearson
	// ProportionJeffreys holds the central part of the posterior Beta(x + ½, n − x + ½), also for no event or nothing else.
	ProportionJeffreys
	// ProportionAgrestiCoull is Wald's around Wilson's centre; limits may lie outside [0, 1].
	ProportionAgrestiCoull
	// ProportionWald is the textbook p ∓ z·√(p(1−p)/n). It covers too rarely near 0 and 1; limits may lie outside [0, 1].
	ProportionWald
)

// ProportionInterval estimates one proportion, with an interval.
//
// Definition: with x events in n trials, p = x/n and z the upper (1 − confidence)/2 quantile of the normal law,
//
//	Wilson          (x + z²/2 ∓ z·√(x(n−x)/n + z²/4)) / (n + z²)
//	Clopper–Pearson lower: Beta(x, n−x+1) quantile at (1−confidence)/2; upper: Beta(x+1, n−x) at (1+confidence)/2
//	Jeffreys        Beta(x+½, n−x+½) quantiles at (1∓confidence)/2
//	Agresti–Coull   p̃ ∓ z·√(p̃(1−p̃)/ñ), ñ = n + z², p̃ = (x + z²/2)/ñ
//	Wald            p ∓ z·√(p(1−p)/n)
//
// Inputs: see [Proportion]; confidence in (0, 1). Result: Value is p, also where the limits have another centre.
//
// Errors: [ErrCounts], [ErrConfidence], [ErrOption].
//
// Cost: O(1); Clopper–Pearson and Jeffreys take some 5 µs, and a few ms at most.
//
// Oracle: R prop.test, binom.test; statsmodels proportion_confint.
//
// Reference: Brown, Cai and DasGupta (2001), "Interval estimation for a binomial proportion", Statistical Science 16(2),
// 101–133.
func ProportionInterval(p Proportion, confidence float64, method ProportionMethod) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	if err := p.check("proportion"); err != nil {
		return Interval{}, err
	}
	z, tail := upperZ(confidence), (1-confidence)/2
	i := Interval{Value: p.Value(), Confidence: confidence}
	switch method {
	case ProportionWilson:
		i.Lo, i.Hi = p.wilson(z)
	case ProportionWilsonCorrected:
		i.Lo, i.Hi = p.wilsonCorrected(z)
	case ProportionClopperPearson:
		i.Lo, i.Hi = p.clopperPearson(tail)
	case ProportionJeffreys:
		i.Lo, i.Hi = p.jeffreys(tail)
	case ProportionAgrestiCoull:
		i.Lo, i.Hi = p.agrestiCoull(z)
	case ProportionWald:
		half := z * math.Sqrt(p.variance())
		i.Lo, i.Hi = i.Value-half, i.Value+half
	default:
		return Interval{}, fmt.Errorf("ProportionMethod(%d): %w", int(method), ErrOption)
	}
	return i, nil
}

func (p Proportion) wilson(z float64) (lo, hi float64) {
	down, up := p.wilsonDistances(z)
	v := p.Value()
	return max(0, v-down), min(1, v+up)
}

// wilsonDistances returns how far Wilson's limits lie below and above the proportion.
func (p Proportion) wilsonDistances(z float64) (down, up float64) {
	x, n := p.counts()
	rest := float64(p.Trials - p.Events)
	return wilsonBelow(x, rest, n, z), wilsonBelow(rest, x, n, z)
}

// wilsonBelow is the distance from x/n down to Wilson's lower limit, where rest = n − x.
//
// It is z·(z·x/n + root − z/2)/(n + z²) with root = √(x·rest/n + z²/4); root − z/2 is written as a quotient, so that
// nothing cancels.
func wilsonBelow(x, rest, n, z float64) float64 {
	if x == 0 || z == 0 {
		return 0
	}
	root := math.Sqrt(float64(x/n*rest) + z*z/4)
	return z * (x / n) * (rest/(root+z/2) + z) / (n + z*z)
}

// wilsonCorrected moves the events by ½ to either side, but not across n/2, as R does.
func (p Proportion) wilsonCorrected(z float64) (lo, hi float64) {
	x, n := p.counts()
	y := min(0.5, math.Abs(x-n/2))
	lo, hi = 0, 1
	if x-y > 0 {
		lo = (x-y)/n - wilsonBelow(x-y, n-(x-y), n, z)
	}
	if x+y < n {
		hi = (x+y)/n + wilsonBelow(n-(x+y), x+y, n, z)
	}
	return max(0, lo), min(1, hi)
}

func (p Proportion) clopperPearson(tail float64) (lo, hi float64) {
	x, rest := float64(p.Events), float64(p.Trials-p.Events)
	lo, hi = 0, 1
	if x > 0 {
		lo, _ = fromLogit(betaLogit(x, rest+1, tail))
	}
	if rest > 0 {
		_, hi = fromLogit(betaLogit(rest, x+1, tail))
	}
	return min(lo, p.Value()), max(hi, p.Value()) // always so, but for rounding
}

func (p Proportion) jeffreys(tail float64) (lo, hi float64) {
	x, rest := float64(p.Events), float64(p.Trials-p.Events)
	lo, _ = fromLogit(betaLogit(x+0.5, rest+0.5, tail))
	_, hi = fromLogit(betaLogit(rest+0.5, x+0.5, tail))
	return lo, hi
}

func (p Proportion) agrestiCoull(z float64) (lo, hi float64) {
	x, n := p.counts()
	trials := n + z*z
	center := (x + z*z/2) / trials
	half := z * math.Sqrt(center*((float64(p.Trials-p.Events)+z*z/2)/trials)/trials)
	return center - half, center + half
}
