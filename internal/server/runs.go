package server

import (
	"context"
	"errors"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/store"
)

// errNoStore says that a server keeps no runs.
var errNoStore = errors.New("this server keeps no runs: its configuration has no store")

// keeper is what services that need the store have of it.
type keeper struct {
	store *store.Store // nil: there is none
}

// kept returns the store, if there is one.
func (s keeper) kept() (*store.Store, error) {
	if s.store == nil {
		return nil, errNoStore
	}
	return s.store, nil
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
