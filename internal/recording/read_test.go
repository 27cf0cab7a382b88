package recording

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// analysis is one of every kind, over three minutes.
const analysis = `format: 1
spec:
  name: checkout
  provider: prometheus
  slices: {label: region}
  metrics:
    - {name: errors, preset: errors, ratio: {events: e, total: t}}
    - {name: crashes, direction: higher_is_worse, count: {events: c, cumulative: true}}
    - {name: depth, direction: higher_is_worse, gauge: {query: d}}
    - {name: latency, preset: latency, histogram: {buckets: b}}
canary: {window: {start: "2026-01-05T12:00:00Z", end: "2026-01-05T12:02:00Z"}}
window: {start: "2026-01-05T10:00:00Z", end: "2026-01-05T10:03:00Z"}
`

const (
	seriesHead  = "metric,part,population,slice,time,value\n"
	queriesHead = "metric,part,population,provider,query,failure,message\n"
)

// folder returns a recording of analysis with the given rows; without a queries.csv when there are none.
func folder(series, queries string) fstest.MapFS {
	files := fstest.MapFS{analysisFile: {Data: []byte(analysis)}, seriesFile: {Data: []byte(seriesHead + series)}}
	if queries != "" {
		files[queriesFile] = &fstest.MapFile{Data: []byte(queriesHead + queries)}
	}
	return files
}

func TestRead(t *testing.T) {
	r, err := Read(folder(`depth,value,baseline,,2026-01-05T10:01:00Z,1
depth,value,baseline,eu,2026-01-05T10:03:00Z,-2.5e-3
depth,value,baseline,,2026-01-05T10:02:00Z,NaN
depth,value,baseline,,2026-01-05T10:03:00Z,+Inf
crashes,events,canary,eu,2026-01-05T12:00:00Z,7
crashes,events,canary,eu,2026-01-05T12:02:00Z,9
latency,le=0.5,canary,,2026-01-05T12:01:00Z,3
latency,le=+Inf,canary,,2026-01-05T12:01:00Z,4
`, `depth,value,baseline,prometheus,"max by (region) (depth{app=""a"",v=""1""})",,
crashes,events,canary,prometheus,crashes,,
latency,buckets,canary,prometheus,buckets,,
depth,value,canary,prometheus,depth,timeout,"no answer, within 30s"
errors,events,canary,prometheus,errors,,
`))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	want := []string{
		`"depth" "value" "baseline" "prometheus" "max by (region) (depth{app=\"a\",v=\"1\"})" CAUSE_UNSPECIFIED ""` +
			fmt.Sprintf("\nmap[] from %v, step 1m0s: [1 NaN +Inf]\nmap[\"region\":\"eu\"] from %v, step 1m0s: [NaN NaN -0.0025]", start, start),
		`"crashes" "events" "canary" "prometheus" "crashes" CAUSE_UNSPECIFIED ""` +
			fmt.Sprintf("\nmap[\"region\":\"eu\"] from %v, step 1m0s: [7 NaN 9]", start.Add(2*time.Hour-time.Minute)),
		`"latency" "buckets" "canary" "prometheus" "buckets" CAUSE_UNSPECIFIED ""` +
			fmt.Sprintf("\nmap[\"le\":\"0.5\"] from %v, step 1m0s: [3 NaN]\nmap[\"le\":\"+Inf\"] from %v, step 1m0s: [4 NaN]",
				start.Add(2*time.Hour), start.Add(2*time.Hour)),
		`"depth" "value" "canary" "prometheus" "depth" CAUSE_TIMEOUT "no answer, within 30s"`,
		`"errors" "events" "canary" "prometheus" "errors" CAUSE_UNSPECIFIED ""`,
	}
	for i, got := range answersOf(r) {
		if got != want[i] {
			t.Errorf("answer %d is\n%s\nwant\n%s", i, got, want[i])
		}
	}
	if len(r.Answers) != len(want) {
		t.Errorf("%d answers, want %d", len(r.Answers), len(want))
	}
}

