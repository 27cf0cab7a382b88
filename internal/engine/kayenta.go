package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/judge/kayenta"
)

// DecideKayenta judges as [judge.Decide] does, but by the rule of package kayenta, with the defaults of a Kayenta metric:
// missing values removed, outliers kept, no effect size asked for.
//
//   - Of the plan it takes each metric's direction, group and role, the groups' weights, and the scores to promote and to pause
//     as thresholds; a signal metric is muted, for Kayenta has none. Data that fail where they are missing (missing: {empty:
//     fail}) are data that a metric must have. Weights of single metrics, judges, margins, alpha, the coverage, looks, the split
//     and a history are nothing that it knows: they are left aside.
//   - Counts and ratios are judged by their value per step, histograms by their highest quantile per step, slices as metrics
//     of one name.
//   - Pass is PASS, High and Low are FAIL. Nodata is NO_DATA, and FAIL for data that a metric must have. Error, a comparison
//     that has no answer, is INCONCLUSIVE: it is no failure of a provider.
//   - Pass promotes, Marginal pauses for REGRESSION, Fail aborts. A score of 0 that missing data decided (half of the metrics
//     without any, a critical one, or every metric muted) is a pause for INSUFFICIENT_DATA. Where nothing could be compared for
//     another cause Kayenta passes, and so does this, with INSUFFICIENT_DATA as its reason.
//   - A metric whose provider failed has no data for Kayenta's score. It is an ERROR, and unless it is muted all is a PAUSE.
//
// Errors: [judge.ErrPlan], naming every mistake.
func DecideKayenta(plan judge.Plan, observed []judge.Observation) (judge.Result, error) {
	plan = known(plan)
	if err := plan.Validate(observed); err != nil {
		return judge.Result{}, err
	}
	var pairs []kayenta.MetricPair
	for i, m := range plan.Metrics {
		found := PairsOf(plan, m, observed[i])
		if len(found) == 0 {
			found = []Pair{{Metric: m}}
		}
		for _, p := range found {
			pairs = append(pairs, kayenta.MetricPair{Name: m.Name, ID: p.Slice, Control: p.Baseline.Values, Experiment: p.Canary.Values})
		}
	}
	config := kayentaConfig(plan)
	result, err := kayenta.Judge(config, pairs)
	if err != nil {
		return judge.Result{}, fmt.Errorf("%w: %w", judge.ErrPlan, err)
	}
	ruling := conclude(result)
	addFindings(&ruling, plan, observed, weigh(config, result.Metrics))
	return ruling.Result(plan), nil
}

// known returns the plan without what Kayenta's rule leaves aside: whatever is there, or is not, it is no mistake.
func known(plan judge.Plan) judge.Plan {
	plan.Alpha, plan.Looks, plan.History = judge.DefaultAlpha(), judge.Looks{}, judge.Window{}
	plan.RollUp, plan.Split, plan.Score.MinCoverage = judge.RollUp{}, 0, 0
	plan.Metrics = slices.Clone(plan.Metrics)
	for i := range plan.Metrics {
		m := &plan.Metrics[i]
		m.Judge, m.Limit, m.Weight = judge.ByKind, judge.Limit{}, 1
		m.Pause, m.Abort = judge.DefaultMargins(m.Kind, judge.NoPreset)
	}
	return plan
}

// kayentaConfig says in Kayenta's words what the plan asks for. Weights of groups in which nothing scores are left out:
// Kayenta would lose them, and our weights are those of what is judged.
func kayentaConfig(plan judge.Plan) kayenta.Config {
	config := kayenta.Config{
		GroupWeights: map[string]float64{},
		Thresholds:   kayenta.Thresholds{Pass: plan.Score.Promote, Marginal: plan.Score.Pause},
	}
	for _, m := range plan.Metrics {
		group := m.Group
		if len(plan.Groups) == 0 {
			group = "metrics"
		}
		metric := kayenta.MetricConfig{
			Name: m.Name, Groups: []string{group}, Direction: kayentaDirection(m.Direction),
			Critical: m.Role == judge.Critical, Muted: m.Role == judge.Muted || m.Role == judge.Signal,
			MustHaveData: m.Missing[judge.Empty] == judge.FailAnyway,
		}
		config.Metrics = append(config.Metrics, metric)
		if weight, ok := plan.Groups[m.Group]; ok && !metric.Muted {
			config.GroupWeights[group] = weight
		}
	}
	sum := 0.0
	for _, name := range slices.Sorted(maps.Keys(config.GroupWeights)) {
		sum += config.GroupWeights[name]
	}
	for name, weight := range config.GroupWeights {
		config.GroupWeights[name] = 100 * weight / sum
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

// conclude turns what Kayenta found into a verdict, with its reason.
func conclude(r kayenta.Result) judge.Ruling {
	heard := slices.DeleteFunc(slices.Clone(r.Metrics), func(m kayenta.MetricResult) bool { return m.Muted })
	critical := slices.ContainsFunc(heard, func(m kayenta.MetricResult) bool { return m.Critical && m.Label.Flagged() })
	compared := slices.ContainsFunc(heard, func(m kayenta.MetricResult) bool {
		return m.Label == kayenta.Pass || m.Label.Flagged()
	})
	ruling := judge.Ruling{By: "Kayenta's rule", Score: &r.Score}
	switch {
	case len(heard) == 0:
		ruling.Verdict, ruling.Reason, ruling.Why = judge.Pause, judge.InsufficientData, "no metric counts"
	case r.Reason != "" && !critical:
		ruling.Verdict, ruling.Reason, ruling.Why = judge.Pause, judge.InsufficientData, strings.TrimPrefix(r.Reason, "failed: ")
	case r.Classification == kayenta.ScoreFail:
		ruling.Verdict, ruling.Reason = judge.Abort, judge.Regression
	case r.Classification == kayenta.ScoreMarginal:
		ruling.Verdict, ruling.Reason = judge.Pause, judge.Regression
	case !compared:
		ruling.Verdict, ruling.Reason, ruling.Why = judge.Promote, judge.InsufficientData, "nothing could be compared, which passes by Kayenta's rule"
	default:
		ruling.Verdict, ruling.Reason = judge.Promote, judge.NotWorse
	}
	return ruling
}
