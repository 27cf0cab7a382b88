package spec

import (
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// The kinds and judges of a metric, by the names of their fields.
const (
	kindRatio     = "ratio"
	kindCount     = "count"
	kindGauge     = "gauge"
	kindHistogram = "histogram"

	judgeMannWhitney = "mann_whitney"
	judgeZTest       = "z_test"
	judgeThreshold   = "threshold"
)

// kindOf returns what a metric is, "" when it does not say.
func kindOf(metric *serinv1.Metric) string {
	return chosen(metric, "kind")
}

// judgeOf returns the judge of a metric: its own, or the one that follows from its kind.
func judgeOf(metric *serinv1.Metric) string {
	if judge := chosen(metric, "judge"); judge != "" {
		return judge
	}
	switch kindOf(metric) {
	case kindRatio, kindCount:
		return judgeZTest
	default:
		return judgeMannWhitney
	}
}

// chosen returns the name of the field that is set of a metric's oneof.
func chosen(metric *serinv1.Metric, oneof string) string {
	message := metric.ProtoReflect()
	for i := range message.Descriptor().Oneofs().Len() {
		if o := message.Descriptor().Oneofs().Get(i); string(o.Name()) == oneof {
			if field := message.WhichOneof(o); field != nil {
				return string(field.Name())
			}
		}
	}
	return ""
}

// boundsCanary says that a metric is a bound on the canary alone, whatever the baseline does.
func boundsCanary(metric *serinv1.Metric) bool {
	return judgeOf(metric) == judgeThreshold && metric.GetThreshold().GetOf() != serinv1.ThresholdOf_THRESHOLD_OF_RELATIVE
}

// weightOf returns the weight of a metric inside its group, 1 when it does not say.
func weightOf(metric *serinv1.Metric) float64 {
	if metric == nil {
		return 1
	}
	return or(metric.Weight, 1)
}

// isScored says that a metric counts in the score.
func isScored(metric *serinv1.Metric) bool {
	return !slices.Contains([]serinv1.Role{serinv1.Role_ROLE_SIGNAL, serinv1.Role_ROLE_MUTED}, metric.GetRole())
}
