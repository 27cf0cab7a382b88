package judge

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/serin-canary/serin/stats"
)

// A canary that starts cold, or stumbles once and recovers, is judged by where it has come to stand, if that is plain to see.
const (
	// steadyPoints is how many points a canary needs for its start to be set aside.
	steadyPoints = 12
	// steadyFirst is the part of the window in which its excursion must begin, and steadyRest the part, at least, that
	// must come after it.
	steadyFirst = 0.1
	steadyRest  = 0.25
	// steadyHigh is how far beyond the baseline's median its values stand, in spreads of the baseline, and steadyLow how
	// many of them in a row may stand less far out.
	steadyHigh = 2
	steadyLow  = 2
	// steadyLeast is how many of them there must be.
	steadyLeast = 3
)

// settle sets the start of the canary's window aside where it is one excursion in the harmful direction. The rest is then
// judged like any canary: it must be shown not to be worse than the baseline, and not only better than it was before.
func (u *unit) settle(plan Plan, s *samples) {
	present := withoutGaps(u.canary.values)
	if len(present) < steadyPoints {
		return
	}
	for _, side := range u.metric.sides() {
		n := excursion(present, side, s.scale)
		if n == 0 || float64(len(present)-n) < steadyRest*float64(len(present)) || reaches(s.sortedBaseline, present[:n], side) {
			continue
		}
		before, _ := stats.Median(present[:n])
		now, _ := stats.Median(present[n:])
		if margin := min(u.metric.Pause.in(s.scale), s.scale.spread); !(side*(now-s.scale.median) < margin) {
			continue // it has come back a part of the way only
		}
		steps := dropFirst(u.canary.values, n)
		kept := slices.Clone(u.canary.values)
		for i := range steps {
			kept[i] = math.NaN()
		}
		u.canary.values, u.canary.arrivals = kept, kept
		u.aside = fmt.Sprintf("was off until %s, at %s, and has come back to %s since",
			clock(u.canary.window, time.Duration(steps)*plan.Step), u.metric.format(before), u.metric.format(now))
		u.note("the canary %s; only what followed is compared", u.aside)
		return
	}
}

// reaches reports whether the baseline has values as far out as half of an excursion: then the excursion is not a start
// that went wrong, but what the baseline shows too.
func reaches(sortedBaseline, excursion []float64, side float64) bool {
	farthest := sortedBaseline[len(sortedBaseline)-1]
	if side < 0 {
		farthest = sortedBaseline[0]
	}
	middle, _ := stats.Median(excursion)
	return side*farthest >= side*middle
}

// excursion returns how many values at the beginning are an excursion beyond the baseline; 0 if it does not begin with one.
func excursion(values []float64, side float64, s scale) int {
	limit := steadyHigh * s.spread
	if limit == 0 {
		return 0
	}
	end, high := 0, 0
	for i, v := range values {
		switch {
		case side*(v-s.median) > limit:
			end = i + 1
			high++
		case high == 0 && float64(i+1) > steadyFirst*float64(len(values)):
			return 0
		}
		if high > 0 && i+1-end > steadyLow {
			break
		}
	}
	if high < steadyLeast {
		return 0
	}
	return end
}

// dropFirst returns how many steps hold the first n values.
func dropFirst(values []float64, n int) int {
	for i, v := range values {
		if !math.IsNaN(v) {
			n--
		}
		if n == 0 {
			return i + 1
		}
	}
	return len(values)
}
