package judge

import (
	"fmt"
	"slices"
	"time"
)

// A unit is what is tested by itself: a metric, or one slice of it.
type unit struct {
	metric           Metric
	slice            string
	bounds           []float64 // histogram: the buckets' upper bounds
	baseline, canary arm
	history          *history // nil without one
	looks            Looks
	bound            bound // from an estimate of harm to its bound

	samples  *samples // of a gauge that was compared
	causes   []CauseDetail
	notes    []string
	evidence []Evidence
	minP     float64 // least p that a rank test could reach with so few points; 0 for other tests
	tests    int     // how many tests share alpha with this one
	offset   float64 // what was taken off the canary's values, because it was there before
	aside    string  // what the canary did that is no harm now, for a headline
	few      string  // what a test of too few points would need
	class    Class
}

// prepare makes the units of a metric and puts them through the data-quality gate.
func prepare(plan Plan, m Metric, seen Observation) []*unit {
	if len(seen.Failures) > 0 {
		u := &unit{metric: m}
		for _, f := range seen.Failures {
			u.refuse(f.Cause, f.Population, "%s", f.Message)
		}
		return []*unit{u}
	}
	if len(seen.Slices) == 0 {
		seen.Slices = []Slice{{}}
	}
	units := make([]*unit, 0, len(seen.Slices))
	for _, s := range seen.Slices {
		u := &unit{
			metric: m, slice: s.Name,
			baseline: newArm(plan, m, Baseline, s.Baseline),
			canary:   newArm(plan, m, Canary, s.Canary),
			history:  newHistory(plan, m, s),
			looks:    plan.Looks,
			notes:    slices.Clone(seen.Notes),
		}
		u.bound = plan.Looks.bound(len(u.canary.values))
		if plan.History != (Window{}) && m.judge() != Threshold && m.Kind != Histogram && u.history.silent() && len(seen.Notes) == 0 {
			u.note("nothing is known of the time before the rollout; it is not allowed for")
		}
		u.gate(plan, s)
		units = append(units, u)
	}
	return units
}

// refuse records why the unit cannot be judged.
func (u *unit) refuse(cause Cause, population Population, format string, args ...any) {
	u.causes = append(u.causes, CauseDetail{Cause: cause, Population: population, Sentence: fmt.Sprintf(format, args...)})
}

// note records a caveat.
func (u *unit) note(format string, args ...any) {
	u.notes = append(u.notes, fmt.Sprintf(format, args...))
}

// clock writes a moment of a window for a person, with its date where the window is longer than a day.
func clock(w Window, after time.Duration) string {
	return w.Start.Add(after).UTC().Format(w.layout())
}

// layout is how moments of the window are written.
func (w Window) layout() string {
	if w.End.Sub(w.Start) > 24*time.Hour {
		return "2006-01-02 15:04 UTC"
	}
	return "15:04 UTC"
}
