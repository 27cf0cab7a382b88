package postgresql

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// patience is how long a server may take to start, and its processes to leave.
const patience = 30 * time.Second

var errStays = fmt.Errorf("processes of it are left after %v", patience)

// A Server is a PostgreSQL of one test. It listens on the same port however often it is started.
type Server struct {
	programs programs
	folder   string // belongs to whom the server runs as
	port     int
	process  *os.Process
	ended    chan error   // how the server ended, once none of its processes is left; nil while it is down
	log      bytes.Buffer // to be read while it is down
}

// Start starts a server that ends with the test, and returns once it answers. If the test fails, it shows what the server
// wrote.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{programs: find(t), folder: newFolder(t)}
	t.Cleanup(func() { s.close(t) })
	s.initialize(t)
	s.port = freePort(t)
	s.start(t)
	return s
}

// Stop ends the server in order. Whoever is connected is cut off; what is committed is kept.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	s.mustBeUp(t)
	if err := s.end(syscall.SIGINT); err != nil {
		t.Fatalf("PostgreSQL ended with %v", err)
	}
}

// Kill ends the server and all its processes with SIGKILL. None of them is left when it returns.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	s.mustBeUp(t)
	if err := killAll(s.process); err != nil {
		t.Fatalf("PostgreSQL cannot be killed: %v", err)
	}
	if err := s.await(); errors.Is(err, errStays) {
		t.Fatalf("PostgreSQL was killed, and %v", err)
	}
}

// Restart starts the server again, with the data it had. If it is up, it is stopped first.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	if s.ended != nil {
		s.Stop(t)
	}
	s.start(t)
}

// initialize makes the data of a server that trusts everyone.
func (s *Server) initialize(t testing.TB) {
	t.Helper()
	command := exec.CommandContext(t.Context(), s.programs.path("initdb"), //nolint:gosec // found by find
		"--pgdata="+s.data(), "--username="+superuser, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	command.Dir, command.SysProcAttr = s.folder, attributes(t)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, output)
	}
}

// start starts the server, and returns once it answers.
func (s *Server) start(t testing.TB) {
	t.Helper()
	command := exec.Command(s.programs.path("postgres"), //nolint:gosec,noctx // found by find; it ends with a signal, below
		"-D", s.data(), "-p", strconv.Itoa(s.port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
		"-c", "fsync=off", // the server may be killed, the machine stays
		"-c", "dynamic_shared_memory_type=mmap") // in files that are removed with the data
	command.Dir, command.SysProcAttr = s.folder, attributes(t)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, _ = io.Copy(&s.log, output) // until the last process has let go of it
		ended <- command.Wait()
	}()
	s.process, s.ended = command.Process, ended
	s.awaitReady(t)
}

// mustBeUp fails a test that ends what it has ended before.
func (s *Server) mustBeUp(t testing.TB) {
	t.Helper()
	if s.ended == nil {
		t.Fatal("PostgreSQL is down already; Restart starts it")
	}
}

// end ends the server with a signal, and says how it ended.
func (s *Server) end(signal syscall.Signal) error {
	if err := s.process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return s.await()
}

// await says how the server ended, once none of its processes is left.
func (s *Server) await() error {
	select {
	case err := <-s.ended:
		s.ended = nil
		return err
	case <-time.After(patience):
		return errStays
	}
}

// close ends the server if it is up, shows what it wrote if the test has failed, and removes what it leaves.
func (s *Server) close(t testing.TB) {
	if s.ended != nil {
		if err := s.end(syscall.SIGQUIT); err != nil { // at once: no one reads the data again
			t.Errorf("PostgreSQL ended with %v", err)
		}
	}
	if t.Failed() && s.ended == nil {
		t.Logf("PostgreSQL wrote:\n%s", s.log.Bytes())
	}
	s.removeMemory(t)
	if err := os.RemoveAll(s.folder); err != nil {
		t.Error(err)
	}
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }
