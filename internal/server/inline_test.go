package server

import (
	"math"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// inline compares two series that come with the request.
func inline(baseline, canary []float64) *serinv1.AnalyzeRequest {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &serinv1.AnalyzeRequest{
		Spec: &serinv1.Spec{Name: "inline", Metrics: []*serinv1.Metric{{
			Name: "latency", Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE,
			Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{}},
		}}},
		Window: &serinv1.Window{Start: timestamppb.New(start), End: timestamppb.New(start.Add(30 * time.Minute))},
		Series: []*serinv1.Series{
			{Metric: "latency", Population: serinv1.PopulationKind_POPULATION_KIND_BASELINE, Values: baseline},
			{Metric: "latency", Population: serinv1.PopulationKind_POPULATION_KIND_CANARY, Values: canary},
		},
	}
}

func around(level float64) []float64 {
	values := make([]float64, 30)
	for i := range values {
		values[i] = level + math.Sin(2.4*float64(i))
	}
	return values
}

func with(values []float64, i int, v float64) []float64 {
	values[i] = v
	return values
}

func constant(v float64) []float64 {
	values := make([]float64, 30)
	for i := range values {
		values[i] = v
	}
	return values
}

// Whatever values a caller sends, the answer is a verdict with its cause: nothing is lost, and no NaN comes out.
func TestInlineSeries(t *testing.T) {
	connection, _ := connect(t, nil)
	client := serinv1.NewAnalysisServiceClient(connection)
	for _, test := range []struct {
		name             string
		baseline, canary []float64
		verdict          serinv1.Verdict
		cause            serinv1.Cause
	}{
		{"healthy", around(100), around(100), serinv1.Verdict_VERDICT_PROMOTE, 0},
		{"worse", around(100), around(150), serinv1.Verdict_VERDICT_ABORT, 0},
		{"a gap", around(100), with(around(100), 7, math.NaN()), serinv1.Verdict_VERDICT_PROMOTE, 0},
		{"all gaps", around(100), constant(math.NaN()), serinv1.Verdict_VERDICT_PAUSE, serinv1.Cause_CAUSE_EMPTY},
		{"infinite", around(100), with(around(100), 7, math.Inf(1)), serinv1.Verdict_VERDICT_PAUSE, serinv1.Cause_CAUSE_NOT_FINITE},
		{"one point", around(100), []float64{100}, serinv1.Verdict_VERDICT_PAUSE, serinv1.Cause_CAUSE_TOO_FEW},
		{"constant", constant(5), constant(5), serinv1.Verdict_VERDICT_PAUSE, serinv1.Cause_CAUSE_FLAT},
		{"ends early", around(100), around(100)[:20], serinv1.Verdict_VERDICT_PAUSE, serinv1.Cause_CAUSE_STALE},
		{"huge", constant(math.MaxFloat64), constant(-math.MaxFloat64), serinv1.Verdict_VERDICT_PROMOTE, 0},
		{"subnormal", with(constant(5e-324), 3, 0), with(constant(5e-324), 4, 0), serinv1.Verdict_VERDICT_PAUSE, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			response, err := client.Analyze(t.Context(), inline(test.baseline, test.canary))
			if err != nil {
				t.Fatal(err)
			}
			r := response.Result
			cause := serinv1.Cause(0)
			if causes := r.Findings[0].Causes; len(causes) > 0 {
				cause = causes[0].Cause
			}
			if r.Verdict != test.verdict || cause != test.cause {
				t.Errorf("got %v for %v: %s", r.Verdict, cause, r.Headline)
			}
			if len(response.Queries) > 0 {
				t.Errorf("queries for inline series: %v", response.Queries)
			}
		})
	}
}

func TestInlineMistakes(t *testing.T) {
	connection, _ := connect(t, nil)
	client := serinv1.NewAnalysisServiceClient(connection)
	for name, change := range map[string]func(*serinv1.AnalyzeRequest){
		"all muted":       func(r *serinv1.AnalyzeRequest) { r.Spec.Metrics[0].Role = serinv1.Role_ROLE_MUTED },
		"no window":       func(r *serinv1.AnalyzeRequest) { r.Window = nil },
		"unknown metric":  func(r *serinv1.AnalyzeRequest) { r.Series[0].Metric = "latecny" },
		"no population":   func(r *serinv1.AnalyzeRequest) { r.Series[0].Population = 0 },
		"twice the same":  func(r *serinv1.AnalyzeRequest) { r.Series[0].Population = r.Series[1].Population },
		"no values":       func(r *serinv1.AnalyzeRequest) { r.Series[0].Values = nil },
		"another part":    func(r *serinv1.AnalyzeRequest) { r.Series[0].Part = "total" },
		"slice unasked":   func(r *serinv1.AnalyzeRequest) { r.Series[0].Slice = "eu-west" },
		"weight NaN":      func(r *serinv1.AnalyzeRequest) { w := math.NaN(); r.Spec.Metrics[0].Weight = &w },
		"off the grid":    func(r *serinv1.AnalyzeRequest) { r.Series[0].Start = timestamppb.New(time.Unix(1, 0)) },
		"too many values": func(r *serinv1.AnalyzeRequest) { r.Series[0].Values = make([]float64, 31) },
	} {
		t.Run(name, func(t *testing.T) {
			request := inline(around(100), around(100))
			change(request)
			response, err := client.Analyze(t.Context(), request)
			if status.Code(err) != codes.InvalidArgument {
				t.Errorf("got %v, %v", response, err)
			}
		})
	}
}
