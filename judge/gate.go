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

// gate refuses data that cannot be trusted.
func (u *unit) gate(plan Plan, s Slice) {
	arms := []arm{u.baseline, u.canary}
	if u.metric.CanaryAlone() {
		arms = arms[1:]
	}
	u.gateBounds(s)
	for _, a := range arms {
		if len(u.causes) == 0 || u.causes[0].Population != 0 {
			u.gateArm(plan, a)
		}
	}
	if len(u.causes) == 2 && u.causes[0].Cause == Empty && u.causes[1].Cause == Empty {
		u.causes = nil
		u.refuse(Empty, 0, "neither population has any data")
	}
	if len(u.causes) > 0 {
		return
	}
	if u.metric.ranked() && flat(arms) {
		u.refuse(Flat, 0, "both populations stand at %s all the time; if that is all right, say missing: {flat: pass}",
			u.metric.format(withoutGaps(u.canary.values)[0]))
		return
	}
	for _, a := range arms {
		u.noteArm(plan, a)
	}
	if u.metric.Kind == Ratio && len(s.Baseline.Events.Values)+len(s.Canary.Events.Values) == 0 {
		u.note("no events came from either side; if that surprises you, check the query")
	}
}

// gateArm checks one population: the first cause that holds is the one that is said.
func (u *unit) gateArm(plan Plan, a arm) {
	m := u.metric
	present := len(withoutGaps(a.arrivals))
	if m.Kind == Count {
		present = len(withoutGaps(a.total))
	}
	steps := len(a.arrivals)
	silent := u.silence(a)
	events, total := a.sums()
	switch {
	case u.empty(a, total):
		u.refuse(Empty, a.population, "%s", u.emptySentence(a, present))
	case infinite(a.values) || infinite(a.events) || infinite(a.total):
		u.refuse(NotFinite, a.population, "the %v has infinite values", a.population)
	case slices.ContainsFunc(a.buckets, negative):
		u.refuse(Reset, a.population, "a bucket of the %v is below the one before it: buckets must be cumulative, each "+
			"counting what is at or below its bound", a.population)
	case negative(a.events) || m.Kind != Gauge && negative(a.total):
		u.refuse(Reset, a.population, "the %v counts a negative number of events in a step: a counter restarted; "+
			"query its increase, or send raw counters and say cumulative", a.population)
	case m.Kind == Ratio && math.Round(events) > math.Round(total):
		u.refuse(NotFinite, a.population, "the %v has %.6g events out of a total of %.6g", a.population, events, total)
	case m.Kind != Gauge && max(events, total) > maxCount:
		u.refuse(NotFinite, a.population, "the %v counts %.6g, more than can be counted exactly", a.population, max(events, total))
	case m.ranked() && a.present() < minPoints:
		u.refuse(TooFew, a.population, "the %v has %d points; at least %d are needed", a.population, a.present(), minPoints)
	case silent >= staleSteps && float64(silent) >= staleShare*float64(steps):
		u.refuse(Stale, a.population, "the %v has been silent since %s", a.population,
			clock(a.window, time.Duration(steps-silent)*plan.Step))
	case 2*present < steps:
		u.refuse(HalfMissing, a.population, "the %v has data for only %d of %d steps", a.population, present, steps)
	}
}

// empty reports whether nothing came at all that could be compared. A count of which no events ever came, and not even a
// zero, is empty only if its exposure is a constant: then nothing shows that the population is there.
func (u *unit) empty(a arm, total float64) bool {
	switch u.metric.Kind {
	case Gauge:
		return len(withoutGaps(a.values)) == 0
	case Count:
		return total == 0 || len(withoutGaps(a.arrivals)) == 0 && !a.exposed
	default:
		return math.Round(total) == 0
	}
}

func (u *unit) emptySentence(a arm, present int) string {
	if present > 0 && (u.metric.Kind != Count || a.exposed) && u.metric.Kind != Gauge {
		return fmt.Sprintf("the %v has nothing to count in %d steps: no traffic", a.population, present)
	}
	return fmt.Sprintf("the %v has no data", a.population)
}

// noteArm says what a reader should know of data that are good enough.
func (u *unit) noteArm(plan Plan, a arm) {
	present := len(withoutGaps(a.arrivals))
	if missing := len(a.arrivals) - present; missing > 0 && u.metric.Kind != Count {
		u.note("the %v has no data for %d of %d steps", a.population, missing, len(a.arrivals))
	}
	if (u.metric.Kind == Ratio || u.metric.Kind == Count) && !u.metric.Cumulative && onlyGrows(a.arrivals) {
		u.note("what the %v counts per step only ever grows, from far above its growth: if these are raw counters, say cumulative", a.population)
	}
	for _, i := range a.resets {
		u.note("a counter of the %v restarted before %s; it is counted from zero", a.population,
			clock(a.window, time.Duration(i+1)*plan.Step))
	}
}

// onlyGrows reports whether values look like those of a raw counter: never falling, and far above what they grow by.
func onlyGrows(values []float64) bool {
	present := withoutGaps(values)
	if len(present) < 5 {
		return false
	}
	first, last := present[0], present[len(present)-1]
	return slices.IsSorted(present) && last > first && first > 2*(last-first)
}

// gateBounds keeps the bounds of the buckets, which must be the same on both sides where both are used, and end at +Inf.
func (u *unit) gateBounds(s Slice) {
	b, c := boundsOf(s.Baseline.Buckets), boundsOf(s.Canary.Buckets)
	u.bounds = c
	switch {
	case u.metric.Kind != Histogram, len(c) == 0, len(b) == 0 && !u.metric.CanaryAlone():
		return // the gate of each arm says what is missing
	case !validBounds(c):
		u.refuse(NotFinite, 0, "the histogram needs at least two buckets, the last one +Inf; it has %v", c)
	case !u.metric.CanaryAlone() && !slices.Equal(b, c):
		u.refuse(NotFinite, 0, "the histogram's buckets differ: %v for the baseline, %v for the canary", b, c)
	}
}

// silence returns for how many steps at the end nothing came. Gaps are silence; empty steps of a total, and absent events
// of a count, only where enough were to be expected.
func (u *unit) silence(a arm) int {
	kind := u.metric.Kind
	silent := trailing(a.arrivals, func(v float64) bool { return math.IsNaN(v) || v == 0 && kind != Gauge && kind != Count })
	gaps := trailing(a.arrivals, math.IsNaN)
	before := len(a.arrivals) - silent
	sum := 0.0
	for _, v := range withoutGaps(a.arrivals[:before]) {
		sum += v
	}
	enough := sum*float64(silent) >= silentEvents*float64(before)
	switch {
	case kind == Gauge:
		return gaps
	case enough:
		return silent
	case kind == Count:
		return 0
	default:
		return gaps
	}
}

// trailing returns how many values at the end satisfy a condition.
func trailing(values []float64, condition func(float64) bool) int {
	n := 0
	for n < len(values) && condition(values[len(values)-1-n]) {
		n++
	}
	return n
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
