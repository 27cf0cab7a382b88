package spec

import (
	"math"
	"slices"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

const (
	leastInterval  = time.Minute // the default, where it is a whole number of steps
	leastDuration  = time.Hour   // likewise, of intervals
	leastIntervals = 10          // in the default duration
	defaultSettle  = 15 * time.Second
	maxSettle      = time.Hour
)

// Interval returns the time from one look of a run to the next, by a valid spec: its schedule's, or the default of 1m, rounded
// up to a whole number of steps.
func Interval(spec *serinv1.Spec) time.Duration {
	if own := spec.GetSchedule().GetInterval(); own != nil {
		return own.AsDuration()
	}
	return roundUp(leastInterval, Step(spec))
}

// Duration returns how long a run looks at the canary, without the warm-up, by a valid spec: as its schedule says, or by default
// for 1h, rounded up to a whole number of intervals, or for ten intervals if that is longer.
func Duration(spec *serinv1.Spec) time.Duration {
	if own := spec.GetSchedule().GetDuration(); own != nil {
		return own.AsDuration()
	}
	interval := Interval(spec)
	intervals := min(leastIntervals, math.MaxInt64/interval) // fewer than ten where they are decades
	return max(roundUp(leastDuration, interval), intervals*interval)
}

// PlannedLooks returns how many looks a run takes by a valid spec: one at the end of every interval.
func PlannedLooks(spec *serinv1.Spec) int {
	return int(Duration(spec) / Interval(spec))
}

// Settle returns how long a look of a run waits for late data, by a valid spec: as its schedule says, or by default 15s.
func Settle(spec *serinv1.Spec) time.Duration {
	if own := spec.GetSchedule().GetSettle(); own != nil {
		return own.AsDuration()
	}
	return defaultSettle
}

// Consecutive returns how many looks in a row must find the canary not worse, by a valid spec: as many as its schedule says, or
// by default one.
func Consecutive(spec *serinv1.Spec) int {
	if own := spec.GetSchedule(); own != nil && own.Consecutive != nil {
		return int(own.GetConsecutive())
	}
	return 1
}

// roundUp returns the least whole number of units, above 0, that is as long as a length.
func roundUp(length, unit time.Duration) time.Duration {
	if unit >= length {
		return unit
	}
	return (length + unit - 1) / unit * unit
}

// schedule: when there are looks, and how many.
func (s specCheck) schedule() {
	schedule := s.spec.GetSchedule()
	if schedule == nil {
		return
	}
	s.length("schedule.interval", schedule.GetInterval())
	s.wholeSteps("schedule.interval", schedule.GetInterval())
	s.length("schedule.duration", schedule.GetDuration())
	s.plannedLooks()
	s.settling()
	s.consecutive()
	s.slidingHistory()
}

// slidingHistory: the history ends where the window begins, and a window that moves along would have the canary in its own history.
func (s specCheck) slidingHistory() {
	path := s.at("schedule.window")
	if s.spec.GetSchedule().GetWindow() == serinv1.WindowKind_WINDOW_KIND_SLIDING && s.spec.GetHistory() != nil {
		s.conclude(path, []string{path, s.at("history")}, "a sliding window leaves no time before the rollout for the history; write growing, or leave history out")
	}
}

// ofLooks returns the paths of the fields that say how many looks there are.
func (s specCheck) ofLooks() []string {
	return []string{s.at("schedule.duration"), s.at("schedule.interval"), s.at("step")}
}

// looksKnown says that it can be computed how many looks there are.
func (s specCheck) looksKnown() bool {
	return !slices.ContainsFunc(s.ofLooks(), func(path string) bool { return !s.intact(path) })
}

// plannedLooks: the duration is a whole number of intervals, and not too many.
func (s specCheck) plannedLooks() {
	if !s.looksKnown() {
		return
	}
	path, told := s.at("schedule.duration"), ""
	if s.spec.GetSchedule().GetDuration() == nil {
		path, told = s.at("schedule.interval"), ", the default duration,"
	}
	interval, duration := Interval(s.spec), Duration(s.spec)
	switch {
	case duration < interval:
		s.settle(path, "%s is less than one interval of %s; make the duration longer or the interval shorter",
			FormatDuration(duration), FormatDuration(interval))
	case duration%interval != 0:
		s.settle(path, "%s is no whole number of intervals of %s; write %s",
			FormatDuration(duration), FormatDuration(interval), stepsAround(duration, interval))
	case duration/interval > MaxLooks:
		s.settle(path, "%s%s has %d looks at intervals of %s, and %d is the most; make the interval longer or the duration shorter",
			FormatDuration(duration), told, duration/interval, FormatDuration(interval), MaxLooks)
	}
}

// settling: late data are waited for, or not, but not for long.
func (s specCheck) settling() {
	path, given := s.at("schedule.settle"), s.spec.GetSchedule().GetSettle()
	if given == nil {
		return
	}
	switch wait := given.AsDuration(); {
	case !computable(given):
		s.settle(path, "is no duration that can be computed with; write one such as 15s")
	case wait < 0:
		s.settle(path, "must be 0 or more, such as 15s, or left out for the default")
	case wait%time.Millisecond != 0:
		s.settle(path, "%s is no whole number of milliseconds; round it", wait)
	case wait > maxSettle:
		s.settle(path, "%s is longer than %s; make it shorter, and count on data that come by then", FormatDuration(wait), FormatDuration(maxSettle))
	}
}

// consecutive: looks that there are.
func (s specCheck) consecutive() {
	path, given := s.at("schedule.consecutive"), s.spec.GetSchedule().Consecutive
	switch {
	case given == nil:
	case *given < 1:
		s.settle(path, "must be 1 or more, such as 3, or left out for the default; it is %d", *given)
	case s.looksKnown() && int(*given) > PlannedLooks(s.spec):
		s.conclude(path, append(s.ofLooks(), path), "%d looks in a row are more than the %d that there are; make it fewer, or the duration longer",
			*given, PlannedLooks(s.spec))
	}
}
