package spec

import (
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A part of a margin, by the name of its field.
type part struct {
	name  string
	value *float64
}

// The names of a margin's parts.
const (
	partRelative = "relative"
	partAbsolute = "absolute"
	partFloor    = "floor"
	partSpreads  = "spreads"
	partWanders  = "wanders"
	partLevel    = "level"
)

// partsOf returns the parts that a margin has.
func partsOf(margin *serinv1.Margin) []part {
	all := []part{
		{partRelative, margin.Relative},
		{partAbsolute, margin.Absolute},
		{partFloor, margin.Floor},
		{partSpreads, margin.Spreads},
		{partWanders, margin.Wanders},
		{partLevel, margin.Level},
	}
	return slices.DeleteFunc(all, func(p part) bool { return p.value == nil })
}

// margins: each fits the metric and is a margin at all, and a pause comes before an abort.
func (m metricCheck) margins() {
	if m.kind == "" {
		return // what fits is not known
	}
	pause, abort := m.metric.GetPause(), m.metric.GetAbort()
	if pause != nil {
		m.margin("pause", partsOf(pause))
	}
	if abort != nil {
		m.margin("abort", partsOf(abort))
	}
	if pause != nil && abort != nil {
		m.order(partsOf(pause), partsOf(abort))
	}
}

// margin: parts that fit the metric, each by itself, and some harm in one of them.
func (m metricCheck) margin(field string, parts []part) {
	path := m.at(field)
	if len(parts) == 0 {
		m.settle(path, "an empty margin; give at least one part, such as {relative: 0.2}, or leave it out for the default")
		return
	}
	for _, part := range parts {
		path := join(path, part.name)
		if problem := m.misfit(part.name); problem != "" {
			m.settle(path, "%s", problem)
			continue
		}
		if part.name != partLevel && *part.value < 0 {
			m.settle(path, "must be 0 or more; it is %v: which way is harmful is said by direction", *part.value)
		}
		m.reachable(path, part)
	}
	switch {
	case slices.ContainsFunc(parts, part.isHarm):
	case slices.ContainsFunc(parts, func(p part) bool { return p.name == partFloor && *p.value != 0 }):
		m.settle(path, "a floor is the least size of another part; for a margin of its own write absolute")
	default:
		m.settle(path, "a margin of 0 would %s on any difference; write how much harm is too much", field)
	}
}

// isHarm says that the part alone makes a margin.
func (p part) isHarm() bool {
	return p.name == partLevel || p.name != partFloor && *p.value != 0
}

// misfit returns why a part cannot be used with the metric's kind and judge, or "".
func (m metricCheck) misfit(part string) string {
	if !m.isJudgeKnown() {
		return ""
	}
	if m.judge == judgeThreshold {
		if boundsCanary(m.metric) {
			if part != partLevel {
				return "a threshold of canary has a level only; write level, or of: relative to compare with the baseline"
			}
			return ""
		}
		if part != partRelative && part != partAbsolute {
			return "a threshold of relative has a relative or absolute margin only; write one of these"
		}
		return ""
	}
	switch part {
	case partLevel:
		return "a level bounds the canary alone; add threshold: {of: canary}, or write absolute for a difference"
	case partSpreads, partWanders:
		if m.kind == kindHistogram || m.judge == judgeZTest {
			return part + " are for values per step: a gauge, or a ratio or count under mann_whitney; " +
				"write relative or absolute"
		}
	}
	return ""
}

// reachable: harm can be as large as the part says.
func (m metricCheck) reachable(path string, part part) {
	lower := m.harmful() == serinv1.Direction_DIRECTION_LOWER_IS_WORSE
	switch {
	case part.name == partRelative && lower && *part.value >= 1 && m.isNeverNegative():
		m.add(path, "nothing can fall by more than all of it, so %v is never passed; write a part below 1, such as 0.1",
			*part.value)
	case m.kind == kindRatio && (part.name == partAbsolute || part.name == partFloor) && *part.value >= 1,
		m.kind == kindRatio && part.name == partLevel && (*part.value < 0 || *part.value > 1):
		m.add(path, "a ratio lies between 0 and 1, and 0.01 is one percentage point; it is %v", *part.value)
	}
}

// isNeverNegative says that the metric cannot go below zero.
func (m metricCheck) isNeverNegative() bool {
	return m.kind == kindRatio || m.kind == kindCount
}

// order: no part of a pause is beyond the same part of an abort.
func (m metricCheck) order(pause, abort []part) {
	for _, p := range pause {
		i := slices.IndexFunc(abort, func(a part) bool { return a.name == p.name })
		path := join(m.at("pause"), p.name)
		if i < 0 || !m.intact(path) || !m.intact(join(m.at("abort"), p.name)) {
			continue
		}
		first, second := *p.value, *abort[i].value
		if p.name == partLevel && m.harmful() == serinv1.Direction_DIRECTION_LOWER_IS_WORSE {
			first, second = -first, -second
		}
		if first > second {
			m.add(path, "a pause comes before an abort, and %v lies beyond the abort's %v; swap them, or move one",
				*p.value, *abort[i].value)
		}
	}
}
