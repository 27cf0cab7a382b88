package judge

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/serin-canary/serin/stats"
)

// compareThreshold bounds an aggregate of the canary's values per step, or its change against the baseline's. There
// is no chance in it: the estimate is its own bound.
func (u *unit) compareThreshold() {
	m, e := u.metric, newEvidence(u.metric)
	e.CanaryN = float64(u.canary.present())
	switch {
	case m.Limit.Relative:
		e.BaselineN = float64(u.baseline.present())
		e.Baseline, e.Canary = u.aggregate(u.baseline), u.aggregate(u.canary)
		e.setShift(m, e.Canary-e.Baseline, e.Canary-e.Baseline, e.Canary-e.Baseline)
		e.setMargins(m, scale{value: e.Baseline})
	case m.Limit.Breaches != nil:
		u.countBreaches(&e)
	default:
		e.Canary = u.aggregate(u.canary)
		e.Harm = m.sign() * e.Canary
		e.HarmUpper = e.Harm
		e.PauseMargin, e.AbortMargin = m.sign()*level(m.Pause), m.sign()*level(m.Abort)
		e.passMargin = e.AbortMargin
	}
	if math.IsNaN(e.passMargin) {
		e.passMargin = e.PauseMargin // a threshold may have a pause margin alone
	}
	if math.IsNaN(e.Harm) {
		u.refuse(Empty, Canary, "the canary has no value to aggregate")
		return
	}
	u.evidence = []Evidence{e}
}

// countBreaches makes the harm the number of steps at or beyond the level, and the margin the first number that is too many.
func (u *unit) countBreaches(e *Evidence) {
	m := u.metric
	beyond := func(margin Margin) float64 {
		if margin.Level == nil {
			return math.NaN()
		}
		n := 0
		for _, v := range withoutGaps(u.canary.values) {
			if m.sign()*v >= m.sign()**margin.Level {
				n++
			}
		}
		return float64(n)
	}
	pause, abort, tooMany := beyond(m.Pause), beyond(m.Abort), float64(*m.Limit.Breaches+1)
	// More steps pass the pause level than the abort level. The worse of the two counts is the one to be shown.
	e.Canary, e.Harm, e.HarmUpper = abort, abort, abort
	e.AbortMargin, e.passMargin = tooMany, tooMany
	if math.IsNaN(abort) || abort < tooMany && pause >= tooMany {
		e.Canary, e.Harm, e.HarmUpper = pause, pause, pause
		e.PauseMargin, e.AbortMargin, e.passMargin = tooMany, math.NaN(), tooMany
	}
}

func level(m Margin) float64 {
	if m.Level == nil {
		return math.NaN()
	}
	return *m.Level
}

// aggregate makes one value of an arm's values per step. NaN: it has none.
func (u *unit) aggregate(a arm) float64 {
	values := withoutGaps(a.values)
	if len(values) == 0 {
		return math.NaN()
	}
	var value float64
	var err error
	switch u.metric.Limit.Aggregate {
	case Median:
		value, err = stats.Median(values)
	case P95:
		value, err = stats.Quantile(values, 0.95)
	case Last:
		value = values[len(values)-1]
	case Min:
		value = slices.Min(values)
	case Max:
		value = slices.Max(values)
	case Sum:
		value = floats.Sum(values)
		if events, _ := a.sums(); u.metric.Kind == Count {
			value = events
		}
	default:
		value, err = stats.Mean(values)
		if events, total := a.sums(); a.events != nil {
			value = events / total
		}
	}
	if err != nil {
		return math.NaN()
	}
	return value
}
