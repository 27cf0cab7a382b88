package judge

import (
	"math"
	"strings"
	"testing"
	"time"
)

// A wait that is proposed decides it in most cases: the same canary, observed for so long, is no longer inconclusive.
func TestWaitingDecides(t *testing.T) {
	r := noiseOf(61)
	for _, test := range []struct {
		name string
		kind Kind
		n    int
		draw func(n int) Observation
	}{
		{"harmless gauge", Gauge, 12, func(n int) Observation { return gaugesOf(r.around(n, 100, 25), r.around(n, 100, 25)) }},
		{"harmless ratio", Ratio, 12, func(n int) Observation {
			draw := func() []float64 {
				values := make([]float64, n)
				for i := range values {
					values[i] = max(0, math.Round(4+2*r.NormFloat64()))
				}
				return values
			}
			return countsOf(draw(), constant(n, 400), draw(), constant(n, 400))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := metricOf("m", test.kind, NoPreset)
			if test.kind == Gauge {
				m.Pause, m.Abort = Margin{Absolute: 10}, Margin{Absolute: 20}
			}
			proposed, decided := 0, 0
			for range 200 {
				f := decide(t, planOf(test.n, m), test.draw(test.n)).Findings[0]
				if f.Wait == 0 {
					continue
				}
				if f.Class != Inconclusive || f.Wait > longestWait*time.Duration(test.n)*time.Minute || f.Wait%time.Minute != 0 {
					t.Fatalf("%v, and wait %v: %s", f.Class, f.Wait, f.Sentence)
				}
				proposed++
				n := test.n + int(f.Wait/time.Minute)
				if decide(t, planOf(n, m), test.draw(n)).Findings[0].Class != Inconclusive {
					decided++
				}
			}
			if t.Logf("%d proposed, %d decided", proposed, decided); proposed < 20 || decided < proposed*3/4 {
				t.Errorf("of %d waits %d decided", proposed, decided)
			}
		})
	}
}

func TestWait(t *testing.T) {
	m := metricOf("latency", Gauge, NoPreset)
	errors := metricOf("errors", Ratio, Errors)
	for _, test := range []struct {
		name     string
		plan     Plan
		observed Observation
		least    time.Duration
		most     time.Duration
		headline string
	}{
		{"decided", planOf(30, m), gaugesOf(wave(30, 400, 10), wave(30, 400, 10)), 0, 0, "Go on"},
		{"no data", planOf(30, m), Observation{}, 0, 0, "Hold"},
		{"too few points", planOf(3, m), gaugesOf([]float64{400, 401, 402}, []float64{400, 402, 401}), time.Minute, 20 * time.Minute, " more would tell."},
		{"little traffic", planOf(30, errors), countsOf(constant(30, 1), constant(30, 100), constant(30, 0.3), constant(30, 24)), 10 * time.Minute, 6 * time.Hour, " more would tell."},
		{"so little that no wait would do", planOf(30, errors), countsOf(nil, constant(30, 1), constant(30, 0.01), constant(30, 0.2)), 0, 0, "Hold"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan := test.plan
			if test.name == "too few points" {
				plan.Alpha = Alpha{Pause: 0.04, Abort: 0.01}
			}
			result := decide(t, plan, test.observed)
			f := result.Findings[0]
			if f.Wait < test.least || f.Wait > test.most || !strings.Contains(result.Headline, test.headline) {
				t.Errorf("got %v: %s", f.Wait, result.Headline)
			}
		})
	}
}

