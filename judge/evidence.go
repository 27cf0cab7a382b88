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
	e.Harm = m.harm(estimate)
	switch m.Direction {
	case HigherIsWorse:
		e.HarmUpper = upper
	case LowerIsWorse:
		e.HarmUpper = -lower
	default:
		e.HarmUpper = max(math.Abs(lower), math.Abs(upper))
	}
}

// harm is a shift with its sign turned so that positive is worse; for either direction its size.
func (m Metric) harm(shift float64) float64 {
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

// alternative is what a test looks for: harm.
func (m Metric) alternative() stats.Alternative {
	switch m.Direction {
	case HigherIsWorse:
		return stats.Greater
	case LowerIsWorse:
		return stats.Less
	default:
		return stats.TwoSided
	}
}

// An inflation allows for observations that vary together: it widens the standard error of a test by a factor, and
// reads the result from Student's t, because the factor is itself an estimate. The zero value changes nothing.
type inflation struct {
	factor float64 // of the standard error, above 1; 0: none
	df     float64 // degrees of freedom of Student's t
}

// times widens once more.
func (f inflation) times(factor float64) inflation {
	switch {
	case factor == 1:
		return f
	case f.factor == 0:
		return inflation{factor: factor, df: math.Inf(1)}
	}
	return inflation{factor: f.factor * factor, df: f.df}
}

// p widens a p-value. An exact one goes by way of the z that it stands for; where it has run out of digits, the z of the
// normal approximation stands in.
func (f inflation) p(plain, z float64, alternative stats.Alternative) float64 {
	if f.factor == 0 {
		return plain
	}
	tail := plain
	if alternative == stats.TwoSided {
		tail = plain / 2
	}
	if tail > 0 && tail < 1 {
		z = -stats.NormalQuantile(tail)
	} else {
		z = harmful(z, alternative)
	}
	tail = stats.StudentSurvival(z/f.factor, f.df)
	if alternative == stats.TwoSided {
		return min(1, 2*tail)
	}
	return tail
}

// tail is the upper tail of a standard normal z, widened.
func (f inflation) tail(z float64) float64 {
	if f.factor == 0 {
		return stats.NormalSurvival(z)
	}
	return stats.StudentSurvival(z/f.factor, f.df)
}

// harmful turns a z, positive when the canary is larger, so that positive is what the alternative looks for.
func harmful(z float64, alternative stats.Alternative) float64 {
	switch alternative {
	case stats.Less:
		return -z
	case stats.TwoSided:
		return math.Abs(z)
	default:
		return z
	}
}

// confidence returns the two-sided confidence to ask of an interval that knows nothing of the inflation, so that each
// of its ends is z standard errors away, see [Looks]. It is 1 where no interval is wide enough.
func (f inflation) confidence(z float64) float64 {
	if f.factor > 0 {
		z *= f.factor
		if !math.IsInf(f.df, 1) {
			z *= stats.StudentQuantile(boundConfidence, f.df) / stats.StudentQuantile(boundConfidence, math.Inf(1))
		}
	}
	return 1 - 2*stats.NormalSurvival(z)
}

// Confidence returns the two-sided confidence of the shift's interval; each of its ends is a bound at 0.95.
func (e Evidence) Confidence() float64 { return 2*boundConfidence - 1 }
