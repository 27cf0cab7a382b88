package judge

import (
	"math"
	"strings"

	"github.com/serin-canary/serin/stats"
)

// A Margin says how much harm is too much. It is the largest of its parts, each taken from the baseline alone, so
// that a regression cannot widen its own margin. A part of 0 is not there.
type Margin struct {
	Relative float64  // part of the baseline's absolute value
	Absolute float64  // in the metric's unit
	Floor    float64  // least size of the other parts, in the metric's unit
	Spreads  float64  // multiple of the baseline's spread
	Wanders  float64  // multiple of the baseline's wander
	Level    *float64 // threshold: level that the canary's own value must not pass
}

func (m Margin) empty() bool {
	return m.Level == nil && !(m.Relative > 0 || m.Absolute > 0 || m.Spreads > 0 || m.Wanders > 0)
}

// A Preset names a usual case.
type Preset int

// The presets.
const (
	NoPreset   Preset = iota
	Errors            // failed requests of all
	Latency           // response time
	Conversion        // wanted outcomes of all visits
	Saturation        // use of a limited resource
)

// Direction returns the harmful direction of the preset, 0 for none.
func (p Preset) Direction() Direction {
	switch p {
	case Errors, Latency, Saturation:
		return HigherIsWorse
	case Conversion:
		return LowerIsWorse
	default:
		return 0
	}
}

// DefaultMargins returns the margins of a metric that sets none of its own: those of the preset, else those of the
// kind. They are start values; docs/design.md says where they come from.
func DefaultMargins(kind Kind, preset Preset) (pause, abort Margin) {
	switch preset {
	case Errors:
		pause, abort = Margin{Relative: 0.2}, Margin{Relative: 1}
		if kind == Ratio {
			pause.Floor, abort.Floor = 0.001, 0.001
		}
		return pause, abort
	case Latency:
		return Margin{Relative: 0.2}, Margin{Relative: 0.5}
	case Conversion:
		return Margin{Relative: 0.05}, Margin{Relative: 0.1}
	}
	switch kind {
	case Ratio, Count:
		return Margin{Relative: 0.25}, Margin{Relative: 0.5}
	case Histogram:
		return Margin{Relative: 0.05}, Margin{Relative: 0.2}
	default:
		return Margin{Relative: 0.025, Spreads: 1, Wanders: 3}, Margin{Relative: 0.2, Spreads: 2, Wanders: 4}
	}
}

// A scale is what margins are measured by, taken from the baseline alone.
type scale struct {
	value   float64 // rate, quantile or median; NaN: no relative part
	median  float64 // gauge: the median itself
	spread  float64 // max(1.48 MAD, 0.3 sd), 0 for counts
	sd      float64 // gauge: standard deviation
	follows dependence
	wander  float64 // spread × sqrt(lag-1 autocorrelation)
	zero    bool    // gauge: nothing but 0
	counted bool    // a rate: one of 0 is a scale too, by which any certain event is too many
}

// in returns the margin in the metric's unit. NaN: the baseline gives no scale, and no absolute part or floor stands
// in for it.
func (m Margin) in(s scale) float64 {
	size := max(m.Spreads*s.spread, m.Wanders*s.wander)
	if !math.IsNaN(s.value) {
		size = max(size, m.Relative*math.Abs(s.value))
	}
	size = max(size, m.Floor, m.Absolute)
	if size == 0 && !s.counted && !s.zero {
		return math.NaN()
	}
	return size
}

// gaugeScale measures a baseline's values per step, which sorted holds in ascending order. A relative margin needs a
// level to be relative to: values of both signs, or a median that its own spread drowns, have none. For a share that
// should be near all, such as an availability of 99.9 %, what counts is how far it is from all.
func (m Metric) gaugeScale(baseline, sorted []float64) scale {
	var s scale
	s.median, _ = stats.Median(sorted)
	s.value = s.median
	s.zero = sorted[0] == 0 && sorted[len(sorted)-1] == 0
	mad, _ := stats.MAD(sorted)
	s.spread = stats.MADToSD * mad
	if sd, err := stats.StdDev(sorted); err == nil {
		s.sd = sd
		s.spread = max(s.spread, 0.3*sd)
	}
	if rho, err := stats.Autocorrelation1(baseline); err == nil {
		s.follows = newDependence(rho, float64(len(sorted)), 1)
		s.wander = s.spread * math.Sqrt(max(0, rho))
	}
	if mixedSigns := sorted[0] < 0 && sorted[len(sorted)-1] > 0; mixedSigns || math.Abs(s.value) < s.spread {
		s.value = math.NaN()
	}
	if m.percent() && m.Direction == LowerIsWorse && s.median > 50 {
		s.value = max(0, 100-s.median)
	}
	return s
}

// percent reports whether values are parts of 100, as their unit says: `%`, `percent`, `percent available`.
func (m Metric) percent() bool {
	return m.Unit == "%" || strings.HasPrefix(strings.ToLower(m.Unit), "percent")
}
