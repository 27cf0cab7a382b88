//go:build !linux

package postgresql

import (
	"os"
	"syscall"
	"testing"
)

// attributes leaves a process as it is: where this is not Linux, the tests are not for root to run.
func attributes(testing.TB) *syscall.SysProcAttr { return nil }

// killAll kills a server. Its children see that it is gone, and end themselves.
func killAll(server *os.Process) error { return server.Kill() }
