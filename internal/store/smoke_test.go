package store

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/run"
)

func TestSmoke(t *testing.T) {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx := t.Context()
	var s *Store
	var err error
	if url := os.Getenv("PGURL"); url != "" {
		s, err = OpenPostgreSQL(ctx, url, 10, Options{Log: log})
	} else {
		s, err = OpenSQLite(ctx, filepath.Join(t.TempDir(), "a b?.db"), Options{Log: log})
	}
	if err != nil {
		t.Fatal(err)
	}
	spec := &serinv1.Spec{Name: "x", Step: durationpb.New(time.Second), Schedule: &serinv1.Schedule{
		Interval: durationpb.New(8 * time.Second), Duration: durationpb.New(24 * time.Second),
	}}
	id := time.Now().Format(time.RFC3339Nano)
	r := run.New(id, &serinv1.CreateAnalysisRequest{RequestId: id, Labels: map[string]string{"a": "b"}, Source: &serinv1.CreateAnalysisRequest_Spec{Spec: spec}}, 0, time.Now())
	if _, err := s.Create(ctx, r, "d"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(ctx, r, "e"); err == nil {
		t.Error("no conflict")
	} else {
		t.Log(err)
	}
	done := make(chan bool)
	w, err := s.Start(ctx, Work{Parallel: 10, Retention: Retention{Age: time.Hour, Count: 10}, Look: func(ctx context.Context, stopping <-chan struct{}, id string, n int32) {
		c, err := s.Claim(ctx, id, n, time.Now())
		t.Log(time.Now().Format("05.000"), "claim", n, err, r.Start.AsTime().Format("05.000"))
		if err != nil {
			return
		}
		look := &serinv1.Look{Number: n, Finished: timestamppb.Now(), Result: &serinv1.Result{Verdict: 2, Reasons: []*serinv1.Reason{{Code: 3}}}}
		run.Take(c.Run, look)
		err = s.Save(ctx, c, c.Run, look, &serinv1.Answers{}, true)
		t.Log("save", err, run.IsOver(c.Run))
		if run.IsOver(c.Run) {
			close(done)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	<-done
	page, next, err := s.List(ctx, &serinv1.ListAnalysesRequest{PageSize: 1, Labels: map[string]string{"a": "b"}, States: []serinv1.RunState{3, 4}})
	t.Log(len(page), next, err)
	looks, err := s.Looks(ctx, id, 1)
	t.Log(len(looks), err)
	n, err := s.Prune(ctx, Retention{Age: time.Hour, Count: 0}, time.Now())
	t.Log("pruned", n, err)
	st, err := s.PutSpec(ctx, &serinv1.StoredSpec{Name: "q" + id, Spec: spec})
	t.Log(st.GetVersion(), err)
	st, err = s.Spec(ctx, "q"+id, 0)
	t.Log(st.GetVersion(), err)
	all, err := s.Specs(ctx, "", 10)
	t.Log(len(all), err)
	if err := w.Stop(ctx); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
