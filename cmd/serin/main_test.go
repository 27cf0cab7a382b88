package main

import (
	"errors"
	"flag"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Run with -update, the tests rewrite the outputs they expect.
var update = flag.Bool("update", false, "rewrite expected outputs")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"serin": main})
}

// The scripts are transcripts of the command line, refusals included.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", fixturesPath(t))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": exits, "waitfor": waitFor, "keep": keep},
	})
}

// exits runs a command that must end with a certain exit status: status 2 serin replay …
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// keep keeps what the last command wrote in a variable: keep ID.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// waitFor waits until something listens on an address.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	for range 100 {
		connection, err := (&net.Dialer{}).Dial("tcp", args[0])
		if err == nil {
			ts.Check(connection.Close())
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("nothing listens on %s", args[0])
}
