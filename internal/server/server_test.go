package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// providerFunc is a provider made of a function.
type providerFunc func(ctx context.Context, q providers.Query) ([]series.Labelled, error)

func (f providerFunc) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	return f(ctx, q)
}

// connect serves over memory and returns a connection and what is logged.
func connect(t *testing.T, provider providerFunc) (*grpc.ClientConn, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	return serve(t, New(Config{
		Engine:     &engine.Engine{Providers: map[string]providers.Provider{"test": provider}, Limits: engine.DefaultLimits()},
		Log:        slog.New(slog.NewTextHandler(&log, nil)),
		Now:        func() time.Time { return time.Date(2026, 3, 1, 12, 30, 20, 0, time.UTC) },
		MaxMessage: DefaultMaxMessage,
	})), &log
}

// serve serves over memory until the test is over, and returns a connection.
func serve(t *testing.T, s *Server) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1 << 20)
	go func() { _ = s.Serve(listener) }()
	connection, err := grpc.NewClient("passthrough:///memory", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := connection.Close(); err != nil {
			t.Error(err)
		}
		s.Shutdown(time.Second)
	})
	return connection
}

// request asks for the ratio of errors over half an hour up to now.
func request() *serinv1.AnalyzeRequest {
	return &serinv1.AnalyzeRequest{
		Spec: &serinv1.Spec{
			Name: "checkout", Provider: "test", Variables: []string{"version"},
			Metrics: []*serinv1.Metric{{
				Name: "errors", Preset: serinv1.Preset_PRESET_ERRORS,
				Kind: &serinv1.Metric_Ratio{Ratio: &serinv1.Ratio{
					Events: `sum(increase(errors{version="${version}"}[${step}]))`,
					Total:  `sum(increase(requests{version="${version}"}[${step}]))`,
				}},
			}},
		},
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "2"}},
	}
}

// steady answers 1000 requests a step, and 10 errors, or 40 for version 2.
func steady(_ context.Context, q providers.Query) ([]series.Labelled, error) {
	s := series.New(q.Start, q.Step, series.Steps(q.Start, q.End, q.Step))
	for i := range s.Values {
		switch {
		case strings.Contains(q.Expr, "requests"):
			s.Values[i] = 1000
		case strings.Contains(q.Expr, `version="2"`):
			s.Values[i] = 40
		default:
			s.Values[i] = 10
		}
	}
	return []series.Labelled{{Series: s}}, nil
}

func TestAnalyze(t *testing.T) {
	connection, log := connect(t, steady)
	response, err := serinv1.NewAnalysisServiceClient(connection).Analyze(t.Context(), request())
	if err != nil {
		t.Fatal(err)
	}
	r := response.Result
	if r.Verdict != serinv1.Verdict_VERDICT_ABORT || r.Reasons[0].Code != serinv1.ReasonCode_REASON_CODE_REGRESSION {
		t.Errorf("got %v for %v: %s", r.Verdict, r.Reasons, r.Headline)
	}
	if got, want := r.CanaryWindow.End.AsTime(), time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("the window ends at %v, want the last full step %v", got, want)
	}
	if len(response.Queries) != 4 || response.Queries[0].Query != `sum(increase(errors{version="1"}[1m]))` {
		t.Errorf("queries: %v", response.Queries)
	}
	if len(r.SpecDigest) != 64 || len(r.DataDigest) != 64 || r.EngineVersion != engine.Version {
		t.Errorf("digests %q and %q of engine %q", r.SpecDigest, r.DataDigest, r.EngineVersion)
	}
	if !strings.Contains(log.String(), "grpc.code=OK") {
		t.Errorf("the call was not logged: %s", log)
	}
}

