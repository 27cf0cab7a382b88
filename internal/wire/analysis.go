// Package wire is the only place where the messages of the API meet the domain: requests become analyses, outcomes
// become responses. Numbers are rounded here to 10 significant digits, so that responses agree byte for byte across
// machines whose last bits differ.
package wire

import (
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/judge"
)

// Analysis turns a request into an analysis. now decides the window where the request does not.
//
// Errors: [spec.Mistakes] with every mistake of the request.
func Analysis(r *serinv1.AnalyzeRequest, now time.Time) (engine.Analysis, error) {
	if mistakes := spec.ValidateRequest(r); len(mistakes) > 0 {
		return engine.Analysis{}, mistakes
	}
	s := WithDefaults(r.Spec)
	a := engine.Analysis{
		Plan: toPlan(r, s, windowsOf(r, s, now)), Rule: Rule(s), WarmUp: spec.WarmUp(s), SliceLabel: s.GetSlices().GetLabel(),
	}
	if len(r.Series) > 0 {
		a.Answers = inline(r, s, a)
		return a, nil
	}
	var err error
	a.Queries, err = queries(r, s, a)
	return a, err
}

// side is one population of a request, at one time: in its window, or in the history before it.
type side struct {
	population judge.Population
	message    *serinv1.Population
	judged     judge.Window // what is judged of the population's own window
	asked      judge.Window // what is looked at: the history, or the window with its warm-up
}

// sides returns both populations, and both of the history if there is one, in the order of their numbers.
func sides(r *serinv1.AnalyzeRequest, a engine.Analysis) []side {
	baseline, canary := a.Plan.Baseline, a.Plan.Canary
	whole := func(w judge.Window) judge.Window { return judge.Window{Start: w.Start.Add(-a.WarmUp), End: w.End} }
	all := []side{
		{judge.Baseline, r.GetBaseline(), baseline, whole(baseline)},
		{judge.Canary, r.GetCanary(), canary, whole(canary)},
	}
	if history := a.Plan.History; history != (judge.Window{}) {
		all = append(all,
			side{judge.BaselineHistory, r.GetBaseline(), baseline, history},
			side{judge.CanaryHistory, r.GetCanary(), canary, history})
	}
	return all
}
