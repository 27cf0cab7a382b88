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

// lateParts returns how many of n points the last parts have that are looked at.
func lateParts(n int) []int {
	parts := []int{max(leastLate, n/10), max(leastLate, n/5), max(leastLate, 3*n/10), max(leastLate, 2*n/5)}
	return slices.Compact(parts)
}

// late compares the last part of the canary's window with all of the baseline: a canary that went bad only lately has
// not moved its level yet. What moved the baseline at the same time does not count.
func (u *unit) late(s *samples) (Evidence, bool) {
	if len(s.canary) < latePoints || len(s.baseline) < latePoints {
		return Evidence{}, false
	}
	m := u.metric
	rho, err := stats.Autocorrelation1(s.ranksBaseline) // the canary's is raised by the very step that is looked for
	if err != nil {
		rho = 0
	}
	rho = max(0, min(rho, rhoMax))
	best := u.detected(Late, s, s.scale.median, s.scale.median, 1)
	parts := lateParts(len(s.canary))
	for _, n := range parts {
		last := slices.Clone(s.canary[len(s.canary)-n:])
		slices.Sort(last)
		middle, _ := stats.Median(last)
		if harm := m.harm(middle - s.scale.median); !(harm >= best.PauseMargin) || !u.laterThanBaseline(middle, n, best.PauseMargin) {
			continue
		}
		test, err := stats.MannWhitney(s.sortedBaseline, last, m.alternative())
		if err != nil {
			return Evidence{}, false
		}
		correction := inflationOf(rho)
		p := min(1, float64(len(parts))*correction.p(test.P, test.Z, m.alternative()))
		if p < best.P {
			best = u.detected(Late, s, s.scale.median, middle, p)
			best.CanaryN = float64(n)
		}
	}
	return best, true
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
	return u.metric.harm(middle-center) >= margin
}
