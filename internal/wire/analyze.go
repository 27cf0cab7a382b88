package wire

import (
	"context"
	"errors"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/spec"
)

// Analyze runs a request on an engine: the way of every caller, over the network or in process. progress is told of
// each answered query, unless it is nil.
//
// Errors: [spec.Mistakes], and those of [engine.Engine.Analyze].
func Analyze(ctx context.Context, e *engine.Engine, r *serinv1.AnalyzeRequest, now time.Time, progress func(done, total int)) (*serinv1.AnalyzeResponse, error) {
	a, err := Analysis(r, now)
	if err != nil {
		return nil, err
	}
	return analyze(ctx, e, r, a, progress)
}

func analyze(ctx context.Context, e *engine.Engine, r *serinv1.AnalyzeRequest, a engine.Analysis, progress func(done, total int)) (*serinv1.AnalyzeResponse, error) {
	outcome, err := e.Analyze(ctx, a, progress)
	if err != nil {
		return nil, mistaken(err)
	}
	return Response(r, a, outcome), nil
}

// Check says what keeps an engine from running a request, without asking any provider. Errors: as those of [Analyze].
func Check(e *engine.Engine, r *serinv1.AnalyzeRequest, now time.Time) error {
	a, err := Analysis(r, now)
	if err != nil {
		return err
	}
	return mistaken(e.Check(a))
}

// mistaken makes an error of the engine that the request is to blame for the mistake of a field.
func mistaken(err error) error {
	if errors.Is(err, engine.ErrProvider) {
		return spec.Mistakes{{Field: "spec.provider", Problem: err.Error() + "; name one of these, or configure it"}}
	}
	return err
}

// FromMistakes turns mistakes into messages.
func FromMistakes(mistakes spec.Mistakes) []*serinv1.Mistake {
	messages := make([]*serinv1.Mistake, 0, len(mistakes))
	for _, m := range mistakes {
		messages = append(messages, &serinv1.Mistake{
			Field: m.Field, Problem: m.Problem, Line: int32(m.Line), Column: int32(m.Column),
		})
	}
	return messages
}
