package run

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// When looks are due, what they judge, and from when on they ask for data.
func TestSchedule(t *testing.T) {
	const m = time.Minute
	for name, test := range map[string]struct {
		warmUp, window time.Duration
		schedule       *serinv1.Schedule
		want           []string
	}{
		"growing": {
			0, 10 * m, fiveMinutes(3), []string{
				"due 5m15s, judges 0s to 5m0s, asks from 0s",
				"due 10m15s, judges 0s to 10m0s, asks from 0s",
				"due 15m15s, judges 0s to 15m0s, asks from 0s",
			},
		},
		"growing, after a warm-up": {
			3 * m, 10 * m, fiveMinutes(3), []string{
				"due 8m15s, judges 3m0s to 8m0s, asks from 0s",
				"due 13m15s, judges 3m0s to 13m0s, asks from 0s",
				"due 18m15s, judges 3m0s to 18m0s, asks from 0s",
			},
		},
		"sliding": {
			0, 10 * m, with(fiveMinutes(4), func(s *serinv1.Schedule) { s.Window = sliding }), []string{
				"due 5m15s, judges 0s to 5m0s, asks from 0s",
				"due 10m15s, judges 0s to 10m0s, asks from 0s",
				"due 15m15s, judges 5m0s to 15m0s, asks from 5m0s",
				"due 20m15s, judges 10m0s to 20m0s, asks from 10m0s",
			},
		},
		"sliding, after a warm-up": {
			3 * m, 10 * m, with(fiveMinutes(4), func(s *serinv1.Schedule) { s.Window = sliding }), []string{
				"due 8m15s, judges 3m0s to 8m0s, asks from 0s",
				"due 13m15s, judges 3m0s to 13m0s, asks from 0s",
				"due 18m15s, judges 8m0s to 18m0s, asks from 5m0s",
				"due 23m15s, judges 13m0s to 23m0s, asks from 10m0s",
			},
		},
		"sliding, one window after the other": {
			0, 5 * m, with(fiveMinutes(3), func(s *serinv1.Schedule) { s.Window = sliding }), []string{
				"due 5m15s, judges 0s to 5m0s, asks from 0s",
				"due 10m15s, judges 5m0s to 10m0s, asks from 5m0s",
				"due 15m15s, judges 10m0s to 15m0s, asks from 10m0s",
			},
		},
		"sliding, a window shorter than the interval": {
			0, 2 * m, with(fiveMinutes(2), func(s *serinv1.Schedule) { s.Window = sliding }), []string{
				"due 5m15s, judges 3m0s to 5m0s, asks from 3m0s",
				"due 10m15s, judges 8m0s to 10m0s, asks from 8m0s",
			},
		},
		"data are never late": {
			0, 10 * m, with(fiveMinutes(1), func(s *serinv1.Schedule) { s.Settle = durationpb.New(0) }), []string{
				"due 5m0s, judges 0s to 5m0s, asks from 0s",
			},
		},
		"data are an hour late": {
			m, 10 * m, with(fiveMinutes(2), func(s *serinv1.Schedule) { s.Settle = durationpb.New(time.Hour) }), []string{
				"due 1h6m0s, judges 1m0s to 6m0s, asks from 0s",
				"due 1h11m0s, judges 1m0s to 11m0s, asks from 0s",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			spec := specOf(test.schedule)
			spec.WarmUp, spec.Window = durationpb.New(test.warmUp), durationpb.New(test.window)
			r := begun(spec)
			var got []string
			for number := int32(1); number <= r.LooksPlanned; number++ {
				w, asked := Window(r, number), Request(r, number).Window
				if !asked.End.AsTime().Equal(w.End.AsTime()) {
					t.Errorf("look %d judges up to %v, and asks up to %v", number, w.End.AsTime(), asked.End.AsTime())
				}
				got = append(got, fmt.Sprintf("due %v, judges %v to %v, asks from %v",
					Due(r, number).Sub(noon()), afterNoon(w.Start), afterNoon(w.End), afterNoon(asked.Start)))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// with returns a message after a change.
func with[M any](m M, change func(M)) M {
	change(m)
	return m
}

func afterNoon(t *timestamppb.Timestamp) time.Duration { return t.AsTime().Sub(noon()) }

// Whatever the schedule: looks are an interval apart, the last one ends with the duration, no window begins in the warm-up, those
// that grow begin where it ends, and those that slide are as long as the spec's window as soon as they can be.
func TestScheduleLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := time.Duration(rapid.IntRange(1, 120).Draw(t, "step")) * time.Second
		times := func(label string, least int) time.Duration {
			return step * time.Duration(rapid.IntRange(least, 50).Draw(t, label))
		}
		looks := rapid.IntRange(1, 60).Draw(t, "looks")
		interval, window, warmUp := times("interval", 1), times("window", 1), times("warm-up", 0)
		settle := rapid.SampledFrom([]time.Duration{0, 15 * time.Second, time.Hour}).Draw(t, "settle")
		slides := rapid.Bool().Draw(t, "slides")
		spec := &serinv1.Spec{
			Step: durationpb.New(step), Window: durationpb.New(window), WarmUp: durationpb.New(warmUp),
			Schedule: with(fiveMinutes(1), func(s *serinv1.Schedule) {
				s.Interval, s.Duration = durationpb.New(interval), durationpb.New(time.Duration(looks)*interval)
				s.Settle = durationpb.New(settle)
				if slides {
					s.Window = sliding
				}
			}),
		}
		r := begun(spec)
		if int(r.LooksPlanned) != looks {
			t.Fatalf("%d looks are planned, want %d", r.LooksPlanned, looks)
		}
		for number := int32(1); number <= r.LooksPlanned; number++ {
			w := Window(r, number)
			start, end := afterNoon(w.Start), afterNoon(w.End)
			wantStart := warmUp
			if slides {
				wantStart = max(warmUp, end-window)
			}
			if end != warmUp+time.Duration(number)*interval || start != wantStart || Due(r, number).Sub(noon()) != end+settle {
				t.Fatalf("look %d judges %v to %v, and is due %v", number, start, end, Due(r, number).Sub(noon()))
			}
			if asked := Request(r, number).Window; afterNoon(asked.Start) != start-warmUp || (end-start)%step != 0 {
				t.Fatalf("look %d asks from %v, and judges from %v to %v", number, afterNoon(asked.Start), start, end)
			}
		}
	})
}

// A look is told which one of how many it is, and what those before it found.
func TestRequest(t *testing.T) {
	carried := []*serinv1.Carried{{Metric: "errors", LogE: 2}}
	for name, test := range map[string]struct {
		change func(*serinv1.Run)
		number int32
		want   *serinv1.Looks
	}{
		"the first":  {func(*serinv1.Run) {}, 1, &serinv1.Looks{Planned: 12, Taken: 1}},
		"the fourth": {func(r *serinv1.Run) { r.Carried = carried }, 4, &serinv1.Looks{Planned: 12, Taken: 4, Earlier: carried}},
		"sliding":    {func(r *serinv1.Run) { r.Spec.Schedule.Window = sliding }, 3, &serinv1.Looks{Planned: 12, Taken: 3, Sliding: true}},
		"by Kayenta's rule, which knows no looks": {
			func(r *serinv1.Run) { r.Spec.Rule = serinv1.Rule_RULE_KAYENTA }, 3, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := begun(specOf(fiveMinutes(12)))
			test.change(r)
			before := proto.CloneOf(r)
			want := &serinv1.AnalyzeRequest{
				Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Looks: test.want, Window: Window(r, test.number),
			}
			if diff := cmp.Diff(want, Request(r, test.number), protocmp.Transform()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if !proto.Equal(before, r) {
				t.Errorf("the run has changed to %v", r)
			}
		})
	}
}
