package run

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/providers"
)

// trouble is a backend that is down for the ratio up to 12:18, late for the gauge up to 12:23, and has never known the canary's history
// of the histogram.
func trouble() backend {
	return backend{seed: 3, noise: 10, fail: func(q providers.Query) error {
		ends := q.End.Sub(noon())
		switch {
		case strings.HasPrefix(q.Expr, "requests 1.42.0") && ends == 18*time.Minute:
			return fmt.Errorf("%w: connection refused", providers.ErrUnavailable)
		case strings.HasPrefix(q.Expr, "memory 1.41.0") && ends == 23*time.Minute:
			return fmt.Errorf("no answer within 30s: %w", context.DeadlineExceeded)
		case strings.HasPrefix(q.Expr, "buckets 1.42.0") && ends == 0:
			return fmt.Errorf("%w: beyond retention", providers.ErrQuery)
		}
		return nil
	}}
}

// eventful returns a run that is over, as it was stored, and its looks: twelve of them at a window that grows, with a warm-up, a
// history and a provider in trouble.
func eventful(t *testing.T) (*serinv1.Run, []Kept) {
	t.Helper()
	schedule := fiveMinutes(12)
	atEndOnly(schedule)
	spec := asking(schedule, 30*time.Minute, ratio("errors"), gauge("memory"), histogram("duration"))
	spec.WarmUp, spec.History = durationpb.New(3*time.Minute), durationpb.New(time.Hour)
	return played(t, spec, trouble())
}

// played returns a run of a spec that a backend has answered, and its looks, as they come back from a store.
func played(t *testing.T, spec *serinv1.Spec, b backend) (*serinv1.Run, []Kept) {
	t.Helper()
	r := begun(spec)
	looks := play(t, engineOf(b), r)
	for i, k := range looks {
		looks[i] = Kept{Look: stored(t, k.Look), Inputs: stored(t, k.Inputs)}
	}
	return stored(t, r), looks
}

// each returns looks as they come from a store, one by one.
func each(looks []Kept) iter.Seq2[Kept, error] {
	return func(yield func(Kept, error) bool) {
		for _, k := range looks {
			if !yield(k, nil) {
				return
			}
		}
	}
}