// Without queries.csv there is an answer for every part that the analysis needs, and an exposure only if it is there.
func TestReadWithoutQueries(t *testing.T) {
	r, err := Read(folder("errors,total,baseline,,2026-01-05T10:01:00Z,50\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range r.Answers {
		got = append(got, fmt.Sprintf("%s %s %s %d %q", a.Metric, a.Part, a.Population, len(a.Series), a.Query))
	}
	want := []string{
		`errors events baseline 0 ""`, `errors events canary 0 ""`, `errors total baseline 1 ""`, `errors total canary 0 ""`,
		`crashes events baseline 0 ""`, `crashes events canary 0 ""`,
		`depth value baseline 0 ""`, `depth value canary 0 ""`,
		`latency buckets baseline 0 ""`, `latency buckets canary 0 ""`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("answers are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestReadTakesWhatSpreadsheetsWrite(t *testing.T) {
	files := folder("", "")
	files[seriesFile].Data = []byte("\ufeffmetric,part,population,slice,time,value\r\n\"depth\",value,canary,,2026-01-05T12:01:00Z,\"1\"\r\n")
	if _, err := Read(files); err != nil {
		t.Error(err)
	}
}

func TestMistakesInSeries(t *testing.T) {
	for _, c := range []struct{ name, rows, says string }{
		{
			"unknown metric", "dept,value,canary,,2026-01-05T12:01:00Z,1",
			`series.csv:2: no metric "dept" in analysis.yaml, which has errors, crashes, depth, latency`,
		},
		{
			"part of another kind", "depth,events,canary,,2026-01-05T12:01:00Z,1",
			`series.csv:2: no part "events" of depth; its parts are value`,
		},
		{
			"part of a query", "latency,buckets,canary,,2026-01-05T12:01:00Z,1",
			`series.csv:2: no part "buckets" of latency; its parts are le= and a bucket's upper bound, such as le=0.5 or le=+Inf`,
		},
		{"bucket without a bound", "latency,le=fast,canary,,2026-01-05T12:01:00Z,1", `series.csv:2: no part "le=fast" of latency`},
		{"bucket of a gauge", "depth,le=1,canary,,2026-01-05T12:01:00Z,1", `series.csv:2: no part "le=1" of depth`},
		{
			"unknown population", "depth,value,control,,2026-01-05T12:01:00Z,1",
			`series.csv:2: population "control"; write baseline or canary`,
		},
		{
			"before the window", "depth,value,canary,,2026-01-05T12:00:00Z,1",
			`series.csv:2: 2026-01-05T12:00:00Z lies outside of the window; its steps end at 2026-01-05T12:01:00Z, …, 2026-01-05T12:02:00Z`,
		},
		{"after the window", "depth,value,canary,,2026-01-05T12:03:00Z,1", `series.csv:2: 2026-01-05T12:03:00Z lies outside of the window`},
		{
			"raw counter before the step before the window", "crashes,events,canary,,2026-01-05T11:59:00Z,1",
			`its steps end at 2026-01-05T12:00:00Z, …, 2026-01-05T12:02:00Z`,
		},
		{"exposure of a raw counter is none", "crashes,exposure,canary,,2026-01-05T12:00:00Z,1", `lies outside of the window`},
		{
			"between two steps", "depth,value,canary,,2026-01-05T12:01:30Z,1",
			`series.csv:2: 2026-01-05T12:01:30Z is not the end of a step of 1m0s; steps end at 2026-01-05T12:01:00Z and 2026-01-05T12:02:00Z`,
		},
		{
			"time of another zone", "depth,value,canary,,2026-01-05T13:01:00+01:00,1",
			`series.csv:2: time "2026-01-05T13:01:00+01:00"; write it in UTC, such as 2026-01-05T12:02:00Z`,
		},
		{"no time", "depth,value,canary,,noon,1", `series.csv:2: time "noon"; write it in UTC`},
		{"no value", "depth,value,canary,,2026-01-05T12:01:00Z,", `series.csv:2: value "" is no number; for a gap leave the row out, or write NaN`},
		{"hexadecimal value", "depth,value,canary,,2026-01-05T12:01:00Z,0x1p-2", `value "0x1p-2" is no number`},
		{"value beyond the largest number", "depth,value,canary,,2026-01-05T12:01:00Z,1e999", `value "1e999" is no number`},
		{
			"a time twice", "depth,value,canary,,2026-01-05T12:01:00Z,1\ndepth,value,canary,,2026-01-05T12:01:00Z,1",
			`series.csv:3: a second value at 2026-01-05T12:01:00Z of the same series, after that in line 2; leave one out`,
		},
		{
			"unsorted", "depth,value,canary,,2026-01-05T12:02:00Z,1\ndepth,value,baseline,,2026-01-05T10:01:00Z,1\ndepth,value,canary,,2026-01-05T12:01:00Z,1",
			`series.csv:4: 2026-01-05T12:01:00Z comes after a later time of the same series, in line 2; sort its rows by time`,
		},
		{"too few fields", "depth,value,canary", "series.csv:2: 3 fields, want 6: metric,part,population,slice,time,value"},
		{"a quote that is never closed", "depth,\"value,canary,,2026-01-05T12:01:00Z,1", `series.csv:2: extraneous or missing " in quoted-field`},
		{"a mistake of a series counts once", strings.Repeat("dept,value,canary,,2026-01-05T12:01:00Z,1\n", 9), `series.csv:2: no metric "dept"`},
		{
			"all at once", "dept,value,canary,,2026-01-05T12:01:00Z,1\ndepth,value,canary,,noon,x\n\ndepth,value,canary,,2026-01-05T12:01:00Z,x",
			"series.csv:2: no metric \"dept\" in analysis.yaml, which has errors, crashes, depth, latency\n" +
				"series.csv:3: time \"noon\"; write it in UTC, such as 2026-01-05T12:02:00Z\n" +
				"series.csv:5: value \"x\" is no number; for a gap leave the row out, or write NaN",
		},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, folder(c.rows, ""), c.says) })
	}
}

