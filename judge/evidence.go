package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// boundConfidence is the one-sided confidence of every upper bound of harm. It is not shared out over the metrics: a
// promotion needs every bound to hold by itself.
const boundConfidence = 0.95

// Evidence is the numbers of one judge on one unit, in the metric's unit unless said otherwise. NaN: undefined.
type Evidence struct {
	Judge    Judge
	Aspect   Aspect
	Method   stats.Method // how the p-value was found; not for a threshold
	Quantile float64      // histogram: the quantile compared

	Baseline, Canary   float64 // median, rate, quantile or aggregate, by judge and kind
	BaselineN, CanaryN float64 // points, trials, events or observations, by judge and kind
	EffectiveN         float64 // of both together, after autocorrelation and dispersion
	Shift              float64 // estimated change from baseline to canary
	ShiftLower         float64 // ends of the shift's interval; ±Inf when unbounded
	ShiftUpper         float64
	Harm               float64 // the shift with its sign turned so that positive is worse
	HarmUpper          float64 // one-sided upper bound of the harm at confidence 0.95
	PauseMargin        float64 // harm from which the canary is paused; NaN: none
	AbortMargin        float64 // harm from which it is aborted; NaN: none
	LogE               float64 // natural logarithm of the largest e-value so far, when the number of looks is open; else 0
	P                  float64 // chance of at least this much harm, were there none; undefined for a threshold
	PAdjusted          float64 // by Holm, for all tests of the analysis
	PauseAlpha         float64 // what this test could spend of each level
	AbortAlpha         float64
	A12                float64 // P(canary > baseline) + ½ P(equal)
	Autocorrelation    float64 // lag-1, allowed for
	Dispersion         float64 // variance over that of the plain law, allowed for
	Spread             float64 // the baseline's
	Interval           float64 // two-sided confidence of the shift's interval, where it is not that of the bounds; else 0
	since              string  // for a sentence: from when on what is late has been so
	offset             float64 // what was taken off the canary's values, because it was there before the rollout
	passMargin         float64 // harm that PASS must exclude: the abort margin, unless events are few
	share              float64 // part of alpha that the test could spend
	found              Class   // what this evidence alone says
}

// newEvidence returns evidence in which nothing is known yet.
func newEvidence(m Metric) Evidence {
	nan := math.NaN()
	return Evidence{
		Judge: m.judge(), Baseline: nan, Canary: nan, BaselineN: nan, CanaryN: nan, EffectiveN: nan,
		Shift: nan, ShiftLower: nan, ShiftUpper: nan, Harm: nan, HarmUpper: nan, PauseMargin: nan, AbortMargin: nan,
		P: nan, PAdjusted: nan, PauseAlpha: nan, AbortAlpha: nan, A12: nan, Autocorrelation: nan, Dispersion: nan,
		Spread: nan, passMargin: nan,
	}
}

// setShift records the estimate and its interval, and turns them into harm. For either direction harm is the size of
// the shift, and its bound the farther end.
func (e *Evidence) setShift(m Metric, estimate, lower, upper float64) {
	e.Shift, e.ShiftLower, e.ShiftUpper = estimate, lower, upper
	e.Harm = m.Harm(estimate)
	switch m.Direction {
	case HigherIsWorse:
		e.HarmUpper = upper
	case LowerIsWorse:
		e.HarmUpper = -lower
	default:
		e.HarmUpper = max(math.Abs(lower), math.Abs(upper))
	}
}

// Harm is a shift, canary minus baseline in the metric's unit, with its sign turned so that positive is worse; for either
// direction its size.
func (m Metric) Harm(shift float64) float64 {
	switch m.Direction {
	case HigherIsWorse:
		return shift
	case LowerIsWorse:
		return -shift
	default:
		return math.Abs(shift)
	}
}

// setMargins records the margins in the metric's unit. A pause margin beyond the abort margin, as two different parts
// can make it, is brought down to it: what is worth an abort is worth a pause.
func (e *Evidence) setMargins(m Metric, s scale) {
	e.PauseMargin, e.AbortMargin = m.Pause.in(s), m.Abort.in(s)
	if e.PauseMargin > e.AbortMargin {
		e.PauseMargin = e.AbortMargin
	}
	if s.zero && e.AbortMargin == 0 {
		e.AbortMargin = math.NaN() // any value above nothing is worth a pause, and what is worth an abort nobody has said
	}
	e.passMargin = e.AbortMargin
}

// Alternative is what a test looks for: harm.
func (m Metric) Alternative() stats.Alternative {
	switch m.Direction {
	case HigherIsWorse:
		return stats.Greater
	case LowerIsWorse:
		return stats.Less
	default:
		return stats.TwoSided
	}
}

// Confidence returns the two-sided confidence of the shift's interval; each of its ends is a bound at 0.95, unless another
// rule made it.
func (e Evidence) Confidence() float64 {
	if e.Interval > 0 {
		return e.Interval
	}
	return 2*boundConfidence - 1
}
