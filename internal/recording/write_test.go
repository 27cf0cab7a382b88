package recording

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// checkout returns the recording of read_test.go, without answers.
func checkout(t *testing.T) *Recording {
	t.Helper()
	r, err := Read(folder("", "depth,value,canary,prometheus,d,,"))
	if err != nil {
		t.Fatal(err)
	}
	r.Answers = nil
	return r
}

var ten = time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)

// on returns a series of the baseline.
func on(labels map[string]string, values ...float64) series.Labelled {
	if labels == nil {
		labels = map[string]string{}
	}
	return series.Labelled{Labels: labels, Series: series.Series{Start: ten, Step: time.Minute, Values: values}}
}

func TestWriteReadsBack(t *testing.T) {
	gap := math.NaN()
	r := checkout(t)
	r.Readme = "# checkout\n"
	r.Looks = &serinv1.Looks{Planned: 60, Taken: 7, Sliding: true}
	r.Result = &serinv1.Result{Name: "checkout", Verdict: serinv1.Verdict_VERDICT_PAUSE, Score: proto.Float64(97.5)}
	r.Expect = &serinv1.Expectation{Verdict: serinv1.Verdict_VERDICT_PAUSE, Reason: serinv1.ReasonCode_REASON_CODE_TIMEOUT}
	r.Answers = []Answer{
		{
			Metric: "depth", Part: "value", Population: "baseline", Provider: "prometheus", Query: "max(depth{app=\"a\"},\n 1)",
			Series: []series.Labelled{on(nil, 1, gap, math.Inf(-1)), on(map[string]string{"region": "eu, west"}, gap, gap, gap)},
		},
		{
			Metric: "latency", Part: "buckets", Population: "baseline", Provider: "prometheus", Query: "b",
			Series: []series.Labelled{on(map[string]string{"le": "0.5", "region": "eu"}, 1, 2, 3), on(map[string]string{"le": "+Inf", "region": "eu"}, 1, 2, 4)},
		},
		{
			Metric: "errors", Part: "events", Population: "canary", Provider: "prometheus", Query: "e",
			Failure: serinv1.Cause_CAUSE_TOO_MANY_SERIES, Message: "1001 series, \"at most\" 1000",
		},
		{Metric: "errors", Part: "total", Population: "canary", Provider: "prometheus", Query: "t"},
	}
	name := t.TempDir()
	if err := Write(name, r); err != nil {
		t.Fatal(err)
	}
	again, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if !equal(again, r) {
		t.Errorf("reads back as\n%s\n%v\nwant\n%s\n%v", strings.Join(answersOf(again), "\n"), again, strings.Join(answersOf(r), "\n"), r)
	}
}

func TestWriteWithoutQueries(t *testing.T) {
	r := checkout(t)
	r.Answers = []Answer{{Metric: "depth", Part: "value", Population: "baseline", Series: []series.Labelled{on(nil, 1, 2, 3)}}}
	name := t.TempDir()
	if err := Write(name, r); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(name, queriesFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a queries.csv (%v), though nothing was asked", err)
	}
	if _, err := Open(name); err != nil {
		t.Error(err)
	}
}

