package e2e

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/serin-canary/serin/e2e/internal/metrics"
	"github.com/serin-canary/serin/e2e/internal/serin"
)

// More runs than a process asks for at once, each due every two seconds, and some that catch up with a long past: each gets its turn.
func TestTurns(t *testing.T) {
	t.Parallel()
	const runs, looks, interval, tolerable = 12, 8, 2 * time.Second, 5 * time.Second
	backend := metrics.Start(t, 20*time.Millisecond)
	store := fmt.Sprintf("{sqlite: {path: %q}, parallel_queries: 2}", filepath.Join(t.TempDir(), "serin.db"))
	replicas := startReplicas(t, serin.Build(t, ".."), backend, store, 1)
	now := time.Now().Truncate(time.Second)
	for range 4 {
		create(t, replicas, trial("good", now.Add(-5000*time.Second), 500))
	}
	var ids []string
	for range runs {
		request := trial("good", now.Add(2*time.Second), looks)
		schedule := request.GetSpec().Schedule
		schedule.Interval, schedule.Duration = durationpb.New(interval), durationpb.New(looks*interval)
		ids = append(ids, create(t, replicas, request).Id)
	}
	awaitLooks(t, replicas, ids, looks, time.Minute)
	latest := time.Duration(0)
	for _, id := range ids {
		for _, look := range read(t, replicas, id).Looks {
			lateness := look.Finished.AsTime().Sub(look.Due.AsTime())
			if latest = max(latest, lateness); lateness > tolerable {
				t.Errorf("look %d of run %s was finished %v after it was due", look.Number, id, lateness)
			}
		}
	}
	t.Logf("the latest look was finished %v after it was due", latest)
}