func TestMistakesInQueries(t *testing.T) {
	for _, c := range []struct{ name, series, rows, says string }{
		{"unknown metric", "", "dept,value,canary,p,q,,", `queries.csv:2: no metric "dept" in analysis.yaml`},
		{"part of series", "", "latency,le=0.5,canary,p,q,,", `queries.csv:2: no part "le=0.5" of latency; its parts are buckets`},
		{"unknown population", "", "depth,value,both,p,q,,", `queries.csv:2: population "both"`},
		{
			"asked twice", "", "depth,value,canary,p,q,,\ndepth,value,canary,p,q,,",
			`queries.csv:3: a second query for depth,value,canary, after that in line 2; leave one out`,
		},
		{"no query", "", "depth,value,canary,p,,,", `queries.csv:2: provider and query must not be empty`},
		{"no queries at all", "", "\n", `queries.csv:1: no query; for series that came with the request leave the file out`},
		{
			"unknown failure", "", "depth,value,canary,p,q,late,",
			`queries.csv:2: failure "late"; leave it empty, or write one of query_rejected, unavailable, timeout, too_many_series`,
		},
		{"cause of data", "", "depth,value,canary,p,q,stale,", `queries.csv:2: failure "stale"`},
		{"message without failure", "", "depth,value,canary,p,q,,oh", `queries.csv:2: a message without a failure`},
		{
			"failed with series", "depth,value,canary,,2026-01-05T12:01:00Z,1", "depth,value,canary,p,q,timeout,",
			`queries.csv:2: a failed query has no series, but line 2 of series.csv is one of them`,
		},
		{
			"series without a query", "depth,value,canary,,2026-01-05T12:01:00Z,1\ndepth,value,canary,eu,2026-01-05T12:01:00Z,1", "depth,value,baseline,p,q,,",
			`series.csv:2: no query for value of depth, canary in queries.csv; add its row there`,
		},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, folder(c.series, c.rows), c.says) })
	}
}

func TestMistakesInAnalysis(t *testing.T) {
	change := func(from, to string) string {
		if !strings.Contains(analysis, from) {
			t.Fatalf("analysis has no %q", from)
		}
		return strings.Replace(analysis, from, to, 1)
	}
	for _, c := range []struct{ name, text, says string }{
		{"another format", change("format: 1", "format: 2"), "analysis.yaml:1:1: format: this version reads format 1, not 2"},
		{"no format", change("format: 1\n", ""), "this version reads format 1, not 0"},
		{"a typing mistake", change("name: checkout", "nmae: checkout"), "analysis.yaml:3:3: spec"},
		{
			"no window", change("window: {start: \"2026-01-05T10:00:00Z\", end: \"2026-01-05T10:03:00Z\"}\n", ""),
			"analysis.yaml:1:1: window: required: the start and end of what was judged",
		},
		{"a window without an end", change(`, end: "2026-01-05T12:02:00Z"`, ""), "analysis.yaml:11:10: canary.window: needs a start and an end"},
		{"a window that ends before it starts", change("2026-01-05T12:02:00Z", "2026-01-05T11:00:00Z"), "canary.window: the end must come after the start"},
		{"a part of a step", change("2026-01-05T12:02:00Z", "2026-01-05T12:02:30Z"), "canary.window: 2m30s is no whole number of steps of 1m0s"},
		{"a window of years", change("2026-01-05T12:02:00Z", "2036-01-05T12:02:00Z"), "canary.window: 5258882 steps of 1m0s; at most 1048576 are read"},
		{"no step", change("  provider: prometheus\n", "  step: 0s\n"), "analysis.yaml:4:3: spec.step: must be above 0"},
		{"two metrics of one name", change("name: crashes", "name: errors"), "analysis.yaml:8:7: spec.metrics[1]: a second metric named errors"},
		{"no kind", change(", gauge: {query: d}", ""), "analysis.yaml:9:7: spec.metrics[2]: needs a kind: ratio, count, gauge or histogram"},
		{"promoted for a regression", analysis + "expect: {verdict: promote, reason: regression}\n", "analysis.yaml:13:28: expect.reason: no canary is promoted for this"},
		{"aborted for missing data", analysis + "expect: {verdict: abort, reason: timeout}\n", "expect.reason: no canary is aborted for this; write regression"},
		{"paused for nothing", analysis + "expect: {verdict: pause, reason: not_worse}\n", "expect.reason: no canary is paused for this"},
		{
			"words and values at once", strings.NewReplacer("format: 1", "format: 1\nexpct: {}", "  provider: prometheus", "  alpha: {pause: 5}").Replace(analysis),
			"analysis.yaml:2:1: expct: unknown field \"expct\"; did you mean \"expect\"?\nanalysis.yaml:5:11: spec.alpha.pause: ",
		},
		{"each field once", change("2026-01-05T12:02:00Z", "2026-01-05T12:02:30Z"), "analysis.yaml:11:10: canary.window: 2m30s is no whole number of steps of 1m0s"},
		{"slices told apart by le", change("label: region", "label: le"), "analysis.yaml:5:12: spec.slices.label: le tells buckets apart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := folder("", "")
			files[analysisFile].Data = []byte(c.text)
			refused(t, files, c.says)
		})
	}
}

