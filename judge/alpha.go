package judge

import (
	"cmp"
	"slices"

	"github.com/serin-canary/serin/stats"
)

// shareAlpha gives every tested unit its Holm-adjusted p-value, and what it could spend of each level.
//
// Holm's method keeps the chance of any false alarm among m tests at alpha, whatever their dependence: the smallest
// p-value is compared with alpha/m, the next with alpha/(m − 1), and so on until one fails. The adjusted p-value of a
// test is the least alpha at which it passes.
//
// The looks at one canary share alpha evenly (Bonferroni), whatever they have in common, except where a test holds at any
// number of them.
//
// Reference: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
// Statistics 6(2), 65–70.
func shareAlpha(units []*unit, looks Looks) {
	var tested []*unit
	for _, u := range units {
		if u.tested() {
			tested = append(tested, u)
		} else {
			u.adjust(1, 0, looks)
		}
	}
	slices.SortStableFunc(tested, func(a, b *unit) int { return cmp.Compare(a.leastP(looks), b.leastP(looks)) })
	adjusted := 0.0
	for i, u := range tested {
		remaining := float64(len(tested) - i)
		u.adjust(remaining, adjusted, looks)
		adjusted = max(adjusted, min(1, remaining*u.leastP(looks)))
		u.tests = len(tested) * int(looks.sharers(u.evidence[0]))
	}
}

// leastP is the p-value that stands for the unit at this one of all looks: the least of its evidence, which has shared the
// unit's part already.
func (u *unit) leastP(looks Looks) float64 {
	p := 1.0
	for _, e := range u.evidence {
		p = min(p, e.P*looks.sharers(e))
	}
	return p
}

// sharers is with how many looks, this one included, the evidence shares alpha: 1 for that which holds at any number of them.
func (l Looks) sharers(e Evidence) float64 {
	if e.Method == stats.Anytime {
		return 1
	}
	return float64(max(1, l.Planned))
}

// adjust records the outcome of the sharing: the unit's test is one of so many that remain, and those before it have
// reached an adjusted p-value. Muted metrics are shown as if they stood alone, and thresholds spend nothing.
func (u *unit) adjust(remaining, before float64, looks Looks) {
	for i := range u.evidence {
		e := &u.evidence[i]
		if e.Judge == Threshold {
			continue
		}
		tests := remaining * looks.sharers(*e)
		e.PAdjusted = max(before, min(1, tests*e.P))
		e.share = 1 / tests
	}
}

// significant is the one place where a p-value meets a level.
func significant(adjusted, alpha float64) bool { return adjusted <= alpha }
