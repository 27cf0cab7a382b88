package recording

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// before returns a recording of analysis with a history of two minutes, from 11:58 to 12:00, and of the third of four looks.
func before(series, queries string) fstest.MapFS {
	files := folder(series, queries)
	text := strings.Replace(analysis, "  provider: prometheus\n", "  provider: prometheus\n  history: 2m\n  warm_up: 1m\n", 1)
	files[analysisFile].Data = []byte(text + "looks: {planned: 4, taken: 3}\n")
	return files
}

func TestHistoryReadsBack(t *testing.T) {
	rows := `depth,value,baseline,,2026-01-05T10:01:00Z,1
depth,value,canary_history,,2026-01-05T12:00:00Z,2
crashes,events,baseline_history,eu,2026-01-05T11:58:00Z,7
crashes,events,baseline_history,eu,2026-01-05T12:00:00Z,9
`
	for name, queries := range map[string]string{
		"with queries": `depth,value,baseline,prometheus,d1,,
depth,value,baseline_history,prometheus,d1,timeout,no answer within 30s
depth,value,canary_history,prometheus,d2,,
crashes,events,baseline_history,prometheus,c1,,
`,
		"without": "",
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Read(before(rows, queries))
			if err != nil {
				t.Fatal(err)
			}
			var histories []string
			for _, a := range r.Answers {
				if isHistory(a.Population) {
					histories = append(histories, describe(a))
				}
			}
			noon := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
			for _, want := range []string{
				fmt.Sprintf("map[] from %v, step 1m0s: [NaN 2]", noon.Add(-2*time.Minute)),
				fmt.Sprintf("map[\"region\":\"eu\"] from %v, step 1m0s: [7 NaN 9]", noon.Add(-3*time.Minute)),
			} {
				if !strings.Contains(strings.Join(histories, "\n"), want) {
					t.Errorf("the histories are\n%s\nwant one with\n%s", strings.Join(histories, "\n"), want)
				}
			}
			folder := t.TempDir()
			if err := Write(folder, r); err != nil {
				t.Fatal(err)
			}
			again, err := Open(folder)
			if err != nil {
				t.Fatal(err)
			}
			if !equal(again, r) {
				t.Errorf("reads back as\n%s\nwant\n%s", strings.Join(answersOf(again), "\n"), strings.Join(answersOf(r), "\n"))
			}
			if looks := again.Request().GetLooks(); looks.GetPlanned() != 4 || looks.GetTaken() != 3 {
				t.Errorf("the looks read back as %v", looks)
			}
		})
	}
}

func TestMistakesInHistories(t *testing.T) {
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		says  string
	}{
		{
			"no history", folder("depth,value,canary_history,,2026-01-05T12:00:00Z,1", ""),
			`series.csv:2: population "canary_history", but the spec has no history; add history: 1h there, or leave it out`,
		},
		{
			"query of no history", folder("", "depth,value,canary,p,q,,\ndepth,value,baseline_history,p,q,,"),
			`queries.csv:3: population "baseline_history", but the spec has no history; add history: 1h there, or leave it out`,
		},
		{
			"no population", before("depth,value,history,,2026-01-05T12:00:00Z,1", ""),
			`series.csv:2: population "history"; write baseline or canary`,
		},
		{
			"in the canary's window", before("depth,value,baseline_history,,2026-01-05T12:01:00Z,1", ""),
			"series.csv:2: 2026-01-05T12:01:00Z lies outside of the window; its steps end at 2026-01-05T11:59:00Z, …, 2026-01-05T12:00:00Z",
		},
		{
			"two steps before", before("crashes,events,canary_history,,2026-01-05T11:57:00Z,1", ""),
			"series.csv:2: 2026-01-05T11:57:00Z lies outside of the window; its steps end at 2026-01-05T11:58:00Z, …, 2026-01-05T12:00:00Z",
		},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, c.files, c.says) })
	}
	for length, says := range map[string]string{
		"0s":       "analysis.yaml:5:3: spec.history: must be above 0, such as 1h, or left out",
		"90s":      "analysis.yaml:5:3: spec.history: 1m30s is no whole number of steps of 1m0s",
		"1000000h": "analysis.yaml:5:3: spec.history: 60000000 steps of 1m0s; at most 1048576 are read",
	} {
		t.Run("history of "+length, func(t *testing.T) {
			files := before("", "")
			files[analysisFile].Data = []byte(strings.Replace(string(files[analysisFile].Data), "history: 2m", "history: "+length, 1))
			refused(t, files, says)
		})
	}
}

// A history and a window are asked for in the same words, and a raw counter's window begins in the history: what is recorded
// of both answers either query, failures included.
func TestHistoriesAreReplayed(t *testing.T) {
	gap := math.NaN()
	noon := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	answer := func(population string, failure serinv1.Cause, start time.Time, values ...float64) Answer {
		a := Answer{Metric: "crashes", Part: "events", Population: population, Provider: "p", Query: "c", Failure: failure}
		if failure == 0 {
			a.Series = []series.Labelled{{Labels: map[string]string{}, Series: series.Series{Start: start, Step: time.Minute, Values: values}}}
		}
		return a
	}
	for _, c := range []struct {
		name                string
		now, then           serinv1.Cause
		wantNow, wantBefore string
	}{
		{"both answered", 0, 0, "[3 NaN 5]", "[1 2 3]"},
		{"the history failed", 0, serinv1.Cause_CAUSE_TIMEOUT, "[3 NaN 5]", "context deadline exceeded"},
		{"the window failed", serinv1.Cause_CAUSE_TIMEOUT, 0, "context deadline exceeded", "[1 2 3]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Read(before("depth,value,baseline,,2026-01-05T10:01:00Z,1", ""))
			if err != nil {
				t.Fatal(err)
			}
			r.Answers = []Answer{
				answer(canaryHistory, c.then, noon.Add(-3*time.Minute), 1, 2, 3),
				answer(canary, c.now, noon.Add(-time.Minute), 3, gap, 5),
			}
			p, err := Provider(r)
			if err != nil {
				t.Fatal(err)
			}
			fetch := func(start, end time.Time) string {
				got, err := p.Fetch(context.Background(), providers.Query{Expr: "c", Start: start, End: end, Step: time.Minute})
				if errors.Is(err, context.DeadlineExceeded) {
					return context.DeadlineExceeded.Error()
				}
				if err != nil {
					t.Fatal(err)
				}
				return fmt.Sprint(got[0].Values)
			}
			if got := fetch(noon.Add(-time.Minute), noon.Add(2*time.Minute)); got != c.wantNow {
				t.Errorf("the window is answered with %s, want %s", got, c.wantNow)
			}
			if got := fetch(noon.Add(-3*time.Minute), noon); got != c.wantBefore {
				t.Errorf("the history is answered with %s, want %s", got, c.wantBefore)
			}
		})
	}
}
