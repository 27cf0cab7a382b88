package judge

import (
	"math"
	"slices"

	"github.com/serin-canary/serin/stats"
)

// latePoints is how many points the canary needs for its last part to be looked at, and leastLate how many of them at least.
const (
	latePoints = 12
	leastLate  = 3
)

// lateRanked is the p-value of the ranks from which the size of a late change counts too: the median of values that stand at
// two levels jumps from one to the other by chance, and means nothing by itself.
const lateRanked = 0.01

// lateParts returns how many of n points the last parts have that are looked at.
func lateParts(n int) []int {
	parts := []int{leastLate, max(leastLate, n/10), max(leastLate, n/5), max(leastLate, 3*n/10), max(leastLate, 2*n/5)}
	return slices.Compact(parts)
}

// late compares the last part of the canary's window with all of the baseline: a canary that went bad only lately has
// not moved its level yet. What moved the baseline at the same time does not count.
func (u *unit) late(s *samples) (Evidence, bool) {
	if len(s.canary) < latePoints || len(s.baseline) < latePoints {
		return Evidence{}, false
	}
	m := u.metric
	// the canary's own dependence is raised by the very step that is looked for
	correction := inflation{follows: dependenceIn(s.ranksBaseline)}.times(s.uncertainty)
	best := u.detected(Late, s, s.scale.median, s.scale.median, 1)
	parts := lateParts(len(s.canary))
	for _, n := range parts {
		part := s.canary[len(s.canary)-n:]
		if !u.halfBeyond(part, s.scale.median, best.PauseMargin) {
			continue // nor is the median
		}
		last, err := stats.Sorted(part)
		if err != nil {
			return Evidence{}, false
		}
		middle, _ := stats.Median(last)
		if harm := m.Harm(middle - s.scale.median); !(harm >= best.PauseMargin) || !u.laterThanBaseline(middle, n, best.PauseMargin) {
			continue
		}
		test, err := stats.MannWhitney(s.sortedBaseline, last, m.Alternative())
		if err != nil {
			return Evidence{}, false
		}
		ranked := correction.p(test.P, test.Z, m.Alternative())
		sized := 1.0
		if ranked <= lateRanked {
			sized = u.lateSizeP(s, middle, float64(n))
		}
		p := min(1, 2*float64(len(parts))*min(ranked, sized))
		if p < best.P {
			best = u.detected(Late, s, s.scale.median, middle, p)
			best.CanaryN, best.Method = float64(n), test.Method
		}
	}
	return best, true
}

// halfBeyond reports whether half of the values are worse than a center by a margin, as they are where their median is.
func (u *unit) halfBeyond(values []float64, center, margin float64) bool {
	n := 0
	for _, v := range values {
		if u.metric.Harm(v-center) >= margin {
			n++
		}
	}
	return 2*n+1 >= len(values)
}

// laterThanBaseline reports whether the last part is worse also than the same part of the baseline, where both were
// observed at the same time.
func (u *unit) laterThanBaseline(middle float64, n int, margin float64) bool {
	if !u.baseline.window.equal(u.canary.window) || math.IsNaN(margin) {
		return true
	}
	same := withoutGaps(u.baseline.values[max(0, len(u.baseline.values)-n):])
	if len(same) == 0 {
		return true
	}
	center, _ := stats.Median(same)
	return u.metric.Harm(middle-center) >= margin
}

// lateSizeP tests the median of the last n values by how far it is from the baseline's, as sizeP does the level.
func (u *unit) lateSizeP(s *samples, middle, n float64) float64 {
	if s.scale.sd == 0 {
		return 1
	}
	harm := u.metric.Harm(middle - s.scale.median)
	return min(1, float64(len(u.metric.sides()))*s.scale.follows.average(func(rho float64) float64 {
		own := stats.EffectiveN(float64(len(s.sortedOwn)), rho)
		se := medianError * s.scale.sd * math.Sqrt(1/own+1/stats.EffectiveN(n, rho))
		return stats.StudentSurvival(harm/(se*s.uncertainty), max(1, own-1))
	}))
}

// medianError is the standard error of the median of normal values over that of their mean, √(π/2).
const medianError = 1.2533141373155001
