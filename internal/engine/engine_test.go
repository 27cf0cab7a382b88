package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// fetchFunc is a provider made of a function.
type fetchFunc func(ctx context.Context, q providers.Query) ([]series.Labelled, error)

func (f fetchFunc) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	return f(ctx, q)
}

// analysisOf compares n gauges over half an hour.
func analysisOf(n int) Analysis {
	window := judge.Window{Start: noon(), End: noon().Add(30 * time.Minute)}
	a := Analysis{Plan: judge.Plan{
		Name: "test", Step: time.Minute, Baseline: window, Canary: window,
		Alpha: judge.DefaultAlpha(), Score: judge.DefaultScorePolicy(),
	}}
	for i := range n {
		m := judge.Metric{Name: fmt.Sprintf("m%d", i), Kind: judge.Gauge, Direction: judge.HigherIsWorse, Weight: 1}
		m.Pause, m.Abort = judge.DefaultMargins(m.Kind, judge.NoPreset)
		a.Plan.Metrics = append(a.Plan.Metrics, m)
		for _, p := range []judge.Population{judge.Baseline, judge.Canary} {
			a.Queries = append(a.Queries, Query{Metric: i, Part: Value, Population: p, Provider: "test", Query: providers.Query{
				Expr: fmt.Sprintf("m%d of the %v", i, p), Start: window.Start, End: window.End, Step: time.Minute,
			}})
		}
	}
	return a
}

func engineOf(f fetchFunc) *Engine {
	return &Engine{Providers: map[string]providers.Provider{"test": f}, Limits: DefaultLimits()}
}

// steady answers with one series around 100.
func steady(labels map[string]string, q providers.Query) series.Labelled {
	s := series.New(q.Start, q.Step, series.Steps(q.Start, q.End, q.Step))
	for i := range s.Values {
		s.Values[i] = 100 + math.Sin(2.4*float64(i))
	}
	return series.Labelled{Labels: labels, Series: s}
}

func answerSteady(_ context.Context, q providers.Query) ([]series.Labelled, error) {
	return []series.Labelled{steady(nil, q)}, nil
}

func TestQueriesRunInParallelWithinTheLimit(t *testing.T) {
	var running, most atomic.Int64
	e := engineOf(func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer running.Add(-1)
		time.Sleep(5 * time.Millisecond)
		return answerSteady(ctx, q)
	})
	e.Limits.Parallel = 3
	var steps []int
	outcome, err := e.Analyze(t.Context(), analysisOf(8), func(done, total int) {
		if total != 16 {
			t.Errorf("%d queries in all, want 16", total)
		}
		steps = append(steps, done)
	})
	if err != nil || outcome.Result.Verdict != judge.Promote {
		t.Fatalf("got %v, %v", outcome.Result.Verdict, err)
	}
	if most.Load() > 3 || most.Load() < 2 {
		t.Errorf("%d queries at once, want 2 or 3", most.Load())
	}
	if len(steps) != 16 || steps[15] != 16 {
		t.Errorf("progress %v", steps)
	}
	for i, answer := range outcome.Answers {
		if answer.Expr != analysisOf(8).Queries[i].Expr {
			t.Errorf("answer %d is to %q", i, answer.Expr)
		}
	}
}

// A provider that hangs costs its metric, not the answer: the queries are given up before the caller gives up.
func TestSlowProviderEndsAsFinding(t *testing.T) {
	e := engineOf(func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		if strings.HasPrefix(q.Expr, "m1") {
			<-ctx.Done()
			return nil, fmt.Errorf("%w: %w", providers.ErrUnavailable, ctx.Err())
		}
		return answerSteady(ctx, q)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()
	outcome, err := e.Analyze(ctx, analysisOf(2), nil)
	if err != nil {
		t.Fatal(err)
	}
	findings := outcome.Result.Findings
	if findings[0].Class != judge.Pass || findings[1].Class != judge.Error || findings[1].Causes[0].Cause != judge.Timeout ||
		findings[1].Sentence != "cannot be judged: no answer in time" {
		t.Errorf("got %v and %v %v", findings[0].Class, findings[1].Class, findings[1].Causes)
	}
}

func TestCallerGivesUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	e := engineOf(func(ctx context.Context, _ providers.Query) ([]series.Labelled, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	})
	if _, err := e.Analyze(ctx, analysisOf(1), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the caller's cancellation", err)
	}
}

func TestLimits(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Engine, *Analysis)
		err    error
		want   string
	}{
		{"metrics", func(e *Engine, _ *Analysis) { e.Limits.Metrics = 1 }, ErrLimit, "2 metrics; at most 1 are taken"},
		{"points", func(e *Engine, _ *Analysis) { e.Limits.Points = 29 }, ErrLimit, "30 steps of 1m0s; at most 29 are taken"},
		{"provider", func(_ *Engine, a *Analysis) { a.Queries[0].Provider = "prod" }, ErrProvider, `"prod" is not configured; configured are: test`},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, a := engineOf(answerSteady), analysisOf(2)
			test.change(e, &a)
			_, err := e.Analyze(t.Context(), a, nil)
			if !errors.Is(err, test.err) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %v with %q", err, test.err, test.want)
			}
		})
	}
}

