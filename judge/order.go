package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// orderPoints is how many points of each population it takes to compare how far they follow their predecessors.
const orderPoints = 20

// order compares how far values follow their predecessors: high values that the baseline has scattered over the window
// and the canary in one stretch are the same values, and yet not the same behaviour. Worth a pause, never an abort.
func (u *unit) order(s *samples) (Evidence, bool) {
	if min(len(s.baseline), len(s.canary)) < orderPoints {
		return Evidence{}, false
	}
	baseline, errBaseline := stats.Autocorrelation1(s.ranksBaseline)
	canary, errCanary := stats.Autocorrelation1(s.ranksCanary)
	if errBaseline != nil || errCanary != nil {
		return Evidence{}, false
	}
	z := (math.Atanh(clampRho(canary)) - math.Atanh(clampRho(baseline))) /
		math.Sqrt(1/float64(len(s.baseline)-3)+1/float64(len(s.canary)-3))
	e := u.detected(Order, s, baseline, canary, stats.NormalSurvival(z))
	e.Harm, e.PauseMargin, e.AbortMargin = canary-baseline, orderMargin, math.NaN()
	return e, true
}

// orderMargin is how much more the canary's values must follow their predecessors.
const orderMargin = 0.4

func clampRho(rho float64) float64 { return max(-rhoMax, min(rho, rhoMax)) }
