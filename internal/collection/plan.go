package collection

import (
	"fmt"
	"time"

	"github.com/serin-canary/serin/judge"
)

// newCase makes a case of its series, to be judged by serin's defaults. Populations that were observed at the same times
// share one window; else each has its own, and the baseline's comes first.
func (f seriesFile) newCase(step time.Duration) Case {
	var baselines, canaries []*samples
	for _, m := range f.Metrics {
		baselines, canaries = append(baselines, m.Baseline), append(canaries, m.Canary)
	}
	b, c := newTimeline(baselines, step), newTimeline(canaries, step)
	plan := judge.Plan{Step: step, Alpha: judge.DefaultAlpha(), Score: judge.DefaultScorePolicy()}
	plan.Baseline = b.window(time.Time{})
	plan.Canary = plan.Baseline
	if !b.same(c) {
		plan.Canary = c.window(plan.Baseline.End)
	}
	one := Case{Size: SizeOf(min(len(b.moments), len(c.moments)))}
	var kinds []string
	for _, m := range f.Metrics {
		plan.Metrics = append(plan.Metrics, m.gauge(plan.Metrics))
		one.Observed = append(one.Observed, judge.Observation{Slices: []judge.Slice{{
			Baseline: judge.Arm{Value: b.series(m.Baseline, plan.Baseline)},
			Canary:   judge.Arm{Value: c.series(m.Canary, plan.Canary)},
		}}})
		one.metrics = append(one.metrics, named{m.Metric, m.Kind})
		kinds = append(kinds, m.Kind)
	}
	one.Plan, one.Kind = plan, common(kinds)
	return one
}

// gauge returns the metric as a plan has it, with a name that none before it has.
func (m measured) gauge(before []judge.Metric) judge.Metric {
	metric := judge.Metric{
		Name: m.Metric, Unit: m.Unit, Kind: judge.Gauge, Role: judge.Scored, Direction: directionOf(m.BadDirection), Weight: 1,
	}
	metric.Pause, metric.Abort = judge.DefaultMargins(judge.Gauge, judge.NoPreset)
	taken := map[string]bool{}
	for _, b := range before {
		taken[b.Name] = true
	}
	for n := 2; taken[metric.Name]; n++ {
		metric.Name = fmt.Sprintf("%s (%d)", m.Metric, n)
	}
	return metric
}
