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
	baseline, canary := windows(r, s, now)
	a := engine.Analysis{Plan: toPlan(r, s, baseline, canary), SliceLabel: s.GetSlices().GetLabel()}
	if len(r.Series) > 0 {
		a.Answers = inline(r, s, a)
		return a, nil
	}
	var err error
	a.Queries, err = queries(r, s, a.Plan)
	return a, err
}

// side is one population of a request with its window.
type side struct {
	population judge.Population
	message    *serinv1.Population
	window     judge.Window
}

func sides(r *serinv1.AnalyzeRequest, plan judge.Plan) []side {
	return []side{
		{judge.Baseline, r.GetBaseline(), plan.Baseline},
		{judge.Canary, r.GetCanary(), plan.Canary},
	}
}
