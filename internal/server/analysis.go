package server

import (
	"context"
	"log/slog"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/wire"
)

// analysisService answers the AnalysisService. Its only state is the store's.
type analysisService struct {
	serinv1.UnimplementedAnalysisServiceServer
	keeper
	engine    *engine.Engine
	log       *slog.Logger
	now       func() time.Time
	heartbeat time.Duration   // how long a stream is silent at most
	leaving   <-chan struct{} // closed when the server is being stopped
}

// Analyze judges one closed window.
func (s *analysisService) Analyze(ctx context.Context, request *serinv1.AnalyzeRequest) (*serinv1.AnalyzeResponse, error) {
	return wire.Analyze(ctx, s.engine, request, s.now(), nil)
}

// ValidateSpec checks a spec. Mistakes are the answer, not an error.
func (s *analysisService) ValidateSpec(_ context.Context, request *serinv1.ValidateSpecRequest) (*serinv1.ValidateSpecResponse, error) {
	checked := request.GetSpec()
	var mistakes spec.Mistakes
	if text, ok := request.Source.(*serinv1.ValidateSpecRequest_Text); ok {
		checked, mistakes = spec.Read([]byte(text.Text), spec.FromProvider)
	} else {
		mistakes = spec.Validate(checked, spec.FromProvider)
	}
	if len(mistakes) > 0 {
		return &serinv1.ValidateSpecResponse{Mistakes: wire.FromMistakes(mistakes)}, nil
	}
	return &serinv1.ValidateSpecResponse{Spec: wire.WithDefaults(checked)}, nil
}