// Since says when the canary began to be worse, and nothing when it has been all the time, or is not.
func TestSince(t *testing.T) {
	r := noiseOf(62)
	nan := math.NaN()
	lower := metricOf("throughput", Gauge, NoPreset)
	lower.Direction = LowerIsWorse
	quiet := func() []float64 { return r.around(40, 400, 4) }
	for _, test := range []struct {
		name             string
		metric           Metric
		baseline, canary []float64
		since            time.Duration // after noon; 0: not said
	}{
		{"from the 25th minute", metricOf("latency", Gauge, NoPreset), quiet(), raised(quiet(), 25, 40, 100), 25 * time.Minute},
		{"with gaps", metricOf("latency", Gauge, NoPreset), quiet(), at(raised(quiet(), 25, 40, 100), nan, 3, 4, 24, 30), 25 * time.Minute},
		{"lower is worse", lower, quiet(), raised(quiet(), 20, 40, -100), 20 * time.Minute},
		{"all the time", metricOf("latency", Gauge, NoPreset), quiet(), raised(quiet(), 0, 40, 100), 0},
		{"not at all", metricOf("latency", Gauge, NoPreset), quiet(), quiet(), 0},
		{"worse, and then much worse", metricOf("latency", Gauge, NoPreset), quiet(), raised(raised(quiet(), 0, 40, 100), 20, 40, 300), 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := decide(t, planOf(40, test.metric), gaugesOf(test.baseline, test.canary)).Findings[0]
			want := time.Time{}
			if test.since > 0 {
				want = noon().Add(test.since)
			}
			if off := f.Since.Sub(want).Abs(); off > time.Minute || f.Since.IsZero() != want.IsZero() {
				t.Errorf("since %v, want %v: %s", f.Since, want, f.Sentence)
			}
			if clause := "since " + f.Since.Format("15:04 UTC"); strings.Contains(f.Sentence, "since") != (test.since > 0) || test.since > 0 && !strings.Contains(f.Sentence, clause) {
				t.Errorf("it says %q", f.Sentence)
			}
		})
	}
	errors := countsOf(constant(15, 10), constant(15, 1000), raised(constant(15, 10), 5, 15, 50), constant(15, 1000))
	if f := decide(t, planOf(15, metricOf("errors", Ratio, Errors)), errors).Findings[0]; !f.Since.Equal(noon().Add(5 * time.Minute)) {
		t.Errorf("errors since %v: %s", f.Since, f.Sentence)
	}
}

// What would flip a verdict: each metric that made it, if it were not worse; for a promotion, the nearest to holding it.
func TestFlips(t *testing.T) {
	m := func(name string, role Role) Metric {
		m := metricOf(name, Gauge, NoPreset)
		m.Role = role
		return m
	}
	good, bad := gaugesOf(wave(30, 400, 10), wave(30, 400, 10)), gaugesOf(wave(30, 400, 10), wave(30, 600, 10))
	near := gaugesOf(wave(30, 400, 10), wave(30, 408, 10))
	for _, test := range []struct {
		name     string
		metrics  []Metric
		observed []Observation
		flips    []Flip
	}{
		{"one metric alone", []Metric{m("a", Critical), m("b", Scored), m("c", Scored)}, []Observation{bad, good, good}, []Flip{{Promote, "a", "if a were not worse, the verdict would be PROMOTE"}}},
		{"either of two is enough", []Metric{m("a", Critical), m("b", Critical)}, []Observation{bad, bad}, nil},
		{"one of two decides", []Metric{m("a", Critical), m("b", Signal)}, []Observation{bad, bad}, []Flip{{Pause, "a", "if a were not worse, the verdict would be PAUSE"}}},
		{"no data", []Metric{m("a", Critical), m("b", Scored)}, []Observation{{}, good}, []Flip{{Promote, "a", "if a were shown not to be worse, the verdict would be PROMOTE"}}},
		{"far from any margin", []Metric{m("a", Scored)}, []Observation{good}, nil},
		{"near a margin", []Metric{m("a", Scored), m("b", Scored)}, []Observation{good, near}, []Flip{{Pause, "b", "b would hold it at 4"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := decide(t, planOf(30, test.metrics...), test.observed...)
			if len(result.Flips) != len(test.flips) {
				t.Fatalf("%v: got %v, want %v", result.Verdict, result.Flips, test.flips)
			}
			for i, f := range result.Flips {
				if want := test.flips[i]; f.Verdict != want.Verdict || f.Metric != want.Metric || !strings.HasPrefix(f.Sentence, want.Sentence) {
					t.Errorf("got %+v, want %+v", f, want)
				}
			}
		})
	}
}
