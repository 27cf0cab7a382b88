package backtest

import (
	"testing"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/judge"
)

// several is a case of gauges: one per letter of a word, w for one that is worse, s for the same, - for one without data.
func several(word string) collection.Case {
	c := gauge("c", collection.Same, judge.HigherIsWorse, wave(30, 100), wave(30, 100))
	metric, seen := c.Plan.Metrics[0], c.Observed[0]
	c.Plan.Metrics, c.Observed = nil, nil
	for i, kind := range word {
		metric.Name = string(rune('a' + i))
		c.Plan.Metrics = append(c.Plan.Metrics, metric)
		one := seen
		switch kind {
		case 'w':
			one = gauge("c", collection.Same, judge.HigherIsWorse, wave(30, 100), wave(30, 150)).Observed[0]
		case '-':
			one = judge.Observation{}
		}
		c.Observed = append(c.Observed, one)
	}
	return c
}

func TestKayenta(t *testing.T) {
	for _, test := range []struct {
		name, metrics string
		verdict       judge.Verdict
		reason        judge.Code
		score         float64
	}{
		{"one that is the same", "s", judge.Promote, judge.NotWorse, 100},
		{"one that is worse fails", "w", judge.Abort, judge.Regression, 0},
		{"one worse of five is marginal", "sssws", judge.Pause, judge.Regression, 80},
		{"one worse of two fails", "sw", judge.Abort, judge.Regression, 50},
		{"half without data decides, and flags nothing", "s-", judge.Pause, judge.InsufficientData, 0},
		{"no data", "-", judge.Pause, judge.InsufficientData, 0},
		{"fewer than half without data", "ss-", judge.Promote, judge.NotWorse, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := answer(t, Kayenta{}, several(test.metrics))
			if a.Verdict != test.verdict || a.Reason != test.reason || a.Score == nil || *a.Score != test.score {
				t.Errorf("got %v, %v, score %v; want %v, %v, %v", a.Verdict, a.Reason, *a.Score, test.verdict, test.reason, test.score)
			}
		})
	}
}

func TestKayentaRolesAndGroups(t *testing.T) {
	c := several("sssssssssw")
	c.Plan.Metrics[9].Role = judge.Critical
	if a := answer(t, Kayenta{}, c); a.Verdict != judge.Abort || *a.Score != 0 {
		t.Errorf("a critical one that is worse: %v, score %v", a.Verdict, *a.Score)
	}
	c.Plan.Metrics[9].Role = judge.Signal
	if a := answer(t, Kayenta{}, c); a.Verdict != judge.Promote || a.Classes[9].Class != judge.Fail {
		t.Errorf("a signal: %v, %v", a.Verdict, a.Classes[9])
	}
	c = several("sw")
	c.Plan.Groups = map[string]float64{"heavy": 9, "light": 1}
	c.Plan.Metrics[0].Group, c.Plan.Metrics[1].Group = "heavy", "light"
	if a := answer(t, Kayenta{}, c); a.Verdict != judge.Pause || *a.Score != 90 {
		t.Errorf("a light group that is worse: %v, score %v", a.Verdict, *a.Score)
	}
	c = several("w")
	c.Plan.Metrics[0].Direction = judge.LowerIsWorse
	if a := answer(t, Kayenta{}, c); a.Flagged() {
		t.Errorf("higher, where lower is worse: %v", a.Verdict)
	}
}
