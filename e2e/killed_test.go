package e2e

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/e2e/internal/metrics"
	"github.com/serin-canary/serin/e2e/internal/postgresql"
	"github.com/serin-canary/serin/e2e/internal/serin"
)

// seed makes the moments at which processes are killed. What happens at them is the machine's.
const seed = 20261005

// The only process is killed while it takes looks, again and again. What comes of the runs is what comes of runs that nobody disturbs.
func TestKilledRun(t *testing.T) {
	t.Parallel()
	binary := serin.Build(t, "..")
	start := time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC)
	const looks = 30
	versions := []string{"good", "sluggish", fmt.Sprintf("slow after %d", start.Unix()+150)}
	undisturbed := map[string]*serinv1.GetAnalysisResponse{}
	t.Run("undisturbed", func(t *testing.T) {
		backend := metrics.Start(t, 0)
		alone := startReplicas(t, binary, backend, sqliteStore(filepath.Join(t.TempDir(), "serin.db")), 1)
		for i, verdict := range []serinv1.Verdict{promote, pause, abort} {
			id := create(t, alone, trial(versions[i], start, looks)).Id
			awaitEnd(t, alone, time.Minute)
			run := read(t, alone, id)
			if undisturbed[versions[i]] = run; run.Run.Conclusion.Verdict != verdict || len(run.Looks) < looks/2 {
				t.Fatalf("%s: %v after %d looks, want %v", versions[i], run.Run.Conclusion, len(run.Looks), verdict)
			}
		}
	})
	if t.Failed() {
		return
	}
	for name, store := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return sqliteStore(filepath.Join(t.TempDir(), "serin.db")) },
		"PostgreSQL": func(t *testing.T) string { return postgresqlStore(t, postgresql.Start(t).CreateDatabase(t, "serin")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			backend := metrics.Start(t, 20*time.Millisecond)
			replicas := startReplicas(t, binary, backend, store(t), 1)
			of := map[string]string{} // versions, by run
			killAtRandom(t, replicas, backend, func() {
				for range 6 {
					version := versions[len(of)%len(versions)]
					request := trial(version, start, looks)
					request.RequestId = fmt.Sprintf("run %d", len(of))
					of[create(t, replicas, request).Id] = version
				}
			})
			awaitEnd(t, replicas, time.Minute)
			for id, version := range of {
				same(t, read(t, replicas, id), undisturbed[version])
				replaysIdentically(t, replicas, id)
			}
			t.Logf("%d runs", len(of))
		})
	}
}

// killAtRandom kills processes at fifty moments, one at a time, and sees to it that there is always something to hit.
func killAtRandom(t *testing.T, replicas []*replica, backend *metrics.Backend, moreRuns func()) {
	t.Helper()
	const kills, longest = 50, 800 * time.Millisecond
	random, hits := rand.New(rand.NewPCG(seed, uint64(len(replicas)))), 0
	for range kills {
		victim := replicas[random.IntN(len(replicas))]
		if open(t, replicas) < 18 || !backend.IsAsking(victim.name) { // with PostgreSQL what the last process was taking waits for two seconds
			moreRuns()
		}
		time.Sleep(time.Duration(random.Int64N(int64(longest))))
		if victim.kill(t.Context(), backend) {
			hits++
		}
	}
	t.Logf("seed %d: killed %d times, %d of them while it asked for data", seed, kills, hits)
	if hits < kills/5 {
		t.Errorf("only %d of %d kills hit a look", hits, kills)
	}
}
