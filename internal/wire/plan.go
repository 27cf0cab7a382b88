package wire

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/judge"
)

// toPlan turns a valid request, the defaults of its spec written out, into the judge's plan.
func toPlan(r *serinv1.AnalyzeRequest, s *serinv1.Spec, w windows) judge.Plan {
	plan := judge.Plan{
		Name:             s.Name,
		Step:             s.Step.AsDuration(),
		Baseline:         w.baseline,
		Canary:           w.canary,
		History:          w.history,
		BaselineExposure: r.GetBaseline().GetExposure(),
		CanaryExposure:   r.GetCanary().GetExposure(),
		Alpha:            judge.Alpha{Pause: s.Alpha.GetPause(), Abort: s.Alpha.GetAbort()},
		Looks:            toLooks(r.GetLooks()),
		RollUp:           judge.RollUp{Rule: toRollUp(s.GetSlices().GetRollUp()), Quorum: s.GetSlices().GetQuorum()},
		Split:            s.GetSplit().GetTolerance(),
		Score: judge.ScorePolicy{
			Promote: s.Score.GetPromote(), Pause: s.Score.GetPause(), MinCoverage: s.Score.GetMinCoverage(),
		},
		Groups: s.Groups,
	}
	for _, m := range s.Metrics {
		plan.Metrics = append(plan.Metrics, toMetric(m))
	}
	return plan
}

// Policy returns how a valid spec judges, for series that are known already: a plan without a step and without windows.
func Policy(s *serinv1.Spec) judge.Plan {
	return toPlan(&serinv1.AnalyzeRequest{}, WithDefaults(s), windows{})
}

func toMetric(m *serinv1.Metric) judge.Metric {
	metric := judge.Metric{
		Name:      m.Name,
		Group:     m.Group,
		Unit:      m.Unit,
		Kind:      toKind(m),
		Role:      toRole(m.Role),
		Direction: toDirection(m.Direction),
		Weight:    m.GetWeight(),
		Pause:     toMargin(m.Pause),
		Abort:     toMargin(m.Abort),
		Missing:   toMissing(m.Missing),
	}
	switch k := m.Kind.(type) {
	case *serinv1.Metric_Ratio:
		metric.AbsentEvents, metric.Cumulative = toAbsentEvents(k.Ratio.AbsentEvents), k.Ratio.Cumulative
	case *serinv1.Metric_Count:
		metric.AbsentEvents, metric.Cumulative = toAbsentEvents(k.Count.AbsentEvents), k.Count.Cumulative
	case *serinv1.Metric_Histogram:
		metric.Quantiles, metric.Cumulative = k.Histogram.Quantiles, k.Histogram.Cumulative
	}
	switch j := m.Judge.(type) {
	case *serinv1.Metric_MannWhitney:
		metric.Judge = judge.MannWhitney
	case *serinv1.Metric_ZTest:
		metric.Judge = judge.ZTest
	case *serinv1.Metric_Threshold:
		metric.Judge = judge.Threshold
		metric.Limit = toLimit(j.Threshold)
	}
	return metric
}

func toKind(m *serinv1.Metric) judge.Kind {
	switch m.Kind.(type) {
	case *serinv1.Metric_Ratio:
		return judge.Ratio
	case *serinv1.Metric_Count:
		return judge.Count
	case *serinv1.Metric_Gauge:
		return judge.Gauge
	case *serinv1.Metric_Histogram:
		return judge.Histogram
	default:
		return 0
	}
}

func toLimit(t *serinv1.Threshold) judge.Limit {
	limit := judge.Limit{
		Relative:  t.Of == serinv1.ThresholdOf_THRESHOLD_OF_RELATIVE,
		Aggregate: toAggregate(t.Aggregate),
	}
	if t.Breaches != nil {
		n := int(t.GetBreaches())
		limit.Breaches = &n
	}
	return limit
}

func toMargin(m *serinv1.Margin) judge.Margin {
	if m == nil {
		return judge.Margin{}
	}
	return judge.Margin{
		Relative: m.GetRelative(), Absolute: m.GetAbsolute(), Floor: m.GetFloor(),
		Spreads: m.GetSpreads(), Wanders: m.GetWanders(), Level: m.Level,
	}
}

func fromMargin(m judge.Margin) *serinv1.Margin {
	part := func(v float64) *float64 {
		if v == 0 {
			return nil
		}
		return &v
	}
	return &serinv1.Margin{
		Relative: part(m.Relative), Absolute: part(m.Absolute), Floor: part(m.Floor),
		Spreads: part(m.Spreads), Wanders: part(m.Wanders), Level: m.Level,
	}
}

func toMissing(m *serinv1.Missing) map[judge.Cause]judge.Policy {
	if m == nil {
		return nil
	}
	return map[judge.Cause]judge.Policy{
		judge.Empty:       toPolicy(m.Empty),
		judge.TooFew:      toPolicy(m.TooFew),
		judge.Stale:       toPolicy(m.Stale),
		judge.Flat:        toPolicy(m.Flat),
		judge.Reset:       toPolicy(m.Reset_),
		judge.HalfMissing: toPolicy(m.HalfMissing),
		judge.NotFinite:   toPolicy(m.NotFinite),
	}
}

// Ignores reports whether a metric is left out when its data cannot be judged for a cause.
func Ignores(m *serinv1.Metric, cause serinv1.Cause) bool {
	for c, policy := range toMissing(m.GetMissing()) {
		if fromCause(c) == cause {
			return policy == judge.Ignore
		}
	}
	return false
}
