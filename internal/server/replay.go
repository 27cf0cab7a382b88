package server

import (
	"context"
	"fmt"
	"iter"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/wire"
)

// ReplayAnalysis judges a stored run again.
func (s *analysisService) ReplayAnalysis(ctx context.Context, request *serinv1.ReplayAnalysisRequest) (*serinv1.ReplayAnalysisResponse, error) {
	stored, err := s.kept()
	if err != nil {
		return nil, err
	}
	other, err := otherSpec(ctx, stored, request)
	if err != nil {
		return nil, err
	}
	r, _, err := stored.Run(ctx, request.Id)
	if err != nil {
		return nil, err
	}
	return run.Replay(ctx, &engine.Engine{Limits: s.engine.Limits}, r, other, keptLooks(ctx, stored, r))
}

// keptLooks are the looks of a run with what they were judged from, each read when it is asked for.
func keptLooks(ctx context.Context, stored *store.Store, r *serinv1.Run) iter.Seq2[run.Kept, error] {
	return func(yield func(run.Kept, error) bool) {
		for number := range r.LooksTaken {
			look, inputs, err := stored.Inputs(ctx, r.Id, number+1)
			if !yield(run.Kept{Look: look, Inputs: inputs}, err) || err != nil {
				return
			}
		}
	}
}

// otherSpec returns the spec under which a run is judged again; nil for its own.
func otherSpec(ctx context.Context, stored *store.Store, request *serinv1.ReplayAnalysisRequest) (*serinv1.Spec, error) {
	given := request.GetSpec()
	if reference := request.GetSpecReference(); reference != nil {
		named, err := stored.Spec(ctx, reference.Name, reference.Version)
		if err != nil {
			return nil, err
		}
		given = named.Spec
	}
	if given == nil {
		return nil, nil
	}
	if mistakes := specMistakes(given); len(mistakes) > 0 {
		return nil, mistakes
	}
	return wire.WithSchedule(given), nil
}

// ExportLook answers with the exact inputs of a look.
func (s *analysisService) ExportLook(ctx context.Context, request *serinv1.ExportLookRequest) (*serinv1.ExportLookResponse, error) {
	stored, err := s.kept()
	if err != nil {
		return nil, err
	}
	r, _, err := stored.Run(ctx, request.Id)
	if err != nil {
		return nil, err
	}
	number := request.Number
	if number == 0 {
		number = r.LooksTaken
	}
	if number == 0 {
		return nil, fmt.Errorf("%w: the run %s has no look yet", store.ErrNotFound, r.Id)
	}
	look, inputs, err := stored.Inputs(ctx, r.Id, number)
	if err != nil {
		return nil, err
	}
	asked := proto.CloneOf(r)
	if asked.Carried = nil; number > 1 {
		before, _, err := stored.Inputs(ctx, r.Id, number-1)
		if err != nil {
			return nil, err
		}
		asked.Carried = before.Result.GetCarried()
	}
	a := run.Request(asked, number)
	return &serinv1.ExportLookResponse{
		Recording: &serinv1.Recording{
			Format: recording.Format, Spec: a.Spec, Baseline: a.Baseline, Canary: a.Canary, Window: a.Window, Looks: a.Looks,
		},
		Answers: inputs.Answers, Look: look,
	}, nil
}
