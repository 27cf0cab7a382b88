package spec

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"pgregory.net/rapid"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func TestValidateSchedule(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		want []string
	}{
		"all defaults":            {"schedule: {}", nil},
		"every field":             {"schedule: {interval: 5m, duration: 2h, window: sliding, settle: 30s, consecutive: 3, promote: at_end, at_end: promote}", nil},
		"all looks in a row":      {"schedule: {duration: 5m, consecutive: 5, window: growing, promote: early, at_end: abort}", nil},
		"one look":                {"schedule: {interval: 30m, duration: 30m, at_end: pause}", nil},
		"data are never late":     {"schedule: {settle: 0s}", nil},
		"an hour late":            {"schedule: {settle: 1h}", nil},
		"as many as there may":    {"schedule: {duration: 10000m}", nil},
		"window as it likes":      {"schedule: {interval: 1h, window: sliding}\nwindow: 5m\nwarm_up: 1m", nil},
		"slides into its history": {"schedule: {window: sliding}\nhistory: 24h", []string{`4:12: schedule.window: a sliding window leaves no time before the rollout for the history; write growing, or leave history out`}},
		"judged by Kayenta":       {"schedule: {window: sliding}\nrule: kayenta", nil},
		"misspelt":                {"schedule: {intervall: 5m}", []string{`4:12: schedule.intervall: unknown field "intervall"; did you mean "interval"?`}},
		"interval of 0":           {"schedule: {interval: 0s}", []string{`4:12: schedule.interval: must be above 0, such as 1m, or left out for the default`}},
		"interval of half steps":  {"schedule: {interval: 90s}", []string{`4:12: schedule.interval: 1m30s is no whole number of steps of 1m; write 1m or 2m`}},
		"negative duration":       {"schedule: {duration: -1h}", []string{`4:12: schedule.duration: must be above 0, such as 1m, or left out for the default`}},
		"less than one interval":  {"schedule: {interval: 5m, duration: 4m}", []string{`4:26: schedule.duration: 4m is less than one interval of 5m; make the duration longer or the interval shorter`}},
		"broken intervals":        {"schedule: {interval: 5m, duration: 12m}", []string{`4:26: schedule.duration: 12m is no whole number of intervals of 5m; write 10m or 15m`}},
		"default intervals":       {"schedule: {duration: 90s}", []string{`4:12: schedule.duration: 1m30s is no whole number of intervals of 1m; write 1m or 2m`}},
		"a week, every minute": {
			"schedule: {duration: 168h, consecutive: 10080}",
			[]string{`4:12: schedule.duration: 168h has 10080 looks at intervals of 1m, and 10000 is the most; make the interval longer or the duration shorter`},
		},
		"the default, ten a second": {
			"step: 100ms\nschedule: {interval: 100ms}",
			[]string{`5:12: schedule.interval: 1h, the default duration, has 36000 looks at intervals of 100ms, and 10000 is the most; make the interval longer or the duration shorter`},
		},
		"negative settle":         {"schedule: {settle: -1s}", []string{`4:12: schedule.settle: must be 0 or more, such as 15s, or left out for the default`}},
		"settle beyond an hour":   {"schedule: {settle: 61m}", []string{`4:12: schedule.settle: 1h1m is longer than 1h; make it shorter, and count on data that come by then`}},
		"settle in microseconds":  {"schedule: {settle: 1500us}", []string{`4:12: schedule.settle: 1.5ms is no whole number of milliseconds; round it`}},
		"none in a row":           {"schedule: {consecutive: 0}", []string{`4:12: schedule.consecutive: must be 1 or more, such as 3, or left out for the default; it is 0`}},
		"more in a row than are":  {"schedule: {duration: 5m, consecutive: 6}", []string{`4:26: schedule.consecutive: 6 looks in a row are more than the 5 that there are; make it fewer, or the duration longer`}},
		"more than by default":    {"schedule: {consecutive: 61}", []string{`4:12: schedule.consecutive: 61 looks in a row are more than the 60 that there are; make it fewer, or the duration longer`}},
		"a window there is not":   {"schedule: {window: slide}", []string{`4:20: schedule.window: expected one of growing, sliding, got text "slide"`}},
		"a promotion there's not": {"schedule: {promote: late}", []string{`4:21: schedule.promote: expected one of early, at_end, got text "late"`}},
		"an end there is not":     {"schedule: {at_end: rollback}", []string{`4:20: schedule.at_end: expected one of promote, pause, abort, got text "rollback"`}},
		"all at once": {
			"schedule: {interval: 90s, duration: 1h, settle: 2h, consecutive: -1, at_end: fail}",
			[]string{
				`4:12: schedule.interval: 1m30s is no whole number of steps of 1m; write 1m or 2m`,
				`4:41: schedule.settle: 2h is longer than 1h; make it shorter, and count on data that come by then`,
				`4:53: schedule.consecutive: must be 1 or more, such as 3, or left out for the default; it is -1`,
				`4:78: schedule.at_end: expected one of promote, pause, abort, got text "fail"`,
			},
		},
		"what follows from another mistake is not said": {
			"step: 0s\nschedule: {interval: 90s, duration: 100s, consecutive: 1000}",
			[]string{`4:1: step: must be above 0, such as 1m, or left out for the default`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, checkout(t, "groups:", c.line+"\ngroups:"), FromProvider, c.want...)
		})
	}
}

