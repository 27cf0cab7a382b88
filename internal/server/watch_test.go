package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// watch returns what is told of a run until its end, after a token.
func (r *replica) watch(t *testing.T, id, token string) (events []*serinv1.WatchAnalysisResponse) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	stream, err := r.analyses.WatchAnalysis(ctx, &serinv1.WatchAnalysisRequest{Id: id, ResumeToken: token})
	if err != nil {
		t.Fatal(err)
	}
	for {
		event, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
}

// kindOf is an event in a word.
func kindOf(event *serinv1.WatchAnalysisResponse) string {
	switch event.Event.(type) {
	case *serinv1.WatchAnalysisResponse_LookStarted:
		return "started"
	case *serinv1.WatchAnalysisResponse_MetricJudged:
		return "judged"
	case *serinv1.WatchAnalysisResponse_LookFinished:
		return "looked"
	case *serinv1.WatchAnalysisResponse_VerdictChanged:
		return "verdict"
	case *serinv1.WatchAnalysisResponse_RunFinished:
		return "finished"
	case *serinv1.WatchAnalysisResponse_Heartbeat:
		return "heartbeat"
	default:
		return "nothing"
	}
}

func kindsOf(events []*serinv1.WatchAnalysisResponse) (kinds []string) {
	for _, event := range events {
		kinds = append(kinds, kindOf(event))
	}
	return kinds
}

// Who watches from the beginning is told all, and who comes back is told the rest, by whichever server.
func TestWatchAnalysis(t *testing.T) {
	r := newReplica(t, steady)
	id := r.create(t).Id
	told := make(chan []*serinv1.WatchAnalysisResponse)
	go func() { told <- r.watch(t, id, "") }()
	for number := range int32(3) {
		r.look(t, id, number+1)
	}
	live := <-told
	want := []string{"started", "judged", "looked", "verdict", "started", "judged", "looked", "started", "judged", "looked", "verdict", "finished"}
	if got := kindsOf(live); !slices.Equal(got, want) {
		t.Fatalf("told is %v, want %v", got, want)
	}
	last := live[len(live)-1].GetRunFinished().GetRun()
	if diff := cmp.Diff(r.get(t, id).Run, last, protocmp.Transform()); diff != "" {
		t.Errorf("the run that is finished: -kept +told:\n%s", diff)
	}
	if w := live[0].GetLookStarted(); w.Number != 1 || w.Planned != 3 || w.Window.End.AsTime().Sub(w.Window.Start.AsTime()) != 2*time.Minute {
		t.Errorf("the first look is %v", w)
	}
	other := replicaOf(t, r.config)
	for i := range live {
		rest := other.watch(t, id, live[i].ResumeToken)
		if diff := cmp.Diff(live[i+1:], rest, protocmp.Transform(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("after event %d: -live +resumed:\n%s", i, diff)
		}
	}
	if again := kindsOf(other.watch(t, id, "")); !slices.Equal(again, want) {
		t.Errorf("told later is %v, want %v", again, want)
	}
}

// A run that a person ends is told so, once.
func TestWatchAnalysisOfOverride(t *testing.T) {
	r := newReplica(t, steady)
	id := r.create(t).Id
	r.look(t, id, 1)
	told := make(chan []*serinv1.WatchAnalysisResponse)
	go func() { told <- r.watch(t, id, "") }()
	if _, err := r.analyses.OverrideVerdict(t.Context(), &serinv1.OverrideVerdictRequest{
		Id: id, Verdict: serinv1.Verdict_VERDICT_ABORT, Who: "ann", Why: "pager",
	}); err != nil {
		t.Fatal(err)
	}
	events := <-told
	if got, want := kindsOf(events), []string{"started", "judged", "looked", "verdict", "verdict", "finished"}; !slices.Equal(got, want) {
		t.Fatalf("told is %v, want %v", got, want)
	}
	if changed := events[4].GetVerdictChanged(); changed.Number != 0 || changed.Conclusion.Verdict != serinv1.Verdict_VERDICT_ABORT {
		t.Errorf("the verdict is %v", changed)
	}
}

// While nothing happens the stream shows that it is alive, and that it can be resumed; and a server that stops says so.
func TestWatchAnalysisHeartbeat(t *testing.T) {
	var log bytes.Buffer
	r := newReplica(t, steady, func(c *Config) {
		c.Heartbeat, c.Log = 10*time.Millisecond, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))
	})
	run := r.create(t)
	stream, err := r.analyses.WatchAnalysis(t.Context(), &serinv1.WatchAnalysisRequest{Id: run.Id})
	if err != nil {
		t.Fatal(err)
	}
	var token string
	for range 3 {
		event, err := stream.Recv()
		if err != nil || !event.GetHeartbeat().GetNextLook().AsTime().Equal(run.NextLook.AsTime()) {
			t.Fatalf("got %v, %v; want a heartbeat with the next look", event, err)
		}
		token = event.ResumeToken
	}
	stopped := make(chan struct{})
	go func() {
		r.server.Shutdown(5 * time.Second)
		close(stopped)
	}()
	for err == nil {
		_, err = stream.Recv()
	}
	refused(t, "a server that stops", err, codes.Unavailable)
	if <-stopped; log.Len() > 0 {
		t.Errorf("a stop is no error: %s", &log)
	}
	other := replicaOf(t, r.config)
	for number := range int32(3) {
		other.look(t, run.Id, number+1)
	}
	if got := kindsOf(other.watch(t, run.Id, token)); len(got) != 12 || got[0] != "started" {
		t.Errorf("after a heartbeat: %v", got)
	}
}

func TestWatchAnalysisRefuses(t *testing.T) {
	r := newReplica(t, steady)
	run, other := r.create(t), r.create(t)
	r.look(t, other.Id, 1)
	if _, err := r.analyses.CancelAnalysis(t.Context(), &serinv1.CancelAnalysisRequest{Id: other.Id, Who: "ann"}); err != nil {
		t.Fatal(err)
	}
	token := r.watch(t, other.Id, "")[0].ResumeToken
	for name, token := range map[string]string{"of another run": token, "no base64": "?", "no position": "eA", "half of one": token[:9]} {
		stream, err := r.analyses.WatchAnalysis(t.Context(), &serinv1.WatchAnalysisRequest{Id: run.Id, ResumeToken: token})
		if err != nil {
			t.Fatal(err)
		}
		_, err = stream.Recv()
		refused(t, name, err, codes.InvalidArgument)
		if got := fieldsOf(err); len(got) != 1 || got[0] != "resume_token" {
			t.Errorf("%s: the mistakes are of %v", name, got)
		}
	}
}

// A run of more looks than are read together is told whole, without a pause where one reading ends.
func TestWatchAnalysisOfLongRun(t *testing.T) {
	const looks = 2*toldAtOnce + 1
	r := newReplica(t, steady)
	id := r.looked(t, func(c *serinv1.CreateAnalysisRequest) {
		c.Start = timestamppb.New(now().Add(-24 * time.Hour))
		schedule := c.GetSpec().Schedule
		schedule.Duration = durationpb.New(looks * schedule.Interval.AsDuration())
		schedule.Promote = serinv1.PromoteWhen_PROMOTE_WHEN_AT_END
	})
	began, told := time.Now(), int32(0)
	for _, event := range r.watch(t, id, "") {
		if taken := event.GetLookFinished(); taken != nil {
			if told++; taken.Number != told {
				t.Fatalf("look %d is told in place of look %d", taken.Number, told)
			}
		}
	}
	if told != looks || time.Since(began) > 10*pollInterval {
		t.Errorf("%d looks are told in %v, want %d", told, time.Since(began), looks)
	}
}
