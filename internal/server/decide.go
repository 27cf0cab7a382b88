package server

import (
	"context"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/spec"
)

// CancelAnalysis ends a run without a verdict.
func (s *analysisService) CancelAnalysis(ctx context.Context, request *serinv1.CancelAnalysisRequest) (*serinv1.CancelAnalysisResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	if mistakes := person(request.Who, request.Why, false); len(mistakes) > 0 {
		return nil, mistakes
	}
	r, err := kept.Update(ctx, request.Id, func(r *serinv1.Run) error { return run.Cancel(r, request.Who, request.Why, s.now()) })
	if err != nil {
		return nil, err
	}
	s.log.InfoContext(ctx, "run cancelled", "run", r.Id, "who", request.Who, "why", request.Why)
	return &serinv1.CancelAnalysisResponse{Run: r}, nil
}

// OverrideVerdict puts a person's verdict in place of the computed one.
func (s *analysisService) OverrideVerdict(ctx context.Context, request *serinv1.OverrideVerdictRequest) (*serinv1.OverrideVerdictResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	mistakes := person(request.Who, request.Why, true)
	switch request.Verdict {
	case serinv1.Verdict_VERDICT_PROMOTE, serinv1.Verdict_VERDICT_PAUSE, serinv1.Verdict_VERDICT_ABORT:
	default:
		mistakes = append(mistakes, spec.Mistake{Field: "verdict", Problem: "required: VERDICT_PROMOTE, VERDICT_PAUSE or VERDICT_ABORT"})
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	o := run.NewOverride(request.Verdict, request.Who, request.Why, s.now())
	r, err := kept.Update(ctx, request.Id, func(r *serinv1.Run) error {
		run.Override(r, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.log.InfoContext(ctx, "verdict overridden", "run", r.Id, "verdict", request.Verdict, "who", request.Who, "why", request.Why)
	return &serinv1.OverrideVerdictResponse{Run: r}, nil
}

// maxWords is how long what a person says may be.
const maxWords = 1_000

// person checks who does something, and why.
func person(who, why string, needsWhy bool) (mistakes spec.Mistakes) {
	add := func(field, problem string) { mistakes = append(mistakes, spec.Mistake{Field: field, Problem: problem}) }
	switch {
	case strings.TrimSpace(who) == "":
		add("who", "required: the name of the person or program that does this")
	case len(who) > maxWords:
		add("who", "is too long; at most 1,000 bytes are kept")
	}
	switch {
	case strings.TrimSpace(why) == "" && needsWhy:
		add("why", "required: the reason, for those who read it later")
	case len(why) > maxWords:
		add("why", "is too long; at most 1,000 bytes are kept")
	}
	return mistakes
}
