package e2e

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/e2e/internal/metrics"
	"github.com/serin-canary/serin/e2e/internal/postgresql"
	"github.com/serin-canary/serin/e2e/internal/serin"
)

// Three replicas on one PostgreSQL are killed all the time while two hundred runs take their looks on time, and in the middle the
// database is restarted. No run is lost, no look judged twice or later than its interval, and nobody is told anything
// else than that a replica or the database is not there.
func TestReplicas(t *testing.T) {
	t.Parallel()
	const runs, looks, interval = 200, 10, 10 * time.Second
	binary, backend, database := serin.Build(t, ".."), metrics.Start(t, 100*time.Millisecond), postgresql.Start(t)
	replicas := startReplicas(t, binary, backend, postgresqlStore(t, database.CreateDatabase(t, "serin")), 3)

	first := time.Now().Truncate(time.Second).Add(3 * time.Second)
	requests := map[string]*serinv1.CreateAnalysisRequest{} // by run
	for i := range runs {
		start := first.Add(time.Duration(i%10) * time.Second)
		version := "good"
		switch i / 10 % 5 {
		case 3:
			version = "sluggish"
		case 4:
			version = fmt.Sprintf("slow after %d", start.Add(looks*interval/2).Unix())
		}
		request := trial(version, start, looks)
		request.RequestId = fmt.Sprintf("run %d", i)
		requests[create(t, replicas, request).Id] = request
	}
	ids := slices.Sorted(maps.Keys(requests))
	end := first.Add(10*time.Second + looks*interval)

	ctx, stop := context.WithCancel(t.Context())
	var kills atomic.Int64
	var background sync.WaitGroup
	background.Go(func() { kills.Store(killAllTheTime(ctx, replicas, backend)) })
	called := callers{seen: map[codes.Code]int{}, whileAway: map[codes.Code]int{}}
	background.Go(func() { called.call(ctx, replicas, ids) })
	told := make([][]*serinv1.WatchAnalysisResponse, 5)
	for i := range told {
		background.Go(func() { told[i] = watch(t, replicas, ids[i*37]) })
	}
	time.Sleep(time.Until(first.Add(looks * interval / 2)))
	const away = time.Second
	database.Stop(t)
	called.databaseAway.Store(true)
	time.Sleep(away)
	called.databaseAway.Store(false)
	database.Restart(t)
	time.Sleep(time.Until(end))
	awaitEnd(t, replicas, 30*time.Second)
	stop()
	background.Wait()
	t.Logf("seed %d: replicas were killed %d times, and the database was away for more than %v", seed, kills.Load(), away)
	t.Logf("callers were told %v; the backend answered %d times, and %d would be enough", called.seen, backend.Answers(), answersOf(t, replicas, ids))
	t.Logf("while the database was away they were told %v", called.whileAway)
	if called.whileAway[codes.OK] > 0 || len(called.whileAway) == 0 {
		t.Errorf("while the database was away callers were told %v, want that they were told so", called.whileAway)
	}
	for code := range called.seen {
		if code != codes.OK && code != codes.Unavailable && code != codes.DeadlineExceeded {
			t.Errorf("a caller was told %v", code)
		}
	}
	for i, events := range told {
		compareEvents(t, ids[i*37], events, watch(t, replicas, ids[i*37]))
	}
	undisturbed := judgeUndisturbed(t, binary, requests)
	var late []time.Duration
	verdicts := map[serinv1.Verdict]int{}
	for _, id := range ids {
		run := read(t, replicas, id)
		same(t, run, undisturbed[key(requests[id])])
		verdicts[run.Run.Conclusion.Verdict]++
		for _, look := range run.Looks {
			lateness := look.Finished.AsTime().Sub(look.Due.AsTime())
			if late = append(late, lateness); lateness > interval || lateness < 0 {
				t.Errorf("look %d of run %s was finished %v after it was due", look.Number, id, lateness)
			}
		}
	}
	slices.Sort(late)
	t.Logf("%v; %d looks were late by %v at the median, %v at the 95th and %v at the 99th percentile, at most %v", verdicts, len(late),
		late[len(late)/2], late[len(late)*95/100], late[len(late)*99/100], late[len(late)-1])
	if len(verdicts) != 3 {
		t.Errorf("the verdicts are %v, want some of each", verdicts)
	}
}

