package judge

import (
	"errors"
	"math"
	"slices"

	"github.com/serin-canary/serin/stats"
)

const (
	// rhoMargin raises an estimated autocorrelation by this part of its standard error: underestimating it costs
	// false alarms, overestimating it a little power.
	rhoMargin = 0.5
	// rhoMax bounds it; beyond, a window holds hardly one independent value.
	rhoMax = 0.99
)

// compareRanks judges values per step by the Mann-Whitney test, corrected for autocorrelation, and the Hodges-Lehmann
// shift.
func (u *unit) compareRanks() {
	m, e := u.metric, newEvidence(u.metric)
	baseline, errBaseline := stats.Sorted(withoutGaps(u.baseline.values))
	canary, errCanary := stats.Sorted(withoutGaps(u.canary.values))
	test, err := stats.MannWhitney(baseline, canary, m.alternative())
	if err = errors.Join(errBaseline, errCanary, err); err != nil {
		u.refuse(NotFinite, 0, "%v", err)
		return
	}
	correction, rho := u.autocorrelation()
	e.Method, e.A12, e.Autocorrelation = test.Method, test.A12, rho
	e.P = correction.p(test.P, test.Z, m.alternative())
	e.BaselineN, e.CanaryN = float64(len(baseline)), float64(len(canary))
	e.EffectiveN = stats.EffectiveN(e.BaselineN+e.CanaryN, rho)
	e.Baseline, _ = stats.Median(baseline)
	e.Canary, _ = stats.Median(canary)
	estimate, lower, upper := shift(baseline, canary, correction.confidence())
	e.setShift(m, estimate, lower, upper)
	s := gaugeScale(u.baseline.values, baseline)
	e.Spread = s.spread
	e.setMargins(m, s)
	u.evidence = []Evidence{e}
	u.minP = m.minP(len(baseline), len(canary))
	u.noteRanks(e)
}

// shift returns the Hodges-Lehmann estimate with an interval, which is infinite where no finite one is wide enough.
func shift(baseline, canary []float64, confidence float64) (estimate, lower, upper float64) {
	bounded := confidence < 1
	if !bounded {
		confidence = 2*boundConfidence - 1 // any: only the estimate is kept
	}
	hl, err := stats.HodgesLehmann(baseline, canary, confidence)
	switch {
	case err != nil:
		return math.NaN(), math.Inf(-1), math.Inf(1)
	case !bounded:
		return hl.Value, math.Inf(-1), math.Inf(1)
	}
	return hl.Value, hl.Lo, hl.Hi
}

// minP is the least p-value that the rank test of so many points can reach.
func (m Metric) minP(baseline, canary int) float64 {
	p := stats.RankTestMinP(baseline, canary)
	if m.Direction == EitherIsWorse {
		return min(1, 2*p)
	}
	return p
}

// pointsNeeded is how many points on each side let the rank test reach a level.
func (m Metric) pointsNeeded(level float64) int {
	n := minPoints
	for m.minP(n, n) > level {
		n++
	}
	return n
}

// autocorrelation estimates how far the values of a population follow their predecessors, on ranks, so that single
// spikes do not hide it, and what that does to a test: n values count as n(1 − ρ)/(1 + ρ).
func (u *unit) autocorrelation() (inflation, float64) {
	baseline, canary := rankTogether(u.baseline.values, u.canary.values)
	rho, err := stats.PooledAutocorrelation1(baseline, canary)
	if err != nil {
		return inflation{}, 0
	}
	n := float64(u.baseline.present() + u.canary.present())
	rho = cautious(rho, n)
	if rho == 0 {
		return inflation{}, 0
	}
	return inflation{
		factor: math.Sqrt((1 + rho) / (1 - rho)),
		df:     max(1, stats.EffectiveN(n, rho)-2),
	}, rho
}

// cautious raises an autocorrelation estimated from n values by a part of its standard error, and keeps it in [0, 0.99].
func cautious(rho, n float64) float64 {
	return max(0, min(rho+rhoMargin*math.Sqrt((1-rho*rho)/n), rhoMax))
}

// rankTogether replaces the values of both populations by their ranks among all of them; gaps stay gaps.
func rankTogether(baseline, canary []float64) (rankedBaseline, rankedCanary []float64) {
	ranks := stats.Midranks(slices.Concat(withoutGaps(baseline), withoutGaps(canary)))
	place := func(values []float64) []float64 {
		ranked := make([]float64, len(values))
		for i, v := range values {
			if ranked[i] = v; !math.IsNaN(v) {
				ranked[i], ranks = ranks[0], ranks[1:]
			}
		}
		return ranked
	}
	return place(baseline), place(canary)
}

// noteRanks says what a reader should know of the evidence.
func (u *unit) noteRanks(e Evidence) {
	for _, a := range []arm{u.baseline, u.canary} {
		if flat([]arm{a}) {
			u.note("the %v stands at %s all the time", a.population, u.metric.format(withoutGaps(a.values)[0]))
		}
	}
	if e.Autocorrelation > 0.3 {
		u.note("values follow their predecessors (autocorrelation %.2f): %.0f points count as %.0f",
			e.Autocorrelation, e.BaselineN+e.CanaryN, e.EffectiveN)
	}
}
