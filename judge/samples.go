package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// samples are the values of both populations, in the orders that the detectors need.
type samples struct {
	baseline, canary             []float64 // in the order of time, without gaps
	sortedBaseline, sortedCanary []float64
	ranksBaseline, ranksCanary   []float64 // among all values, in the order of time, with gaps
	ranks                        []float64 // of the baseline, then of the canary, without gaps

	own, sortedOwn []float64    // what the baseline does by itself: its history too, where there is one
	scale          scale        // of that
	differences    *differences // from moment to moment; nil where the populations were not observed together

	stepsBaseline, stepsCanary [2]levels // best cut into a second level that is higher, and one that is lower

	correction  inflation // of a test of two means, for values that follow their predecessors
	uncertainty float64   // factor of a standard error by what was taken off the canary's values
	p           float64   // of the rank test
}

// newSamples takes off the canary's values what the history explains, and the start that has healed; then it sorts and ranks
// the values of the unit, and estimates how far they follow their predecessors.
func (u *unit) newSamples(plan Plan) (*samples, error) {
	s := &samples{baseline: withoutGaps(u.baseline.values), own: u.baseline.values, uncertainty: u.removeOffset()}
	var err error
	if s.sortedBaseline, err = stats.Sorted(s.baseline); err != nil {
		return nil, err
	}
	s.sortedOwn = s.sortedBaseline
	baselineBefore, canaryBefore := u.history.values()
	if baselineBefore != nil {
		s.own = u.longBaseline(baselineBefore, s.sortedBaseline)
		if s.sortedOwn, err = stats.Sorted(withoutGaps(s.own)); err != nil {
			return nil, err
		}
	}
	s.scale = u.metric.gaugeScale(s.own, s.sortedOwn)
	s.scale.median, _ = stats.Median(s.sortedBaseline)
	u.settle(plan, s)
	s.canary = withoutGaps(u.canary.values)
	if s.sortedCanary, err = stats.Sorted(s.canary); err != nil {
		return nil, err
	}
	s.ranks, s.ranksBaseline, s.ranksCanary = pooledRanks(u.baseline.values, u.canary.values)
	ranked := [][]float64{s.ranksBaseline, s.ranksCanary}
	if baselineBefore != nil {
		ranked = [][]float64{s.own, u.canary.values, canaryBefore}
	}
	s.correction = inflation{follows: dependenceIn(ranked...)}.times(s.uncertainty)
	s.differences = u.differencesOf()
	s.stepsBaseline, s.stepsCanary = steps(u.baseline.values), steps(u.canary.values)
	return s, nil
}

// pooledRanks ranks the values of both populations among all of them: those that are there, of the baseline and then of the
// canary, and each population's in the order of time, with gaps.
func pooledRanks(baseline, canary []float64) (ranks, ofBaseline, ofCanary []float64) {
	b, c := withoutGaps(baseline), withoutGaps(canary)
	ranks = stats.Midranks(append(append(make([]float64, 0, len(b)+len(c)), b...), c...))
	return ranks, placeRanks(baseline, ranks[:len(b)]), placeRanks(canary, ranks[len(b):])
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

// apart is the standard error of a difference of the means of both populations, each by itself, at an autocorrelation.
func (s *samples) apart(rho float64) float64 {
	nb, nc := stats.EffectiveN(float64(len(s.baseline)), rho), stats.EffectiveN(float64(len(s.canary)), rho)
	return s.scale.sd * math.Sqrt(1/nb+1/nc)
}
