package server

import (
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// The same request starts one run, also when its answer got lost and much has happened since.
func TestCreateAnalysisOnce(t *testing.T) {
	r := newReplica(t, steady)
	id := func(asked *serinv1.CreateAnalysisRequest) { asked.RequestId = "deploy 7" }
	first := r.create(t, id)
	if first.State != serinv1.RunState_RUN_STATE_QUEUED || first.LooksPlanned != 3 || first.Conclusion.GetVerdict() != serinv1.Verdict_VERDICT_PAUSE {
		t.Errorf("a new run is %v", first)
	}
	r.look(t, first.Id, 1)
	if again := r.create(t, id); again.Id != first.Id || again.LooksTaken != 1 {
		t.Errorf("the same request: run %s after %d looks, want %s after 1", again.Id, again.LooksTaken, first.Id)
	}
	_, err := r.analyses.CreateAnalysis(t.Context(), runRequest(id, func(asked *serinv1.CreateAnalysisRequest) { asked.Service = "cart" }))
	refused(t, "another request of the same id", err, codes.AlreadyExists)
	if other := r.create(t); other.Id <= first.Id {
		t.Errorf("a later run has the id %s, which is not above %s", other.Id, first.Id)
	}
}

// Without a start the run begins with the next full second.
func TestCreateAnalysisFromNow(t *testing.T) {
	run := newReplica(t, steady).create(t, func(asked *serinv1.CreateAnalysisRequest) { asked.Start = nil })
	start := now()
	due := start.Add(2*time.Minute + 15*time.Second)
	if !run.Start.AsTime().Equal(start) || !run.NextLook.AsTime().Equal(due) {
		t.Errorf("it starts at %v, and its first look is due at %v; want %v and %v", run.Start.AsTime(), run.NextLook.AsTime(), start, due)
	}
}

// Every mistake is said at once.
func TestCreateAnalysisMistakes(t *testing.T) {
	r := newReplica(t, steady)
	asked := runRequest()
	asked.RequestId = strings.Repeat("x", 201)
	asked.Service = "two\nlines"
	asked.Labels = map[string]string{"": "empty"}
	asked.GetSpec().Name = ""
	asked.GetSpec().Schedule.Interval = durationpb.New(90 * time.Second)
	asked.Baseline.Variables = nil
	asked.Canary.Window = &serinv1.Window{Start: timestamppb.New(now()), End: timestamppb.New(now().Add(time.Minute))}
	_, err := r.analyses.CreateAnalysis(t.Context(), asked)
	refused(t, "all wrong", err, codes.InvalidArgument)
	fields := fieldsOf(err)
	for _, want := range []string{"request_id", "service", "spec.name", "spec.schedule.interval", "canary.window"} {
		if !slices.Contains(fields, want) {
			t.Errorf("%s is not among the mistakes %v", want, fields)
		}
	}
	for _, part := range []string{"labels", "baseline.variables"} {
		if !slices.ContainsFunc(fields, func(f string) bool { return strings.HasPrefix(f, part) }) {
			t.Errorf("nothing of %s is among the mistakes %v", part, fields)
		}
	}
	_, err = r.analyses.CreateAnalysis(t.Context(), &serinv1.CreateAnalysisRequest{})
	refused(t, "nothing", err, codes.InvalidArgument)
	_, err = r.analyses.CreateAnalysis(t.Context(), runRequest(func(asked *serinv1.CreateAnalysisRequest) { asked.GetSpec().Provider = "prod" }))
	refused(t, "unknown provider", err, codes.InvalidArgument)
	if want := []string{"spec.provider"}; !slices.Equal(fieldsOf(err), want) {
		t.Errorf("unknown provider: the mistakes are of %v, want %v", fieldsOf(err), want)
	}
}

// A run keeps the version of the spec that it began with.
func TestCreateAnalysisOfStoredSpec(t *testing.T) {
	r := newReplica(t, steady)
	reference := func(version int32) func(*serinv1.CreateAnalysisRequest) {
		return func(asked *serinv1.CreateAnalysisRequest) {
			asked.Source = &serinv1.CreateAnalysisRequest_SpecReference{SpecReference: &serinv1.SpecReference{Name: "checkout", Version: version}}
		}
	}
	first := runRequest().GetSpec()
	second := proto.CloneOf(first)
	second.Schedule.Duration = durationpb.New(8 * time.Minute)
	r.put(t, first)
	before := r.create(t, reference(0))
	r.put(t, second)
	for name, test := range map[string]struct {
		run           *serinv1.Run
		version, look int32
	}{
		"begun before": {r.get(t, before.Id).Run, 1, 3},
		"the newest":   {r.create(t, reference(0)), 2, 4},
		"the first":    {r.create(t, reference(1)), 1, 3},
		"its own":      {r.create(t), 0, 3},
	} {
		if test.run.SpecName != "checkout" || test.run.SpecVersion != test.version || test.run.LooksPlanned != test.look {
			t.Errorf("%s: spec %s in version %d with %d looks, want version %d with %d", name,
				test.run.SpecName, test.run.SpecVersion, test.run.LooksPlanned, test.version, test.look)
		}
	}
	_, err := r.analyses.CreateAnalysis(t.Context(), runRequest(reference(3)))
	refused(t, "a version that is not there", err, codes.NotFound)
	_, err = r.analyses.CreateAnalysis(t.Context(), runRequest(reference(1), func(asked *serinv1.CreateAnalysisRequest) { asked.Canary.Variables = nil }))
	refused(t, "populations that do not fit it", err, codes.InvalidArgument)
}

// What the last look would exceed is said before the first, and nothing is kept.
func TestCreateAnalysisLimits(t *testing.T) {
	r := newReplica(t, steady, func(c *Config) { c.Engine.Limits.Points = 60 })
	long := func(kind serinv1.WindowKind) func(*serinv1.CreateAnalysisRequest) {
		return func(asked *serinv1.CreateAnalysisRequest) {
			asked.GetSpec().Schedule.Window, asked.GetSpec().Schedule.Duration = kind, durationpb.New(2*time.Hour)
		}
	}
	_, err := r.analyses.CreateAnalysis(t.Context(), runRequest(long(serinv1.WindowKind_WINDOW_KIND_GROWING)))
	refused(t, "a window that grows to 120 steps", err, codes.ResourceExhausted)
	if runs, err := r.analyses.ListAnalyses(t.Context(), &serinv1.ListAnalysesRequest{}); err != nil || len(runs.Runs) > 0 {
		t.Errorf("kept is %v, %v", runs, err)
	}
	r.create(t, long(serinv1.WindowKind_WINDOW_KIND_SLIDING))
}

// Two replicas on one store know the same requests.
func TestCreateAnalysisElsewhere(t *testing.T) {
	r := newReplica(t, steady)
	id := func(asked *serinv1.CreateAnalysisRequest) { asked.RequestId = "deploy 7" }
	first := r.create(t, id)
	if again := replicaOf(t, r.config).create(t, id); again.Id != first.Id {
		t.Errorf("another replica started %s, and there was %s", again.Id, first.Id)
	}
}
