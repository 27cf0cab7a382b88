package judge

import (
	"math"
	"time"

	"github.com/serin-canary/serin/stats"
)

const (
	// sharedSpreads is how far both populations must have moved, in robust standard deviations of what is left of each.
	sharedSpreads = 4
	// sharedPart is the part of the scatter, at least, that the move makes.
	sharedPart = 0.5
	// sharedApart is how far the moments at which they moved may be apart, as a part of the window.
	sharedApart = 0.1
)

// noteShared says so when both populations moved at the same time, alike: an incident that hits both is not the canary's doing,
// and a person who reads of it need not look for it there.
func (u *unit) noteShared(plan Plan, s *samples) {
	if !u.baseline.window.equal(u.canary.window) || len(u.baseline.values) != len(u.canary.values) {
		return
	}
	for _, side := range []float64{1, -1} {
		before, now := towards(s.stepsBaseline, side), towards(s.stepsCanary, side)
		if !before.most(sharedPart) || !now.most(sharedPart) {
			continue
		}
		b, c := newMove(u.baseline.values, before.at, side), newMove(u.canary.values, now.at, side)
		if b.at == 0 || c.at == 0 || math.Abs(float64(b.at-c.at)) > sharedApart*float64(len(u.canary.values)) {
			continue
		}
		if b.size < sharedSpreads*b.spread || c.size < sharedSpreads*c.spread || b.size == 0 || c.size == 0 {
			continue
		}
		u.note("both populations moved at about %s, the baseline from %s to %s: what hits both is not the canary's doing",
			clock(u.canary.window, time.Duration(b.at)*plan.Step), u.metric.format(b.before), u.metric.format(b.after))
		return
	}
}

// A move is from one level of a series to another.
type move struct {
	at            int // steps before it; 0: none
	before, after float64
	size          float64
	spread        float64 // of the values about their own level
}

func newMove(values []float64, at int, side float64) move {
	first, rest := withoutGaps(values[:at]), withoutGaps(values[at:])
	if len(first) < minPoints || len(rest) < minPoints {
		return move{}
	}
	m := move{at: at}
	m.before, _ = stats.Median(first)
	m.after, _ = stats.Median(rest)
	m.size = side * (m.after - m.before)
	one, _ := stats.MAD(first)
	other, _ := stats.MAD(rest)
	m.spread = stats.MADToSD * max(one, other)
	return m
}
