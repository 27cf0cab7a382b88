package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/wire"
)

// errNoStore says that a server keeps no runs.
var errNoStore = errors.New("this server keeps no runs: its configuration has no store")

// kept returns the store, if there is one.
func (s *analysisService) kept() (*store.Store, error) {
	if s.store == nil {
		return nil, errNoStore
	}
	return s.store, nil
}

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
	if err := wire.Check(s.engine, run.Request(r, r.LooksPlanned), s.now()); err != nil {
		return nil, err
	}
	created, err := kept.Create(ctx, r, digest)
	if err != nil {
		return nil, err
	}
	if created.Id == r.Id {
		s.log.InfoContext(ctx, "run created", "run", r.Id, "service", r.Service, "spec", r.SpecName, "looks", r.LooksPlanned, "first", run.Due(r, 1))
	}
	return &serinv1.CreateAnalysisResponse{Run: created}, nil
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

// GetAnalysis answers with a run.
func (s *analysisService) GetAnalysis(ctx context.Context, request *serinv1.GetAnalysisRequest) (*serinv1.GetAnalysisResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	r, _, err := kept.Run(ctx, request.Id)
	if err != nil {
		return nil, err
	}
	from := max(1, r.LooksTaken)
	if request.AllLooks {
		from = 1
	}
	looks, err := kept.Looks(ctx, r.Id, from, r.LooksTaken) // another one may have been taken since the run was read
	return &serinv1.GetAnalysisResponse{Run: r, Looks: looks}, err
}

const (
	defaultWait = 30 * time.Second
	maxWait     = 10 * time.Minute
	spareTime   = 500 * time.Millisecond // of the caller's time, so that the answer still arrives
)

// WaitAnalysis waits until a run is over, or the time is.
func (s *analysisService) WaitAnalysis(ctx context.Context, request *serinv1.WaitAnalysisRequest) (*serinv1.WaitAnalysisResponse, error) {
	kept, err := s.kept()
	if err != nil {
		return nil, err
	}
	timeout := defaultWait
	if request.Timeout != nil {
		timeout = request.Timeout.AsDuration()
	}
	if timeout < 0 || timeout > maxWait {
		return nil, spec.Mistakes{{Field: "timeout", Problem: "must be between 0s and 10m; wait again when it has passed"}}
	}
	if deadline, ok := ctx.Deadline(); ok {
		timeout = min(timeout, time.Until(deadline)-spareTime)
	}
	over := time.NewTimer(timeout)
	defer over.Stop()
	for {
		r, revision, err := kept.Run(ctx, request.Id)
		if err != nil {
			return nil, err
		}
		if run.IsOver(r) {
			return waited(ctx, kept, r)
		}
		switch changed, err := s.changed(ctx, kept, r.Id, revision, over.C); {
		case err != nil:
			return nil, err
		case !changed:
			return waited(ctx, kept, r)
		}
	}
}

func waited(ctx context.Context, kept *store.Store, r *serinv1.Run) (*serinv1.WaitAnalysisResponse, error) {
	response := &serinv1.WaitAnalysisResponse{Run: r}
	looks, err := kept.Looks(ctx, r.Id, r.LooksTaken, r.LooksTaken)
	if len(looks) > 0 {
		response.Look = looks[len(looks)-1]
	}
	return response, err
}

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
