package judge

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// The data-quality gate. What it refuses becomes a finding with a cause; what it lets through is worth a test.
const (
	// minPoints is the fewest points a side that say anything about a scale.
	minPoints = 3
	// staleSteps and staleShare: a series is stale when it is silent at the end for at least that many steps and
	// that share of the window. Backends deliver the last step or two late.
	staleSteps = 3
	staleShare = 0.2
	// silentEvents: a run of empty steps at the end is silence, not chance, when this many were to be expected:
	// exp(-20) is the chance of a Poisson count of 0.
	silentEvents = 20
	// maxCount is where a float64 stops counting every integer.
	maxCount = 1 << 53
)

// A unit is what is tested by itself: a metric, or one slice of it.
type unit struct {
	metric           Metric
	slice            string
	bounds           []float64 // histogram: the buckets' upper bounds
	baseline, canary arm

	causes   []CauseDetail
	notes    []string
	evidence []Evidence
	minP     float64 // least p that a rank test could reach with so few points; 0 for other tests
	tests    int     // how many tests share alpha with this one
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

// gate refuses data that cannot be trusted.
func (u *unit) gate(plan Plan, s Slice) {
	if u.metric.Kind == Histogram && !u.sameBounds(s) {
		return
	}
	arms := []arm{u.baseline, u.canary}
	if u.metric.method() == Threshold && !u.metric.Limit.Relative {
		arms = arms[1:]
	}
	for _, a := range arms {
		u.gateArm(plan, a)
	}
	if len(u.causes) == 0 && u.metric.method() == MannWhitney && u.metric.Kind != Histogram && flat(arms) {
		u.refuse(Flat, 0, "both populations stand at %s all the time", u.metric.format(withoutGaps(u.canary.values)[0]))
	}
}

// gateArm checks one population: the first cause that holds is the one that is said.
func (u *unit) gateArm(plan Plan, a arm) {
	counts := u.metric.Kind != Gauge
	values := a.values
	if a.total != nil {
		values = a.total
	}
	present := withoutGaps(values)
	silent := trailingSilence(values, counts)
	_, total := a.sums()
	switch {
	case len(present) == 0, a.total != nil && total == 0:
		u.refuse(Empty, a.population, "the %v has no data", a.population)
	case infinite(a.values) || infinite(a.events) || infinite(a.total):
		u.refuse(NotFinite, a.population, "the %v has infinite values", a.population)
	case negative(a.events) || negative(a.total) || a.buckets != nil && slices.ContainsFunc(a.buckets, negative):
		u.refuse(Reset, a.population, "the %v counts a negative number of events in a step: a counter restarted; "+
			"query its increase, or send raw counters and say cumulative", a.population)
	case !u.countable(a):
	case u.metric.method() == MannWhitney && u.metric.Kind != Histogram && a.present() < minPoints:
		u.refuse(TooFew, a.population, "the %v has %d points; at least %d are needed", a.population, a.present(), minPoints)
	case silent >= staleSteps && float64(silent) >= staleShare*float64(len(values)):
		last := a.window.Start.Add(time.Duration(len(values)-silent) * plan.Step)
		u.refuse(Stale, a.population, "the %v has been silent since %s", a.population, clock(last))
	case 2*len(present) < len(values):
		u.refuse(HalfMissing, a.population, "the %v has data for only %d of %d steps", a.population, len(present), len(values))
	default:
		u.noteGaps(plan, a, len(present), len(values))
	}
}

// countable refuses sums that make no sense: more events than there were trials, or more than can be counted.
func (u *unit) countable(a arm) bool {
	events, total := a.sums()
	for _, n := range withoutGaps(a.values) {
		if a.buckets != nil {
			total += n
		}
	}
	switch {
	case u.metric.Kind == Ratio && math.Round(events) > math.Round(total):
		u.refuse(NotFinite, a.population, "the %v has %.6g events out of a total of %.6g", a.population, events, total)
	case max(events, total) > maxCount:
		u.refuse(NotFinite, a.population, "the %v counts %.6g, more than can be counted exactly", a.population, max(events, total))
	default:
		return true
	}
	return false
}

func (u *unit) noteGaps(plan Plan, a arm, present, steps int) {
	if missing := steps - present; missing > 0 {
		u.note("the %v has no data for %d of %d steps", a.population, missing, steps)
	}
	for _, i := range a.resets {
		u.note("a counter of the %v restarted before %s; it is counted from zero", a.population,
			clock(a.window.Start.Add(time.Duration(i+1)*plan.Step)))
	}
}

// sameBounds keeps the bounds of the buckets, which must be the same on both sides and end at +Inf.
func (u *unit) sameBounds(s Slice) bool {
	bounds := func(buckets []Bucket) (b []float64) {
		for _, bucket := range buckets {
			b = append(b, bucket.Bound)
		}
		return b
	}
	b, c := bounds(s.Baseline.Buckets), bounds(s.Canary.Buckets)
	u.bounds = c
	switch {
	case len(b) == 0 || len(c) == 0 || u.metric.method() == Threshold:
		return true // the gate of each arm says what is missing
	case !slices.Equal(b, c):
		u.refuse(NotFinite, 0, "the histogram's buckets differ: %v for the baseline, %v for the canary", b, c)
	case len(c) < 2 || !math.IsInf(c[len(c)-1], 1):
		u.refuse(NotFinite, 0, "the histogram needs at least two buckets, the last one +Inf; it has %v", c)
	default:
		return true
	}
	return false
}

// trailingSilence returns for how many steps at the end nothing came: gaps, and for counts also zeros where many
// were to be expected.
func trailingSilence(values []float64, counts bool) int {
	end, sum := len(values), 0.0
	for end > 0 && (math.IsNaN(values[end-1]) || counts && values[end-1] == 0) {
		end--
	}
	for _, v := range withoutGaps(values[:end]) {
		sum += v
	}
	silent := len(values) - end
	if counts && sum*float64(silent) < silentEvents*float64(end) {
		return trailingSilence(values, false) // so few that zeros are no news
	}
	return silent
}

func flat(arms []arm) bool {
	first := math.NaN()
	for _, a := range arms {
		for _, v := range withoutGaps(a.values) {
			if math.IsNaN(first) {
				first = v
			}
			if v != first {
				return false
			}
		}
	}
	return true
}

func infinite(values []float64) bool {
	return slices.ContainsFunc(values, func(v float64) bool { return math.IsInf(v, 0) })
}

func negative(values []float64) bool {
	return slices.ContainsFunc(values, func(v float64) bool { return v < 0 })
}

// clock writes a time for a person.
func clock(t time.Time) string { return t.UTC().Format("15:04 UTC") }
