package judge

import (
	"fmt"
	"math"
)

// classify is the one function that classes a unit, for all judges. The first row that holds decides.
func (u *unit) classify(alpha Alpha) {
	if len(u.causes) > 0 {
		u.classifyMissing()
		return
	}
	for i := range u.evidence {
		e := &u.evidence[i]
		e.PauseAlpha, e.AbortAlpha = alpha.Pause*e.share, alpha.Abort*e.share
		e.found = e.class(alpha)
	}
	u.class = Pass
	for _, e := range u.evidence {
		u.class = worse(u.class, e.found)
	}
	u.dropQuiet()
	if few := u.fewBad(); few != "" && (u.class == Fail || u.class == Warn) {
		u.class, u.few = Inconclusive, few
	}
	if share := alpha.Pause / float64(max(1, u.tests)); u.minP > share && u.class != Fail && u.class != Warn {
		u.class = Inconclusive
		u.few = fmt.Sprintf("needs %d points on each side to see a difference, has %d and %d",
			u.metric.pointsNeeded(share), u.baseline.present(), u.canary.present())
	}
}

// class classes one piece of evidence.
func (e Evidence) class(alpha Alpha) Class {
	adjusted := e.PAdjusted
	if e.Judge == Threshold {
		adjusted = 0
	}
	switch {
	case significant(adjusted, alpha.Abort) && e.Harm >= e.AbortMargin:
		return Fail
	case significant(adjusted, alpha.Pause) && e.Harm >= e.PauseMargin:
		return Warn
	case e.Aspect != Level, e.HarmUpper < e.passMargin:
		return Pass
	default:
		return Inconclusive
	}
}

// classifyMissing classes a unit that could not be judged, by the metric's policy for its first cause. A provider's
// failure has no policy: it is always an error.
func (u *unit) classifyMissing() {
	u.class = NoData
	cause := u.causes[0].Cause
	for _, c := range u.causes {
		if c.Cause.providers() {
			u.class = Error
			return
		}
	}
	switch u.metric.Missing[cause] {
	case PassAnyway:
		u.class = Pass
	case FailAnyway:
		u.class = Fail
	}
}

// ignored reports whether the metric's policy leaves the unit out.
func (u *unit) ignored() bool {
	return u.class == NoData && u.metric.Missing[u.causes[0].Cause] == Ignore
}

// worse returns the one of two classes that the whole takes when it is as bad as its worst part.
func worse(a, b Class) Class {
	for _, class := range fromWorst() {
		if a == class || b == class {
			return class
		}
	}
	return Pass
}

// fromWorst lists the classes from the worst to the best.
func fromWorst() []Class { return []Class{Fail, Warn, Error, NoData, Inconclusive, Pass} }

// severity is the harm as a multiple of the abort margin, or of the pause margin where there is no other; for sorting.
func (e Evidence) severity() float64 {
	margin := e.AbortMargin
	if math.IsNaN(margin) || e.found == Warn {
		margin = e.PauseMargin
	}
	severity := e.Harm / math.Abs(margin)
	if math.IsNaN(severity) {
		return math.Inf(-1)
	}
	return severity
}
