package wire

import (
	"context"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/series"
)

// AnalyzeKept is [Analyze] for a request whose window is said, with the answers it was judged from: [Replay] makes the same of them.
func AnalyzeKept(ctx context.Context, e *engine.Engine, r *serinv1.AnalyzeRequest) (*serinv1.AnalyzeResponse, *serinv1.Answers, error) {
	a, err := Analysis(r, r.GetWindow().GetEnd().AsTime())
	if err != nil {
		return nil, nil, err
	}
	outcome, err := e.Analyze(ctx, a, nil)
	if err != nil {
		return nil, nil, mistaken(err)
	}
	kept := &serinv1.Answers{}
	for _, answer := range outcome.Answers {
		kept.Answers = append(kept.Answers, &serinv1.Answer{Query: fromAnswer(a, answer), Series: fromSeries(answer.Series)})
	}
	return Response(r, a, outcome), kept, nil
}

func fromSeries(all []series.Labelled) (messages []*serinv1.AnsweredSeries) {
	for _, s := range all {
		messages = append(messages, &serinv1.AnsweredSeries{
			Labels: s.Labels, Start: timestamppb.New(s.Start), Step: durationpb.New(s.Step), Values: s.Values,
		})
	}
	return messages
}

// Recorded returns answers as a recording has them.
func Recorded(kept *serinv1.Answers) []recording.Answer {
	var all []recording.Answer
	for _, message := range kept.GetAnswers() {
		q := message.GetQuery()
		answer := recording.Answer{
			Metric: q.GetMetric(), Part: q.GetPart(), Population: populationWord(toPopulation(q.GetPopulation())),
			Provider: q.GetProvider(), Query: q.GetQuery(), Failure: q.GetFailure(), Message: q.GetMessage(),
		}
		for _, s := range message.GetSeries() {
			answer.Series = append(answer.Series, series.Labelled{
				Labels: s.GetLabels(),
				Series: series.Series{Start: s.GetStart().AsTime(), Step: s.GetStep().AsDuration(), Values: s.GetValues()},
			})
		}
		all = append(all, answer)
	}
	return all
}
