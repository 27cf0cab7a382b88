package judge

// compare runs the unit's judge, unless the gate refused the data.
func (u *unit) compare(plan Plan) {
	if len(u.causes) > 0 {
		return
	}
	switch u.metric.judge() {
	case Threshold:
		u.compareThreshold()
	case ZTest:
		u.compareCounts()
	default:
		if u.metric.Kind == Histogram {
			u.compareHistogram()
		} else {
			u.compareRanks(plan)
		}
	}
}

// tested reports whether the unit has a p-value that takes part in the sharing of alpha.
func (u *unit) tested() bool {
	return len(u.evidence) > 0 && u.metric.judge() != Threshold && u.metric.Role != Muted
}
