package backtest

import (
	"maps"
	"slices"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/judge/kayenta"
)

// Kayenta is the rule of package kayenta, with the defaults of a Kayenta metric (missing values removed, outliers kept, no
// effect size asked for) and thresholds of 95 and 75.
//
//   - The direction, the roles critical and muted, groups and their weights are those of the plan; a signal metric is muted,
//     for Kayenta has none. Weights of single metrics and margins are nothing that it knows.
//   - Counts and ratios are judged by their value per step, histograms by their highest quantile per step, slices as metrics
//     of one name.
//   - Pass promotes, Marginal pauses for REGRESSION, Fail aborts. A score of 0 that missing data decided (half of the metrics
//     without any, a critical one, or every metric muted) is a pause for INSUFFICIENT_DATA. Where nothing could be compared for
//     another cause Kayenta passes, and so does this, with INSUFFICIENT_DATA as its reason.
type Kayenta struct{}

// Name implements [Rule].
func (Kayenta) Name() string { return "kayenta" }

// Judge implements [Rule].
func (Kayenta) Judge(plan judge.Plan, observed []judge.Observation) (Answer, error) {
	config := kayentaConfig(plan)
	var pairs []kayenta.MetricPair
	for i, m := range plan.Metrics {
		found := pairsOf(plan, m, observed[i])
		if len(found) == 0 {
			found = []pair{{metric: m}}
		}
		for _, p := range found {
			pairs = append(pairs, kayenta.MetricPair{Name: m.Name, ID: p.slice, Control: p.baseline.values, Experiment: p.canary.values})
		}
	}
	result, err := kayenta.Judge(config, pairs)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Score: &result.Score}
	a.Verdict, a.Reason = conclude(result)
	for _, m := range plan.Metrics {
		a.Classes = append(a.Classes, Class{Metric: m.Name, Class: kayentaClass(m.Name, result)})
	}
	return a, nil
}

// kayentaConfig says in Kayenta's words what the plan asks for.
func kayentaConfig(plan judge.Plan) kayenta.Config {
	config := kayenta.DefaultConfig()
	config.GroupWeights = map[string]float64{}
	sum := 0.0
	for _, name := range slices.Sorted(maps.Keys(plan.Groups)) {
		sum += plan.Groups[name]
	}
	for name, weight := range plan.Groups {
		config.GroupWeights[name] = 100 * weight / sum
	}
	for _, m := range plan.Metrics {
		group := m.Group
		if len(plan.Groups) == 0 {
			group = "metrics"
		}
		config.Metrics = append(config.Metrics, kayenta.MetricConfig{
			Name: m.Name, Groups: []string{group}, Direction: kayentaDirection(m.Direction),
			Critical: m.Role == judge.Critical, Muted: m.Role == judge.Muted || m.Role == judge.Signal,
		})
	}
	return config
}

func kayentaDirection(d judge.Direction) kayenta.Direction {
	switch d {
	case judge.HigherIsWorse:
		return kayenta.Increase
	case judge.LowerIsWorse:
		return kayenta.Decrease
	default:
		return kayenta.Either
	}
}

// conclude turns a result into a verdict, with its reason.
func conclude(r kayenta.Result) (judge.Verdict, judge.Code) {
	heard := slices.DeleteFunc(slices.Clone(r.Metrics), func(m kayenta.MetricResult) bool { return m.Muted })
	critical := slices.ContainsFunc(heard, func(m kayenta.MetricResult) bool { return m.Critical && m.Label.Flagged() })
	compared := slices.ContainsFunc(heard, func(m kayenta.MetricResult) bool {
		return m.Label == kayenta.Pass || m.Label.Flagged()
	})
	switch {
	case len(heard) == 0, r.Reason != "" && !critical:
		return judge.Pause, judge.InsufficientData
	case r.Classification == kayenta.ScoreFail:
		return judge.Abort, judge.Regression
	case r.Classification == kayenta.ScoreMarginal:
		return judge.Pause, judge.Regression
	case !compared:
		return judge.Promote, judge.InsufficientData
	default:
		return judge.Promote, judge.NotWorse
	}
}

// kayentaClass says what Kayenta found for a metric, the worst of its slices.
func kayentaClass(name string, r kayenta.Result) judge.Class {
	class := judge.NoData
	for _, m := range r.Metrics {
		if m.Name != name {
			continue
		}
		switch {
		case m.Label.Flagged():
			return judge.Fail
		case m.Label == kayenta.Pass:
			class = judge.Pass
		case m.Label == kayenta.Error && class == judge.NoData:
			class = judge.Inconclusive
		}
	}
	return class
}
