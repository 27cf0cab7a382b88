package judge

import (
	"errors"
	"math"

	"github.com/serin-canary/serin/stats"
)

// sizePart is the part of the level's share of alpha that the test by size may spend.
const sizePart = 0.5

// rhoMax bounds an estimated autocorrelation; beyond, a window holds hardly one independent value.
const rhoMax = 0.99

// compareRanks judges values per step: their level by the Mann-Whitney test and the Hodges-Lehmann shift, and what a
// level does not show by the detectors of the other aspects. All allow for autocorrelation.
func (u *unit) compareRanks() {
	uncertainty := u.removeOffset()
	s, err := u.newSamples(uncertainty)
	if err != nil {
		u.refuse(NotFinite, 0, "%v", err)
		return
	}
	u.samples = s
	level, err := u.level(s)
	if err != nil {
		u.refuse(NotFinite, 0, "%v", err)
		return
	}
	u.evidence = append(u.evidence, level)
	if u.looks.Open {
		u.noteRanks(level)
		return // the other aspects have no test that holds at any number of looks
	}
	if s.scale.zero {
		u.noteRanks(level)
		return // without a scale there is nothing to compare but how often values leave 0
	}
	for _, detect := range []func(*samples) (Evidence, bool){u.tail, u.late, u.spread, u.peaks, u.order} {
		if e, ok := detect(s); ok {
			u.evidence = append(u.evidence, e)
		}
	}
	u.shareAspects()
	u.minP = u.metric.minP(len(s.baseline), len(s.canary))
	u.noteRanks(level)
}

// samples are the values of both populations, in the orders that the detectors need.
type samples struct {
	baseline, canary             []float64 // in the order of time, without gaps
	sortedBaseline, sortedCanary []float64
	ranksBaseline, ranksCanary   []float64 // among all values, in the order of time, with gaps
	ranks                        []float64 // of the baseline, then of the canary, without gaps
	own, sortedOwn               []float64 // what the baseline does by itself: its history too, where there is one
	scale                        scale     // of that
	rho                          float64   // autocorrelation of the ranks within the populations, at least 0
	correction                   inflation // of a test of two means, for that
	uncertainty                  float64   // factor of a standard error by what was taken off the canary's values
	p                            float64   // of the rank test
}

// newSamples sorts and ranks the values of the unit, and estimates how far they follow their predecessors.
func (u *unit) newSamples(uncertainty float64) (*samples, error) {
	s := &samples{baseline: withoutGaps(u.baseline.values), canary: withoutGaps(u.canary.values)}
	var errBaseline, errCanary error
	s.sortedBaseline, errBaseline = stats.Sorted(s.baseline)
	s.sortedCanary, errCanary = stats.Sorted(s.canary)
	if err := errors.Join(errBaseline, errCanary); err != nil {
		return nil, err
	}
	all := make([]float64, 0, len(s.baseline)+len(s.canary))
	s.ranks = stats.Midranks(append(append(all, s.baseline...), s.canary...))
	s.ranksBaseline = placeRanks(u.baseline.values, s.ranks[:len(s.baseline)])
	s.ranksCanary = placeRanks(u.canary.values, s.ranks[len(s.baseline):])
	s.own, s.sortedOwn = u.baseline.values, s.sortedBaseline
	ranked := [][]float64{s.ranksBaseline, s.ranksCanary}
	if baseline, canary := u.history.values(); baseline != nil {
		s.own = u.longBaseline()
		if s.sortedOwn, errBaseline = stats.Sorted(withoutGaps(s.own)); errBaseline != nil {
			return nil, errBaseline
		}
		ranked = [][]float64{s.own, u.canary.values, canary}
	}
	s.scale = u.metric.gaugeScale(s.own, s.sortedOwn)
	if rho, err := stats.PooledAutocorrelation1(ranked...); err == nil {
		s.rho = max(0, min(rho, rhoMax))
	}
	s.uncertainty = uncertainty
	s.correction = inflationOf(s.rho, float64(len(s.ranks))).times(uncertainty)
	return s, nil
}

// placeRanks puts ranks where the values are; gaps stay gaps.
func placeRanks(values, ranks []float64) []float64 {
	if len(values) == len(ranks) {
		return ranks
	}
	ranked := make([]float64, len(values))
	for i, v := range values {
		if ranked[i] = v; !math.IsNaN(v) {
			ranked[i], ranks = ranks[0], ranks[1:]
		}
	}
	return ranked
}

// inflationOf widens a test of two means for values of an autocorrelation: n of them count as n(1 − ρ)/(1 + ρ).
func inflationOf(rho, n float64) inflation {
	if rho == 0 {
		return inflation{}
	}
	return inflation{factor: math.Sqrt((1 + rho) / (1 - rho)), df: math.Inf(1)}
}

// level compares where the two populations stand.
func (u *unit) level(s *samples) (Evidence, error) {
	m, e := u.metric, newEvidence(u.metric)
	test, err := stats.MannWhitney(s.sortedBaseline, s.sortedCanary, m.alternative())
	if err != nil {
		return e, err
	}
	e.Aspect, e.Method, e.A12, e.Autocorrelation = Level, test.Method, test.A12, s.rho
	s.p = s.correction.p(test.P, test.Z, m.alternative())
	if s.scale.zero {
		s.p = min(s.p, u.firstP(s))
	}
	e.BaselineN, e.CanaryN = float64(len(s.baseline)), float64(len(s.canary))
	e.EffectiveN = stats.EffectiveN(e.BaselineN+e.CanaryN, s.rho)
	e.Baseline, _ = stats.Median(s.sortedBaseline)
	e.Canary, _ = stats.Median(s.sortedCanary)
	estimate, lower, upper := shift(s.sortedBaseline, s.sortedCanary, s.correction.confidence(u.boundZ))
	if d, ok := u.together(s); ok {
		half := d.se * s.uncertainty * u.boundZ
		lower, upper = max(lower, estimate-half), min(upper, estimate+half)
	}
	e.setShift(m, estimate, lower, upper)
	if u.looks.Open {
		logE, err := u.levelE(s, estimate)
		u.anytime(&e, logE, err)
	} else if e.P = s.p; s.scale.spread > 0 {
		e.P = min(s.p/(1-sizePart), u.sizeP(s, estimate)/sizePart, 1)
	}
	e.Spread = s.scale.spread
	e.setMargins(m, s.scale)
	return e, nil
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
