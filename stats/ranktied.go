package stats

import (
	"math"
	"slices"
	"sort"
)

const (
	// tiedSteps bounds the additions spent on the exact null distribution of U with ties. 2¹⁸ of them take some 70 µs. Any
	// ties of 25 against 25 values need at most 2¹⁶.
	tiedSteps = 1 << 18
	// tiedSize is the size of the larger sample up to which the law with ties is counted, whatever they are.
	tiedSize = 25
	// tiedShare is the part of the variance that ties may take before the law is counted in any case: 58 % of all values are
	// equal then, and U moves in such large steps that no smooth law is near. For 26 against 26 values, of which that many
	// are zero, p-values of 0.001 are off by up to a third.
	tiedShare = 1.0 / 5
	// skewShare is the same where one sample is more than twice the other: many equal values at one end make the law skew.
	skewShare = 1.0 / 50
)

// tiesMatter says whether the law without ties may be too far from the one with these. It does not depend on U, so that
// the p-value is monotone in U.
func (r ranking) tiesMatter() bool {
	small, large := min(r.baseline, r.canary), max(r.baseline, r.canary)
	share := 1 - r.spread/cube(float64(small+large))
	return large <= tiedSize || small < lawSize || share > tiedShare || large > 2*small && share > skewShare
}

// tiedTails returns the exact one-sided p-values, if they take no more than so many additions.
func (r ranking) tiedTails(b, c []float64, steps int) (less, greater float64, ok bool) {
	if r.baseline+r.canary > steps || math.IsInf(choose(r.baseline, r.canary), 1) {
		return 0, 0, false
	}
	scores, shift, unit := scoresOf(tieGroups(b, c))
	// Draw the smaller sample; its doubled rank sum is twice its U plus k(k+1).
	k, twiceU, mirrored := r.canary, r.twiceU, false
	if r.baseline < r.canary {
		k, twiceU, mirrored = r.baseline, 2*int64(r.baseline)*int64(r.canary)-r.twiceU, true
	}
	sum := (twiceU + int64(k)*int64(k+1) - int64(k)*int64(shift)) / int64(unit)
	less, greater, ok = tiedTails(scores, k, int(sum), steps)
	if mirrored {
		less, greater = greater, less
	}
	return less, greater, ok
}

// scoresOf returns the scores for groups of equal values, in ascending order, together with the shift and unit that lead
// back to doubled midranks: doubled midrank = shift + unit·score.
func scoresOf(groups []int) (scores []int, shift, unit int) {
	shift = groups[0] + 1
	below := 0
	for _, t := range groups {
		d := 2*below + t + 1 - shift
		unit = gcd(d, unit)
		for range t {
			scores = append(scores, d)
		}
		below += t
	}
	unit = max(unit, 1)
	for i := range scores {
		scores[i] /= unit
	}
	return scores, shift, unit
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// tiedTails returns P(S <= s) and P(S >= s), where S is the sum of k of the scores drawn without replacement, each
// choice equally likely. ok is false if that would take more than so many additions.
//
// The scores are cut into two parts. Each has a small table, filled by dynamic programming; a tail is then a sum of
// products, one for each number of values drawn from the first part. All terms are positive, so that both tails are
// relatively accurate.
func tiedTails(scores []int, k, s, steps int) (less, greater float64, ok bool) {
	total := choose(len(scores)-k, k)
	first, second, ok := cut(scores, k, steps)
	if !ok {
		return 0, 0, false
	}
	for r := max(0, k-second.most); r <= first.most; r++ {
		rest := s - first.base(r) - second.base(k-r)
		le, ge := productTails(first.ways[r], second.ways[k-r], rest)
		less += le
		greater += ge
	}
	return less / total, greater / total, true
}

// cut makes two filled parts of the scores: if at least half of them are equal those and the others, else the lower and
// the upper half. ok is false if that would take more than so many additions.
func cut(scores []int, most, steps int) (first, second rankPart, ok bool) {
	half := len(scores) / 2
	usual := scores[half] // if any score is that frequent
	from, to := sort.SearchInts(scores, usual), sort.SearchInts(scores, usual+1)
	if to-from >= half {
		first = newRankPart(slices.Concat(scores[:from], scores[to:]), most)
		if first.cost(steps) > steps {
			return first, second, false
		}
		first.fill()
		return first, equalPart(scores[from:to], most), true
	}
	first, second = newRankPart(scores[:half], most), newRankPart(scores[half:], most)
	if first.cost(steps)+second.cost(steps) > steps {
		return first, second, false
	}
	first.fill()
	second.fill()
	return first, second, true
}

// productTails sums a[x]·b[y] over x + y <= s, and over x + y >= s.
func productTails(a, b []float64, s int) (less, greater float64) {
	sum, y := 0.0, 0 // sum of b[:y]
	for x := min(len(a)-1, s); x >= 0; x-- {
		for ; y < len(b) && y <= s-x; y++ {
			sum += b[y]
		}
		less += a[x] * sum
	}
	sum, y = 0, len(b) // sum of b[y:]
	for x := max(0, s-len(b)+1); x < len(a); x++ {
		for ; y > 0 && y > s-x; y-- {
			sum += b[y-1]
		}
		greater += a[x] * sum
	}
	return less, greater
}
