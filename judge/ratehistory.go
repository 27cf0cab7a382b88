package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// dispersion measures how much more counts scatter than independent events: from the history of both populations, which
// no regression has touched, else from the run itself.
func (u *unit) dispersion() (inflation, float64) {
	proportions := u.metric.Kind == Ratio
	ratio, variance := u.rateRatio()
	correction, dispersion := dispersionOf(u.baseline, u.canary, proportions)
	if variance > 0 {
		if before, d := dispersionOf(u.history.baseline, u.history.canary, proportions); before.factor > 0 || d == 1 {
			correction, dispersion = before, d
		}
		baseline, _ := u.baseline.sums()
		canary, _ := u.canary.sums()
		correction = correction.times(math.Sqrt(1 + variance/(1/max(1, baseline)+1/max(1, canary))))
	}
	if ratio != 1 && math.Abs(math.Log(ratio)) > offsetZ*math.Sqrt(variance*dispersion) {
		u.note("the canary's rate was %s times the baseline's before the rollout already; allowed for", number(ratio, leastDigits))
	}
	return correction, dispersion
}

// offsetZ is how many standard errors a ratio of rates must be from 1 to be worth a note.
const offsetZ = 2

// scaleExposure makes the canary's exposure what it would need to have to show the baseline's rate, as far as the rates
// differed before the rollout already: trials are taken for as many more as there were events more. It is left alone where
// events are not rare.
func (u *unit) scaleExposure() {
	_, u.canaryTotal = u.canary.sums()
	ratio, _ := u.rateRatio()
	if events, total := u.canary.sums(); ratio == 1 || u.metric.Kind == Ratio && events > rareEvents*total {
		return
	}
	scaled := make([]float64, len(u.canary.total))
	for i, n := range u.canary.total {
		scaled[i] = n * ratio
	}
	u.canary.total = scaled
}

// rareEvents is the share of trials up to which events are about independent of how many trials there are.
const rareEvents = 0.25

// countsE is the logarithm of an e-value against "no harm", for any number of looks at events that add up. What moves both
// populations at once cancels, because only the canary's share of the events counts.
func (u *unit) countsE(dispersion float64) (float64, error) {
	baseline, baselineTotal := u.baseline.sums()
	canary, canaryTotal := u.canary.sums()
	share := canaryTotal / (baselineTotal + canaryTotal)
	weight, err := stats.CountWeight(share, 1+u.leastRelative())
	if err != nil {
		return 0, err
	}
	return stats.SequentialCounts(baseline/dispersion, canary/dispersion, share, weight, u.metric.alternative())
}

// leastRelative is the smallest change that the test should be tuned to, as a part of the baseline's rate.
func (u *unit) leastRelative() float64 {
	if r := max(u.metric.Pause.Relative, u.metric.Abort.Relative); r > 0 {
		return r
	}
	return 0.5
}
