package judge

import (
	"math"
	"slices"

	"github.com/serin-canary/serin/stats"
)

const (
	// historyPoints is how many points of history tell how a population behaves by itself, and by how much the two differ
	// all the time.
	historyPoints = 20
	// historyEvents is how many events each side needs for their rates before the rollout to be compared.
	historyEvents = 200
)

// A history is what was seen of both populations before the canary changed.
type history struct{ baseline, canary arm }

func newHistory(plan Plan, m Metric, s Slice) *history {
	if plan.History == (Window{}) {
		return nil
	}
	return &history{
		baseline: newArmOf(plan, m, Baseline, plan.History, s.BaselineHistory),
		canary:   newArmOf(plan, m, Canary, plan.History, s.CanaryHistory),
	}
}

// silent reports whether nothing came of either population.
func (h *history) silent() bool {
	return len(withoutGaps(h.baseline.arrivals))+len(withoutGaps(h.canary.arrivals)) == 0
}

// values returns what both populations showed before; nil for one that has too little.
func (h *history) values() (baseline, canary []float64) {
	enough := func(a arm) []float64 {
		if infinite(a.values) || a.present() < historyPoints {
			return nil
		}
		return a.values
	}
	if h == nil {
		return nil, nil
	}
	return enough(h.baseline), enough(h.canary)
}

// removeOffset takes from the canary's values what they differed from the baseline's all the time before the rollout, and
// returns how much less certain that makes a comparison of n and m values: the factor of its standard error.
//
// Replicas that always stand a little apart are what most false alarms on real data come from.
func (u *unit) removeOffset() float64 {
	baseline, canary := u.history.values()
	if baseline == nil || canary == nil {
		return 1
	}
	b, errBaseline := stats.Sorted(withoutGaps(baseline))
	c, errCanary := stats.Sorted(withoutGaps(canary))
	if errBaseline != nil || errCanary != nil {
		return 1
	}
	offset, err := stats.HodgesLehmann(b, c, 2*boundConfidence-1)
	if err != nil || math.IsInf(offset.Value, 0) {
		return 1
	}
	moved := slices.Clone(u.canary.values)
	for i := range moved {
		moved[i] -= offset.Value
	}
	u.canary.values, u.offset = moved, offset.Value
	if offset.Lo > 0 || offset.Hi < 0 {
		side := "above"
		if offset.Value < 0 {
			side = "below"
		}
		u.note("the canary stood %s %s the baseline before the rollout already; allowed for", u.metric.format(math.Abs(offset.Value)), side)
	}
	before := 1/float64(len(b)) + 1/float64(len(c))
	return math.Sqrt(1 + before/(1/float64(u.baseline.present())+1/float64(u.canary.present())))
}

// longBaseline returns the baseline's values with its history before them, moved to where the baseline stands now: at another
// time of the day the level is another, and the noise about alike.
func (u *unit) longBaseline(before, now []float64) []float64 {
	moved := slices.Clone(before)
	then, _ := stats.Median(withoutGaps(before))
	median, _ := stats.Median(now)
	for i := range moved {
		moved[i] += median - then
	}
	return append(append(moved, math.NaN()), u.baseline.values...)
}

// rateRatio returns how the canary's rate compared with the baseline's before the rollout, and the variance of its
// logarithm; 1 and 0 where there were too few events to tell.
func (u *unit) rateRatio() (ratio, variance float64) {
	if u.history == nil {
		return 1, 0
	}
	baselineEvents, baselineTotal := u.history.baseline.sums()
	canaryEvents, canaryTotal := u.history.canary.sums()
	if !(min(baselineEvents, canaryEvents) >= historyEvents) || !(min(baselineTotal, canaryTotal) > 0) {
		return 1, 0
	}
	return canaryEvents / canaryTotal / (baselineEvents / baselineTotal), 1/baselineEvents + 1/canaryEvents
}
