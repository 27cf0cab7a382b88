package backtest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// long is a recording of an hour that nobody has said anything of.
func long() collection.Case {
	c := gauge("week", collection.Unlabelled, judge.HigherIsWorse, wave(60, 100), wave(60, 100))
	c.Plan.BaselineExposure, c.Plan.CanaryExposure = 19, 1
	return c
}

func idsOf(t *testing.T, d Draw, c collection.Case) []string {
	t.Helper()
	cases, err := d.Cases(c)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range cases {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestDraw(t *testing.T) {
	d := Draw{Window: 20 * time.Minute, Step: 20 * time.Minute, Healthy: true}
	want := []string{
		"week baseline 2026-03-02T12:20:00Z", "week baseline 2026-03-02T12:40:00Z",
		"week canary 2026-03-02T12:20:00Z", "week canary 2026-03-02T12:40:00Z",
		"week baseline and canary 2026-03-02T12:00:00Z", "week baseline and canary 2026-03-02T12:20:00Z",
		"week baseline and canary 2026-03-02T12:40:00Z",
	}
	if diff := cmp.Diff(want, idsOf(t, d, long())); diff != "" {
		t.Error(diff)
	}
	d.Healthy = false
	if diff := cmp.Diff(want[:4], idsOf(t, d, long())); diff != "" {
		t.Errorf("only one population against itself: %s", diff)
	}
	d.Step = 40 * time.Minute
	if diff := cmp.Diff([]string{want[0], want[2]}, idsOf(t, d, long())); diff != "" {
		t.Errorf("every second pair: %s", diff)
	}
	if got := idsOf(t, Draw{Window: 31 * time.Minute, Step: 31 * time.Minute}, long()); len(got) > 0 {
		t.Errorf("too short for two windows: %v", got)
	}
	silent := long()
	silent.Observed[0].Slices[0].Canary = judge.Arm{Value: series.New(noon(), time.Minute, 60)}
	if diff := cmp.Diff(want[:2], idsOf(t, Draw{Window: d.Window, Step: d.Window}, silent)); diff != "" {
		t.Errorf("a population without data: %s", diff)
	}
}

// A window of a population meets the one that follows it, and nothing else is known of the case.
func TestDrawnCase(t *testing.T) {
	whole := long()
	for i := range 60 { // the values say when they were seen, and of whom
		whole.Observed[0].Slices[0].Baseline.Value.Values[i] = float64(i)
		whole.Observed[0].Slices[0].Canary.Value.Values[i] = 100 + float64(i)
	}
	cases, err := Draw{Window: 2 * time.Minute, Step: 2 * time.Minute, Healthy: true}.Cases(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		at               int
		baseline, canary []float64
		exposures        [2]float64
	}{
		{0, []float64{0, 1}, []float64{2, 3}, [2]float64{19, 19}},
		{30, []float64{102, 103}, []float64{104, 105}, [2]float64{1, 1}},
		{58, []float64{0, 1}, []float64{100, 101}, [2]float64{19, 1}},
	} {
		c := cases[test.at]
		p := engine.PairsOf(c.Plan, c.Plan.Metrics[0], c.Observed[0])[0]
		if diff := cmp.Diff([][]float64{test.baseline, test.canary}, [][]float64{p.Baseline.Values, p.Canary.Values}); diff != "" {
			t.Errorf("%s: %s", c.ID, diff)
		}
		if got := [2]float64{c.Plan.BaselineExposure, c.Plan.CanaryExposure}; got != test.exposures {
			t.Errorf("%s: exposures %v, want %v", c.ID, got, test.exposures)
		}
		if c.Label != collection.Same || c.Source != "week" || c.Size != collection.Tiny {
			t.Errorf("%s: %v, %s, %s", c.ID, c.Label, c.Source, c.Size)
		}
		if _, err := judge.Decide(c.Plan, c.Observed); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	}
}

// A failure of one population says nothing of the other.
func TestDrawnFailures(t *testing.T) {
	whole := long()
	whole.Observed[0].Failures = []judge.Failure{{Cause: judge.Timeout, Population: judge.Canary}}
	cases, err := Draw{Window: 30 * time.Minute, Step: 30 * time.Minute}.Cases(whole)
	if err != nil || len(cases) != 2 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	if len(cases[0].Observed[0].Failures) != 0 || len(cases[1].Observed[0].Failures) != 1 {
		t.Error("want no failure of the baseline and one of the canary")
	}
}

func TestDrawRefuses(t *testing.T) {
	for _, test := range []struct {
		draw Draw
		want string
	}{
		{Draw{Window: 90 * time.Second, Step: 2 * time.Minute}, "week: an A/A window of 1m30s is no whole number of its steps of 1m0s"},
		{Draw{Window: time.Minute, Step: 90 * time.Second}, "week: an A/A step of 1m30s is no whole number of its steps of 1m0s"},
		{Draw{Window: 0, Step: time.Minute}, "an A/A window of 0s"},
		{Draw{Window: 2 * time.Minute, Step: time.Minute}, "an A/A step of 1m0s is shorter than the window of 2m0s, so that windows would overlap"},
	} {
		if _, err := test.draw.Cases(long()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v, want %q", test.draw, err, test.want)
		}
	}
}
