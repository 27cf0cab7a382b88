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
	"github.com/serin-canary/serin/series"
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
	a := engine.Analysis{Plan: toPlan(s, baseline, canary), SliceLabel: s.GetSlices().GetLabel()}
	a.Answers = exposures(r, s, a.Plan)
	if len(r.Series) > 0 {
		a.Answers = append(a.Answers, inline(r, s, a)...)
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

// exposures answers for the counts whose exposure is a constant of the population.
func exposures(r *serinv1.AnalyzeRequest, s *serinv1.Spec, plan judge.Plan) []engine.Answer {
	var answers []engine.Answer
	for i, m := range s.Metrics {
		for _, p := range sides(r, plan) {
			if m.GetCount() == nil || m.GetCount().Exposure != "" || p.message.GetExposure() == 0 || hasExposure(r, m.Name) {
				continue
			}
			constant := series.New(p.window.Start, plan.Step, series.Steps(p.window.Start, p.window.End, plan.Step))
			for j := range constant.Values {
				constant.Values[j] = p.message.GetExposure()
			}
			answers = append(answers, engine.Answer{
				Query:  engine.Query{Metric: i, Part: engine.Exposure, Population: p.population},
				Series: []series.Labelled{{Series: constant}},
			})
		}
	}
	return answers
}

// hasExposure reports whether the exposure of a metric comes inline.
func hasExposure(r *serinv1.AnalyzeRequest, metric string) bool {
	for _, in := range r.Series {
		if in.Metric == metric && in.Part == string(engine.Exposure) {
			return true
		}
	}
	return false
}
