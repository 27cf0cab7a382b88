package prometheus

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers/providertest"
)

// patience is how long a server may take to start.
const patience = 30 * time.Second

// Start starts a server that knows the metrics, reads the configuration, and ends with the test. It returns the server's
// address once it answers.
func (tools Tools) Start(t testing.TB, config string, metrics ...providertest.Metric) (address string) {
	t.Helper()
	folder := t.TempDir()
	file, storage := filepath.Join(folder, "prometheus.yml"), filepath.Join(folder, "data")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	tools.load(t, metrics, storage)
	log := &journal{}
	command := exec.Command(tools.server, //nolint:gosec,noctx // built by Build; it ends with SIGTERM, below
		"--config.file="+file, "--storage.tsdb.path="+storage, "--storage.tsdb.retention.time=100y", // the metrics are old
		"--web.listen-address=127.0.0.1:0")
	command.Stderr = log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, command, log) })
	return await(t, log)
}

// stop ends a server, and shows what it wrote if the test has failed.
func stop(t testing.TB, command *exec.Cmd, log *journal) {
	_ = command.Process.Signal(syscall.SIGTERM)
	if err := command.Wait(); err != nil {
		t.Errorf("Prometheus ended with %v", err)
	}
	if t.Failed() {
		t.Logf("Prometheus wrote:\n%s", log.text())
	}
}

// await returns the address of a server, once it is ready.
func await(t testing.TB, log *journal) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	listening := regexp.MustCompile(`msg="Listening on".* address=(\S+)`)
	for ctx.Err() == nil {
		if found := listening.FindSubmatch(log.text()); found != nil {
			address := "http://" + string(found[1])
			if isReady(ctx, address) {
				return address
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("Prometheus is not ready after %v", patience)
	return ""
}

func isReady(ctx context.Context, address string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/-/ready", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode == http.StatusOK
}

// A journal keeps what a server writes.
type journal struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.all.Write(p)
}

func (j *journal) text() []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	return bytes.Clone(j.all.Bytes())
}
