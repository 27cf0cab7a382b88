package stats

import "math"

// tiedSteps bounds the additions spent on the exact null distribution of U with ties. 2²⁰ of them take about 0.5 ms and
// reach 50 against 50 values in general, more if the values are few (integers, a constant with exceptions).
const tiedSteps = 1 << 20

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

// rankHalf holds, for the lower or the upper half of the pooled values, how many ways there are to choose r of them
// with a given sum of scores: ways[r][s] for the sum base[r] + s. A score is a doubled midrank, shifted and scaled so
// that the scores are small whole numbers.
type rankHalf struct {
	scores []int // ascending
	sum    []int // sum[i] is the sum of the first i scores
	most   int   // r <= most
	ways   [][]float64
}

func newRankHalf(scores []int, most int) rankHalf {
	h := rankHalf{scores: scores, sum: make([]int, len(scores)+1), most: min(most, len(scores))}
	for i, d := range scores {
		h.sum[i+1] = h.sum[i] + d
	}
	return h
}

// base is the least sum of r scores.
func (h rankHalf) base(r int) int { return h.sum[r] }

// width is how many sums of r of the first i scores there may be.
func (h rankHalf) width(i, r int) int { return h.sum[i] - h.sum[i-r] - h.sum[r] + 1 }

// cost is the number of additions that fill takes, or anything above limit if it is more.
func (h rankHalf) cost(limit int) (additions int) {
	for i := 1; i < len(h.scores) && additions <= limit; i++ {
		for r := 1; r <= min(i, h.most); r++ {
			additions += h.width(i, r)
		}
	}
	return additions
}

// fill counts the ways, taking the scores in one at a time.
func (h *rankHalf) fill() {
	n, total := len(h.scores), 0
	for r := range h.most + 1 {
		total += h.width(n, r)
	}
	cells := make([]float64, total)
	h.ways = make([][]float64, h.most+1)
	for r := range h.ways {
		h.ways[r], cells = cells[:h.width(n, r)], cells[h.width(n, r):]
	}
	h.ways[0][0] = 1
	for i, d := range h.scores {
		for r := min(i+1, h.most); r >= 1; r-- {
			from := h.ways[r-1][:h.width(i, r-1)]
			to := h.ways[r][d-h.scores[r-1]:][:len(from)]
			for s, w := range from {
				to[s] += w
			}
		}
	}
}

// tiedTails returns P(S <= s) and P(S >= s), where S is the sum of k of the scores drawn without replacement, each
// choice equally likely. ok is false if that would take more than tiedSteps additions.
//
// The scores are cut into a lower and an upper half. Each half has a small table, filled by dynamic programming; a tail
// is then a sum of products, one for each number of values drawn from the lower half. All terms are positive, so that
// both tails are relatively accurate.
func tiedTails(scores []int, k, s int) (less, greater float64, ok bool) {
	total := choose(len(scores)-k, k)
	half := len(scores) / 2
	lower, upper := newRankHalf(scores[:half], k), newRankHalf(scores[half:], k)
	if lower.cost(tiedSteps)+upper.cost(tiedSteps) > tiedSteps || math.IsInf(total, 1) {
		return 0, 0, false
	}
	lower.fill()
	upper.fill()
	for r := max(0, k-upper.most); r <= lower.most; r++ {
		rest := s - lower.base(r) - upper.base(k-r)
		le, ge := productTails(lower.ways[r], upper.ways[k-r], rest)
		less += le
		greater += ge
	}
	return less / total, greater / total, true
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
