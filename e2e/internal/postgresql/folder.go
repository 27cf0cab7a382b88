package postgresql

import (
	"context"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// newFolder makes a folder for a server. A test's own will not do: if the server runs as someone else, that one could not
// reach it.
func newFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "serin-postgresql-")
	if err != nil {
		t.Fatal(err)
	}
	if isRoot() {
		uid, gid := account(t)
		if err := os.Chown(folder, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func isRoot() bool { return os.Geteuid() == 0 }

// account is whom the server runs as if we are root, for that is whom it refuses to run as.
func account(t testing.TB) (uid, gid int) {
	t.Helper()
	found, err := user.Lookup("postgres")
	if err != nil {
		found, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Fatalf("PostgreSQL does not run as root, and there is no one else: %v", err)
	}
	uid, err = strconv.Atoi(found.Uid)
	if err != nil {
		t.Fatal(err)
	}
	gid, err = strconv.Atoi(found.Gid)
	if err != nil {
		t.Fatal(err)
	}
	return uid, gid
}

// removeMemory removes the shared memory that a killed server leaves: a few bytes, but until the machine restarts.
func (s *Server) removeMemory(t testing.TB) {
	text, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return // it ended in order, or never started
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 7 {
		return
	}
	key, id, _ := strings.Cut(strings.TrimSpace(lines[6]), " ")
	command := exec.CommandContext(context.Background(), "ipcrm", "-m", strings.TrimSpace(id)) //nolint:gosec // a number that the server wrote
	if output, err := command.CombinedOutput(); err != nil {
		t.Logf("the shared memory %s is left: %v: %s", key, err, output)
	}
}
