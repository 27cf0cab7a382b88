package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

const (
	// spreadPoints is how many points of each population it takes to compare how they scatter.
	spreadPoints = 10
	// spreadMargin is how much wider than the baseline the canary must scatter, as a part of the baseline's.
	spreadMargin = 1
)

// spread compares how far the values scatter around their median, whatever the metric's direction: by the squared ranks
// of the distances (Conover's test). A canary that scatters more is worth a pause, and never an abort.
//
// Reference: Conover and Iman (1978), "Some exact tables for the squared ranks test", Communications in Statistics B 7.
func (u *unit) spread(s *samples) (Evidence, bool) {
	if min(len(s.baseline), len(s.canary)) < spreadPoints {
		return Evidence{}, false
	}
	median, _ := stats.Median(s.sortedCanary)
	baseline, canary := distances(u.baseline.values, s.scale.median, s.stepsBaseline), distances(u.canary.values, median, s.stepsCanary)
	meanBaseline, meanCanary := meanOf(baseline), meanOf(canary)
	if meanBaseline == 0 || meanCanary < meanBaseline*(1+spreadMargin) {
		return u.spreadEvidence(s, meanBaseline, meanCanary, 1), true
	}
	squares, ranksBaseline, ranksCanary := pooledRanks(baseline, canary)
	follows := dependenceIn(ranksBaseline, ranksCanary) // before they are squared, which may be in the same place
	follows.rho = max(follows.rho, s.correction.follows.rho)
	for i, r := range squares {
		squares[i] = r * r
	}
	z, err := stats.ScoreTestZ(squares[:len(s.baseline)], squares[len(s.baseline):])
	if err != nil {
		return Evidence{}, false
	}
	return u.spreadEvidence(s, meanBaseline, meanCanary, inflation{follows: follows}.tail(z)), true
}

func (u *unit) spreadEvidence(s *samples, baseline, canary, p float64) Evidence {
	e := u.detected(Spread, s, baseline, canary, p)
	e.Harm, e.PauseMargin, e.AbortMargin = canary-baseline, spreadMargin*baseline, math.NaN()
	if e.PauseMargin == 0 {
		e.PauseMargin = math.NaN()
	}
	return e
}

// distances returns how far the values are from their median; gaps stay gaps. Where two levels, one after the other, make most
// of the scatter, it is that of each level: a step is not scatter.
func distances(values []float64, median float64, cuts [2]levels) []float64 {
	at := 0
	if best := clearer(cuts); best.most(sharedPart) {
		at = best.at
	}
	away := make([]float64, len(values))
	for _, part := range [][2]int{{0, at}, {at, len(values)}} {
		if at > 0 {
			median, _ = stats.Median(withoutGaps(values[part[0]:part[1]]))
		}
		for i := part[0]; i < part[1]; i++ {
			away[i] = math.Abs(values[i] - median)
		}
	}
	return away
}

func meanOf(values []float64) float64 {
	mean, _ := stats.Mean(withoutGaps(values))
	return mean
}
