package judge

import (
	"math"
	"slices"

	"github.com/serin-canary/serin/stats"
)

// dispersion measures how much more counts scatter than independent events: from the history of both populations, which
// no regression has touched, else from the run itself. It allows for how little is known of a ratio of rates, too.
func (u *unit) dispersion(variance float64) (inflation, float64) {
	proportions := u.metric.Kind == Ratio
	correction, dispersion, measured := inflation{}, 1.0, false
	if u.history != nil {
		correction, dispersion, measured = dispersionOf(u.history.baseline, u.history.canary, proportions)
	}
	if !measured {
		correction, dispersion, _ = dispersionOf(u.baseline, u.canary, proportions)
	}
	baseline, _ := u.baseline.sums()
	canary, _ := u.canary.sums()
	return correction.times(math.Sqrt(1 + variance/(1/max(1, baseline)+1/max(1, canary)))), dispersion
}

// offsetZ is how many standard errors a ratio of rates must be from 1 to be worth a note.
const offsetZ = 2

// rareEvents is the share of trials up to which events are about independent of how many trials there are.
const rareEvents = 0.25

// scaleBaseline makes the baseline's events as many as the canary's history leads one to expect of the canary: what the rates
// differed by before the rollout is no harm. It returns the variance of the logarithm of that ratio. Where events are not rare
// it leaves them alone.
func (u *unit) scaleBaseline() (variance float64) {
	ratio, variance := u.rateRatio()
	events, total := u.baseline.sums()
	if variance == 0 || u.metric.Kind == Ratio && max(1, ratio)*events > rareEvents*total {
		return 0
	}
	if math.Abs(math.Log(ratio)) > offsetZ*math.Sqrt(variance) {
		u.note("the canary's rate was %s times the baseline's before the rollout already; allowed for", number(ratio, leastDigits))
	}
	scaled := slices.Clone(u.baseline.events)
	for i := range scaled {
		scaled[i] *= ratio
	}
	u.baseline.events = scaled
	u.baseline.values = rates(scaled, u.baseline.total)
	return variance
}

// countsE is the logarithm of an e-value against "no harm", for any number of looks at events that add up. What moves both
// populations at once cancels, because only the canary's share of the events counts. Of events that are most of the trials
// the others are counted.
func (u *unit) countsE(e Evidence, df, variance float64) (float64, error) {
	baseline, baselineTotal := u.baseline.sums()
	canary, canaryTotal := u.canary.sums()
	alternative := u.metric.Alternative()
	if u.metric.Kind == Ratio && baseline+canary > (baselineTotal+canaryTotal)/2 {
		baseline, canary, alternative = baselineTotal-baseline, canaryTotal-canary, opposite(alternative)
	}
	share := canaryTotal / (baselineTotal + canaryTotal)
	weight, err := stats.CountWeight(share, 1+u.leastRelative())
	if err != nil {
		return 0, err
	}
	less := e.Dispersion * (1 + variance/(1/max(1, baseline)+1/max(1, canary)))
	// The logarithm of a variance estimated with df degrees of freedom has a standard error of about √(2/df). Counts of few events
	// a step are spared: whatever their rate does, they cannot scatter much more than independent events.
	few := min(baseline, canary) / float64(len(u.canary.values))
	se := math.Sqrt(2/max(minBlocks-1, df)) * few / (few + blockEvents)
	return averageE(0, se, func(off float64) (float64, error) {
		by := max(1, less*math.Exp(off))
		return stats.SequentialCounts(baseline/by, canary/by, share, weight, alternative)
	})
}

// opposite is what a test of the events looks for when it is made on what is no event.
func opposite(a stats.Alternative) stats.Alternative {
	switch a {
	case stats.Greater:
		return stats.Less
	case stats.Less:
		return stats.Greater
	default:
		return a
	}
}

// leastRelative is the smallest change that the test should be tuned to, as a part of the baseline's rate.
func (u *unit) leastRelative() float64 {
	if r := max(u.metric.Pause.Relative, u.metric.Abort.Relative); r > 0 {
		return r
	}
	return 0.5
}
