package server

import (
	"context"
	"testing"

	"google.golang.org/grpc/codes"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// calls are all that need a store. Those about a run are of one that is not there.
func (r *replica) calls() map[string]func(context.Context) error {
	const id = "019aa000-0000-7000-8000-000000000000"
	return map[string]func(context.Context) error{
		"CreateAnalysis": func(ctx context.Context) error { _, err := r.analyses.CreateAnalysis(ctx, runRequest()); return err },
		"ListAnalyses": func(ctx context.Context) error {
			_, err := r.analyses.ListAnalyses(ctx, &serinv1.ListAnalysesRequest{})
			return err
		},
		"PutSpec": func(ctx context.Context) error {
			_, err := r.specs.PutSpec(ctx, &serinv1.PutSpecRequest{Spec: runRequest().GetSpec(), Who: "ann"})
			return err
		},
		"ListSpecs": func(ctx context.Context) error {
			_, err := r.specs.ListSpecs(ctx, &serinv1.ListSpecsRequest{})
			return err
		},
		"GetSpec": func(ctx context.Context) error {
			_, err := r.specs.GetSpec(ctx, &serinv1.GetSpecRequest{Name: id})
			return err
		},
		"GetAnalysis": func(ctx context.Context) error {
			_, err := r.analyses.GetAnalysis(ctx, &serinv1.GetAnalysisRequest{Id: id})
			return err
		},
		"WaitAnalysis": func(ctx context.Context) error {
			_, err := r.analyses.WaitAnalysis(ctx, &serinv1.WaitAnalysisRequest{Id: id})
			return err
		},
		"WatchAnalysis": func(ctx context.Context) error {
			stream, err := r.analyses.WatchAnalysis(ctx, &serinv1.WatchAnalysisRequest{Id: id})
			if err == nil {
				_, err = stream.Recv()
			}
			return err
		},
		"CancelAnalysis": func(ctx context.Context) error {
			_, err := r.analyses.CancelAnalysis(ctx, &serinv1.CancelAnalysisRequest{Id: id, Who: "ann"})
			return err
		},
		"OverrideVerdict": func(ctx context.Context) error {
			_, err := r.analyses.OverrideVerdict(ctx, &serinv1.OverrideVerdictRequest{Id: id, Verdict: serinv1.Verdict_VERDICT_ABORT, Who: "ann", Why: "x"})
			return err
		},
		"ReplayAnalysis": func(ctx context.Context) error {
			_, err := r.analyses.ReplayAnalysis(ctx, &serinv1.ReplayAnalysisRequest{Id: id})
			return err
		},
		"ExportLook": func(ctx context.Context) error {
			_, err := r.analyses.ExportLook(ctx, &serinv1.ExportLookRequest{Id: id})
			return err
		},
	}
}

// A server without a store has no runs, and no specs.
func TestNoStore(t *testing.T) {
	r := newReplica(t, steady, func(c *Config) { c.Store = nil })
	for name, call := range r.calls() {
		refused(t, name, call(t.Context()), codes.FailedPrecondition)
	}
	if _, err := r.analyses.Analyze(t.Context(), request()); err != nil {
		t.Errorf("Analyze: %v", err)
	}
}

func TestUnknown(t *testing.T) {
	r := newReplica(t, steady)
	for name, call := range r.calls() {
		code := codes.NotFound
		switch name {
		case "CreateAnalysis", "ListAnalyses", "PutSpec", "ListSpecs":
			code = codes.OK
		}
		refused(t, name, call(t.Context()), code)
	}
	id := r.create(t).Id
	for _, number := range []int32{0, 1, -1} {
		_, err := r.analyses.ExportLook(t.Context(), &serinv1.ExportLookRequest{Id: id, Number: number})
		refused(t, "a look that was not taken", err, codes.NotFound)
	}
}

// A store that does not answer is worth another try: it is not the server that is wrong.
func TestClosedStore(t *testing.T) {
	r := newReplica(t, steady)
	if err := r.config.Store.Close(); err != nil {
		t.Fatal(err)
	}
	for name, call := range r.calls() {
		refused(t, name, call(t.Context()), codes.Unavailable)
	}
}
