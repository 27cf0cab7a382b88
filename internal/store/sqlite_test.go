package store_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/store"
	"github.com/serin-canary/serin/internal/store/storetest"
)

// open opens a store in a file.
func open(t testing.TB, path string, o store.Options) (*store.Store, error) {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	s, err := store.OpenSQLite(t.Context(), path, o)
	if err == nil {
		t.Cleanup(func() { _ = s.Close() }) // the test may have closed it
	}
	return s, err
}

// mustOpen opens a store that can be opened.
func mustOpen(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := open(t, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t testing.TB) *store.Store { return mustOpen(t, filepath.Join(t.TempDir(), "serin.db")) })
}

// runOf returns a run with an id whose looks are due every hour from now on.
func runOf(id string) *serinv1.Run {
	return run.New(id, &serinv1.CreateAnalysisRequest{Source: &serinv1.CreateAnalysisRequest_Spec{Spec: &serinv1.Spec{
		Step:     durationpb.New(time.Minute),
		Schedule: &serinv1.Schedule{Interval: durationpb.New(time.Hour), Duration: durationpb.New(10 * time.Hour)},
	}}}, 0, time.Now())
}
