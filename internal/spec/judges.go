package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// judges: a z-test compares counts, which only ratios and counts have.
func (m metricCheck) judges() {
	if m.judge == judgeZTest && m.kind != "" && m.kind != kindRatio && m.kind != kindCount {
		m.settle(m.at(judgeZTest), "z_test compares counts of events, and this is a %s; "+
			"leave it out, or take mann_whitney or threshold", m.kind)
	}
}

// isJudgeKnown says that nothing is wrong with the choice of the judge.
func (m metricCheck) isJudgeKnown() bool {
	return m.intact(m.at(judgeZTest)) && m.intact(m.at(judgeMannWhitney)) && m.intact(m.at(judgeThreshold))
}

// threshold: what is bounded, and how the values become one.
func (m metricCheck) threshold() {
	if m.judge != judgeThreshold {
		return
	}
	path, threshold := m.at(judgeThreshold), m.metric.GetThreshold()
	if threshold != nil && threshold.Breaches != nil {
		m.breaches(join(path, "breaches"), threshold)
	}
	if boundsCanary(m.metric) {
		m.levels(path)
	} else if m.metric.GetPause() == nil && m.metric.GetAbort() == nil {
		m.add(path, "a threshold of relative needs a margin; give pause or abort, such as abort: {relative: 0.5}")
	}
}

// levels: a bound on the canary alone needs one, and a direction to pass it in.
func (m metricCheck) levels(path string) {
	pause, abort := m.metric.GetPause(), m.metric.GetAbort()
	if pause == nil && abort == nil {
		m.add(path, "a threshold of canary needs a level; give pause or abort, such as abort: {level: 0.95}")
	}
	if m.metric.GetDirection() == serinv1.Direction_DIRECTION_EITHER_IS_WORSE {
		m.add(m.at("direction"), "either_is_worse has no side on which to pass a level; "+
			"write higher_is_worse or lower_is_worse, and a second metric for the other side")
	}
}

// breaches: steps beyond a level are counted, so there is a level, and nothing else is made of the steps.
func (m metricCheck) breaches(path string, threshold *serinv1.Threshold) {
	switch {
	case threshold.GetBreaches() < 0:
		m.add(path, "must be 0 or more; it is %d", threshold.GetBreaches())
	case !boundsCanary(m.metric):
		m.add(path, "breaches counts steps beyond a level, and a threshold of relative has none; leave one of them out")
	case threshold.GetAggregate() != serinv1.Aggregate_AGGREGATE_UNSPECIFIED:
		m.add(path, "breaches counts steps instead of aggregating them; leave either breaches or aggregate out")
	}
}
