package wire

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/judge"
)

// Replay judges a recording instead of asking a provider: the same answers, failures included, give the same result.
// The request is the recording's, or the same under another spec; metrics that were not recorded have no data.
//
// Errors: as [Analyze].
func Replay(ctx context.Context, e *engine.Engine, r *serinv1.AnalyzeRequest, answers []recording.Answer) (*serinv1.AnalyzeResponse, error) {
	if !asked(answers) {
		r = &serinv1.AnalyzeRequest{Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Window: r.Window}
		for _, answer := range answers {
			r.Series = append(r.Series, toSeries(answer, r.Spec.GetSlices().GetLabel())...)
		}
		return Analyze(ctx, e, r, time.Time{}, nil)
	}
	a, err := Analysis(r, time.Time{})
	if err != nil {
		return nil, err
	}
	a.Answers, a.Queries = replayed(a, answers), nil
	return analyze(ctx, e, r, a, nil)
}

// asked reports whether a provider was asked; else the series came with the request.
func asked(answers []recording.Answer) bool {
	for _, answer := range answers {
		if answer.Query != "" {
			return true
		}
	}
	return false
}

// replayed finds for every query of the analysis how it was answered: the metric, part and population say which answer
// it is, so that another spec may word its queries otherwise.
func replayed(a engine.Analysis, answers []recording.Answer) []engine.Answer {
	type key struct {
		metric     string
		part       engine.Part
		population string
	}
	recorded := map[key]recording.Answer{}
	for _, answer := range answers {
		recorded[key{answer.Metric, engine.Part(answer.Part), answer.Population}] = answer
	}
	found := make([]engine.Answer, 0, len(a.Queries))
	for _, q := range a.Queries {
		answer := engine.Answer{Query: q}
		if known, ok := recorded[key{a.Plan.Metrics[q.Metric].Name, q.Part, q.Population.String()}]; ok {
			answer.Series = known.Series
			answer.Provider, answer.Expr = known.Provider, known.Query
			answer.Err = known.Err()
		}
		found = append(found, answer)
	}
	return found
}

// toSeries turns a recorded answer to no query back into the series that came with the request.
func toSeries(answer recording.Answer, sliceLabel string) []*serinv1.Series {
	var all []*serinv1.Series
	for _, s := range answer.Series {
		message := &serinv1.Series{
			Metric: answer.Metric, Part: answer.Part, Population: serinv1.PopulationKind_POPULATION_KIND_BASELINE,
			Start: timestamppb.New(s.Start), Values: s.Values,
		}
		if answer.Population == judge.Canary.String() {
			message.Population = serinv1.PopulationKind_POPULATION_KIND_CANARY
		}
		if engine.Part(answer.Part) == engine.Buckets {
			message.Part = "le=" + s.Labels["le"]
		}
		if sliceLabel != "" {
			message.Slice = s.Labels[sliceLabel]
		}
		all = append(all, message)
	}
	return all
}
