package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/report"
	runs "github.com/serin-canary/serin/internal/run"
	"github.com/serin-canary/serin/internal/server"
	"github.com/serin-canary/serin/internal/wire"
)

// Every story comes out as its teller expects, with the same bytes from the service and from the command line as stand
// in its verdict.json.
func TestFixtures(t *testing.T) {
	names, recordings, err := loadFixtures()
	if err != nil {
		t.Fatal(err)
	}
	client := serveFixtures(t)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			expect := recordings[i].Expect
			if expect == nil {
				t.Fatal("nobody says what should come out")
			}
			served, err := client.Analyze(t.Context(), recordings[i].Request())
			if err != nil {
				t.Fatal(err)
			}
			if missed := unexpected(expect, served.Result); missed != "" {
				t.Errorf("not as expected: %s: %s", missed, served.Result.Headline)
			}
			got := encode(t, served.Result)
			golden := filepath.Join(fixturesPath(t), name, "verdict.json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the service's result differs from %s; see it with -update", golden)
			}
			var stdout bytes.Buffer
			status := run(t.Context(), []string{"replay", "-o", "json", filepath.Join(fixturesPath(t), name)}, nil, &stdout, io.Discard)
			if status != statusOf(expect.Verdict) {
				t.Errorf("replay exits with %d, want %d", status, statusOf(expect.Verdict))
			}
			var replayed serinv1.AnalyzeResponse
			if err := protojson.Unmarshal(stdout.Bytes(), &replayed); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(encode(t, replayed.Result), got) {
				t.Errorf("replay's result differs from the service's:\n%s", encode(t, replayed.Result))
			}
		})
	}
}

// Whoever changes what is concluded from the same data gives the engine another version: stored runs are then known not to be
// comparable. With -update the results of a new version, or of a new story, are remembered.
func TestResultsOfVersion(t *testing.T) {
	const remembered = "testdata/results.sum"
	text, err := os.ReadFile(remembered)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var now strings.Builder
	names, recordings, err := loadFixtures()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range recordings {
		response, err := wire.Replay(t.Context(), &engine.Engine{Limits: engine.DefaultLimits()}, r.Request(), r.Answers)
		if err != nil {
			t.Fatal(err)
		}
		response.Result.EngineVersion = ""
		story := engine.Version + " " + names[i] + " "
		line := fmt.Sprintf("%s%x\n", story, sha256.Sum256(encode(t, response.Result)))
		if strings.Contains(string(text), story) && !strings.Contains(string(text), line) {
			t.Errorf("%s has another result than version %s gave it; change engine.Version, and run the test with -update", names[i], engine.Version)
		}
		now.WriteString(line)
	}
	switch {
	case t.Failed(), string(text) == now.String():
	case !*update:
		t.Errorf("the results of version %s are not remembered; run the test with -update", engine.Version)
	default:
		if err := os.WriteFile(remembered, []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func encode(t *testing.T, r *serinv1.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// serveFixtures starts the service as serin serve does.
func serveFixtures(t *testing.T) serinv1.AnalysisServiceClient {
	t.Helper()
	s, err := loadSetup("")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	service := server.New(server.Config{
		Engine: s.engine(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now, MaxMessage: s.MaxMessage,
	})
	go func() { _ = service.Serve(listener) }()
	connection, err := dial(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := connection.Close(); err != nil {
			t.Error(err)
		}
		service.Shutdown(time.Second)
	})
	return serinv1.NewAnalysisServiceClient(connection)
}

// Played as a run, a healthy canary of 47 metrics is promoted at the third clean look in a row, and not before.
func TestThreeWindowsOf47(t *testing.T) {
	setup, err := loadSetup("")
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := recording.Open(filepath.Join(fixturesPath(t), "healthy_47_over_three_windows"))
	if err != nil {
		t.Fatal(err)
	}
	r := runs.New("run", &serinv1.CreateAnalysisRequest{
		Source:   &serinv1.CreateAnalysisRequest_Spec{Spec: wire.WithSchedule(recorded.Spec)},
		Baseline: recorded.Baseline, Canary: recorded.Canary, Start: recorded.Window.Start,
	}, 0, time.Now())
	var said []string
	for number := int32(1); !runs.IsOver(r); number++ {
		response, _, err := wire.AnalyzeKept(t.Context(), setup.engine(), runs.Request(r, number))
		if err != nil {
			t.Fatal(err)
		}
		runs.Take(r, &serinv1.Look{Number: number, Result: response.Result})
		said = append(said, report.Verdict(r.Conclusion.Verdict))
	}
	if got := strings.Join(said, " "); got != "PAUSE PAUSE PROMOTE" || r.State != serinv1.RunState_RUN_STATE_SUCCEEDED {
		t.Errorf("the looks say %s, and the run is %v: %s", got, r.State, r.Conclusion.Headline)
	}
}
