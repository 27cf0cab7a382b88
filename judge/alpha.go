package judge

import (
	"cmp"
	"slices"
)

// shareAlpha gives every tested unit its Holm-adjusted p-value, and what it could spend of each level.
//
// Holm's method keeps the chance of any false alarm among m tests at alpha, whatever their dependence: the smallest
// p-value is compared with alpha/m, the next with alpha/(m − 1), and so on until one fails. The adjusted p-value of a
// test is the least alpha at which it passes.
//
// The looks at one canary share alpha evenly (Bonferroni), whatever they have in common.
//
// Reference: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
// Statistics 6(2), 65–70.
func shareAlpha(units []*unit, looks Looks) {
	planned := max(1, looks.Planned) // 1 when open: the p-values have paid for the looks
	var tested []*unit
	for _, u := range units {
		if u.tested() {
			tested = append(tested, u)
		} else {
			u.adjust(1, 0)
		}
	}
	slices.SortStableFunc(tested, func(a, b *unit) int { return cmp.Compare(a.leastP(), b.leastP()) })
	adjusted := 0.0
	for i, u := range tested {
		remaining := (len(tested) - i) * planned
		u.adjust(remaining, adjusted)
		adjusted = max(adjusted, min(1, float64(remaining)*u.leastP()))
		u.tests = len(tested) * planned
	}
}

// leastP is the p-value that stands for the unit: the least of its evidence, which has shared the unit's part already.
func (u *unit) leastP() float64 {
	p := 1.0
	for _, e := range u.evidence {
		p = min(p, e.P)
	}
	return p
}

// adjust records the outcome of the sharing: the unit's test is one of so many that remain, and those before it have
// reached an adjusted p-value. Muted metrics are shown as if they stood alone, and thresholds spend nothing.
func (u *unit) adjust(remaining int, before float64) {
	for i := range u.evidence {
		e := &u.evidence[i]
		if e.Judge == Threshold {
			continue
		}
		e.PAdjusted = max(before, min(1, float64(remaining)*e.P))
		e.share = 1 / float64(remaining)
	}
}

// significant is the one place where a p-value meets a level.
func significant(adjusted, alpha float64) bool { return adjusted <= alpha }
