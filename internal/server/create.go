package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/wire"
)

// maxAhead is how far in the future a run may start: what lies further is rather a slip of the pen.
const maxAhead = 7 * 24 * time.Hour

// CreateAnalysis starts a run.
func (s *analysisService) CreateAnalysis(ctx context.Context, request *serinv1.CreateAnalysisRequest) (*serinv1.CreateAnalysisResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	if mistakes := spec.ValidateCreate(request); len(mistakes) > 0 {
		return nil, mistakes
	}
	if ahead := request.GetStart().AsTime().Sub(s.now()); request.Start != nil && ahead > maxAhead {
		return nil, spec.Mistakes{{Field: "start", Problem: "is more than a week ahead; is the year right? Create the run when the canary gets its traffic"}}
	}
	digest, err := digestOf(request)
	if err != nil {
		return nil, err
	}
	if request.RequestId != "" {
		if r, err := kept.Started(ctx, request.RequestId, digest); !errors.Is(err, store.ErrNotFound) {
			return &serinv1.CreateAnalysisResponse{Run: r}, err
		}
	}
	r, err := s.newRun(ctx, kept, request)
	if err != nil {
		return nil, err
	}
	created, err := kept.Create(ctx, r, digest)
	if err != nil {
		return nil, err
	}
	if created.Id == r.Id { // else another call with the same request was faster
		s.log.InfoContext(ctx, "run created", "run", r.Id, "service", r.Service, "spec", r.SpecName, "looks", r.LooksPlanned, "first", run.Due(r, 1))
	}
	return &serinv1.CreateAnalysisResponse{Run: created}, nil
}

// newRun returns the run that a valid request asks for, if this server can take all of its looks.
func (s *analysisService) newRun(ctx context.Context, kept *store.Store, request *serinv1.CreateAnalysisRequest) (*serinv1.Run, error) {
	resolved, version, err := resolve(ctx, kept, request)
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewV7() // in the order of time
	if err != nil {
		return nil, err
	}
	r := run.New(id.String(), resolved, version, s.now())
	// The last look asks for the most. What keeps a server from taking it is said now, and not in an hour.
	return r, wire.Check(s.engine, run.Request(r, r.LooksPlanned), s.now())
}

// digestOf tells whether two requests of one id are the same.
func digestOf(request *serinv1.CreateAnalysisRequest) (string, error) {
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(request)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// resolve returns a request that holds its spec itself, with defaults and schedule written out, and the version of a stored one.
func resolve(ctx context.Context, kept *store.Store, request *serinv1.CreateAnalysisRequest) (*serinv1.CreateAnalysisRequest, int32, error) {
	given, version := request.GetSpec(), int32(0)
	resolved := proto.CloneOf(request)
	if reference := request.GetSpecReference(); reference != nil {
		stored, err := kept.Spec(ctx, reference.Name, reference.Version)
		if err != nil {
			return nil, 0, err
		}
		given, version = stored.Spec, stored.Version
		resolved.Source = &serinv1.CreateAnalysisRequest_Spec{Spec: given}
		if mistakes := spec.ValidateCreate(resolved); len(mistakes) > 0 {
			return nil, 0, mistakes // the spec is in order by itself, and does not fit the populations
		}
	}
	resolved.Source = &serinv1.CreateAnalysisRequest_Spec{Spec: wire.WithSchedule(given)}
	return resolved, version, nil
}
