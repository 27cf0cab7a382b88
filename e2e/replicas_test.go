package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/e2e/internal/metrics"
	"github.com/serin-canary/serin/e2e/internal/serin"
)

// A replica is one of the processes of a store. When it has been killed it is started again, as an orchestrator does.
type replica struct {
	name    string
	binary  serin.Binary
	config  string
	mu      sync.Mutex
	process *serin.Process
}

// startReplicas starts processes that share a store, all at once; a process for each is there until the test ends.
func startReplicas(t testing.TB, binary serin.Binary, backend *metrics.Backend, store string, n int) []*replica {
	t.Helper()
	all := make([]*replica, n)
	var starting sync.WaitGroup
	for i := range all {
		name := fmt.Sprintf("replica%d", i+1)
		r := &replica{name: name, binary: binary, config: storing(t, backend.For(name), store)}
		all[i] = r
		starting.Go(func() {
			var err error
			if r.process, err = binary.Open("--config", r.config); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	starting.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for _, r := range all {
		t.Cleanup(func() {
			if err := r.now().Stop(); err != nil || t.Failed() {
				t.Logf("%s ended with %v and wrote:\n%s", r.name, err, lastOf(r.now().Log()))
			}
		})
	}
	return all
}

// storing writes a configuration with a store, and returns its name.
func storing(t testing.TB, address, store string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "serin.yaml")
	text := fmt.Sprintf("providers: {prometheus: {prometheus: {address: %q}}}\nstore: %s\n", address, store)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// sqliteStore is the configuration of a store in a file.
func sqliteStore(path string) string { return fmt.Sprintf("{sqlite: {path: %q}}", path) }

// postgresqlStore is the configuration of a store in a database.
func postgresqlStore(t testing.TB, url string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(name, []byte(url), 0o600); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("{postgresql: {url: {file: %q}}}", name)
}

// start starts the process, again and again while it does not find its store.
func (r *replica) start(ctx context.Context) {
	for ctx.Err() == nil {
		process, err := r.binary.Open("--config", r.config)
		if err == nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.process = process
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// kill ends the process with SIGKILL, starts another one, and reports whether it was asking for data just then.
func (r *replica) kill(ctx context.Context, backend *metrics.Backend) (busy bool) {
	busy = backend.IsAsking(r.name)
	r.now().Kill()
	r.start(ctx)
	return busy
}

// now returns the process as it is now.
func (r *replica) now() *serin.Process {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.process
}

// errAway is the last thing that a client hears who has asked for too long.
var errAway = errors.New("no replica answers")

// ask calls one replica after the other, for as long as they are unavailable.
func ask[Answer any](ctx context.Context, replicas []*replica, call func(context.Context, *serin.Process) (Answer, error)) (Answer, error) {
	var answer Answer
	err := errAway
	for begun, i := time.Now(), 0; time.Since(begun) < time.Minute; i++ {
		one, cancel := context.WithTimeout(ctx, 5*time.Second)
		answer, err = call(one, replicas[i%len(replicas)].now())
		cancel()
		if code := status.Code(err); code != codes.Unavailable && code != codes.DeadlineExceeded {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return answer, fmt.Errorf("%w: %w", errAway, err)
}

// create starts a run, whoever is killed meanwhile: the request's id makes it one run.
func create(t testing.TB, replicas []*replica, request *serinv1.CreateAnalysisRequest) *serinv1.Run {
	t.Helper()
	response, err := ask(t.Context(), replicas, func(ctx context.Context, p *serin.Process) (*serinv1.CreateAnalysisResponse, error) {
		return p.CreateAnalysis(ctx, request)
	})
	if err != nil {
		t.Fatalf("CreateAnalysis: %v", err)
	}
	return response.Run
}

// read returns a run with all its looks.
func read(t testing.TB, replicas []*replica, id string) *serinv1.GetAnalysisResponse {
	t.Helper()
	response, err := ask(t.Context(), replicas, func(ctx context.Context, p *serin.Process) (*serinv1.GetAnalysisResponse, error) {
		return p.GetAnalysis(ctx, &serinv1.GetAnalysisRequest{Id: id, AllLooks: true})
	})
	if err != nil {
		t.Fatalf("GetAnalysis: %v", err)
	}
	return response
}

// open returns how many runs are not over.
func open(t testing.TB, replicas []*replica) int {
	t.Helper()
	response, err := ask(t.Context(), replicas, func(ctx context.Context, p *serin.Process) (*serinv1.ListAnalysesResponse, error) {
		return p.ListAnalyses(ctx, &serinv1.ListAnalysesRequest{PageSize: 1000, States: []serinv1.RunState{
			serinv1.RunState_RUN_STATE_QUEUED, serinv1.RunState_RUN_STATE_RUNNING,
		}})
	})
	if err != nil {
		t.Fatalf("ListAnalyses: %v", err)
	}
	return len(response.Runs)
}

// awaitEnd returns when no run is left that is not over.
func awaitEnd(t testing.TB, replicas []*replica, patience time.Duration) {
	t.Helper()
	for begun := time.Now(); open(t, replicas) > 0; time.Sleep(100 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatalf("%d runs are not over after %v", open(t, replicas), patience)
		}
	}
}

// trial asks for a run of a version on trial, whose looks are taken every ten seconds and decide at the end whether to promote it.
func trial(version string, start time.Time, looks int) *serinv1.CreateAnalysisRequest {
	const interval = 10 * time.Second
	gauge := func(name string) *serinv1.Metric {
		return &serinv1.Metric{
			Name: name, Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE,
			Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{Query: name + `{version="${version}"}`}},
		}
	}
	population := func(version string) *serinv1.Population {
		return &serinv1.Population{Variables: map[string]string{"version": version}}
	}
	return &serinv1.CreateAnalysisRequest{
		Source: &serinv1.CreateAnalysisRequest_Spec{Spec: &serinv1.Spec{
			Name: "checkout", Provider: "prometheus", Variables: []string{"version"}, Step: durationpb.New(time.Second),
			Metrics: []*serinv1.Metric{gauge("latency"), gauge("queue")},
			Schedule: &serinv1.Schedule{
				Interval: durationpb.New(interval), Duration: durationpb.New(time.Duration(looks) * interval), Settle: durationpb.New(0),
				Promote: serinv1.PromoteWhen_PROMOTE_WHEN_AT_END,
			},
		}},
		Service: "checkout", Baseline: population("stable"), Canary: population(version), Start: timestamppb.New(start),
	}
}

// same compares a run with one that nobody disturbed: each look once, without a hole, its result the same byte for byte.
func same(t testing.TB, got, want *serinv1.GetAnalysisResponse) {
	t.Helper()
	if got.Run.State != want.Run.State || !equal(got.Run.Conclusion, want.Run.Conclusion) || len(got.Looks) != len(want.Looks) {
		t.Errorf("run %s is %v after %d looks: %v; want it to be %v after %d: %v", got.Run.Id, got.Run.State, len(got.Looks),
			got.Run.Conclusion, want.Run.State, len(want.Looks), want.Run.Conclusion)
		return
	}
	for i, look := range got.Looks {
		if int(look.Number) != i+1 {
			t.Errorf("run %s has the look %d as its number %d", got.Run.Id, look.Number, i+1)
		}
		other := want.Looks[i]
		if !equal(look.Result, other.Result) || !equal(look.Conclusion, other.Conclusion) {
			t.Errorf("look %d of run %s found\n%v\nwant\n%v", i+1, got.Run.Id, look.Result, other.Result)
		}
	}
}

// equal says whether two messages have the same bytes.
func equal(a, b proto.Message) bool {
	text := func(m proto.Message) string {
		bytes, _ := proto.MarshalOptions{Deterministic: true}.Marshal(m) // what has come over the network is in order
		return string(bytes)
	}
	return text(a) == text(b)
}

// replaysIdentically has a run judged again.
func replaysIdentically(t testing.TB, replicas []*replica, id string) {
	t.Helper()
	again, err := ask(t.Context(), replicas, func(ctx context.Context, p *serin.Process) (*serinv1.ReplayAnalysisResponse, error) {
		return p.ReplayAnalysis(ctx, &serinv1.ReplayAnalysisRequest{Id: id})
	})
	if err != nil || !again.Identical {
		t.Errorf("run %s, judged again: %v %v", id, again.GetDifferences(), err)
	}
}

// lastOf returns the end of a log, which is where it gets interesting, without the calls that went well.
func lastOf(log string) string {
	const enough = 50
	lines := slices.DeleteFunc(strings.Split(log, "\n"), func(line string) bool { return strings.Contains(line, "grpc.code=OK") })
	return strings.Join(lines[max(0, len(lines)-enough):], "\n")
}
