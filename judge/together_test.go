package judge

import (
	"strings"
	"testing"
)

func manyOf(n int, margin float64) []Metric {
	var metrics []Metric
	for i := range n {
		m := metricOf(string(rune('a'+i)), Gauge, NoPreset)
		m.Pause, m.Abort = Margin{Relative: margin}, Margin{Relative: 2 * margin}
		metrics = append(metrics, m)
	}
	return metrics
}

// Metrics that are each a little worse than chance makes them are seen together, though none of them is by itself.
func TestTogether(t *testing.T) {
	r := noiseOf(21)
	for _, test := range []struct {
		name     string
		metrics  int
		canary   float64
		change   func(*Metric)
		together bool
	}{
		{"five a little worse", 5, 104, nil, true},
		{"five the same", 5, 100, nil, false},
		{"five better", 5, 96, nil, false},
		{"one alone", 1, 104, nil, false},
		{"worse by less than matters", 5, 100.5, nil, false},
		{"muted", 5, 104, func(m *Metric) { m.Role = Muted }, false},
		{"signals", 5, 104, func(m *Metric) { m.Role = Signal }, false},
		{"either is worse", 5, 104, func(m *Metric) { m.Direction = EitherIsWorse }, false},
		{"lower is worse, and higher", 5, 104, func(m *Metric) { m.Direction = LowerIsWorse }, false},
		{"lower is worse, and lower", 5, 96, func(m *Metric) { m.Direction = LowerIsWorse }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			metrics := manyOf(test.metrics, 0.3)
			var observed []Observation
			for i := range metrics {
				if test.change != nil {
					test.change(&metrics[i])
				}
				observed = append(observed, gaugesOf(r.around(40, 100, 6), r.around(40, test.canary, 6)))
			}
			result := decide(t, planOf(40, metrics...), observed...)
			published(t, result)
			if (result.Together != nil) != test.together {
				t.Fatalf("together is %v: %v", result.Together, result.Headline)
			}
			if !test.together {
				return
			}
			if result.Verdict != Pause || result.Reasons[0].Code != Regression {
				t.Errorf("got %v for %v", result.Verdict, result.Reasons)
			}
			if want := "Hold: 5 metrics are each a little worse, the middle one by "; !strings.HasPrefix(result.Headline, want) {
				t.Errorf("headline %q", result.Headline)
			}
		})
	}
}

// Metrics that move as one are not so many: with the same noise in all of them, harmless ones are not flagged more often.
func TestTogetherWithSharedNoise(t *testing.T) {
	r := noiseOf(22)
	metrics := manyOf(8, 0.5)
	flagged := flaggedPart(t, 400, func(int) (Plan, []Observation) {
		var observed []Observation
		b, c := r.around(20, 100, 10), r.around(20, 100, 10)
		for range metrics {
			observed = append(observed, gaugesOf(sum(b, r.around(20, 0, 2)), sum(c, r.around(20, 0, 2))))
		}
		return planOf(20, metrics...), observed
	})
	if t.Logf("flagged %.3f", flagged); flagged > 0.05 {
		t.Errorf("flagged %.3f of harmless canaries", flagged)
	}
}

// One test of all metrics together costs each of them no more than one test more.
func TestTogetherSharesAlpha(t *testing.T) {
	r := noiseOf(23)
	var observed []Observation
	for range 3 {
		observed = append(observed, gaugesOf(r.around(30, 100, 2), r.around(30, 100, 2)))
	}
	result := decide(t, planOf(30, manyOf(3, 0.3)...), observed...)
	for _, f := range result.Findings {
		if e := f.Evidence[0]; e.share < 1./4-1e-9 {
			t.Errorf("%s could spend %v of alpha", f.Metric.Name, e.share)
		}
	}
}
