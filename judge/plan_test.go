package judge

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/series"
)

// noon is when every window of the tests starts.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// planOf returns a plan of n steps of a minute with our defaults.
func planOf(n int, metrics ...Metric) Plan {
	w := Window{Start: noon(), End: noon().Add(time.Duration(n) * time.Minute)}
	return Plan{
		Name: "test", Step: time.Minute, Baseline: w, Canary: w,
		Alpha: DefaultAlpha(), Score: DefaultScorePolicy(), Metrics: metrics,
	}
}

// metricOf returns a metric with the margins of its kind.
func metricOf(name string, kind Kind, preset Preset) Metric {
	m := Metric{Name: name, Kind: kind, Direction: HigherIsWorse, Weight: 1}
	if d := preset.Direction(); d != 0 {
		m.Direction = d
	}
	m.Pause, m.Abort = DefaultMargins(kind, preset)
	if kind == Histogram {
		m.Quantiles = []float64{0.5}
	}
	return m
}

func seriesOf(values ...float64) series.Series {
	return series.Series{Start: noon(), Step: time.Minute, Values: values}
}

// constant returns n values v.
func constant(n int, v float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = v
	}
	return values
}

func gaugesOf(baseline, canary []float64) Observation {
	return Observation{Slices: []Slice{{
		Baseline: Arm{Value: seriesOf(baseline...)}, Canary: Arm{Value: seriesOf(canary...)},
	}}}
}

func countsOf(baselineEvents, baselineTotal, canaryEvents, canaryTotal []float64) Observation {
	return Observation{Slices: []Slice{{
		Baseline: Arm{Events: seriesOf(baselineEvents...), Total: seriesOf(baselineTotal...)},
		Canary:   Arm{Events: seriesOf(canaryEvents...), Total: seriesOf(canaryTotal...)},
	}}}
}

// wave returns n values around level that go up and down without a trend, by at most size.
func wave(n int, level, size float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = level + size*math.Sin(2.4*float64(i)+float64(n))
	}
	return values
}

func decide(t *testing.T, plan Plan, observed ...Observation) Result {
	t.Helper()
	result, err := Decide(plan, observed)
	if err != nil {
		t.Fatalf("Decide: %v", err)
	}
	return result
}

func TestPlanMistakes(t *testing.T) {
	latency := metricOf("latency", Gauge, Latency)
	change := func(f func(*Plan)) Plan {
		plan := planOf(30, latency)
		f(&plan)
		return plan
	}
	metric := func(f func(*Metric)) Plan { return change(func(p *Plan) { f(&p.Metrics[0]) }) }
	level := 1.0
	for _, test := range []struct {
		name string
		plan Plan
		want string
	}{
		{"no metrics", planOf(30), "no metrics"},
		{"too few observations", planOf(30, latency, latency), "1 observations for 2 metrics"},
		{"step 0", change(func(p *Plan) { p.Step = 0 }), "step 0s is not above 0"},
		{"end before start", change(func(p *Plan) { p.Canary.End = noon().Add(-time.Minute) }), "is empty"},
		{"abort alpha above pause", change(func(p *Plan) { p.Alpha.Abort = 0.2 }), "alpha: want"},
		{"alpha NaN", change(func(p *Plan) { p.Alpha.Pause = math.NaN() }), "alpha: want"},
		{"score out of range", change(func(p *Plan) { p.Score.Promote = 101 }), "score: want"},
		{"coverage NaN", change(func(p *Plan) { p.Score.MinCoverage = math.NaN() }), "min coverage NaN"},
		{"no kind", metric(func(m *Metric) { m.Kind = 0 }), `metric "latency": no kind`},
		{"no direction", metric(func(m *Metric) { m.Direction = 0 }), "no direction"},
		{"negative weight", metric(func(m *Metric) { m.Weight = -1 }), "weight -1"},
		{"group without weight", change(func(p *Plan) { p.Groups = map[string]float64{"users": 1} }), `group "" has no weight`},
		{"z-test on a gauge", metric(func(m *Metric) { m.Judge = ZTest }), "z_test needs a ratio or a count"},
		{"empty margin", metric(func(m *Metric) { m.Abort = Margin{Floor: 1} }), "a margin is empty"},
		{"threshold without margin", metric(func(m *Metric) { m.Judge, m.Pause, m.Abort = Threshold, Margin{}, Margin{} }), "needs a margin"},
		{"level in either direction", metric(func(m *Metric) {
			m.Judge, m.Direction, m.Abort = Threshold, EitherIsWorse, Margin{Level: &level}
		}), "a level needs one direction"},
		{"quantile 1", change(func(p *Plan) {
			p.Metrics[0] = metricOf("latency", Histogram, Latency)
			p.Metrics[0].Quantiles = []float64{1}
		}), "quantile 1 is not in (0, 1)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Decide(test.plan, []Observation{{}})
			if !errors.Is(err, ErrPlan) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want ErrPlan with %q", err, test.want)
			}
		})
	}
}
