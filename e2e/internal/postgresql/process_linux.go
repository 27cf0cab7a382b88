package postgresql

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// attributes lets a process run as the account, and end at once when the test's process does, however that ends.
func attributes(t testing.TB) *syscall.SysProcAttr {
	t.Helper()
	attributes := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if isRoot() {
		uid, gid := account(t)
		attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return attributes
}

// killAll kills a server and its children. It is stopped before, so that it neither sees them die nor makes more. They
// are not of its process group: each has one of its own.
func killAll(server *os.Process) error {
	if err := server.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	var problems error
	for _, child := range children(server.Pid) {
		if err := syscall.Kill(child, syscall.SIGKILL); !errors.Is(err, syscall.ESRCH) {
			problems = errors.Join(problems, err)
		}
	}
	return errors.Join(problems, server.Kill())
}

// children returns the processes that a process has started and that still are.
func children(parent int) []int {
	var found []int
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is a good one
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended in between
		}
		// "12 (a name) S 34 …": process 12, which sleeps, has the parent 34.
		after := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		if len(after) < 2 || after[1] != strconv.Itoa(parent) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
			found = append(found, pid)
		}
	}
	return found
}
