package judge

import (
	"math"
	"strings"
	"testing"
)

// A canary that starts badly and heals is judged by where it has come to stand, and says so. One that has healed by half is
// worse than the baseline, though better than it was.
func TestSettle(t *testing.T) {
	r := noiseOf(11)
	quiet := func() []float64 { return r.around(40, 400, 4) }
	start := func(by float64) []float64 { return raised(quiet(), 0, 16, by) }
	gap := func(values []float64, steps ...int) []float64 { return at(values, math.NaN(), steps...) }
	for _, test := range []struct {
		name             string
		baseline, canary []float64
		aside            bool
		class            Class
		notes            string
	}{
		{"healed", quiet(), start(200), true, Pass, "the canary was off until 12:16 UTC, at 600, and has come back to 398 since; only what followed is compared"},
		{"healed, with gaps", quiet(), gap(start(200), 2, 3, 15, 30), true, Pass, "off until 12:15 UTC"},
		{"healed by half", quiet(), raised(start(200), 16, 40, 50), false, Fail, ""},
		{"never healed", quiet(), raised(quiet(), 0, 40, 200), false, Fail, ""},
		{"healed too late", quiet(), raised(quiet(), 0, 32, 200), false, Fail, ""},
		{"healed, but not quite", quiet(), raised(start(200), 16, 40, 6), false, Warn, ""},
		{"the baseline starts like that too", start(200), start(200), false, Pass, ""},
		{"two points are no start", quiet(), raised(quiet(), 0, 2, 200), false, Pass, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := metricOf("latency", Gauge, NoPreset)
			m.Pause, m.Abort = Margin{Absolute: 3}, Margin{Absolute: 20}
			f := decide(t, planOf(40, m), gaugesOf(test.baseline, test.canary)).Findings[0]
			notes := strings.Join(f.Notes, "; ")
			if aside := strings.Contains(notes, "has come back to"); aside != test.aside || !strings.Contains(notes, test.notes) {
				t.Errorf("set aside is %v, notes %q", aside, notes)
			}
			if flagged := f.Class == Warn || f.Class == Fail; flagged != (test.class != Pass) {
				t.Errorf("got %v: %s", f.Class, f.Sentence)
			}
			if e := f.Evidence[0]; test.aside && e.CanaryN > 24 {
				t.Errorf("%v points of the canary are compared", e.CanaryN)
			}
		})
	}
}

// Where lower is worse, a start below heals.
func TestSettleWhereLowerIsWorse(t *testing.T) {
	r := noiseOf(12)
	for _, direction := range []Direction{LowerIsWorse, EitherIsWorse} {
		m := metricOf("throughput", Gauge, NoPreset)
		m.Direction = direction
		f := decide(t, planOf(40, m), gaugesOf(r.around(40, 400, 4), raised(r.around(40, 400, 4), 0, 16, -200))).Findings[0]
		if f.Class != Pass || len(f.Notes) != 1 {
			t.Errorf("%v: got %v, %q: %s", direction, f.Class, f.Notes, f.Sentence)
		}
	}
}

// To set a start aside is a choice that data make. It does not flag more harmless canaries than before.
func TestSettledHarmlessCanaries(t *testing.T) {
	r := noiseOf(13)
	m := metricOf("latency", Gauge, NoPreset)
	part := flaggedPart(t, 400, func(int) (Plan, []Observation) {
		return planOf(40, m), []Observation{gaugesOf(r.around(40, 400, 4), raised(r.around(40, 400, 4), 0, 16, 60))}
	})
	if t.Logf("flagged %.3f", part); part > 0.05 {
		t.Errorf("flagged %.3f of those that have healed", part)
	}
}
