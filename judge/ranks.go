package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// sizePart is the part of the level's share of alpha that the test by size may spend.
const sizePart = 0.5

// compareRanks judges values per step: their level by the Mann-Whitney test and the Hodges-Lehmann shift, and what a
// level does not show by the detectors of the other aspects. All allow for autocorrelation.
func (u *unit) compareRanks(plan Plan) {
	s, err := u.newSamples(plan)
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
	for _, detect := range u.detectors(s) {
		if e, ok := detect(s); ok {
			u.evidence = append(u.evidence, e)
		}
	}
	u.shareAspects()
	u.minP = u.metric.minP(len(s.baseline), len(s.canary))
	u.noteRanks(level)
	u.noteShared(plan, s)
}

// detectors returns what looks at the aspects besides the level. Above a baseline of nothing but 0, which has no scale, that is
// only since when values have left it.
func (u *unit) detectors(s *samples) []func(*samples) (Evidence, bool) {
	if s.scale.zero {
		return []func(*samples) (Evidence, bool){u.late}
	}
	return []func(*samples) (Evidence, bool){u.tail, u.late, u.spread, u.peaks, u.order}
}

// level compares where the two populations stand.
func (u *unit) level(s *samples) (Evidence, error) {
	m, e := u.metric, newEvidence(u.metric)
	test, err := stats.MannWhitney(s.sortedBaseline, s.sortedCanary, m.Alternative())
	if err != nil {
		return e, err
	}
	e.Aspect, e.Method, e.A12, e.Autocorrelation = Level, test.Method, test.A12, s.correction.follows.rho
	s.p = s.correction.p(test.P, test.Z, m.Alternative())
	if s.scale.zero {
		s.p = min(s.p, u.firstP(s))
	}
	e.BaselineN, e.CanaryN = float64(len(s.baseline)), float64(len(s.canary))
	e.EffectiveN = stats.EffectiveN(e.BaselineN+e.CanaryN, e.Autocorrelation)
	e.Baseline, _ = stats.Median(s.sortedBaseline)
	e.Canary, _ = stats.Median(s.sortedCanary)
	estimate, lower, upper := shift(s.sortedBaseline, s.sortedCanary, s.correction.confidence(u.bound))
	if d := s.differences; d.tellMore(s) {
		lower, upper = d.interval(u.bound.times(s.uncertainty))
		lower, upper = min(lower, estimate), max(upper, estimate)
	}
	e.setShift(m, estimate, lower, upper)
	e.offset, e.Canary = u.offset, e.Canary+u.offset
	if u.looks.many() {
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