// A sum of raw counters falls when one of them restarts: several are refused with another remedy than to add them up.
func TestSeveralRawCounters(t *testing.T) {
	a := analysisOf(1)
	a.Plan.Metrics[0].Cumulative = true
	q := a.Queries[0]
	q.Part = Events
	o := observe(a, []Answer{{Query: q, Series: []series.Labelled{steady(nil, q.Query), steady(nil, q.Query)}}})[0]
	if len(o.Failures) != 1 || !strings.Contains(o.Failures[0].Message, "query the sum of their increases, without cumulative") {
		t.Errorf("failures %v", o.Failures)
	}
}

// What came is sorted into slices; what came twice is refused with the labels of what came.
func TestObserve(t *testing.T) {
	region := func(name string) map[string]string { return map[string]string{"region": name} }
	for _, test := range []struct {
		name   string
		label  string
		answer func(q providers.Query) []series.Labelled
		slices []string
		cause  judge.Cause
		words  string
	}{
		{"one", "", func(q providers.Query) []series.Labelled { return []series.Labelled{steady(nil, q)} }, []string{""}, 0, ""},
		{"none", "", func(providers.Query) []series.Labelled { return nil }, nil, 0, ""},
		{"slices in order", "region", func(q providers.Query) []series.Labelled {
			return []series.Labelled{steady(region("west"), q), steady(region("east"), q)}
		}, []string{"east", "west"}, 0, ""},
		{"several without slices", "", func(q providers.Query) []series.Labelled {
			return []series.Labelled{steady(region("west"), q), steady(region("east"), q)}
		}, []string{""}, judge.TooManySeries, `too many series where one was expected; aggregate them in the query; there came {region="west"}, {region="east"}`},
		{"a slice twice", "region", func(q providers.Query) []series.Labelled {
			return []series.Labelled{steady(region("west"), q), steady(region("west"), q)}
		}, []string{"west"}, judge.TooManySeries, "too many series where one was expected"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := analysisOf(1)
			a.SliceLabel = test.label
			var answers []Answer
			for _, q := range a.Queries {
				answers = append(answers, Answer{Query: q, Series: test.answer(q.Query)})
			}
			o := observe(a, answers)[0]
			var names []string
			for _, s := range o.Slices {
				names = append(names, s.Name)
			}
			if strings.Join(names, ",") != strings.Join(test.slices, ",") {
				t.Errorf("slices %q, want %q", names, test.slices)
			}
			if test.cause == 0 {
				if len(o.Failures) > 0 {
					t.Errorf("failures %v", o.Failures)
				}
				return
			}
			if o.Failures[0].Cause != test.cause || !strings.Contains(o.Failures[0].Message, test.words) {
				t.Errorf("failures %v", o.Failures)
			}
		})
	}
}

func TestBuckets(t *testing.T) {
	bucket := func(le string, q providers.Query) series.Labelled { return steady(map[string]string{"le": le}, q) }
	a := analysisOf(1)
	q := a.Queries[0]
	q.Part = Buckets
	for _, test := range []struct {
		name   string
		bounds []string
		want   []float64
		words  string
	}{
		{"sorted by their bound", []string{"+Inf", "0.5", "10"}, []float64{0.5, 10, math.Inf(1)}, ""},
		{"no number", []string{"much"}, nil, `le is "much", not a number`},
		{"twice", []string{"1", "1.0"}, nil, "too many series for the bucket"},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := Answer{Query: q}
			for _, le := range test.bounds {
				answer.Series = append(answer.Series, bucket(le, q.Query))
			}
			o := observe(a, []Answer{answer})[0]
			if test.words != "" {
				if len(o.Failures) != 1 || !strings.Contains(o.Failures[0].Message, test.words) {
					t.Errorf("failures %v", o.Failures)
				}
				return
			}
			for i, b := range o.Slices[0].Baseline.Buckets {
				if b.Bound != test.want[i] {
					t.Errorf("bucket %d has the bound %v, want %v", i, b.Bound, test.want[i])
				}
			}
		})
	}
}

// The digest changes with every value, metric and slice, and with nothing else.
func TestDigest(t *testing.T) {
	observed := func(change func(*series.Series)) []judge.Observation {
		s := steady(nil, analysisOf(1).Queries[0].Query).Series
		change(&s)
		return []judge.Observation{{Slices: []judge.Slice{{Name: "west", Baseline: judge.Arm{Value: s}}}}}
	}
	plan := analysisOf(1).Plan
	same := digest(plan, observed(func(*series.Series) {}))
	if again := digest(plan, observed(func(s *series.Series) { s.Start = s.Start.Local() })); again != same {
		t.Errorf("the digest depends on the time zone")
	}
	quiet := digest(plan, observed(func(s *series.Series) { s.Values[3] = math.NaN() }))
	if other := digest(plan, observed(func(s *series.Series) { s.Values[3] = math.Float64frombits(0x7ff8000000000123) })); other != quiet {
		t.Errorf("the digest depends on the bits of a gap")
	}
	for name, change := range map[string]func(*series.Series){
		"value": func(s *series.Series) { s.Values[3] = math.Nextafter(s.Values[3], 0) },
		"gap":   func(s *series.Series) { s.Values[3] = math.NaN() },
		"start": func(s *series.Series) { s.Start = s.Start.Add(time.Minute) },
		"size":  func(s *series.Series) { s.Values = s.Values[1:] },
	} {
		if digest(plan, observed(change)) == same {
			t.Errorf("the digest does not depend on the %s", name)
		}
	}
}
