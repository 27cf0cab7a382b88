package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cenkalti/backoff/v5"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

const (
	// silence is after how long without a word a stream is taken for dead: a server says something every 15 seconds.
	silence = time.Minute
	// patience is how long a server that was there is asked again before the watcher gives up.
	patience = 10 * time.Minute
	// longestPause is how long it waits at most before it asks again.
	longestPause = 15 * time.Second
)

// errSilent says that a stream is dead, as far as one can tell.
var errSilent = status.Error(codes.Unavailable, "it has been silent for too long")

// A follower tells what happens to a run until it is over, over as many streams as that takes.
type follower struct {
	server *remote
	id     string
	token  string // of the last message
	log    *looksLog
}

// follow returns the run when it is over, with its latest look.
func (f *follower) follow(ctx context.Context) (*serinv1.GetAnalysisResponse, error) {
	pauses := backoff.NewExponentialBackOff()
	pauses.MaxInterval = longestPause
	since := time.Now() // of the last word from the server
	isBroken := false
	for {
		heard, err := f.stream(ctx)
		if err == nil {
			var response *serinv1.GetAnalysisResponse
			if response, err = call(ctx, f.server, f.server.analyses.GetAnalysis, &serinv1.GetAnalysisRequest{Id: f.id}); err == nil {
				return response, nil
			}
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case status.Code(err) != codes.Unavailable:
			return nil, err
		}
		if heard {
			pauses.Reset()
			since, isBroken = time.Now(), false
		}
		if time.Since(since) > patience {
			return nil, fmt.Errorf("%w; it was asked for %v", err, patience)
		}
		if !isBroken {
			f.log.complain(fmt.Sprintf("%v; it is asked again for up to %s", err, spec.FormatDuration(patience)))
			isBroken = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(pauses.NextBackOff()):
		}
	}
}

// stream follows the run over one stream, from where the last one ended. It returns without an error when the run is over; heard
// says whether the server said anything.
func (f *follower) stream(ctx context.Context) (heard bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	dead := time.AfterFunc(silence, func() { cancel(errSilent) })
	defer dead.Stop()
	stream, err := f.server.analyses.WatchAnalysis(ctx, &serinv1.WatchAnalysisRequest{Id: f.id, ResumeToken: f.token})
	if err != nil {
		return false, f.server.refused(err)
	}
	for {
		message, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF):
			return heard, f.server.refused(status.Error(codes.Unavailable, "the stream ended before the run did"))
		case errors.Is(context.Cause(ctx), errSilent):
			return heard, f.server.refused(errSilent)
		case err != nil:
			return heard, f.server.refused(err)
		}
		heard = true
		dead.Reset(silence)
		if message.GetRunFinished() != nil {
			return heard, nil
		}
		f.log.tell(message)
		f.token = message.ResumeToken
	}
}
