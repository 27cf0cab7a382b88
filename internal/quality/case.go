package quality

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/serin-canary/serin/judge"
)

// A Case is one canary beside its baseline, with the truth about it.
type Case struct {
	Family   Family
	Law      Law
	Truth    Truth
	Plan     judge.Plan
	Observed []judge.Observation
	Size     float64 // of the effect as drawn, as a part of the level; of several metrics the largest; 0 where there is none
	Spreads  float64 // the same in multiples of the quiet deviation
}

// Faint reports whether the effect is too small for anyone to ask that it be found: a subtle shift of less than 1.5
// deviations or 3 %, or a joint one of less than 2.5 % in each metric.
func (c Case) Faint() bool {
	switch c.Family {
	case SubtleShift:
		return c.Spreads < 1.5 || c.Size < 0.03
	case JointShift:
		return c.Size < 0.025
	default:
		return false
	}
}

// A Twist changes the look of a case, and not what it is.
type Twist string

// The twists.
const (
	Plain    Twist = ""                // positive values, of which higher ones are worse; windows of one length
	Ties     Twist = "ties"            // values rounded to a part of the deviation
	Gaps     Twist = "gaps"            // a tenth to a quarter of the values is missing
	Negative Twist = "negative"        // negative values, of which higher ones are worse
	Mirrored Twist = "mirrored"        // negative values, of which lower ones are worse
	Falling  Twist = "lower is worse"  // positive values, of which lower ones are worse
	Unequal  Twist = "unequal lengths" // the canary's window is shorter
	Any      Twist = "any of these"    // drawn for each case
)

// Twists returns the twists that a case can have, but for [Plain].
func Twists() []Twist { return []Twist{Ties, Gaps, Negative, Mirrored, Falling, Unequal} }

// A Setting says how cases are drawn.
type Setting struct {
	Law     Law   // empty: drawn for each case
	Points  int   // of either population; 0: 12, 31, 60 or 120
	Metrics int   // 0: one in half of the cases, else 2 to 5
	Twist   Twist // of every metric
}

// String names the setting in a table.
func (s Setting) String() string {
	words := []string{string(s.Law)}
	if s.Law == "" {
		words = []string{"any law"}
	}
	if s.Points == 0 {
		words = append(words, "any length")
	} else {
		words = append(words, fmt.Sprintf("%d points", s.Points))
	}
	if s.Metrics > 0 {
		words = append(words, fmt.Sprintf("metrics: %d", s.Metrics))
	}
	if s.Twist != Plain {
		words = append(words, string(s.Twist))
	}
	return strings.Join(words, ", ")
}

// A draft is a case while it is drawn.
type draft struct {
	*rand.Rand
	Setting
	family           Family
	baseline, canary int // points
	sizes            []size
}

// A size is that of a metric's effect.
type size struct{ relative, spreads float64 }

// Draw returns the i-th case of a family.
func Draw(f Family, s Setting, seed uint64, i int) Case {
	d := draft{Rand: stream(seed, "family "+string(f), i), Setting: s, family: f}
	if d.Law == "" {
		d.Law = among(d.Rand, Laws()...)
	}
	if d.Points == 0 {
		d.Points = among(d.Rand, 12, 31, 60, 120)
	}
	if d.Metrics == 0 {
		d.Metrics = 1
		if f == JointShift || d.IntN(2) == 0 {
			d.Metrics = 2 + d.IntN(4)
		}
	}
	if d.Twist == Any {
		d.Twist = among(d.Rand, append(Twists(), Plain)...)
	}
	d.baseline, d.canary = d.Points, d.Points
	if d.Twist == Unequal {
		d.canary = max(6, int(float64(d.Points)*between(d.Rand, 0.3, 0.9)))
	}
	return d.draw()
}

// draw draws the metrics. One of them carries what the family is about, unless all do; the others do not change.
func (d *draft) draw() Case {
	c := Case{Family: d.family, Law: d.Law, Truth: d.family.Truth(), Plan: planOf(d.baseline, d.canary)}
	carrier := d.IntN(d.Metrics)
	for i := range d.Metrics {
		f := d.family
		if i != carrier && f != JointShift {
			f = NoChange
		}
		var m judge.Metric
		var o judge.Observation
		if f == FirstErrors {
			m, o = d.firstErrors(i, &c.Plan)
		} else {
			m, o = d.metric(i, f)
		}
		c.Plan.Metrics = append(c.Plan.Metrics, m)
		c.Observed = append(c.Observed, o)
	}
	for _, s := range d.sizes {
		c.Size, c.Spreads = max(c.Size, s.relative), max(c.Spreads, s.spreads)
	}
	return c
}

// metric draws one metric of values per step.
func (d *draft) metric(i int, f Family) (judge.Metric, judge.Observation) {
	p := d.quiet()
	p.shape(f)
	m := metricOf(i, judge.Gauge, judge.NoPreset)
	if d.Twist == Mirrored || d.Twist == Falling {
		m.Direction = judge.LowerIsWorse
	}
	level := betweenLog(d.Rand, 1e-3, 1e9)
	return m, gaugesOf(p.values(0, level), p.values(1, level))
}
