package serin

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A Process is a serin serve, and a client of it.
type Process struct {
	serinv1.AnalysisServiceClient
	command    *exec.Cmd
	connection *grpc.ClientConn
	stderr     log
}

// Open starts serin serve on a free port. The error of one that does not serve is an [Ended].
func (b Binary) Open(arguments ...string) (*Process, error) {
	p := &Process{command: exec.Command(string(b), append([]string{"serve", "--listen", "127.0.0.1:0"}, arguments...)...)} //nolint:gosec,noctx // built by Build; it ends with a signal, below
	p.command.Stderr, p.command.SysProcAttr = &p.stderr, attributes()
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	_, address, ok := strings.Cut(strings.TrimSpace(line), "serves gRPC on ")
	if !ok {
		_ = p.command.Wait() // its status says how
		return nil, Ended{Status: p.command.ProcessState.ExitCode(), Said: line + p.Log(), cause: err}
	}
	if p.connection, err = grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials())); err != nil {
		return nil, err
	}
	p.AnalysisServiceClient = serinv1.NewAnalysisServiceClient(p.connection)
	return p, nil
}

// Ended is the error of a serin serve that does not serve.
type Ended struct {
	Status int
	Said   string
	cause  error
}

func (e Ended) Error() string {
	return fmt.Sprintf("serin serve exits with %d: %s (%v)", e.Status, e.Said, e.cause)
}

// Kill ends the process with SIGKILL. It is gone when Kill returns; whoever still calls it is told that it is unavailable.
func (p *Process) Kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait() // it says that it was killed
}

// Stop ends the process in order.
func (p *Process) Stop() error {
	_ = p.connection.Close()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.command.Wait()
}

// Log returns what the process has written to stderr.
func (p *Process) Log() string { return p.stderr.String() }

// Serve starts serin serve on a free port, ends it with the test, and returns a client of it.
func (b Binary) Serve(t testing.TB, arguments ...string) *Process {
	t.Helper()
	p, err := b.Open(arguments...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.command.ProcessState != nil {
			return // the test has ended it
		}
		if err := p.Stop(); err != nil {
			t.Errorf("serin serve ended with %v and wrote:\n%s", err, p.Log())
		}
	})
	return p
}

// A log is written by a process while it is read.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