// again replays a run on an engine that could ask nobody.
func again(t *testing.T, r *serinv1.Run, other *serinv1.Spec, looks []Kept) *serinv1.ReplayAnalysisResponse {
	t.Helper()
	response, err := Replay(t.Context(), &engine.Engine{Limits: engine.DefaultLimits()}, r, other, each(looks))
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// Whatever happened to a run, its looks come to the same when they are judged again, byte for byte.
func TestReplayOfRunsIsTheSame(t *testing.T) {
	slides := func(s *serinv1.Schedule) { s.Window = sliding }
	kayenta := asking(fiveMinutes(4), 10*time.Minute, ratio("errors"), gauge("memory"))
	kayenta.Rule = serinv1.Rule_RULE_KAYENTA
	r, looks := eventful(t)
	runs := map[string]func() (*serinv1.Run, []Kept){
		"in trouble": func() (*serinv1.Run, []Kept) { return r, looks },
		"promoted early": func() (*serinv1.Run, []Kept) {
			return played(t, asking(fiveMinutes(4), 10*time.Minute, gauge("memory")), backend{noise: 1})
		},
		"aborted": func() (*serinv1.Run, []Kept) {
			return played(t, asking(fiveMinutes(4), 10*time.Minute, ratio("errors")), backend{worse: worse("errors", 5, 0)})
		},
		"sliding": func() (*serinv1.Run, []Kept) {
			return played(t, asking(with(fiveMinutes(12), slides), 10*time.Minute, ratio("errors"), gauge("memory")), backend{noise: 10})
		},
		"by Kayenta's rule": func() (*serinv1.Run, []Kept) { return played(t, kayenta, backend{noise: 30}) },
	}
	for name, of := range runs {
		t.Run(name, func(t *testing.T) {
			r, looks := of()
			response := again(t, r, nil, looks)
			if !response.Identical || response.Differences != nil || response.RecordedEngineVersion != "" {
				t.Errorf("identical is %v, differences %q, engine %q", response.Identical, response.Differences, response.RecordedEngineVersion)
			}
			if diff := cmp.Diff(r, response.Run, protocmp.Transform()); diff != "" {
				t.Errorf("the run, -stored +replayed:\n%s", diff)
			}
			if len(response.Looks) != len(looks) {
				t.Fatalf("%d of %d looks are replayed", len(response.Looks), len(looks))
			}
			for i, k := range looks {
				if !same(k.Look, response.Looks[i]) {
					t.Errorf("look %d, -stored +replayed:\n%s", i+1, cmp.Diff(k.Look, response.Looks[i], protocmp.Transform()))
				}
			}
		})
	}

	// What the first of these runs is about has happened.
	var notes []string
	for _, f := range looks[0].Look.Result.Findings {
		notes = append(notes, f.Notes...)
	}
	if !strings.Contains(strings.Join(notes, "\n"), "beyond retention") {
		t.Errorf("of the history it is noted %q", notes)
	}
	if len(looks) != 12 || looks[2].Look.Result.Findings[0].Class != serinv1.Class_CLASS_ERROR ||
		mainReason(looks[3].Look.Conclusion) != serinv1.ReasonCode_REASON_CODE_TIMEOUT {
		t.Errorf("%d looks, of which the third and fourth are %v and %v", len(looks), looks[2].Look.Conclusion, looks[3].Look.Conclusion)
	}
	if len(looks[3].Look.Result.Carried) == 0 || looks[0].Look.Result.HistoryWindow == nil {
		t.Errorf("carried is %v, the history %v", looks[3].Look.Result.Carried, looks[0].Look.Result.HistoryWindow)
	}
}

// What persons did to a run is no part of what is judged again.
func TestReplayForgetsPersons(t *testing.T) {
	whole, looks := played(t, asking(fiveMinutes(4), 10*time.Minute, gauge("memory")), backend{noise: 1})
	early, two := played(t, asking(with(fiveMinutes(4), atEndOnly), 10*time.Minute, gauge("memory")), backend{noise: 1})
	computed := proto.CloneOf(whole)
	Override(whole, NewOverride(abort, "kim", "it burns", noon()))
	if response := again(t, whole, nil, looks); !response.Identical || !proto.Equal(response.Run, computed) {
		t.Errorf("identical is %v, the run -computed +replayed:\n%s", response.Identical, cmp.Diff(computed, response.Run, protocmp.Transform()))
	}

	// Cancelled after two looks: it would be waiting for the third.
	want := begun(early.Spec)
	for _, k := range two[:2] {
		Take(want, proto.CloneOf(k.Look))
	}
	cancelled := proto.CloneOf(want)
	if err := Cancel(cancelled, "kim", "", noon()); err != nil {
		t.Fatal(err)
	}
	if response := again(t, cancelled, nil, two[:2]); !response.Identical || !proto.Equal(response.Run, want) {
		t.Errorf("identical is %v, the run -before +replayed:\n%s", response.Identical, cmp.Diff(want, response.Run, protocmp.Transform()))
	}

	// Before its first look there is nothing to judge.
	if response := again(t, begun(early.Spec), nil, nil); !response.Identical || !proto.Equal(response.Run, begun(early.Spec)) {
		t.Errorf("of no looks comes %v", response)
	}
}

// stricter returns the spec of a run with other margins.
func stricter(r *serinv1.Run, pause, abort float64) *serinv1.Spec {
	spec := proto.CloneOf(r.Spec)
	spec.Name = "stricter"
	for _, m := range spec.Metrics {
		m.Pause, m.Abort = &serinv1.Margin{Relative: &pause}, &serinv1.Margin{Relative: &abort}
	}
	return spec
}

// Under another spec a run comes to something else, and what differs is told.
func TestReplayUnderAnotherSpec(t *testing.T) {
	schedule := with(fiveMinutes(4), atEndOnly)
	schedule.Interval, schedule.Duration = durationpb.New(15*time.Minute), durationpb.New(time.Hour)
	r, looks := played(t, asking(schedule, 10*time.Minute, gauge("memory")), backend{noise: 1, worse: worse("memory", 1.02, 0)})
	r.SpecVersion = 3
	for name, test := range map[string]struct {
		spec *serinv1.Spec
		want []string
		over string
	}{
		"the same": {proto.CloneOf(r.Spec), nil, "PROMOTE for NOT_WORSE, 4 clean, SUCCEEDED"},
		"stricter margins": {
			stricter(r, 0.005, 0.01),
			[]string{
				"look 1: verdict PROMOTE -> ABORT; reason NOT_WORSE -> REGRESSION; memory PASS -> FAIL; the run says ABORT, and said PAUSE",
				"the run is over after look 1, and went on to look 4",
			},
			"ABORT for REGRESSION, 0 clean, SUCCEEDED",
		},
		"other words": {
			with(proto.CloneOf(r.Spec), func(s *serinv1.Spec) { s.Metrics[0].Unit = "MiB" }),
			[]string{
				"look 1: the same verdict, from other numbers or words", "look 2: the same verdict, from other numbers or words",
				"look 3: the same verdict, from other numbers or words", "look 4: the same verdict, from other numbers or words",
			},
			"PROMOTE for NOT_WORSE, 4 clean, SUCCEEDED",
		},
	} {
		t.Run(name, func(t *testing.T) {
			response := again(t, r, test.spec, looks)
			if diff := cmp.Diff(test.want, response.Differences); diff != "" || response.Identical != (test.want == nil) {
				t.Errorf("identical is %v, differences -want +got:\n%s", response.Identical, diff)
			}
			if got := said(response.Run); got != test.over || response.Run.SpecName != test.spec.Name || response.Run.SpecVersion != 0 {
				t.Errorf("by version %d of %s: %s, want %s", response.Run.SpecVersion, response.Run.SpecName, got, test.over)
			}
		})
	}
}

// Of another spec's schedule its policy counts, and not its times; the windows are those that were looked at, whatever its warm-up.
func TestReplayUnderAnotherSchedule(t *testing.T) {
	spec := asking(with(fiveMinutes(4), atEndOnly), 10*time.Minute, gauge("memory"))
	spec.WarmUp = durationpb.New(3 * time.Minute)
	r, looks := played(t, spec, backend{noise: 1})
	other := proto.CloneOf(spec)
	other.WarmUp, other.Window = nil, durationpb.New(7*time.Minute)
	other.Schedule = &serinv1.Schedule{
		Interval: durationpb.New(time.Hour), Duration: durationpb.New(24 * time.Hour), Settle: durationpb.New(time.Hour), Window: sliding,
		Consecutive: proto.Int32(2), Promote: serinv1.PromoteWhen_PROMOTE_WHEN_EARLY, AtEnd: abort,
	}
	response := again(t, r, other, looks)
	want := with(proto.CloneOf(r.Spec.Schedule), func(s *serinv1.Schedule) {
		s.Consecutive, s.Promote, s.AtEnd = proto.Int32(2), serinv1.PromoteWhen_PROMOTE_WHEN_EARLY, abort
	})
	if diff := cmp.Diff(want, response.Run.Spec.Schedule, protocmp.Transform()); diff != "" {
		t.Errorf("the schedule, -want +got:\n%s", diff)
	}
	if said(response.Run) != "PROMOTE for NOT_WORSE, 2 clean, SUCCEEDED" || len(response.Looks) != 2 {
		t.Errorf("after %d looks: %s", len(response.Looks), said(response.Run))
	}
	for _, look := range response.Looks {
		w := look.Result.CanaryWindow
		if got, end := afterNoon(w.Start), afterNoon(w.End); got != 0 || end != time.Duration(3+5*look.Number)*time.Minute {
			t.Errorf("look %d judges %v to %v", look.Number, got, end)
		}
	}
	if other.Schedule.Interval.AsDuration() != time.Hour {
		t.Error("the other spec has changed")
	}

	// A run that would go on waits for the look that the stored one would take next.
	other.Schedule.Consecutive = proto.Int32(3)
	response = again(t, r, other, looks[:2])
	if want := Due(r, 3); IsOver(response.Run) || !response.Run.NextLook.AsTime().Equal(want) {
		t.Errorf("it is %v, and looks again at %v; want %v", response.Run.State, response.Run.NextLook.AsTime(), want)
	}
}

// Under another spec a metric that was not asked for has no data, and another rule may judge.
func TestReplayOfOtherMetricsAndRules(t *testing.T) {
	r, looks := played(t, asking(fiveMinutes(2), 10*time.Minute, gauge("memory")), backend{noise: 1})
	more := asking(fiveMinutes(2), 10*time.Minute, gauge("memory"), gauge("cpu"))
	response := again(t, r, more, looks)
	want := []string{
		"look 1: cpu absent -> NO_DATA",
		"look 2: verdict PROMOTE -> PAUSE; reason NOT_WORSE -> INSUFFICIENT_DATA; cpu absent -> NO_DATA; the run says PAUSE, and said PROMOTE",
	}
	if diff := cmp.Diff(want, response.Differences); diff != "" {
		t.Errorf("%s, -want +got:\n%s", said(response.Run), diff)
	}
	kayenta := with(proto.CloneOf(r.Spec), func(s *serinv1.Spec) { s.Rule = serinv1.Rule_RULE_KAYENTA })
	response = again(t, r, kayenta, looks)
	if len(response.Differences) == 0 || !strings.HasPrefix(response.Differences[0], "look 1: rule serin -> kayenta") {
		t.Errorf("%s, differences %q", said(response.Run), response.Differences)
	}
}

// What was stored by another version of the engine may come out otherwise. Its version is told, and is no difference by itself.
func TestReplayTellsTheEngine(t *testing.T) {
	r, looks := played(t, asking(with(fiveMinutes(3), atEndOnly), 10*time.Minute, gauge("memory")), backend{noise: 1})
	forged := func(change func(*serinv1.Look)) []Kept {
		all := slices.Clone(looks)
		all[1].Look = with(proto.CloneOf(all[1].Look), change)
		return all
	}
	for name, test := range map[string]struct {
		change  func(*serinv1.Look)
		version string
		want    []string
	}{
		"another version": {func(l *serinv1.Look) { l.Result.EngineVersion = "0.0.9" }, "0.0.9", nil},
		"another version, and number": {
			func(l *serinv1.Look) { l.Result.EngineVersion, l.Result.Score = "0.0.9", proto.Float64(99) }, "0.0.9",
			[]string{"look 2: the same verdict, from other numbers or words"},
		},
		"another class": {
			func(l *serinv1.Look) { l.Result.Findings[0].Class = serinv1.Class_CLASS_WARN }, "",
			[]string{"look 2: memory WARN -> PASS"},
		},
		"another conclusion": {
			func(l *serinv1.Look) { l.Conclusion.Verdict = abort }, "",
			[]string{"look 2: the run says PAUSE, and said ABORT"},
		},
		"another sentence": {
			func(l *serinv1.Look) { l.Conclusion.Headline = "Hold." }, "",
			[]string{"look 2: the same verdict, from other numbers or words"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			stored := forged(test.change)
			before := proto.CloneOf(stored[1].Look)
			response := again(t, r, nil, stored)
			if response.RecordedEngineVersion != test.version || response.Identical != (test.want == nil) {
				t.Errorf("the engine was %q, want %q; identical is %v", response.RecordedEngineVersion, test.version, response.Identical)
			}
			if diff := cmp.Diff(test.want, response.Differences); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if !proto.Equal(before, stored[1].Look) {
				t.Error("the stored look has changed")
			}
		})
	}
}

// A look that cannot be read ends the replay: without it the others would come to something else.
func TestReplayUnreadable(t *testing.T) {
	r, looks := played(t, asking(fiveMinutes(2), 10*time.Minute, gauge("memory")), backend{noise: 1})
	damaged := errors.New("damaged")
	response, err := Replay(t.Context(), &engine.Engine{Limits: engine.DefaultLimits()}, r, nil, func(yield func(Kept, error) bool) {
		_ = yield(looks[0], nil) && yield(Kept{}, damaged)
	})
	if response != nil || !errors.Is(err, damaged) {
		t.Errorf("got %v, %v; want %v", response, err, damaged)
	}
}

// A spec that does not fit the windows that were looked at is refused, and so is what the engine does not take.
func TestReplayMistakes(t *testing.T) {
	r, looks := played(t, asking(fiveMinutes(2), 10*time.Minute, gauge("memory")), backend{noise: 1})
	steps := with(proto.CloneOf(r.Spec), func(s *serinv1.Spec) {
		s.Step, s.Window = durationpb.New(2*time.Minute), durationpb.New(10*time.Minute)
	})
	for want, test := range map[string]struct {
		e    *engine.Engine
		spec *serinv1.Spec
	}{
		"look 1: spec.schedule.interval: 5m is no whole number of steps of 2m": {&engine.Engine{Limits: engine.DefaultLimits()}, steps},
		"look 1: limit: 1 metrics; at most 0 are taken":                        {&engine.Engine{}, nil},
	} {
		if response, err := Replay(t.Context(), test.e, r, test.spec, each(looks)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, %v; want %s", response, err, want)
		}
	}
}
