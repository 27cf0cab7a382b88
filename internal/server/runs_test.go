package server

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func TestGetAnalysis(t *testing.T) {
	r := newReplica(t, steady)
	id := r.create(t).Id
	for taken := range int32(4) {
		if taken > 0 {
			r.look(t, id, taken)
		}
		all := r.get(t, id)
		one, err := r.analyses.GetAnalysis(t.Context(), &serinv1.GetAnalysisRequest{Id: id})
		if err != nil {
			t.Fatal(err)
		}
		if all.Run.LooksTaken != taken || len(all.Looks) != int(taken) || len(one.Looks) != int(min(taken, 1)) {
			t.Fatalf("%d looks are taken, %d come, or %d; want %d", all.Run.LooksTaken, len(all.Looks), len(one.Looks), taken)
		}
		if taken > 0 && one.Looks[0].Number != taken {
			t.Errorf("the latest look is %d, want %d", one.Looks[0].Number, taken)
		}
	}
	run := r.get(t, id).Run
	if run.State != serinv1.RunState_RUN_STATE_SUCCEEDED || run.Finished == nil || run.NextLook != nil || run.Spec == nil {
		t.Errorf("after its looks the run is %v", run)
	}
}

func TestWaitAnalysis(t *testing.T) {
	r := newReplica(t, steady)
	id := r.create(t).Id
	wait := func(ctx context.Context, timeout time.Duration) *serinv1.WaitAnalysisResponse {
		t.Helper()
		response, err := r.analyses.WaitAnalysis(ctx, &serinv1.WaitAnalysisRequest{Id: id, Timeout: durationpb.New(timeout)})
		if err != nil {
			t.Fatal(err)
		}
		return response
	}
	for _, timeout := range []time.Duration{0, 50 * time.Millisecond} {
		if got := wait(t.Context(), timeout); got.Run.State != serinv1.RunState_RUN_STATE_QUEUED || got.Look != nil {
			t.Errorf("after %v: %v", timeout, got)
		}
	}
	r.look(t, id, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	if got := wait(ctx, 10*time.Minute); got.Run.State != serinv1.RunState_RUN_STATE_RUNNING || got.Look.GetNumber() != 1 {
		t.Errorf("before the caller's deadline: %v", got)
	}
	go func() {
		time.Sleep(50 * time.Millisecond)
		r.look(t, id, 2)
		r.look(t, id, 3)
	}()
	for range 2 { // when it ends, and when it has ended
		if got := wait(t.Context(), time.Minute); got.Run.State != serinv1.RunState_RUN_STATE_SUCCEEDED || got.Look.GetNumber() != 3 {
			t.Errorf("at the end: %v", got)
		}
	}
	for _, timeout := range []time.Duration{-time.Second, 10*time.Minute + 1} {
		_, err := r.analyses.WaitAnalysis(t.Context(), &serinv1.WaitAnalysisRequest{Id: id, Timeout: durationpb.New(timeout)})
		refused(t, timeout.String(), err, codes.InvalidArgument)
	}
}

// Who waits while the server stops is told to ask again.
func TestWaitAnalysisWhileStopping(t *testing.T) {
	r := newReplica(t, steady)
	id := r.create(t).Id
	time.AfterFunc(50*time.Millisecond, func() { r.server.Shutdown(5 * time.Second) })
	_, err := r.analyses.WaitAnalysis(t.Context(), &serinv1.WaitAnalysisRequest{Id: id, Timeout: durationpb.New(time.Minute)})
	refused(t, "WaitAnalysis", err, codes.Unavailable)
}

func TestListAnalyses(t *testing.T) {
	r := newReplica(t, steady)
	ids := make([]string, 0, 3)
	for range 3 {
		ids = append(ids, r.create(t).Id)
	}
	r.look(t, ids[1], 1)
	first, err := r.analyses.ListAnalyses(t.Context(), &serinv1.ListAnalysesRequest{Service: "checkout", PageSize: 2})
	if err != nil || len(first.Runs) != 2 || first.Runs[0].Id != ids[2] || first.Runs[1].Id != ids[1] || first.Runs[1].LooksTaken != 1 {
		t.Fatalf("the first page: %v, %v", first, err)
	}
	second := &serinv1.ListAnalysesRequest{Service: "checkout", PageToken: first.NextPageToken}
	rest, err := r.analyses.ListAnalyses(t.Context(), second)
	if err != nil || len(rest.Runs) != 1 || rest.Runs[0].Id != ids[0] || rest.NextPageToken != "" {
		t.Errorf("the last page: %v, %v", rest, err)
	}
	for name, test := range map[string]struct {
		request *serinv1.ListAnalysesRequest
		field   string
	}{
		"negative page":            {&serinv1.ListAnalysesRequest{PageSize: -1}, "page_size"},
		"too large a page":         {&serinv1.ListAnalysesRequest{PageSize: 1001}, "page_size"},
		"token of other runs":      {&serinv1.ListAnalysesRequest{PageToken: first.NextPageToken}, "page_token"},
		"something else as token":  {&serinv1.ListAnalysesRequest{PageToken: "2"}, "page_token"},
		"state that nobody said":   {&serinv1.ListAnalysesRequest{States: []serinv1.RunState{1, 0}}, "states[1]"},
		"state that is none":       {&serinv1.ListAnalysesRequest{States: []serinv1.RunState{99}}, "states[0]"},
		"verdict that is none":     {&serinv1.ListAnalysesRequest{Verdicts: []serinv1.Verdict{77}}, "verdicts[0]"},
		"token of all and a state": {&serinv1.ListAnalysesRequest{PageToken: "?", States: []serinv1.RunState{1}}, "page_token"},
	} {
		_, err := r.analyses.ListAnalyses(t.Context(), test.request)
		refused(t, name, err, codes.InvalidArgument)
		if got := fieldsOf(err); len(got) != 1 || got[0] != test.field {
			t.Errorf("%s: the mistakes are of %v, want %s", name, got, test.field)
		}
	}
}

// Persons may end runs, and change their verdicts, in some states that runs can have.
func TestCancelAndOverride(t *testing.T) {
	const promote, abort = serinv1.Verdict_VERDICT_PROMOTE, serinv1.Verdict_VERDICT_ABORT
	r := newReplica(t, steady)
	cancel := func(id string) (*serinv1.Run, error) {
		response, err := r.analyses.CancelAnalysis(t.Context(), &serinv1.CancelAnalysisRequest{Id: id, Who: "ann", Why: "wrong build"})
		return response.GetRun(), err
	}
	override := func(id string) (*serinv1.Run, error) {
		response, err := r.analyses.OverrideVerdict(t.Context(), &serinv1.OverrideVerdictRequest{Id: id, Verdict: promote, Who: "bob", Why: "known"})
		return response.GetRun(), err
	}
	bad := func(asked *serinv1.CreateAnalysisRequest) { asked.Canary.Variables["version"] = "2" }
	queued := func() string { return r.create(t).Id }
	running := func() string { id := queued(); r.look(t, id, 1); return id }
	aborted := func() string { id := r.create(t, bad).Id; r.look(t, id, 1); return id }
	cancelled := func() string { id := queued(); _, _ = cancel(id); return id }
	overridden := func() string { id := queued(); _, _ = override(id); return id }
	const isCancelled, isOver = serinv1.RunState_RUN_STATE_CANCELLED, serinv1.RunState_RUN_STATE_SUCCEEDED
	for _, test := range []struct {
		name     string
		of       func() string
		do       func(id string) (*serinv1.Run, error)
		code     codes.Code
		state    serinv1.RunState
		verdict  serinv1.Verdict
		computed serinv1.Verdict
	}{
		{"cancel queued", queued, cancel, codes.OK, isCancelled, serinv1.Verdict_VERDICT_PAUSE, 0},
		{"cancel running", running, cancel, codes.OK, isCancelled, serinv1.Verdict_VERDICT_PAUSE, 0},
		{"cancel cancelled", cancelled, cancel, codes.OK, isCancelled, serinv1.Verdict_VERDICT_PAUSE, 0},
		{"cancel aborted", aborted, cancel, codes.FailedPrecondition, isOver, abort, 0},
		{"cancel overridden", overridden, cancel, codes.FailedPrecondition, isOver, promote, serinv1.Verdict_VERDICT_PAUSE},
		{"override queued", queued, override, codes.OK, isOver, promote, serinv1.Verdict_VERDICT_PAUSE},
		{"override running", running, override, codes.OK, isOver, promote, serinv1.Verdict_VERDICT_PAUSE},
		{"override aborted", aborted, override, codes.OK, isOver, promote, abort},
		{"override overridden", overridden, override, codes.OK, isOver, promote, serinv1.Verdict_VERDICT_PAUSE},
		{"override cancelled", cancelled, override, codes.OK, isCancelled, promote, serinv1.Verdict_VERDICT_PAUSE},
	} {
		id := test.of()
		_, err := test.do(id)
		refused(t, test.name, err, test.code)
		run := r.get(t, id).Run
		if run.State != test.state || run.Conclusion.Verdict != test.verdict || run.Computed.GetVerdict() != test.computed {
			t.Errorf("%s: the run is %v, %v, computed %v; want %v, %v, %v", test.name, run.State, run.Conclusion.Verdict,
				run.Computed.GetVerdict(), test.state, test.verdict, test.computed)
		}
		r.look(t, id, run.LooksTaken+1)
		if after := r.get(t, id).Run; after.LooksTaken != run.LooksTaken {
			t.Errorf("%s: a look is taken of a run that is over", test.name)
		}
	}
}

// A person says who, and why where it matters; all that is missing is said at once.
func TestPersonsAreNamed(t *testing.T) {
	r := newReplica(t, steady)
	id := r.create(t).Id
	_, noOne := r.analyses.CancelAnalysis(t.Context(), &serinv1.CancelAnalysisRequest{Id: id})
	_, tooLong := r.analyses.CancelAnalysis(t.Context(), &serinv1.CancelAnalysisRequest{Id: id, Who: "ann", Why: strings.Repeat("x", 1001)})
	_, nothing := r.analyses.OverrideVerdict(t.Context(), &serinv1.OverrideVerdictRequest{Id: id, Who: " ", Why: "\n"})
	_, unknown := r.analyses.OverrideVerdict(t.Context(), &serinv1.OverrideVerdictRequest{Id: id, Verdict: 99, Who: "ann", Why: "x"})
	_, spec := r.specs.PutSpec(t.Context(), &serinv1.PutSpecRequest{Spec: runRequest().GetSpec()})
	for want, err := range map[string]error{"who": noOne, "why": tooLong, "who why verdict": nothing, "verdict": unknown, " who": spec} {
		refused(t, want, err, codes.InvalidArgument)
		if got := strings.Join(fieldsOf(err), " "); got != strings.TrimSpace(want) {
			t.Errorf("the mistakes are of %s, want %s", got, want)
		}
	}
	if run := r.get(t, id).Run; run.State != serinv1.RunState_RUN_STATE_QUEUED {
		t.Errorf("the run is %v", run.State)
	}
}
