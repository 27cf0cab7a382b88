// Package judge turns a canary's metrics into a verdict: is the canary worse than its baseline, and how sure are we?
//
// [Decide] is the whole of it, and reads in the order in which it works:
//
//	prepare   is there enough trustworthy data? if not, a finding with its cause and never a silent number
//	compare   one judge per metric, chosen by its kind: harm, its bound, a p-value
//	decide    share alpha over all tests; classify; roll slices up; score; verdict; reasons
//	explain   one headline, sentences for every finding, the metrics that made the verdict in order
//
// It is pure: no clock, no I/O, no randomness, no map order. The same plan and observations give the same result.
//
// An error means "I cannot answer": the plan contradicts itself. Everything else is an answer. Too little evidence,
// bad data and a provider's failure are findings, and end in PAUSE, never in a quiet PROMOTE.
package judge

import "slices"

// Decide judges every metric of the plan on what was observed, and concludes.
//
// observed holds one [Observation] per metric, in the order of plan.Metrics.
//
// Errors: [ErrPlan], naming every mistake, if the plan contradicts itself or observed does not fit it.
func Decide(plan Plan, observed []Observation) (Result, error) {
	if err := plan.validate(observed); err != nil {
		return Result{}, err
	}
	var units []*unit
	for i, metric := range plan.Metrics {
		units = append(units, prepare(plan, metric, observed[i])...)
	}
	for _, u := range units {
		u.compare(plan)
	}
	tested := units
	all := together(units)
	if all != nil {
		tested = append(slices.Clone(units), all)
	}
	shareAlpha(tested, plan.Looks)
	for _, u := range tested {
		u.classify(plan.Alpha)
	}
	findings := rollUp(plan, units)
	score := plan.score(findings)
	result := Result{
		Name:     plan.Name,
		Score:    score.value,
		Coverage: score.coverage,
		Findings: findings,
		Alpha:    plan.Alpha,
	}
	result.Together = worseTogether(plan, all, findings)
	confounded := plan.split(units)
	result.Verdict, result.Reasons = plan.verdict(findings, result.Together, confounded, score)
	result.explain(plan, score, result.passes())
	result.Flips = plan.flips(result, confounded)
	return result, nil
}
