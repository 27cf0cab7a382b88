package runner

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// fetchFunc is a provider made of a function.
type fetchFunc func(ctx context.Context, q providers.Query) ([]series.Labelled, error)

func (f fetchFunc) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	return f(ctx, q)
}

// steady answers 1000 requests a step, and 10 errors.
func steady(_ context.Context, q providers.Query) ([]series.Labelled, error) {
	s := series.New(q.Start, q.Step, series.Steps(q.Start, q.End, q.Step))
	for i := range s.Values {
		if s.Values[i] = 10; strings.Contains(q.Expr, "requests") {
			s.Values[i] = 1000
		}
	}
	return []series.Labelled{{Series: s}}, nil
}

// down answers nothing.
func down(context.Context, providers.Query) ([]series.Labelled, error) {
	return nil, providers.ErrUnavailable
}

// hanging answers nobody, until they give up.
func hanging(ctx context.Context, _ providers.Query) ([]series.Labelled, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// A bench is a runner with a store of its own in a file.
type bench struct {
	*Runner
	file string
}

// newBench returns a runner that asks a provider.
func newBench(t *testing.T, provider fetchFunc) *bench {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	file := filepath.Join(t.TempDir(), "serin.db")
	kept, err := store.OpenSQLite(t.Context(), file, store.Options{Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() }) // the test may have closed it
	e := &engine.Engine{Providers: map[string]providers.Provider{"test": provider}, Limits: engine.DefaultLimits()}
	return &bench{&Runner{Store: kept, Engine: e, Log: log, Now: time.Now}, file}
}

// create starts a run of three looks, of which the first is due so long after now. A look may take half of the interval.
func (b *bench) create(t *testing.T, due, interval time.Duration, change ...func(*serinv1.Spec)) *serinv1.Run {
	t.Helper()
	s := &serinv1.Spec{
		Name: "checkout", Provider: "test", Variables: []string{"version"}, Step: durationpb.New(100 * time.Millisecond),
		Metrics: []*serinv1.Metric{{
			Name: "errors", Preset: serinv1.Preset_PRESET_ERRORS,
			Kind: &serinv1.Metric_Ratio{Ratio: &serinv1.Ratio{Events: `errors{version="${version}"}`, Total: `requests{version="${version}"}`}},
		}},
		Schedule: &serinv1.Schedule{
			Interval: durationpb.New(interval), Duration: durationpb.New(3 * interval), Settle: durationpb.New(0),
			Promote: serinv1.PromoteWhen_PROMOTE_WHEN_AT_END,
		},
	}
	for _, f := range change {
		f(s)
	}
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	r := run.New(id.String(), &serinv1.CreateAnalysisRequest{
		Source:   &serinv1.CreateAnalysisRequest_Spec{Spec: wire.WithSchedule(s)},
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "2"}},
		Start:    timestamppb.New(time.Now().Add(due - interval).Truncate(time.Millisecond)),
	}, 0, time.Now())
	if r, err = b.Store.Create(t.Context(), r, ""); err != nil {
		t.Fatal(err)
	}
	return r
}

// one takes a look of a run, and none after it.
func (b *bench) one(t *testing.T, id string, number int32) {
	t.Helper()
	stopping := make(chan struct{})
	close(stopping)
	b.Look(t.Context(), stopping, id, number)
}

// find returns a run and its looks.
func (b *bench) find(t *testing.T, id string) (*serinv1.Run, []*serinv1.Look) {
	t.Helper()
	r, _, err := b.Store.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	looks, err := b.Store.Looks(t.Context(), id, 1, r.LooksTaken)
	if err != nil {
		t.Fatal(err)
	}
	return r, looks
}

// cancel ends a run.
func (b *bench) cancel(t *testing.T, id string) {
	t.Helper()
	_, err := b.Store.Update(context.Background(), id, func(r *serinv1.Run) error { return run.Cancel(r, "ann", "", time.Now()) })
	if err != nil {
		t.Error(err)
	}
}

// wedge keeps everybody else from writing to the store, until the function that it returns is called.
func (b *bench) wedge(t *testing.T) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", b.file+"?_txlock=immediate")
	if err != nil {
		t.Error(err)
		return func() {}
	}
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		t.Error(err)
		return func() { _ = db.Close() }
	}
	return func() {
		_ = tx.Rollback()
		_ = db.Close()
	}
}
