package engine

import (
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/judge/kayenta"
	"github.com/serin-canary/serin/stats"
)

// kayentaConfidence is that of Kayenta's intervals.
const kayentaConfidence = 0.98

// A weighed result is that of a pair, with the part of the configured weight that it carries: 0 if it is muted.
type weighed struct {
	kayenta.MetricResult
	weight float64
}

// weigh shares the weight of each group out over its pairs, as Kayenta does.
func weigh(config kayenta.Config, results []kayenta.MetricResult) []weighed {
	members := map[string]int{}
	for _, r := range results {
		if !r.Muted {
			members[r.Groups[0]]++
		}
	}
	all := make([]weighed, len(results))
	for i, r := range results {
		all[i].MetricResult = r
		switch group := r.Groups[0]; {
		case r.Muted:
		case len(config.GroupWeights) == 0: // one group, and all the weight
			all[i].weight = 1 / float64(members[group])
		default:
			all[i].weight = config.GroupWeights[group] / 100 / float64(members[group])
		}
	}
	return all
}

// addFindings adds what was found of every metric, and what part of the weight was judged.
func addFindings(ruling *judge.Ruling, plan judge.Plan, observed []judge.Observation, results []weighed) {
	coverage := 0.0
	for i, m := range plan.Metrics {
		f := judge.Finding{Metric: m}
		for _, r := range results {
			if r.Name != m.Name {
				continue
			}
			f.Weight += r.weight
			if r.Label != kayenta.Nodata && r.Label != kayenta.Error {
				coverage += r.weight
			}
			f.Slices = append(f.Slices, r.finding(m, observed[i]))
		}
		if first := f.Slices[0]; len(f.Slices) == 1 && first.Slice == "" {
			first.Weight = f.Weight
			f = first
		}
		ruling.Findings = append(ruling.Findings, f)
	}
	ruling.Coverage = &coverage
}

// finding says what was found of a pair, in terms of package judge.
func (r weighed) finding(m judge.Metric, seen judge.Observation) judge.Finding {
	f := judge.Finding{Metric: m, Slice: r.ID, Notes: seen.Notes, Sentence: "Kayenta labels it " + r.Label.String()}
	switch {
	case len(seen.Failures) > 0:
		f.Class, f.Notes = judge.Error, nil
		for _, failure := range seen.Failures {
			f.Causes = append(f.Causes, judge.CauseDetail{Cause: failure.Cause, Population: failure.Population, Sentence: failure.Message})
		}
		return f
	case r.Label == kayenta.Nodata || r.Label == kayenta.NodataFailMetric:
		f.Class, f.Causes = judge.NoData, []judge.CauseDetail{r.empty()}
		if r.Label == kayenta.NodataFailMetric {
			f.Class = judge.Fail
		}
		return f
	case r.Label.Flagged():
		f.Class = judge.Fail
	case r.Label == kayenta.Pass:
		f.Class = judge.Pass
	default:
		f.Class = judge.Inconclusive
		f.Sentence += ": " + r.Reason
	}
	f.Evidence = []judge.Evidence{r.evidence(m)}
	return f
}

// empty says which side has no values.
func (r weighed) empty() judge.CauseDetail {
	switch {
	case r.ControlStats.Count > 0:
		return judge.CauseDetail{Cause: judge.Empty, Population: judge.Canary, Sentence: "the canary has no data"}
	case r.ExperimentStats.Count > 0:
		return judge.CauseDetail{Cause: judge.Empty, Population: judge.Baseline, Sentence: "the baseline has no data"}
	default:
		return judge.CauseDetail{Cause: judge.Empty, Sentence: "neither population has any data"}
	}
}

// evidence is the numbers of a pair: means, and the shift with its interval. There is no p-value.
func (r weighed) evidence(m judge.Metric) judge.Evidence {
	e := judge.NewEvidence(m)
	e.Judge, e.Method, e.Interval = judge.MannWhitney, stats.Normal, kayentaConfidence
	e.Baseline, e.Canary = r.ControlStats.Mean, r.ExperimentStats.Mean
	e.BaselineN, e.CanaryN = float64(r.ControlStats.Count), float64(r.ExperimentStats.Count)
	e.Shift, e.ShiftLower, e.ShiftUpper = r.Estimate, r.Lower, r.Upper
	if m.Kind == judge.Histogram {
		e.Quantile = highest(m)
	}
	return e
}
