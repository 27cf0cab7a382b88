package server

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
)

// bare decodes requests and answers nothing: what gRPC alone costs.
type bare struct {
	serinv1.UnimplementedAnalysisServiceServer
}

func (bare) Analyze(context.Context, *serinv1.AnalyzeRequest) (*serinv1.AnalyzeResponse, error) {
	return &serinv1.AnalyzeResponse{}, nil
}

// inlineRequests returns requests of so many gauges with so many points on either side, each with other values.
func inlineRequests(metrics, points, requests int) []*serinv1.AnalyzeRequest {
	r := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	all := make([]*serinv1.AnalyzeRequest, requests)
	for i := range all {
		request := &serinv1.AnalyzeRequest{
			Spec:   &serinv1.Spec{Name: "bench", Window: durationpb.New(time.Duration(points) * time.Minute)},
			Window: &serinv1.Window{Start: timestamppb.New(start), End: timestamppb.New(start.Add(time.Duration(points) * time.Minute))},
		}
		for j := range metrics {
			name := fmt.Sprintf("m%d", j)
			request.Spec.Metrics = append(request.Spec.Metrics, &serinv1.Metric{
				Name: name, Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE, Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{}},
			})
			for population := range serinv1.PopulationKind(2) {
				values := make([]float64, points)
				for k := range values {
					values[k] = 100 + r.NormFloat64()
				}
				request.Series = append(request.Series, &serinv1.Series{Metric: name, Population: population + 1, Values: values})
			}
		}
		all[i] = request
	}
	return all
}

// BenchmarkAnalyze calls the service over loopback with 461 kB of inline series (20 metrics of 2 x 1,440 points), from
// as many callers as there are processors, beside a server that only decodes the same requests. The two figures of one
// run, divided, say what judging costs.
func BenchmarkAnalyze(b *testing.B) {
	requests := inlineRequests(20, 1440, 16)
	b.Logf("%d bytes a request", proto.Size(requests[0]))
	for _, server := range []struct {
		name string
		new  func() *grpc.Server
	}{
		{"bare", func() *grpc.Server {
			s := grpc.NewServer()
			serinv1.RegisterAnalysisServiceServer(s, bare{})
			return s
		}},
		{"serin", func() *grpc.Server {
			return New(Config{
				Engine: &engine.Engine{Limits: engine.DefaultLimits()}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
				Now: time.Now, MaxMessage: DefaultMaxMessage,
			}).Server
		}},
	} {
		b.Run(server.name, func(b *testing.B) { benchmarkCalls(b, server.new(), requests) })
	}
}

func benchmarkCalls(b *testing.B, s *grpc.Server, requests []*serinv1.AnalyzeRequest) {
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = s.Serve(listener) }()
	defer s.Stop()
	connection, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	client := serinv1.NewAnalysisServiceClient(connection)
	var next atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.Analyze(b.Context(), requests[int(next.Add(1))%len(requests)]); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}
