package wire

import (
	"context"
	"slices"
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
	r, a, err := recorded(r, answers)
	if err != nil {
		return nil, err
	}
	return analyze(ctx, e, r, a, nil)
}

// Observe returns what a recording shows, ready for [judge.Decide] or another rule: the plan and the observations that
// [Replay] would judge.
//
// Errors: [spec.Mistakes] with every mistake of the request.
func Observe(r *serinv1.AnalyzeRequest, answers []recording.Answer) (judge.Plan, []judge.Observation, error) {
	_, a, err := recorded(r, answers)
	if err != nil {
		return judge.Plan{}, nil, err
	}
	return a.Plan, a.Observed(), nil
}

// recorded turns a recording into an analysis of which every answer is known, and into its request: with the series, if
// they came with it.
func recorded(r *serinv1.AnalyzeRequest, answers []recording.Answer) (*serinv1.AnalyzeRequest, engine.Analysis, error) {
	if !asked(answers) {
		return unasked(r, answers)
	}
	a, err := Analysis(r, time.Time{})
	if err != nil {
		return nil, engine.Analysis{}, err
	}
	a.Answers, a.Queries = replayed(a, answers), nil
	return r, a, nil
}

// unasked is [recorded] for series that came with the request. A history that the spec does not ask for, or not all of, is
// left alone, so that a recording with one can be judged under another spec.
func unasked(r *serinv1.AnalyzeRequest, answers []recording.Answer) (*serinv1.AnalyzeRequest, engine.Analysis, error) {
	r = &serinv1.AnalyzeRequest{Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Window: r.Window, Looks: r.Looks}
	for _, answer := range answers {
		if !populationOf(answer.Population).IsHistory() {
			r.Series = append(r.Series, toSeries(answer, r.Spec.GetSlices().GetLabel())...)
		}
	}
	a, err := Analysis(r, time.Time{})
	if err != nil || a.Plan.History == (judge.Window{}) {
		return r, a, err
	}
	for _, answer := range answers {
		i := slices.IndexFunc(a.Plan.Metrics, func(m judge.Metric) bool { return m.Name == answer.Metric })
		if p := populationOf(answer.Population); i >= 0 && p.IsHistory() {
			q := engine.Query{Metric: i, Part: engine.Part(answer.Part), Population: p}
			a.Answers = append(a.Answers, engine.Answer{Query: q, Series: answer.Series})
		}
	}
	return r, a, nil
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
		population judge.Population
	}
	recorded := map[key]recording.Answer{}
	for _, answer := range answers {
		recorded[key{answer.Metric, engine.Part(answer.Part), populationOf(answer.Population)}] = answer
	}
	found := make([]engine.Answer, 0, len(a.Queries))
	for _, q := range a.Queries {
		answer := engine.Answer{Query: q}
		if known, ok := recorded[key{a.Plan.Metrics[q.Metric].Name, q.Part, q.Population}]; ok {
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
			Metric: answer.Metric, Part: answer.Part, Population: fromPopulation(populationOf(answer.Population)),
			Start: timestamppb.New(s.Start), Values: s.Values,
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
