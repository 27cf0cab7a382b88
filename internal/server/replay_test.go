package server

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// rough is steady with gaps, noise, and a metric that is refused.
func rough(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	if strings.Contains(q.Expr, "latency") {
		return nil, fmt.Errorf("%w: parse error, \"quoted\",\nand with a second line", providers.ErrQuery)
	}
	all, err := steady(ctx, q)
	for _, s := range all {
		for i := range s.Values {
			at := s.Time(i).Unix() / 60
			if s.Values[i] += math.Round(3 * math.Sin(float64(at)*1.7)); at%7 == 0 {
				s.Values[i] = math.NaN()
			}
		}
	}
	return all, err
}

// withLatency asks for a second metric, a warm-up and a history.
func withLatency(asked *serinv1.CreateAnalysisRequest) {
	s := asked.GetSpec()
	s.WarmUp, s.History = durationpb.New(3*time.Minute), durationpb.New(20*time.Minute)
	s.Metrics = append(s.Metrics, &serinv1.Metric{
		Name: "latency", Preset: serinv1.Preset_PRESET_LATENCY,
		Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{Query: `avg(latency{version="${version}"})`}},
	})
}

// looked is a run whose looks have been taken.
func (r *replica) looked(t *testing.T, change ...func(*serinv1.CreateAnalysisRequest)) string {
	t.Helper()
	run := r.create(t, change...)
	for number := range run.LooksPlanned {
		r.look(t, run.Id, number+1)
	}
	if got := r.get(t, run.Id).Run; got.State != serinv1.RunState_RUN_STATE_SUCCEEDED {
		t.Fatalf("the run is %v after its looks", got)
	}
	return run.Id
}

func TestReplayAnalysis(t *testing.T) {
	r := newReplica(t, rough)
	worse := func(asked *serinv1.CreateAnalysisRequest) { asked.Canary.Variables["version"] = "2" }
	strict := runRequest(withLatency).GetSpec()
	strict.Metrics = strict.Metrics[:1]
	r.put(t, strict)
	relative := 100.0
	for _, test := range []struct {
		name      string
		run       string
		as        *serinv1.ReplayAnalysisRequest
		identical bool
		looks     int
		says      string
	}{
		{"as it was", r.looked(t), &serinv1.ReplayAnalysisRequest{}, true, 3, ""},
		{"many looks", r.looked(t, manyLooks), &serinv1.ReplayAnalysisRequest{}, true, 12, ""},
		{"sliding looks", r.looked(t, slidingLooks), &serinv1.ReplayAnalysisRequest{}, true, 3, ""},
		{"with failures", r.looked(t, withLatency), &serinv1.ReplayAnalysisRequest{}, true, 3, ""},
		{"an aborted run", r.looked(t, worse), &serinv1.ReplayAnalysisRequest{}, true, 1, ""},
		{"under a stored spec", r.looked(t, withLatency), &serinv1.ReplayAnalysisRequest{
			Source: &serinv1.ReplayAnalysisRequest_SpecReference{SpecReference: &serinv1.SpecReference{Name: "checkout"}},
		}, false, 3, "look 1: "},
		{"under a milder spec", r.looked(t, worse), &serinv1.ReplayAnalysisRequest{Source: &serinv1.ReplayAnalysisRequest_Spec{
			Spec: func() *serinv1.Spec {
				s := runRequest().GetSpec()
				margin := &serinv1.Margin{Relative: &relative}
				s.Metrics[0].Preset, s.Metrics[0].Pause, s.Metrics[0].Abort = 0, margin, margin
				s.Metrics[0].Direction = serinv1.Direction_DIRECTION_HIGHER_IS_WORSE
				return s
			}(),
		}}, false, 1, "and said ABORT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := r.get(t, test.run)
			test.as.Id = test.run
			got, err := r.analyses.ReplayAnalysis(t.Context(), test.as)
			if err != nil {
				t.Fatal(err)
			}
			if got.Identical != test.identical || len(got.Looks) != test.looks || got.Identical != (len(got.Differences) == 0) ||
				!strings.Contains(strings.Join(got.Differences, "\n"), test.says) || got.RecordedEngineVersion != "" {
				t.Errorf("identical is %v after %d looks, with the differences %q", got.Identical, len(got.Looks), got.Differences)
			}
			if test.identical {
				same(t, "its looks", &serinv1.GetAnalysisResponse{Looks: got.Looks}, &serinv1.GetAnalysisResponse{Looks: before.Looks})
				same(t, "what it concludes", got.Run.Conclusion, before.Run.Conclusion)
			}
			same(t, "the run that is kept", r.get(t, test.run), before)
		})
	}
	_, err := r.analyses.ReplayAnalysis(t.Context(), &serinv1.ReplayAnalysisRequest{
		Id: r.create(t).Id, Source: &serinv1.ReplayAnalysisRequest_Spec{Spec: &serinv1.Spec{}},
	})
	refused(t, "a spec that is none", err, codes.InvalidArgument)
	if got := fieldsOf(err); len(got) == 0 || got[0] != "spec.name" {
		t.Errorf("the mistakes are of %v, want spec.name first", got)
	}
}

