package judge

import (
	"math"
	"time"

	"gonum.org/v1/gonum/floats"

	"github.com/serin-canary/serin/stats"
)

// A canary that starts cold, or stumbles once and recovers, is judged by where it has come to stand, if that is plain to see.
const (
	// steadyPoints is how many points a canary needs for its start to be set aside.
	steadyPoints = 12
	// steadyRest is the part of the window, at least, that must come after it.
	steadyRest = 0.25
	// steadyJump is how far the start must stand beyond the rest, in spreads of the baseline.
	steadyJump = 2
	// steadyPure is the part of the points, at least, that must lie on their own side of the step between the two.
	steadyPure = 0.9
)

// settle sets the start of the canary's window aside where it is worse than the rest by one clear step. The rest is then
// judged like any canary: it must be shown not to be worse than the baseline, and not only better than it was before.
func (u *unit) settle(plan Plan) {
	if !u.metric.ranked() || len(u.causes) > 0 {
		return
	}
	baseline, errBaseline := stats.Sorted(withoutGaps(u.baseline.values))
	present := withoutGaps(u.canary.values)
	if errBaseline != nil || len(present) < steadyPoints {
		return
	}
	scale := u.metric.gaugeScale(u.baseline.values, baseline)
	for _, side := range u.metric.sides() {
		n := stepDown(present, side)
		if n == 0 || !u.settled(present, n, side, scale) {
			continue
		}
		steps := dropFirst(u.canary.values, n)
		kept := make([]float64, len(u.canary.values))
		copy(kept, u.canary.values)
		for i := range steps {
			kept[i] = math.NaN()
		}
		u.canary.values, u.canary.arrivals = kept, kept
		u.note("the canary was off until %s and has come back since; only what followed is compared",
			clock(u.canary.window, time.Duration(steps)*plan.Step))
		return
	}
}

// settled reports whether the first n values are a start to be set aside: they stand apart from the rest, nearly all on
// their own side, and the rest stands where the baseline does.
func (u *unit) settled(values []float64, n int, side float64, s scale) bool {
	first, rest := values[:n], values[n:]
	if float64(len(rest)) < steadyRest*float64(len(values)) || len(rest) < minPoints {
		return false
	}
	high, low := floats.Sum(first)/float64(len(first)), floats.Sum(rest)/float64(len(rest))
	between := (high + low) / 2
	if side*(high-low) < steadyJump*s.spread || side*(high-s.median) <= side*(between-s.median) || side*(between-s.median) <= 0 {
		return false
	}
	beyond := func(values []float64) int {
		n := 0
		for _, v := range values {
			if side*(v-between) > 0 {
				n++
			}
		}
		return n
	}
	return float64(beyond(first)) >= steadyPure*float64(len(first)) &&
		float64(len(rest)-beyond(rest)) >= steadyPure*float64(len(rest))
}

// stepDown returns after how many values the series is best cut in two levels, the first of which is worse; 0 if the first
// is not worse.
func stepDown(values []float64, side float64) int {
	total := floats.Sum(values)
	count := float64(len(values))
	best, at, sum := 0.0, 0, 0.0
	for i, v := range values[:len(values)-1] {
		sum += v
		n := float64(i + 1)
		gap := side * (sum/n - (total-sum)/(count-n))
		if explained := gap * math.Abs(gap) * n * (count - n) / count; explained > best {
			best, at = explained, i+1
		}
	}
	return at
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
