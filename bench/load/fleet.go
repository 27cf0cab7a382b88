package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A fleet is the servers, and the metrics that they ask for.
type fleet struct {
	servers    []*server
	metrics    *metrics
	postgresql bool
}

// A server is one process.
type server struct {
	process *exec.Cmd
	client  serinv1.AnalysisServiceClient
}

func startFleet(ctx context.Context, folder string, o options) (*fleet, error) {
	binary := filepath.Join(folder, "serin")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/serin") //nolint:gosec // the path is ours
	build.Dir = ".."
	if output, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("serin cannot be built: %w: %s", err, output)
	}
	f := &fleet{postgresql: o.postgresql != ""}
	var err error
	if f.metrics, err = serveMetrics(ctx, o.hang); err != nil {
		return nil, err
	}
	config := filepath.Join(folder, "serin.yaml")
	if err := os.WriteFile(config, []byte(configuration(folder, f.metrics.address, o)), 0o600); err != nil {
		return nil, err
	}
	for range o.replicas {
		s, err := startServer(ctx, binary, config, o.postgresql)
		if err != nil {
			f.stop()
			return nil, err
		}
		f.servers = append(f.servers, s)
	}
	return f, nil
}

func configuration(folder, metrics string, o options) string {
	store := fmt.Sprintf("sqlite: {path: %q}", filepath.Join(folder, "serin.db"))
	if o.postgresql != "" {
		store = "postgresql: {url: {env: LOAD_POSTGRESQL}, max_connections: 20}"
	}
	return fmt.Sprintf(`listen: {grpc: "127.0.0.1:0"}
providers: {load: {prometheus: {address: "http://%s"}}}
store:
  %s
  parallel_queries: %d
`, metrics, store, o.parallel)
}

func startServer(ctx context.Context, binary, config, postgresql string) (*server, error) {
	s := &server{process: exec.CommandContext(ctx, binary, "serve", "--config", config)} //nolint:gosec // the binary is ours
	s.process.Env = append(os.Environ(), "LOAD_POSTGRESQL="+postgresql)
	s.process.Cancel = func() error { return s.process.Process.Signal(syscall.SIGTERM) }
	output, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(filepath.Dir(config), "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	s.process.Stderr = log
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		text, _ := os.ReadFile(log.Name()) // if there is one
		return nil, fmt.Errorf("the server does not start: %s", text)
	}
	_, address, _ := strings.Cut(strings.TrimSpace(line), " gRPC on ")
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	s.client = serinv1.NewAnalysisServiceClient(connection)
	return s, err
}

// stop ends the servers.
func (f *fleet) stop() {
	for _, s := range f.servers {
		_ = s.process.Process.Signal(syscall.SIGTERM) // if it is gone, all the better
	}
	for _, s := range f.servers {
		_ = s.process.Wait() // nothing is measured any more
	}
}
