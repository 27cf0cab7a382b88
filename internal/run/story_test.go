package run

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// threeWindows returns a run of six half hours, each looked at by itself, of which three in a row must find none of 47 metrics worse.
func threeWindows() *serinv1.Run {
	const window = 30 * time.Minute
	schedule := fiveMinutes(6)
	schedule.Interval, schedule.Duration = durationpb.New(window), durationpb.New(6*window)
	schedule.Window, schedule.Consecutive = sliding, proto.Int32(3)
	metrics := []*serinv1.Metric{ratio("errors"), histogram("duration")}
	metrics[0].Role = serinv1.Role_ROLE_CRITICAL
	for i := len(metrics); i < 47; i++ {
		metrics = append(metrics, gauge(fmt.Sprintf("gauge%02d", i)))
	}
	return begun(asking(schedule, window, metrics...))
}

// worse makes the canary's values of a query worse from a time on.
func worse(prefix string, factor float64, from time.Duration) func(string, time.Time) float64 {
	return func(expr string, t time.Time) float64 {
		if strings.HasPrefix(expr, prefix+" ") && strings.Contains(expr, "1.42.0") && t.After(noon().Add(from)) {
			return factor
		}
		return 1
	}
}

// 47 metrics over three consecutive windows: a canary that is not worse is promoted at the third look, neither sooner nor later.
func TestFortySevenMetricsOverThreeWindows(t *testing.T) {
	r := threeWindows()
	looks := play(t, engineOf(backend{seed: 1, noise: 2}), r)
	if said(r) != "PROMOTE for NOT_WORSE, 3 clean, SUCCEEDED" || len(looks) != 3 {
		t.Fatalf("after %d looks: %s", len(looks), said(r))
	}
	for i, k := range looks {
		start := time.Duration(i) * 30 * time.Minute
		w := k.Look.Result.CanaryWindow
		if afterNoon(w.Start) != start || afterNoon(w.End) != start+30*time.Minute || len(k.Look.Result.Findings) != 47 {
			t.Errorf("look %d judged %d metrics from %v to %v", i+1, len(k.Look.Result.Findings), afterNoon(w.Start), afterNoon(w.End))
		}
		if k.Look.Result.Verdict != promote || (k.Look.Conclusion.Verdict == promote) != (i == 2) {
			t.Errorf("look %d finds %v, and the run concludes %v", i+1, k.Look.Result.Verdict, k.Look.Conclusion)
		}
	}
}

// One metric of the 47 that is worse, or becomes so, keeps the canary from being promoted; the critical one aborts it.
func TestOneOfFortySevenMetricsIsWorse(t *testing.T) {
	for name, test := range map[string]struct {
		worse func(string, time.Time) float64
		want  string
		looks int
	}{
		"the critical one":                      {worse("errors", 3, 0), "ABORT for REGRESSION, 0 clean, SUCCEEDED", 1},
		"the critical one, in the third window": {worse("errors", 3, time.Hour), "ABORT for REGRESSION, 0 clean, SUCCEEDED", 3},
		"another one":                           {worse("gauge17", 1.6, 0), "PAUSE for REGRESSION, 0 clean, SUCCEEDED", 6},
		"another one, in the third window":      {worse("gauge17", 1.6, time.Hour), "PAUSE for REGRESSION, 0 clean, SUCCEEDED", 6},
		"the histogram, in the third window":    {worse("buckets", 3, time.Hour), "PAUSE for REGRESSION, 0 clean, SUCCEEDED", 6},
	} {
		t.Run(name, func(t *testing.T) {
			r := threeWindows()
			looks := play(t, engineOf(backend{seed: 2, noise: 2, worse: test.worse}), r)
			if said(r) != test.want || len(looks) != test.looks {
				t.Errorf("after %d looks: %s; want %s after %d\n%s", len(looks), said(r), test.want, test.looks, r.Conclusion.Headline)
			}
		})
	}
}

// However often harmless canaries are judged by 47 metrics and three windows, none is aborted, and nearly all are promoted at once.
func TestHarmlessByFortySevenMetrics(t *testing.T) {
	const canaries = 30
	atOnce := 0
	for seed := range uint64(canaries) {
		r := threeWindows()
		looks := play(t, engineOf(backend{seed: 100 + seed, noise: 10}), r)
		if r.Conclusion.Verdict == abort {
			t.Errorf("seed %d: %s after %d looks", seed, said(r), len(looks))
		}
		if r.Conclusion.Verdict == promote && len(looks) == 3 {
			atOnce++
		}
	}
	if t.Logf("%d of %d are promoted at the third look", atOnce, canaries); atOnce < canaries*9/10 {
		t.Errorf("only %d of %d are promoted at the third look", atOnce, canaries)
	}
}
