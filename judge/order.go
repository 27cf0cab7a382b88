package judge

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"

	"github.com/serin-canary/serin/stats"
)

const (
	// orderPoints is how many points of each population it takes to compare in what order they come.
	orderPoints = 20
	// orderHigh is how far from the baseline's median its high values stand, in robust standard deviations, and orderLeast
	// how many each population must have.
	orderHigh  = 2.5
	orderLeast = 4
	// orderScattered is the chance of so few runs from which on the baseline's high values count as scattered.
	orderScattered = 0.05
)

// order looks at high values that the baseline has scattered over the window, and the canary in one stretch or two: the same
// values, and yet not the same behaviour. It counts runs (Wald and Wolfowitz). Worth a pause, never an abort.
func (u *unit) order(s *samples) (Evidence, bool) {
	if min(len(s.baseline), len(s.canary)) < orderPoints {
		return Evidence{}, false
	}
	mad, _ := stats.MAD(s.sortedBaseline)
	best := u.detected(Order, s, 0, 0, 1)
	best.PauseMargin, best.AbortMargin = 0, math.NaN()
	for _, side := range u.metric.sides() {
		limit := orderHigh * stats.MADToSD * mad
		baselineHigh, baselineRuns := runsBeyond(s.baseline, s.scale.median, side, limit)
		high, runs := runsBeyond(s.canary, s.scale.median, side, limit)
		if min(high, baselineHigh) < orderLeast || 2*high > len(s.canary) ||
			runsP(baselineHigh, len(s.baseline), baselineRuns) < orderScattered {
			continue
		}
		p := float64(len(u.metric.sides())) * runsP(high, len(s.canary), runs)
		if p < best.P {
			best = u.detected(Order, s, float64(baselineRuns), float64(runs), min(1, p))
			best.Harm, best.PauseMargin, best.AbortMargin = float64(baselineRuns-runs), 1, math.NaN()
		}
	}
	return best, true
}

// runsBeyond counts the values beyond a limit, and in how many runs they come.
func runsBeyond(values []float64, center, side, limit float64) (high, runs int) {
	inside := false
	for _, v := range values {
		beyond := side*(v-center) > limit
		if beyond {
			high++
			if !inside {
				runs++
			}
		}
		inside = beyond
	}
	return high, runs
}

// runsP is the chance that high values among n in random order come in at most so many runs.
func runsP(high, n, runs int) float64 {
	total := combin.LogGeneralizedBinomial(float64(n), float64(high))
	p := 0.0
	for r := 1; r <= min(runs, high, n-high+1); r++ {
		p += math.Exp(combin.LogGeneralizedBinomial(float64(high-1), float64(r-1)) +
			combin.LogGeneralizedBinomial(float64(n-high+1), float64(r)) - total)
	}
	return min(1, p)
}
