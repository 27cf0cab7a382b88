package main

import (
	"bytes"
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A breakingServer plays one part of a run's story on each stream, and then breaks the stream with an error.
type breakingServer struct {
	serinv1.UnimplementedAnalysisServiceServer
	parts  [][]*serinv1.WatchAnalysisResponse
	errors []error
	tokens []string // that it was given
}

func (s *breakingServer) WatchAnalysis(request *serinv1.WatchAnalysisRequest, stream grpc.ServerStreamingServer[serinv1.WatchAnalysisResponse]) error {
	i := len(s.tokens)
	s.tokens = append(s.tokens, request.ResumeToken)
	for _, message := range s.parts[i] {
		if err := stream.Send(message); err != nil {
			return err
		}
	}
	return s.errors[i]
}

func (*breakingServer) GetAnalysis(_ context.Context, request *serinv1.GetAnalysisRequest) (*serinv1.GetAnalysisResponse, error) {
	return &serinv1.GetAnalysisResponse{Run: &serinv1.Run{Id: request.Id, State: serinv1.RunState_RUN_STATE_SUCCEEDED}}, nil
}

// follows lets a follower follow a run on the server.
func (s *breakingServer) follows(t *testing.T) (response *serinv1.GetAnalysisResponse, log string, err error) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	serinv1.RegisterAnalysisServiceServer(server, s)
	go server.Serve(listener) //nolint:errcheck // the test ends it
	defer server.Stop()
	var stderr bytes.Buffer
	err = remoteFlags{server: listener.Addr().String(), timeout: time.Minute}.ask(func(remote *remote) error {
		f := &follower{server: remote, id: "one", log: newLooksLog(&stderr, &serinv1.Run{LooksPlanned: 2})}
		response, err = f.follow(t.Context())
		return err
	})
	return response, strings.ReplaceAll(stderr.String(), listener.Addr().String(), "ADDRESS"), err
}

func started(token string, number int32) *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{ResumeToken: token, Event: &serinv1.WatchAnalysisResponse_LookStarted{
		LookStarted: &serinv1.LookStarted{Number: number, Planned: 2},
	}}
}

func finished(token string, number int32) *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{ResumeToken: token, Event: &serinv1.WatchAnalysisResponse_LookFinished{
		LookFinished: &serinv1.LookFinished{Number: number, Conclusion: &serinv1.Conclusion{Verdict: serinv1.Verdict_VERDICT_PAUSE, Headline: "Hold."}},
	}}
}

func over() *serinv1.WatchAnalysisResponse {
	return &serinv1.WatchAnalysisResponse{ResumeToken: "end", Event: &serinv1.WatchAnalysisResponse_RunFinished{RunFinished: &serinv1.RunFinished{}}}
}

// A stream that breaks goes on where it was, and says once that it broke; no look is told twice.
func TestFollowResumes(t *testing.T) {
	gone := status.Error(codes.Unavailable, "the server is being stopped")
	s := &breakingServer{
		parts: [][]*serinv1.WatchAnalysisResponse{
			{started("a", 1), finished("b", 1), started("c", 2)}, {}, {}, {finished("d", 2), over()},
		},
		errors: []error{gone, gone, nil, nil},
	}
	response, log, err := s.follows(t)
	if err != nil {
		t.Fatal(err)
	}
	if response.Run.Id != "one" {
		t.Errorf("the run is %v", response.Run)
	}
	if want := []string{"", "c", "c", "c"}; !slices.Equal(s.tokens, want) {
		t.Errorf("it resumes from %q, want %q", s.tokens, want)
	}
	want := `  1/2  00:00 UTC  PAUSE    Hold.
serin: the server at ADDRESS: unavailable: the server is being stopped; it is asked again for up to 10m
  2/2  00:00 UTC  PAUSE    Hold.
`
	if log != want {
		t.Errorf("it says\n%s\nwant\n%s", log, want)
	}
}

// What asking again does not mend is an error at once.
func TestFollowGivesUp(t *testing.T) {
	s := &breakingServer{
		parts:  [][]*serinv1.WatchAnalysisResponse{{started("a", 1)}},
		errors: []error{status.Error(codes.NotFound, "no such run")},
	}
	_, log, err := s.follows(t)
	if status.Code(err) != codes.NotFound || log != "" {
		t.Errorf("error %v, log %q", err, log)
	}
}
