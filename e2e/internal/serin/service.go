package serin

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Serve starts serin serve on a free port, ends it with the test, and returns a client of it.
func (b Binary) Serve(t testing.TB, arguments ...string) serinv1.AnalysisServiceClient {
	t.Helper()
	command := exec.Command(string(b), append([]string{"serve", "--listen", "127.0.0.1:0"}, arguments...)...) //nolint:gosec,noctx // built by Build; it ends with SIGTERM, below
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		if err := command.Wait(); err != nil {
			t.Errorf("serin serve ended with %v and wrote:\n%s", err, stderr.String())
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	_, address, ok := strings.Cut(strings.TrimSpace(line), "serves gRPC on ")
	if !ok {
		t.Fatalf("serin serve says %q, %v; want the address it serves on", line, err)
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return serinv1.NewAnalysisServiceClient(connection)
}
