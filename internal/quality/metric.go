package quality

import (
	"fmt"
	"math"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// step is the length of every step.
const step = time.Minute

// end is when every window ends.
func end() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// window returns the last n steps.
func window(n int) judge.Window {
	return judge.Window{Start: end().Add(-time.Duration(n) * step), End: end()}
}

// seriesOf puts values on the last steps.
func seriesOf(values []float64) series.Series {
	return series.Series{Start: window(len(values)).Start, Step: step, Values: values}
}

// planOf returns a plan with our defaults.
func planOf(baseline, canary int, metrics ...judge.Metric) judge.Plan {
	return judge.Plan{
		Name: "simulated", Step: step, Baseline: window(baseline), Canary: window(canary),
		Alpha: judge.DefaultAlpha(), Score: judge.DefaultScorePolicy(), Metrics: metrics,
	}
}

// metricOf returns the i-th metric of a plan, with the margins of its kind and preset.
func metricOf(i int, kind judge.Kind, preset judge.Preset) judge.Metric {
	m := judge.Metric{Name: fmt.Sprintf("m%02d", i), Kind: kind, Direction: judge.HigherIsWorse, Weight: 1}
	m.Pause, m.Abort = judge.DefaultMargins(kind, preset)
	return m
}

// gaugesOf observes values per step.
func gaugesOf(baseline, canary []float64) judge.Observation {
	return judge.Observation{Slices: []judge.Slice{{
		Baseline: judge.Arm{Value: seriesOf(baseline)}, Canary: judge.Arm{Value: seriesOf(canary)},
	}}}
}

// countsOf observes events and totals per step; totals of nil are none.
func countsOf(events, totals [2][]float64) judge.Observation {
	var arms [2]judge.Arm
	for side := range arms {
		arms[side].Events = seriesOf(events[side])
		if totals[side] != nil {
			arms[side].Total = seriesOf(totals[side])
		}
	}
	return judge.Observation{Slices: []judge.Slice{{Baseline: arms[0], Canary: arms[1]}}}
}

// roundTo rounds every value to a multiple of unit.
func roundTo(values []float64, unit float64) {
	for i, v := range values {
		values[i] = unit * math.Round(v/unit)
	}
}
