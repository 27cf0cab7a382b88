package server

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/store"
)

const (
	// defaultHeartbeat is often enough for those who close what is silent.
	defaultHeartbeat = 15 * time.Second
	// pollInterval is how often a run that somebody waits for is looked up: another replica may be the one that changes it.
	pollInterval = 500 * time.Millisecond
	// toldAtOnce is how many looks are read together: all those of a long run are too much for the memory of a server.
	toldAtOnce = 100
)

// errLeaving says that a server is being stopped, and that another one, or the same one later, goes on.
var errLeaving = errors.New("the server is being stopped")

// WatchAnalysis tells what happens to a run.
func (s *analysisService) WatchAnalysis(request *serinv1.WatchAnalysisRequest, stream grpc.ServerStreamingServer[serinv1.WatchAnalysisResponse]) error {
	kept, err := s.kept()
	if err != nil {
		return err
	}
	position, err := run.ReadPosition(request.ResumeToken, request.Id)
	if err != nil {
		return spec.Mistakes{{Field: "resume_token", Problem: err.Error()}}
	}
	for {
		r, revision, err := kept.Run(stream.Context(), request.Id)
		if err != nil {
			return err
		}
		before := position.Look - 1
		looks, err := kept.Looks(stream.Context(), r.Id, before, min(before+toldAtOnce, r.LooksTaken))
		if err != nil {
			return err
		}
		var events []*serinv1.WatchAnalysisResponse
		events, position = run.Events(r, looks, position)
		for _, event := range events {
			if err := stream.Send(event); err != nil {
				return err
			}
		}
		if position.Finished {
			return nil
		}
		if len(events) > 0 && position.Look <= r.LooksTaken {
			continue
		}
		if err := s.await(stream, kept, r, revision, position); err != nil {
			return err
		}
	}
}

// await returns when a run has changed. While nothing happens it tells that the stream is alive.
func (s *analysisService) await(stream grpc.ServerStreamingServer[serinv1.WatchAnalysisResponse], kept *store.Store, r *serinv1.Run,
	revision int64, position run.Position,
) error {
	beat := time.NewTicker(s.heartbeat)
	defer beat.Stop()
	for {
		changed, err := s.changed(stream.Context(), kept, r.Id, revision, beat.C)
		if changed || err != nil {
			return err
		}
		alive := &serinv1.WatchAnalysisResponse{ResumeToken: position.Token(r.Id), Event: &serinv1.WatchAnalysisResponse_Heartbeat{
			Heartbeat: &serinv1.Heartbeat{NextLook: nextLook(r)},
		}}
		if err := stream.Send(alive); err != nil {
			return err
		}
	}
}

// nextLook is when the next look of a run is due; nil while one is being taken.
func nextLook(r *serinv1.Run) *timestamppb.Timestamp {
	if r.LookingSince != nil {
		return nil
	}
	return r.NextLook
}

// changed waits until a run is of another revision, or until something else happens first.
func (s *analysisService) changed(ctx context.Context, kept *store.Store, id string, revision int64, first <-chan time.Time) (bool, error) {
	poll := time.NewTicker(pollInterval)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-s.leaving:
			return false, errLeaving
		case <-first:
			return false, nil
		case <-poll.C:
		}
		if now, err := kept.Revision(ctx, id); err != nil || now != revision {
			return err == nil, err
		}
	}
}
