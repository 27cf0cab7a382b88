package judge

import (
	"math"
	"time"

	"github.com/serin-canary/serin/stats"
)

// longestWait is how many times as long as it is the window may become for a wait to be worth proposing.
const longestWait = 10

// wait estimates how much longer the window must be for an INCONCLUSIVE unit to be decided, at this traffic and this shift:
// a standard error falls with the root of the window. It is 0 where that is not known, or no wait would do.
func (u *unit) wait(plan Plan) time.Duration {
	if u.class != Inconclusive || len(u.evidence) == 0 {
		return 0
	}
	steps := float64(len(u.canary.values))
	e := u.evidence[0]
	longer := math.Inf(1)
	switch {
	case u.minP > e.PauseAlpha && e.PauseAlpha > 0:
		longer = float64(u.metric.pointsNeeded(e.PauseAlpha)) / math.Max(1, math.Min(e.BaselineN, e.CanaryN))
	case e.Harm >= e.PauseMargin && e.PauseAlpha > 0:
		have, need := -stats.NormalQuantile(e.P), -stats.NormalQuantile(e.PauseAlpha)
		if have > 0 {
			longer = (need / have) * (need / have)
		}
	case e.HarmUpper > e.passMargin && e.Harm < e.passMargin:
		longer = math.Pow((e.HarmUpper-e.Harm)/(e.passMargin-e.Harm), 2)
	}
	if !(longer > 1) || longer > longestWait {
		return 0
	}
	return time.Duration(math.Ceil(steps*(longer-1))) * plan.Step
}

// since returns when the canary began to be worse: where its values are best cut in two levels the first of which is within
// the margin. It is zero where it has been worse all the time, or is not.
func (u *unit) since(plan Plan) time.Time {
	if u.class != Fail && u.class != Warn || len(u.evidence) == 0 || u.metric.judge() == Threshold || u.metric.Kind == Histogram {
		return time.Time{}
	}
	e, side := u.evidence[0], 1.0
	if e.Shift < 0 {
		side = -1
	}
	values := u.canary.values
	n := stepUp(values, side)
	before, _ := stats.Mean(withoutGaps(values[:n]))
	if n == 0 || !(side*(before-e.Baseline) < e.PauseMargin) {
		return time.Time{}
	}
	return u.canary.window.Start.Add(time.Duration(n) * plan.Step)
}

// stepUp returns after how many steps the values are best cut in two levels, the second of which is the worse; 0 if there is
// no such cut with two values on either side.
func stepUp(values []float64, side float64) int {
	present := withoutGaps(values)
	total, count := 0.0, float64(len(present))
	for _, v := range present {
		total += v
	}
	best, at, sum, n := 0.0, 0, 0.0, 0.0
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		sum, n = sum+v, n+1
		if n < 2 || count-n < 2 {
			continue
		}
		gap := side * ((total-sum)/(count-n) - sum/n)
		if explained := gap * math.Abs(gap) * n * (count - n) / count; explained > best {
			best, at = explained, i+1
		}
	}
	return at
}
