package judge

import (
	"math"
	"time"

	"github.com/serin-canary/serin/stats"
)

// longestWait is how many times as long as it is the window may become for a wait to be worth proposing.
const longestWait = 10

// waitReserve is how much longer than estimated it is said to take: the estimate is as often too short as too long.
const waitReserve = 1.25

// wait estimates how much longer the window must be for an INCONCLUSIVE unit to be decided, at this traffic and this shift:
// a standard error falls with the root of the window. It is 0 where that is not known, or no wait would do, as where the window
// moves along and stays as long as it is.
func (u *unit) wait(plan Plan) time.Duration {
	longest := time.Duration(0)
	if u.looks.Sliding {
		return longest
	}
	for _, e := range u.evidence {
		if u.class == Inconclusive && (e.found == Inconclusive || u.few != "") {
			longest = max(longest, u.waitFor(plan, e))
		}
	}
	return longest
}

// waitFor is the wait for one piece of evidence.
func (u *unit) waitFor(plan Plan, e Evidence) time.Duration {
	steps := float64(len(u.canary.values))
	longer := math.Inf(1)
	if u.minP > e.PauseAlpha && e.PauseAlpha > 0 {
		longer = float64(u.metric.pointsNeeded(e.PauseAlpha)) / math.Max(1, math.Min(e.BaselineN, e.CanaryN))
	} else {
		if have, need := -stats.NormalQuantile(e.P), -stats.NormalQuantile(e.PauseAlpha); e.Harm >= e.PauseMargin && e.PauseMargin > 0 && e.PauseAlpha > 0 && have > 0 {
			longer = (need / have) * (need / have)
		}
		if e.HarmUpper > e.passMargin && e.Harm < e.passMargin {
			part := (e.HarmUpper - e.Harm) / (e.passMargin - e.Harm)
			longer = min(longer, part*part)
		}
	}
	if !(longer > 1) || longer > longestWait/waitReserve {
		return 0
	}
	return time.Duration(math.Ceil(waitReserve*steps*(longer-1))) * plan.Step
}

// sincePart is the part of the scatter, at least, that the two levels make, and sinceCut how many times as far apart as their own
// noise they must be, for a moment to be named.
const (
	sincePart = 0.3
	sinceCut  = 4
)

// since returns when the canary began to be worse: where its values are best cut in two levels, plainly apart, the first of
// which is within the margin, and where it has stood since. Both are zero where it has been worse all the time, or is not.
func (u *unit) since(plan Plan) (since time.Time, level float64) {
	if u.class != Fail && u.class != Warn || u.metric.judge() == Threshold || u.metric.Kind == Histogram {
		return time.Time{}, 0
	}
	at := -1
	for i, e := range u.evidence {
		if e.found == u.class && (e.Aspect == Level || e.Aspect == Late) {
			at = i
		}
	}
	if at < 0 {
		return time.Time{}, 0
	}
	e, side := u.evidence[at], u.metric.sign()
	if u.metric.Direction == EitherIsWorse && e.Shift < 0 {
		side = -1
	}
	cut := towards(steps(u.canary.values), side)
	m := newMove(u.canary.values, cut.at, side)
	if m.at == 0 || !cut.most(sincePart) || m.size < sinceCut*m.spread/math.Sqrt(float64(min(m.at, len(u.canary.values)-m.at))) || !(side*(m.before-e.Baseline) < e.PauseMargin) {
		return time.Time{}, 0
	}
	return u.canary.window.Start.Add(time.Duration(m.at) * plan.Step), m.after + u.offset
}
