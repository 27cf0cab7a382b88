// Package server is the gRPC service: handlers that return the domain's errors, one table that turns those into
// codes, and the interceptors around them.
package server

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/store"
)

// Config is what a server needs.
type Config struct {
	Engine     *engine.Engine
	Store      *store.Store // nil: the server keeps no runs
	Log        *slog.Logger
	Now        func() time.Time
	MaxMessage int           // bytes of a request
	Heartbeat  time.Duration // how long a stream is silent at most; 0: 15s
}

// DefaultMaxMessage is room for 47 metrics of 2 × 10,000 inline points, and much more than any controller sends.
const DefaultMaxMessage = 16 << 20

// A Server is the gRPC service with health and reflection.
type Server struct {
	*grpc.Server
	health *health.Server
	leave  func() // ends what waits for runs
}

// New returns a server that is ready to serve on a listener.
func New(c Config) *Server {
	// From outside in: the log sees the code that the table gave, and the table sees a panic as an error.
	server := grpc.NewServer(
		grpc.MaxRecvMsgSize(c.MaxMessage),
		grpc.ChainUnaryInterceptor(
			logging.UnaryServerInterceptor(logger(c.Log), logging.WithLogOnEvents(logging.FinishCall)),
			errorTable(c.Log),
			recovery.UnaryServerInterceptor(recovery.WithRecoveryHandler(panicked)),
		),
		grpc.ChainStreamInterceptor(
			logging.StreamServerInterceptor(logger(c.Log), logging.WithLogOnEvents(logging.FinishCall)),
			streamErrorTable(c.Log),
			recovery.StreamServerInterceptor(recovery.WithRecoveryHandler(panicked)),
		),
	)
	leaving := make(chan struct{})
	s := &Server{Server: server, health: health.NewServer(), leave: sync.OnceFunc(func() { close(leaving) })}
	serinv1.RegisterAnalysisServiceServer(server, &analysisService{
		keeper: keeper{c.Store}, engine: c.Engine, log: c.Log, now: c.Now, heartbeat: cmp.Or(c.Heartbeat, defaultHeartbeat), leaving: leaving,
	})
	serinv1.RegisterSpecServiceServer(server, &specService{keeper: keeper{c.Store}, now: c.Now})
	grpc_health_v1.RegisterHealthServer(server, s.health)
	for _, service := range []string{serinv1.AnalysisService_ServiceDesc.ServiceName, serinv1.SpecService_ServiceDesc.ServiceName} {
		s.health.SetServingStatus(service, grpc_health_v1.HealthCheckResponse_SERVING)
	}
	reflection.Register(server)
	return s
}

// Shutdown tells health checks and those who wait for runs that the server is going, lets running calls finish, and cuts off
// what is still running when the grace is over.
func (s *Server) Shutdown(grace time.Duration) {
	s.health.Shutdown()
	s.leave()
	timer := time.AfterFunc(grace, s.Stop)
	defer timer.Stop()
	s.GracefulStop()
}

// panicked turns a panic into an error like any other; the table hides it from the caller and logs it.
func panicked(p any) error {
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}

// logger adapts slog to the interceptor.
func logger(log *slog.Logger) logging.Logger {
	return logging.LoggerFunc(func(ctx context.Context, level logging.Level, message string, fields ...any) {
		log.Log(ctx, slog.Level(level), message, fields...)
	})
}
