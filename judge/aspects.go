package judge

import (
	"math"
	"slices"

	"github.com/serin-canary/serin/stats"
)

// part is the share of a gauge's alpha that the detector of an aspect may spend; all of them add up to 1. What a detector
// cannot use, because there are too few points for it, goes to the others in proportion. What each finds is in
// docs/decision-quality.md.
func (a Aspect) part() float64 {
	switch a {
	case Level:
		return 0.45
	case Tail:
		return 0.2
	case Order:
		return 0.13
	case Late:
		return 0.1
	case Spread:
		return 0.07
	default:
		return 0.05
	}
}

// shareAspects turns the p-values of the detectors into ones that may be compared with all of the unit's share of alpha.
func (u *unit) shareAspects() {
	sum := 0.0
	for _, e := range u.evidence {
		sum += u.part(e.Aspect)
	}
	for i := range u.evidence {
		e := &u.evidence[i]
		e.P = min(1, e.P*sum/u.part(e.Aspect))
	}
}

// part is the aspect's. With many looks the level, whose test has paid for them, gets twice as much: what the others could
// spend on each look would be next to nothing.
func (u *unit) part(a Aspect) float64 {
	if a == Level && u.looks.many() {
		return 2 * a.part()
	}
	return a.part()
}

// dropQuiet removes the evidence of detectors that found nothing: what remains is that of the level, and what is worse.
func (u *unit) dropQuiet() {
	u.evidence = slices.DeleteFunc(u.evidence, func(e Evidence) bool {
		return e.Aspect != Level && e.found != Fail && e.found != Warn
	})
}

// sides returns the signs of the shifts that harm.
func (m Metric) sides() []float64 {
	switch m.Direction {
	case HigherIsWorse:
		return []float64{1}
	case LowerIsWorse:
		return []float64{-1}
	default:
		return []float64{1, -1}
	}
}

// detected is the evidence of a detector: a shift of one aspect from baseline to canary, without an interval.
func (u *unit) detected(a Aspect, s *samples, baseline, canary, p float64) Evidence {
	m, e := u.metric, newEvidence(u.metric)
	e.Method = stats.Normal
	e.Aspect, e.P, e.Autocorrelation = a, p, s.correction.follows.rho
	e.BaselineN, e.CanaryN = float64(len(s.baseline)), float64(len(s.canary))
	e.Baseline, e.Canary = baseline, canary
	e.setShift(m, canary-baseline, math.NaN(), math.NaN())
	e.Spread = s.scale.spread
	e.setMargins(m, s.scale)
	if a != Spread && a != Order {
		e.offset, e.Canary = u.offset, e.Canary+u.offset
	}
	if a == Tail || a == Late {
		times := 1 + partReserve/float64(len(s.canary))
		e.PauseMargin, e.AbortMargin = times*e.PauseMargin, times*e.AbortMargin
	}
	return e
}

// partReserve makes the margins of a part of the values, or of the window, larger than those of the level: 1.5 times at 30 points,
// 1.02 times at 800. Of a part less is known, the more so the fewer points there are.
const partReserve = 15