// same compares two messages, byte for byte.
func same(t *testing.T, what string, got, want proto.Message) {
	t.Helper()
	deterministic := proto.MarshalOptions{Deterministic: true}
	a, errA := deterministic.Marshal(got)
	b, errB := deterministic.Marshal(want)
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("%s: %v, %v; -want +got:\n%s", what, errA, errB, cmp.Diff(want, got, protocmp.Transform()))
	}
}

// manyLooks asks for so many looks that what they find is carried from one to the next.
func manyLooks(asked *serinv1.CreateAnalysisRequest) {
	withLatency(asked)
	asked.GetSpec().Schedule.Duration = durationpb.New(24 * time.Minute)
}

// slidingLooks asks for looks that each see a window of their own.
func slidingLooks(asked *serinv1.CreateAnalysisRequest) {
	s := asked.GetSpec()
	s.Window, s.Schedule.Window = durationpb.New(4*time.Minute), serinv1.WindowKind_WINDOW_KIND_SLIDING
}

// A look that is exported, written, read again and judged again comes to the same bytes.
func TestExportLook(t *testing.T) {
	for name, change := range map[string]func(*serinv1.CreateAnalysisRequest){
		"few": withLatency, "many": manyLooks, "sliding": slidingLooks,
	} {
		t.Run(name, func(t *testing.T) {
			r := newReplica(t, rough)
			run := r.looked(t, change)
			kept := r.get(t, run)
			if last := kept.Looks[len(kept.Looks)-1]; (len(last.Result.Carried) > 0) != (name == "many") {
				t.Errorf("carried over is %v", last.Result.Carried)
			}
			for _, look := range kept.Looks {
				r.exports(t, run, look.Number, look)
			}
			r.exports(t, run, 0, kept.Looks[len(kept.Looks)-1])
		})
	}
}

// exports exports a look to a folder and judges what stands there.
func (r *replica) exports(t *testing.T, id string, number int32, look *serinv1.Look) {
	t.Helper()
	export, err := r.analyses.ExportLook(t.Context(), &serinv1.ExportLookRequest{Id: id, Number: number})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the look", export.Look, look)
	asked, folder := export.Recording, t.TempDir()
	if err := recording.Write(folder, &recording.Recording{
		Spec: asked.Spec, Baseline: asked.Baseline, Canary: asked.Canary, Window: asked.Window, Looks: asked.Looks,
		Answers: wire.Recorded(&serinv1.Answers{Answers: export.Answers}), Result: export.Look.Result,
	}); err != nil {
		t.Fatal(err)
	}
	read, err := recording.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	again, err := wire.Replay(t.Context(), &engine.Engine{Limits: engine.DefaultLimits()}, read.Request(), read.Answers)
	if err != nil {
		t.Fatal(err)
	}
	same(t, fmt.Sprintf("the result of look %d", number), again.Result, look.Result)
}