// killAllTheTime kills replicas until a context is done, and returns how many times.
func killAllTheTime(ctx context.Context, replicas []*replica, backend *metrics.Backend) (kills int64) {
	random := rand.New(rand.NewPCG(seed, 0))
	for {
		select {
		case <-ctx.Done():
			return kills
		case <-time.After(500*time.Millisecond + time.Duration(random.Int64N(int64(2*time.Second)))):
		}
		replicas[random.IntN(len(replicas))].kill(ctx, backend)
		kills++
	}
}

// callers notes what those are told who call whatever happens.
type callers struct {
	databaseAway    atomic.Bool
	seen, whileAway map[codes.Code]int
}

func (c *callers) call(ctx context.Context, replicas []*replica, ids []string) {
	again := trial("good", time.Now().Truncate(time.Second).Add(time.Second), 1)
	again.RequestId = "of a caller" // however often it is repeated, it is one run
	for i := 0; ctx.Err() == nil; i++ {
		replica, id := replicas[i%len(replicas)].now(), ids[i%len(ids)]
		one, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		begun := c.databaseAway.Load()
		var err error
		switch i % 4 {
		case 0:
			_, err = replica.GetAnalysis(one, &serinv1.GetAnalysisRequest{Id: id, AllLooks: true})
		case 1:
			_, err = replica.ListAnalyses(one, &serinv1.ListAnalysesRequest{PageSize: 10})
		case 2:
			_, err = replica.ExportLook(one, &serinv1.ExportLookRequest{Id: id})
			if status.Code(err) == codes.NotFound {
				err = nil // before the first look
			}
		default:
			_, err = replica.CreateAnalysis(one, again)
		}
		cancel()
		c.seen[status.Code(err)]++
		if begun && c.databaseAway.Load() {
			c.whileAway[status.Code(err)]++
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// watch follows a run to its end, over whatever replica is there, and returns what it was told.
func watch(t testing.TB, replicas []*replica, id string) (told []*serinv1.WatchAnalysisResponse) {
	token := ""
	for i := 0; t.Context().Err() == nil; i++ {
		stream, err := replicas[i%len(replicas)].now().WatchAnalysis(t.Context(), &serinv1.WatchAnalysisRequest{Id: id, ResumeToken: token})
		for err == nil {
			var event *serinv1.WatchAnalysisResponse
			if event, err = stream.Recv(); err != nil {
				break
			}
			token = event.ResumeToken
			if event.GetHeartbeat() == nil {
				told = append(told, event)
			}
			if event.GetRunFinished() != nil {
				return told
			}
		}
		if code := status.Code(err); code != codes.Unavailable {
			t.Errorf("a stream of run %s ended with %v", id, err)
			return told
		}
		time.Sleep(100 * time.Millisecond)
	}
	return told
}

// compareEvents compares what a watcher was told over many streams with what one is told who has it from one.
func compareEvents(t testing.TB, id string, got, want []*serinv1.WatchAnalysisResponse) {
	t.Helper()
	same := len(got) == len(want)
	for i := 0; same && i < len(got); i++ {
		same = equal(got[i], want[i])
	}
	if !same {
		t.Errorf("a watcher of run %s was told\n%v\nwant\n%v", id, got, want)
	}
}

// judgeUndisturbed judges the same again, in a process of its own that nobody disturbs.
func judgeUndisturbed(t *testing.T, binary serin.Binary, requests map[string]*serinv1.CreateAnalysisRequest) map[string]*serinv1.GetAnalysisResponse {
	t.Helper()
	alone := startReplicas(t, binary, metrics.Start(t, 0), sqliteStore(filepath.Join(t.TempDir(), "serin.db")), 1)
	ids := map[string]string{}
	for _, request := range requests {
		if ids[key(request)] == "" {
			ids[key(request)] = create(t, alone, request).Id
		}
	}
	awaitEnd(t, alone, time.Minute)
	undisturbed := map[string]*serinv1.GetAnalysisResponse{}
	for key, id := range ids {
		undisturbed[key] = read(t, alone, id)
	}
	return undisturbed
}

// key is what the result of a run depends on.
func key(request *serinv1.CreateAnalysisRequest) string {
	return fmt.Sprint(request.Canary.Variables, request.Start.AsTime())
}

// answersOf returns how many queries the stored looks of runs needed.
func answersOf(t testing.TB, replicas []*replica, ids []string) (n int) {
	t.Helper()
	for _, id := range ids {
		for _, look := range read(t, replicas, id).Looks {
			n += len(look.Queries)
		}
	}
	return n
}
