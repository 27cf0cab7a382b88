package server

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/runner"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/providers"
)

// A replica is a server with a store; others may have the same.
type replica struct {
	config     Config
	server     *Server
	connection *grpc.ClientConn
	analyses   serinv1.AnalysisServiceClient
	specs      serinv1.SpecServiceClient
}

// newReplica serves runs over memory. Its clock stands still, 20 s after a step, at noon. Looks are taken when a test takes them.
func newReplica(t *testing.T, provider providerFunc, change ...func(*Config)) *replica {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	kept, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "serin.db"), store.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() }) // the test may have closed it
	c := Config{
		Engine: &engine.Engine{Providers: map[string]providers.Provider{"test": provider}, Limits: engine.DefaultLimits()},
		Store:  kept, Log: log, Now: now, MaxMessage: DefaultMaxMessage,
	}
	for _, f := range change {
		f(&c)
	}
	return replicaOf(t, c)
}

// replicaOf serves what a configuration says.
func replicaOf(t *testing.T, c Config) *replica {
	t.Helper()
	server := New(c)
	connection := serve(t, server)
	return &replica{
		config: c, server: server, connection: connection,
		analyses: serinv1.NewAnalysisServiceClient(connection), specs: serinv1.NewSpecServiceClient(connection),
	}
}

func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 20, 0, time.UTC) }

// runRequest asks for a run of three looks at a canary that is as good as its baseline. All are due already.
func runRequest(change ...func(*serinv1.CreateAnalysisRequest)) *serinv1.CreateAnalysisRequest {
	asked := request()
	asked.Spec.Schedule = &serinv1.Schedule{
		Interval: durationpb.New(2 * time.Minute), Duration: durationpb.New(6 * time.Minute),
		Promote: serinv1.PromoteWhen_PROMOTE_WHEN_AT_END,
	}
	r := &serinv1.CreateAnalysisRequest{
		Service: "checkout", Source: &serinv1.CreateAnalysisRequest_Spec{Spec: asked.Spec},
		Baseline: asked.Baseline, Canary: &serinv1.Population{Variables: map[string]string{"version": "3"}},
		Start: timestamppb.New(now().Truncate(time.Minute).Add(-time.Hour)),
	}
	for _, f := range change {
		f(r)
	}
	return r
}

// create starts a run.
func (r *replica) create(t *testing.T, change ...func(*serinv1.CreateAnalysisRequest)) *serinv1.Run {
	t.Helper()
	response, err := r.analyses.CreateAnalysis(t.Context(), runRequest(change...))
	if err != nil {
		t.Fatal(err)
	}
	return response.Run
}

// look takes one look of a run.
func (r *replica) look(t *testing.T, id string, number int32) {
	t.Helper()
	stopping := make(chan struct{})
	close(stopping) // one look, and not those after it
	taker := &runner.Runner{Store: r.config.Store, Engine: r.config.Engine, Log: r.config.Log, Now: now}
	taker.Look(t.Context(), stopping, id, number)
}

// get returns a run, with all its looks.
func (r *replica) get(t *testing.T, id string) *serinv1.GetAnalysisResponse {
	t.Helper()
	response, err := r.analyses.GetAnalysis(t.Context(), &serinv1.GetAnalysisRequest{Id: id, AllLooks: true})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// put stores a spec, and returns its version.
func (r *replica) put(t *testing.T, s *serinv1.Spec) int32 {
	t.Helper()
	response, err := r.specs.PutSpec(t.Context(), &serinv1.PutSpecRequest{Spec: s, Who: "ann"})
	if err != nil {
		t.Fatal(err)
	}
	return response.Stored.Version
}

// refused says when a call did not end with a code.
func refused(t *testing.T, what string, err error, code codes.Code) {
	t.Helper()
	if status.Code(err) != code {
		t.Errorf("%s: got %v, want %v", what, err, code)
	}
}

// fieldsOf returns the fields that an error names as wrong.
func fieldsOf(err error) (fields []string) {
	for _, detail := range status.Convert(err).Details() {
		if bad, ok := detail.(*errdetails.BadRequest); ok {
			for _, violation := range bad.FieldViolations {
				fields = append(fields, violation.Field)
			}
		}
	}
	return fields
}