func TestValidateScheduleMessages(t *testing.T) {
	for name, c := range map[string]struct {
		schedule *serinv1.Schedule
		want     string
	}{
		"window of the future":  {&serinv1.Schedule{Window: 9}, `schedule.window: 9 is no value of WindowKind; is the caller newer than the server?`},
		"promote of the future": {&serinv1.Schedule{Promote: 9}, `schedule.promote: 9 is no value of PromoteWhen; is the caller newer than the server?`},
		"verdict of the future": {&serinv1.Schedule{AtEnd: 9}, `schedule.at_end: 9 is no value of Verdict; is the caller newer than the server?`},
		"settle of two signs":   {&serinv1.Schedule{Settle: &durationpb.Duration{Seconds: 1, Nanos: -1}}, `schedule.settle: is no duration that can be computed with; write one such as 15s`},
		"millennia": {
			&serinv1.Schedule{Duration: &durationpb.Duration{Seconds: 315576000000}},
			`schedule.duration: is no duration that can be computed with; write one such as 30m`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			spec := asked(t).GetSpec()
			spec.Schedule = c.schedule
			if got := Validate(spec, FromProvider).Error(); got != c.want {
				t.Errorf("Validate = %s\nwant %s", got, c.want)
			}
		})
	}
}

// The page's example is valid, and has as many looks as it says.
func TestScheduleOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/runs.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(page), "```yaml\n")
	text, _, found := strings.Cut(after, "```\n")
	if spec, mistakes := Read([]byte(text), FromProvider); !found || mistakes != nil || PlannedLooks(spec) != 24 {
		t.Errorf("%d looks, %v", PlannedLooks(spec), mistakes)
	}
}

func TestScheduleDefaults(t *testing.T) {
	of := durationpb.New
	for name, c := range map[string]struct {
		step               time.Duration
		schedule           *serinv1.Schedule
		interval, duration time.Duration
		looks              int
	}{
		"no schedule":                 {0, nil, time.Minute, time.Hour, 60},
		"nothing said":                {0, &serinv1.Schedule{}, time.Minute, time.Hour, 60},
		"steps of 15s":                {15 * time.Second, nil, time.Minute, time.Hour, 60},
		"a minute is no whole steps":  {7 * time.Second, nil, 63 * time.Second, 58 * 63 * time.Second, 58},
		"steps of 5m":                 {5 * time.Minute, nil, 5 * time.Minute, time.Hour, 12},
		"an hour is less than ten":    {10 * time.Minute, nil, 10 * time.Minute, 100 * time.Minute, 10},
		"an hour is no whole number":  {0, &serinv1.Schedule{Interval: of(7 * time.Minute)}, 7 * time.Minute, 70 * time.Minute, 10},
		"an hour, rounded up":         {0, &serinv1.Schedule{Interval: of(110 * time.Second)}, 110 * time.Second, 33 * 110 * time.Second, 33},
		"given":                       {0, &serinv1.Schedule{Interval: of(time.Hour), Duration: of(3 * time.Hour)}, time.Hour, 3 * time.Hour, 3},
		"steps of a hundred years":    {876_000 * time.Hour, nil, 876_000 * time.Hour, 2 * 876_000 * time.Hour, 2},
		"steps of the longest length": {math.MaxInt64, nil, math.MaxInt64, math.MaxInt64, 1},
	} {
		t.Run(name, func(t *testing.T) {
			spec := &serinv1.Spec{Schedule: c.schedule}
			if c.step > 0 {
				spec.Step = of(c.step)
			}
			if i, d, n := Interval(spec), Duration(spec), PlannedLooks(spec); i != c.interval || d != c.duration || n != c.looks {
				t.Errorf("%d looks every %v for %v; want %d every %v for %v", n, i, d, c.looks, c.interval, c.duration)
			}
		})
	}
	none, given := &serinv1.Spec{}, &serinv1.Spec{Schedule: &serinv1.Schedule{Settle: of(0), Consecutive: proto.Int32(3)}}
	if Settle(none) != 15*time.Second || Consecutive(none) != 1 || Settle(given) != 0 || Consecutive(given) != 3 {
		t.Errorf("settle %v and %v, consecutive %d and %d", Settle(none), Settle(given), Consecutive(none), Consecutive(given))
	}
}

// Whatever the step and the interval, the defaults are whole numbers: of steps, and of intervals.
func TestScheduleDefaultsAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.OneOf(rapid.Int64Range(1, 1e8), rapid.Int64Range(1, math.MaxInt64/1_000_000))
		spec := &serinv1.Spec{Step: durationpb.New(time.Duration(length.Draw(t, "step")) * time.Millisecond)}
		if rapid.Bool().Draw(t, "interval") {
			times := rapid.Int64Range(1, max(1, min(1000, math.MaxInt64/int64(Step(spec))))).Draw(t, "steps")
			spec.Schedule = &serinv1.Schedule{Interval: durationpb.New(time.Duration(times) * Step(spec))}
		}
		interval, duration := Interval(spec), Duration(spec)
		if interval <= 0 || interval%Step(spec) != 0 || duration < time.Hour || duration%interval != 0 || PlannedLooks(spec) < 1 {
			t.Fatalf("steps of %v, looks every %v for %v", Step(spec), interval, duration)
		}
	})
}