func TestMissingAndWrongFiles(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		says   string
	}{
		{"no analysis", func(f fstest.MapFS) { delete(f, analysisFile) }, "analysis.yaml: missing; a recording is a folder"},
		{"no series", func(f fstest.MapFS) { delete(f, seriesFile) }, "series.csv: missing"},
		{
			"no rows, and no queries", func(f fstest.MapFS) { delete(f, queriesFile) },
			"series.csv: has no rows, and there is no queries.csv that says what was asked",
		},
		{
			"empty series", func(f fstest.MapFS) { f[seriesFile].Data = nil },
			`series.csv:1: the first line must be "metric,part,population,slice,time,value"`,
		},
		{
			"queries with another header", func(f fstest.MapFS) { f[queriesFile].Data = []byte("metric,query\n") },
			`queries.csv:1: the first line must be "metric,part,population,provider,query,failure,message"`,
		},
		{
			"a verdict that is none", func(f fstest.MapFS) { f[verdictFile] = &fstest.MapFile{Data: []byte("PROMOTE")} },
			"verdict.json: is no result",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := folder("", "depth,value,canary,p,q,,")
			c.change(files)
			refused(t, files, c.says)
		})
	}
}

// refused says whether reading fails with mistakes that say so.
func refused(t *testing.T, files fs.FS, says string) {
	t.Helper()
	r, err := Read(files)
	var mistakes Mistakes
	if !errors.As(err, &mistakes) || r != nil || !strings.Contains(err.Error(), says) {
		t.Errorf("Read gives the error\n%v\nwant mistakes that say\n%s", err, says)
	}
}

func TestMistakesAreCounted(t *testing.T) {
	_, err := Read(folder(strings.Repeat("depth,value,canary,,noon,1\n", 1000), ""))
	var mistakes Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) != maxMistakes+1 || mistakes[maxMistakes].Problem != "and 900 more mistakes" {
		t.Errorf("%d mistakes, the last one %v; want %d and \"and 900 more mistakes\"", len(mistakes), mistakes[len(mistakes)-1], maxMistakes)
	}
}

func TestTooManyValues(t *testing.T) {
	files := folder("", "")
	files[analysisFile].Data = []byte(strings.Replace(analysis, "2026-01-05T12:02:00Z", "2027-12-05T12:00:00Z", 1))
	var rows strings.Builder
	rows.WriteString(seriesHead)
	for i := range 40 {
		fmt.Fprintf(&rows, "depth,value,canary,s%d,2026-01-05T12:01:00Z,1\n", i)
	}
	files[seriesFile].Data = []byte(rows.String())
	refused(t, files, "series.csv:18: from this series on there are more than 16777216 values")
}

func TestNumbersKeepTheirBits(t *testing.T) {
	for _, v := range []float64{
		0, 1, -1, 0.1, 1.0 / 3, 1e6, 123456789012345, 1e15, 1e300, 5e-324, -1e-7, math.MaxFloat64, math.Inf(1), math.Inf(-1),
	} {
		if got, ok := number(format(v)); !ok || got != v {
			t.Errorf("number(%q) = %v, %v; want %v", format(v), got, ok, v)
		}
	}
}

func TestFailureWords(t *testing.T) {
	for _, word := range failures() {
		cause, ok := failureOf(word)
		if back, known := failureWord(cause); !ok || !known || back != word || cause == serinv1.Cause_CAUSE_UNSPECIFIED {
			t.Errorf("%q is %v, and that is %q", word, cause, back)
		}
	}
	if word, ok := failureWord(serinv1.Cause_CAUSE_STALE); ok {
		t.Errorf("CAUSE_STALE is the failure %q; it is none of a query", word)
	}
}
