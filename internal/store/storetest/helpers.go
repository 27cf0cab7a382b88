package storetest

import (
	"errors"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
)

// every is above the number of any look.
const every = math.MaxInt32

// noon is when things happen that happen at no other time.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// request asks for a run of three looks, a minute apart, of which the first is due at 12:01.
func request() *serinv1.CreateAnalysisRequest {
	once := int32(1)
	return &serinv1.CreateAnalysisRequest{
		Service: "checkout", Labels: map[string]string{"team": "payments", "région": "eu-wést"},
		Source: &serinv1.CreateAnalysisRequest_Spec{Spec: &serinv1.Spec{
			Name: "errors", Step: durationpb.New(time.Minute), Schedule: &serinv1.Schedule{
				Interval: durationpb.New(time.Minute), Duration: durationpb.New(3 * time.Minute), Settle: durationpb.New(0),
				Consecutive: &once, Promote: serinv1.PromoteWhen_PROMOTE_WHEN_AT_END,
			},
		}},
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "2"}},
		Start:    timestamppb.New(noon()),
	}
}

// newRun returns a run that is not kept yet; each has a greater id than the one before.
func newRun(t testing.TB, change ...func(*serinv1.CreateAnalysisRequest)) *serinv1.Run {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	asked := request()
	for _, f := range change {
		f(asked)
	}
	return run.New(id.String(), asked, 0, noon())
}

// create keeps a run.
func create(t testing.TB, s *store.Store, change ...func(*serinv1.CreateAnalysisRequest)) *serinv1.Run {
	t.Helper()
	r, err := s.Create(t.Context(), newRun(t, change...), "digest")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// find returns a run that is there, with its revision.
func find(t testing.TB, s *store.Store, id string) (*serinv1.Run, int64) {
	t.Helper()
	r, revision, err := s.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r, revision
}

// claim claims a look that nobody has.
func claim(t testing.TB, s *store.Store, id string, number int32, now time.Time) *store.Claim {
	t.Helper()
	c, err := s.Claim(t.Context(), id, number, now)
	if err != nil {
		t.Fatalf("Claim(look %d): %v", number, err)
	}
	return c
}

// judged returns what a look with a verdict makes of a claimed run.
func judged(c *store.Claim, verdict serinv1.Verdict) (after *serinv1.Run, look *serinv1.Look, inputs *serinv1.Answers) {
	due := run.Due(c.Run, c.Number)
	look = &serinv1.Look{
		Number: c.Number, Due: timestamppb.New(due), Started: timestamppb.New(due), Finished: timestamppb.New(due.Add(time.Second)),
		Result: &serinv1.Result{
			Verdict: verdict, Reasons: []*serinv1.Reason{{Code: reasonFor(verdict), Sentence: "as it is"}},
		},
	}
	after = proto.CloneOf(c.Run)
	run.Take(after, look)
	return after, look, &serinv1.Answers{Answers: []*serinv1.Answer{{Query: &serinv1.ResolvedQuery{Metric: "errors"}}}}
}

// take claims a look and saves it.
func take(t testing.TB, s *store.Store, id string, number int32, verdict serinv1.Verdict) *serinv1.Run {
	t.Helper()
	c := claim(t, s, id, number, noon())
	after, look, inputs := judged(c, verdict)
	if err := s.Save(t.Context(), c, after, look, inputs, true); err != nil {
		t.Fatalf("Save(look %d): %v", number, err)
	}
	return after
}

// end ends a run at a time.
func end(t testing.TB, s *store.Store, id string, at time.Time) {
	t.Helper()
	if _, err := s.Update(t.Context(), id, func(r *serinv1.Run) error { return run.Cancel(r, "ann", "", at) }); err != nil {
		t.Fatal(err)
	}
}

// is compares what is kept with what should be.
func is(t testing.TB, what string, got, want proto.Message) {
	t.Helper()
	if diff := cmp.Diff(want, got, protocmp.Transform(), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("%s: -want +got:\n%s", what, diff)
	}
}

// fails says when an error is another one.
func fails(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got the error %v, want %v", what, err, want)
	}
}

// atOnce calls a function from many goroutines, and returns the errors by its argument.
func atOnce(n int, do func(i int) error) []error {
	errs := make([]error, n)
	var started, done sync.WaitGroup
	started.Add(1)
	for i := range n {
		done.Go(func() {
			started.Wait()
			errs[i] = do(i)
		})
	}
	started.Done()
	done.Wait()
	return errs
}

// reasonFor is the main reason of a verdict.
func reasonFor(verdict serinv1.Verdict) serinv1.ReasonCode {
	switch verdict {
	case serinv1.Verdict_VERDICT_PROMOTE:
		return serinv1.ReasonCode_REASON_CODE_NOT_WORSE
	case serinv1.Verdict_VERDICT_ABORT:
		return serinv1.ReasonCode_REASON_CODE_REGRESSION
	default:
		return serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA
	}
}