func TestRefusedToWrite(t *testing.T) {
	depth := Answer{Metric: "depth", Part: "value", Population: "baseline", Provider: "p", Query: "q"}
	with := func(change func(*Answer)) []Answer {
		a := depth
		change(&a)
		return []Answer{a}
	}
	for _, c := range []struct {
		name    string
		answers []Answer
		says    string
	}{
		{"another metric", with(func(a *Answer) { a.Metric = "width" }), "value of width, baseline: the spec does not ask for it"},
		{"another population", with(func(a *Answer) { a.Population = "both" }), "value of depth, both: the spec does not ask for it"},
		{
			"another grid", with(func(a *Answer) { a.Series = []series.Labelled{on(nil, 1, 2)} }),
			"value of depth, baseline: a series is not on the grid from 2026-01-05T10:00:00Z to 2026-01-05T10:03:00Z, step 1m0s",
		},
		{"labels that are not kept", with(func(a *Answer) {
			a.Series = []series.Labelled{on(map[string]string{"pod": "a"}, 1, 2, 3), on(map[string]string{"pod": "b"}, 1, 2, 3)}
		}), `value of depth, baseline: two series for value, slice ""; only the slice label and le tell series apart`},
		{"a bucket without a bound", []Answer{{
			Metric: "latency", Part: "buckets", Population: "baseline", Query: "b", Provider: "p",
			Series: []series.Labelled{on(nil, 1, 2, 3)},
		}}, `buckets of latency, baseline: a bucket has the label le="", which is no number`},
		{"a failure with series", with(func(a *Answer) {
			a.Series, a.Failure = []series.Labelled{on(nil, 1, 2, 3)}, serinv1.Cause_CAUSE_TIMEOUT
		}), "value of depth, baseline: it failed, and has series"},
		{
			"a failure of the data", with(func(a *Answer) { a.Failure = serinv1.Cause_CAUSE_STALE }),
			"queries.csv: value of depth, baseline: the failure CAUSE_STALE is not one of a query",
		},
		{
			"an answer to nothing beside others",
			[]Answer{depth, {Metric: "depth", Part: "value", Population: "canary"}},
			"queries.csv: value of depth, canary: no query or no provider, while others have one",
		},
		{"a message without a failure", with(func(a *Answer) { a.Message = "oh" }), "value of depth, baseline: a message without a failure"},
		{"an answer twice", []Answer{depth, depth}, "value of depth, baseline: a second answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := checkout(t)
			r.Answers = c.answers
			name := filepath.Join(t.TempDir(), "new")
			err := Write(name, r)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Write gives the error %v, want one that says %s", err, c.says)
			}
			if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("something was written (%v)", err)
			}
		})
	}
}

// Whatever a spec can say reads back the same from YAML.
func TestAnalysisInYAML(t *testing.T) {
	want := &serinv1.Recording{}
	const text = `{"format": 1, "spec": {"name": "yes", "step": "90s", "window": "5400s", "variables": ["version", "1.10"],
		"warmUp": "300s", "history": "86400s", "slices": {"label": "region", "rollUp": "ROLL_UP_WEIGHTED", "quorum": 0.25}, "split": {"tolerance": 0.1}, "rule": "RULE_KAYENTA",
		"schedule": {"interval": "300s", "duration": "3600s", "window": "WINDOW_KIND_SLIDING", "settle": "0s", "consecutive": 3,
			"promote": "PROMOTE_WHEN_AT_END", "atEnd": "VERDICT_ABORT"},
		"alpha": {"pause": 0, "abort": 1e-7}, "groups": {"users: all": 1e21, "~": 0.5, "": 2},
		"metrics": [
			{"name": "- a", "weight": 0, "unit": "#", "gauge": {"query": "  a\n\tb # c\n"}, "mannWhitney": {},
			 "pause": {"relative": -0.1, "level": 1e15}, "missing": {"tooFew": "MISSING_POLICY_IGNORE"}},
			{"name": "é \u0001 \u2028", "histogram": {"buckets": "'\"", "quantiles": [0.5, 0.999], "cumulative": true},
			 "threshold": {"of": "THRESHOLD_OF_RELATIVE", "aggregate": "AGGREGATE_P95", "breaches": 0}},
			{"name": "2026-01-05", "ratio": {"events": "{[", "total": "null", "absentEvents": "ABSENT_EVENTS_GAP"}}]},
		"baseline": {"variables": {"version": "1.10", "1.10": "true"}, "exposure": 0.05},
		"canary": {},
		"window": {"start": "2026-01-05T10:00:00.5Z", "end": "2026-01-05T11:30:00.5Z"},
		"expect": {"verdict": "VERDICT_ABORT", "reason": "REASON_CODE_REGRESSION"},
		"looks": {"taken": 3, "open": true, "sliding": true, "earlier": [{"metric": "- a", "slice": "eu", "logE": -0.5}, {"metric": "é", "quantile": 0.999, "logE": 3}]}}`
	if err := protojson.Unmarshal([]byte(text), want); err != nil {
		t.Fatal(err)
	}
	written, err := YAML(want)
	if err != nil {
		t.Fatal(err)
	}
	got := &serinv1.Recording{}
	if _, mistakes := spec.Decode(written, got); len(mistakes) > 0 {
		t.Fatalf("%v\n%s", mistakes, written)
	}
	if !proto.Equal(got, want) {
		t.Errorf("reads back as %v\nwant %v\n%s", got, want, written)
	}
}