// Whatever a provider does is a finding and a PAUSE, not an error of the call.
func TestProviderTrouble(t *testing.T) {
	for _, test := range []struct {
		name     string
		provider providerFunc
		cause    serinv1.Cause
		reason   serinv1.ReasonCode
	}{
		{"rejected", func(context.Context, providers.Query) ([]series.Labelled, error) {
			return nil, errors.Join(providers.ErrQuery, errors.New("parse error at char 3"))
		}, serinv1.Cause_CAUSE_QUERY_REJECTED, serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR},
		{"unavailable", func(context.Context, providers.Query) ([]series.Labelled, error) {
			return nil, providers.ErrUnavailable
		}, serinv1.Cause_CAUSE_UNAVAILABLE, serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR},
		{"hangs", func(ctx context.Context, _ providers.Query) ([]series.Labelled, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, serinv1.Cause_CAUSE_TIMEOUT, serinv1.ReasonCode_REASON_CODE_TIMEOUT},
		{"two series", func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
			answer, err := steady(ctx, q)
			return append(answer, answer...), err
		}, serinv1.Cause_CAUSE_TOO_MANY_SERIES, serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR},
		{"no match", func(context.Context, providers.Query) ([]series.Labelled, error) {
			return nil, nil
		}, serinv1.Cause_CAUSE_EMPTY, serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA},
	} {
		t.Run(test.name, func(t *testing.T) {
			connection, _ := connect(t, test.provider)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			response, err := serinv1.NewAnalysisServiceClient(connection).Analyze(ctx, request())
			if err != nil {
				t.Fatal(err)
			}
			r := response.Result
			if r.Verdict != serinv1.Verdict_VERDICT_PAUSE || r.Findings[0].Causes[0].Cause != test.cause || r.Reasons[0].Code != test.reason {
				t.Errorf("got %v for %v: %v", r.Verdict, r.Reasons, r.Findings[0].Causes)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	change := func(f func(*serinv1.AnalyzeRequest)) *serinv1.AnalyzeRequest {
		r := request()
		f(r)
		return r
	}
	at := func(hour, minute int) *timestamppb.Timestamp {
		return timestamppb.New(time.Date(2026, 3, 1, hour, minute, 0, 0, time.UTC))
	}
	for _, test := range []struct {
		name    string
		request *serinv1.AnalyzeRequest
		code    codes.Code
		want    string
	}{
		{"empty", &serinv1.AnalyzeRequest{}, codes.InvalidArgument, "spec"},
		{"address for a provider", change(func(r *serinv1.AnalyzeRequest) { r.Spec.Provider = "http://169.254.169.254/" }), codes.InvalidArgument, "spec.provider"},
		{"unknown provider", change(func(r *serinv1.AnalyzeRequest) { r.Spec.Provider = "prod" }), codes.InvalidArgument, `"prod" is not configured; configured are: test`},
		{"end before start", change(func(r *serinv1.AnalyzeRequest) { r.Window = &serinv1.Window{Start: at(12, 30), End: at(12, 0)} }), codes.InvalidArgument, "window"},
		{"step 0", change(func(r *serinv1.AnalyzeRequest) { r.Spec.Step = durationpb.New(0) }), codes.InvalidArgument, "spec.step"},
		{"a million points", change(func(r *serinv1.AnalyzeRequest) {
			r.Spec.Step, r.Spec.Window = durationpb.New(time.Second), durationpb.New(1_000_000*time.Second)
		}), codes.ResourceExhausted, "1000000 steps"},
	} {
		t.Run(test.name, func(t *testing.T) {
			connection, _ := connect(t, steady)
			_, err := serinv1.NewAnalysisServiceClient(connection).Analyze(t.Context(), test.request)
			if status.Code(err) != test.code || !strings.Contains(status.Convert(err).Message(), test.want) {
				t.Fatalf("got %v, want %v with %q", err, test.code, test.want)
			}
			if test.code != codes.InvalidArgument {
				return
			}
			details, ok := status.Convert(err).Details()[0].(*errdetails.BadRequest)
			if !ok || len(details.FieldViolations) == 0 || details.FieldViolations[0].Field == "" {
				t.Errorf("details: %v", status.Convert(err).Details())
			}
		})
	}
}

// A panic is an internal error without details for the caller, and a line with its cause in the log.
func TestPanic(t *testing.T) {
	s := &analysisService{engine: nil, now: time.Now} // a nil engine panics
	var log bytes.Buffer
	table := errorTable(slog.New(slog.NewTextHandler(&log, nil)))
	_, err := table(t.Context(), request(), &grpc.UnaryServerInfo{FullMethod: "/Analyze"}, func(ctx context.Context, r any) (_ any, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = panicked(p)
			}
		}()
		return s.Analyze(ctx, r.(*serinv1.AnalyzeRequest))
	})
	if status.Code(err) != codes.Internal || status.Convert(err).Message() != "internal error" {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(log.String(), "nil pointer") {
		t.Errorf("log: %s", log.String())
	}
}

func TestValidateSpec(t *testing.T) {
	connection, _ := connect(t, steady)
	client := serinv1.NewAnalysisServiceClient(connection)
	response, err := client.ValidateSpec(t.Context(), &serinv1.ValidateSpecRequest{
		Source: &serinv1.ValidateSpecRequest_Text{Text: "name: checkout\nprovider: test\nmetrics:\n  - name: errors\n    wieght: 2\n"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(response.Mistakes) < 2 || response.Mistakes[1].Line != 5 && response.Mistakes[0].Line != 5 {
		t.Errorf("mistakes: %v", response.Mistakes)
	}
	response, err = client.ValidateSpec(t.Context(), &serinv1.ValidateSpecRequest{Source: &serinv1.ValidateSpecRequest_Spec{Spec: request().Spec}})
	if err != nil || len(response.Mistakes) > 0 || response.Spec.Metrics[0].Abort.GetRelative() != 1 {
		t.Errorf("got %v, %v", response, err)
	}
}

func TestHealth(t *testing.T) {
	connection, _ := connect(t, steady)
	response, err := grpc_health_v1.NewHealthClient(connection).Check(t.Context(),
		&grpc_health_v1.HealthCheckRequest{Service: serinv1.AnalysisService_ServiceDesc.ServiceName})
	if err != nil || response.Status != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("got %v, %v", response, err)
	}
}
