package run

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

const (
	promote = serinv1.Verdict_VERDICT_PROMOTE
	hold    = serinv1.Verdict_VERDICT_PAUSE
	abort   = serinv1.Verdict_VERDICT_ABORT

	sliding = serinv1.WindowKind_WINDOW_KIND_SLIDING
)

// TestMain fixes the seed of the property tests, unless one is given by -rapid.seed, and keeps them from writing files.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("rapid.seed").Value.String() == "0" {
		if err := errors.Join(flag.Set("rapid.seed", "20260301"), flag.Set("rapid.nofailfile", "true")); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// noon is when the runs of the tests start.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// at returns a time so long after the start.
func at(after time.Duration) *timestamppb.Timestamp { return timestamppb.New(noon().Add(after)) }

// fiveMinutes is a schedule of so many looks, with every default written out.
func fiveMinutes(looks int) *serinv1.Schedule {
	return &serinv1.Schedule{
		Interval: durationpb.New(5 * time.Minute), Duration: durationpb.New(time.Duration(looks) * 5 * time.Minute),
		Window: serinv1.WindowKind_WINDOW_KIND_GROWING, Settle: durationpb.New(15 * time.Second), Consecutive: proto.Int32(1),
		Promote: serinv1.PromoteWhen_PROMOTE_WHEN_EARLY, AtEnd: hold,
	}
}

// specOf returns a spec with nothing but its times.
func specOf(schedule *serinv1.Schedule) *serinv1.Spec {
	return &serinv1.Spec{
		Name: "checkout", Step: durationpb.New(time.Minute), Window: durationpb.New(10 * time.Minute), Schedule: schedule,
	}
}

// requestOf returns a request for a run.
func requestOf(spec *serinv1.Spec) *serinv1.CreateAnalysisRequest {
	return &serinv1.CreateAnalysisRequest{
		RequestId: "rollout-7", Service: "checkout", Labels: map[string]string{"team": "payments"},
		Source:   &serinv1.CreateAnalysisRequest_Spec{Spec: spec},
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1.41.0"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "1.42.0"}},
		Start:    at(0),
	}
}

// begun returns a run of a spec before its first look.
func begun(spec *serinv1.Spec) *serinv1.Run { return New("run-1", requestOf(spec), 0, noon()) }

// said is a run in a line: "PAUSE for INSUFFICIENT_DATA, 1 clean, RUNNING".
func said(r *serinv1.Run) string {
	return fmt.Sprintf("%s for %s, %d clean, %s", strings.TrimPrefix(r.Conclusion.Verdict.String(), "VERDICT_"),
		strings.TrimPrefix(mainReason(r.Conclusion).String(), "REASON_CODE_"), r.CleanLooks, strings.TrimPrefix(r.State.String(), "RUN_STATE_"))
}

func TestNew(t *testing.T) {
	spec := specOf(fiveMinutes(4))
	spec.WarmUp = durationpb.New(3 * time.Minute)
	request := requestOf(spec)
	got := New("run-1", request, 7, noon().Add(time.Second))
	want := &serinv1.Run{
		Id: "run-1", RequestId: "rollout-7", Service: "checkout", Labels: map[string]string{"team": "payments"},
		Spec: spec, SpecName: "checkout", SpecVersion: 7, Baseline: request.Baseline, Canary: request.Canary,
		Start: at(0), State: serinv1.RunState_RUN_STATE_QUEUED, LooksPlanned: 4,
		NextLook: at(8*time.Minute + 15*time.Second), Created: at(time.Second),
		Conclusion: &serinv1.Conclusion{
			Verdict: hold, Headline: "Hold: the canary has not been looked at yet.",
			Reasons: []*serinv1.Reason{{
				Code: serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, Sentence: "the canary has not been looked at yet",
			}},
		},
	}
	if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
		t.Errorf("New, -want +got:\n%s", diff)
	}
	// The request stays the caller's.
	got.Spec.Name, got.Labels["team"], got.Canary.Variables["version"] = "other", "other", "other"
	if diff := cmp.Diff(requestOf(spec), request, protocmp.Transform()); diff != "" || spec.Name != "checkout" {
		t.Errorf("the request has changed with the run:\n%s", diff)
	}
}

// A request that does not say when the canary began starts at the next full second; one that says it may be of the past, and is
// caught up with.
func TestStart(t *testing.T) {
	for name, test := range map[string]struct {
		step  time.Duration
		start *timestamppb.Timestamp
		now   time.Duration // after noon
		want  time.Duration
	}{
		"at a full second":     {time.Minute, nil, 90 * time.Second, 90 * time.Second},
		"just after a second":  {time.Minute, nil, 2*time.Minute + 1, 2*time.Minute + time.Second},
		"just before a second": {time.Minute, nil, 2*time.Minute - 1, 2 * time.Minute},
		"in the past":          {time.Minute, at(-time.Hour), 0, -time.Hour},
		"in the future":        {time.Minute, at(time.Hour), 0, time.Hour},
		"beside the steps":     {time.Minute, at(7 * time.Second), time.Minute, 7 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			request := requestOf(specOf(fiveMinutes(1)))
			request.GetSpec().Step, request.Start = durationpb.New(test.step), test.start
			r := New("run-1", request, 0, noon().Add(test.now))
			if got := r.Start.AsTime(); !got.Equal(noon().Add(test.want)) {
				t.Errorf("it starts %v after noon, want %v", got.Sub(noon()), test.want)
			}
			if wait := r.NextLook.AsTime().Sub(r.Start.AsTime()); wait != 5*time.Minute+15*time.Second {
				t.Errorf("the first look is due %v after the start", wait)
			}
		})
	}
}

func TestIsOver(t *testing.T) {
	for state, want := range map[serinv1.RunState]bool{
		serinv1.RunState_RUN_STATE_QUEUED: false, serinv1.RunState_RUN_STATE_RUNNING: false, serinv1.RunState_RUN_STATE_SUCCEEDED: true,
		serinv1.RunState_RUN_STATE_CANCELLED: true, serinv1.RunState_RUN_STATE_FAILED: true, serinv1.RunState(99): true,
	} {
		if got := IsOver(&serinv1.Run{State: state}); got != want {
			t.Errorf("a run that is %v is over: %v", state, got)
		}
	}
}

func timestamps(t time.Time, later time.Duration) *timestamppb.Timestamp {
	return timestamppb.New(t.Add(later))
}
