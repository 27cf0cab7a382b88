package collection

import (
	"testing"

	"github.com/serin-canary/serin/judge"
)

func metricOf(t *testing.T, c Case, text string) judge.Metric {
	t.Helper()
	under, err := c.Under(readSpec(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return under.Plan.Metrics[0]
}

func TestUnder(t *testing.T) {
	c := open(t, three()).Cases[0] // p99, of kind latency
	one := func(name, rest string) string {
		return "name: s\nmetrics:\n  - {name: unrelated, direction: higher_is_worse, gauge: {}}\n  - " +
			"{name: " + name + ", direction: either_is_worse, gauge: {}, role: critical, weight: 3, " + rest + "}\n"
	}
	for _, name := range []string{"p99", "latency", "default"} {
		m := metricOf(t, c, one(name, "missing: {stale: fail}, pause: {relative: 0.5}, abort: {relative: 0.7}"))
		if m.Name != "p99" || m.Direction != judge.HigherIsWorse || m.Role != judge.Critical || m.Weight != 3 ||
			m.Pause.Relative != 0.5 || m.Abort.Relative != 0.7 || m.Missing[judge.Stale] != judge.FailAnyway {
			t.Errorf("under a metric named %s: %+v", name, m)
		}
	}
	if m := metricOf(t, c, one("errors", "pause: {relative: 0.5}")); m.Role != judge.Scored || m.Weight != 1 || m.Pause.Relative == 0.5 {
		t.Errorf("under a metric of another name: %+v", m)
	}
	both := "name: s\nmetrics:\n  - {name: default, preset: saturation, gauge: {}, weight: 5}\n  - {name: latency, preset: saturation, gauge: {}, weight: 4}\n" +
		"  - {name: p99, preset: saturation, gauge: {}, weight: 3}\n"
	if m := metricOf(t, c, both); m.Weight != 3 {
		t.Errorf("the metric's own name comes first; weight %v", m.Weight)
	}
}

func TestUnderJudges(t *testing.T) {
	cases := open(t, three()).Cases
	ratio := "name: s\nmetrics:\n  - {name: default, preset: errors, ratio: {}}\n"
	if m := metricOf(t, cases[0], ratio); m.Kind != judge.Gauge || m.Judge != judge.ByKind || m.Pause.Relative != 0.2 {
		t.Errorf("a ratio's margins hold for a gauge: %+v", m)
	}
	level := "name: s\nalpha: {pause: 0.2}\nmetrics:\n  - {name: default, direction: lower_is_worse, gauge: {}, threshold: {}, abort: {level: 3}}\n"
	m := metricOf(t, cases[0], level)
	if m.Judge != judge.Threshold || m.Abort.Level == nil || m.Direction != judge.HigherIsWorse {
		t.Errorf("a threshold stays one, and the manifest's direction holds: %+v", m)
	}
	if m := metricOf(t, cases[1], level); m.Direction != judge.LowerIsWorse {
		t.Errorf("a level needs a direction where the manifest has none: %v", m.Direction)
	}
	under, err := cases[0].Under(readSpec(t, level))
	if err != nil || under.Plan.Alpha.Pause != 0.2 || cases[0].Plan.Alpha.Pause == 0.2 {
		t.Errorf("alpha %v, was %v, %v", under.Plan.Alpha, cases[0].Plan.Alpha, err)
	}
	if _, err := judge.Decide(under.Plan, under.Observed); err != nil {
		t.Error(err)
	}
	if cases[0].Plan.Metrics[0].Judge != judge.ByKind {
		t.Error("the case itself changed")
	}
}
