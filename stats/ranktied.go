package stats

import "math"

// tiedSteps bounds the additions spent on the exact null distribution of U with ties. 2²⁰ of them take about 1 ms and
// reach 50 against 50 values in general, more if the values are few (integers, a constant with exceptions).
const tiedSteps = 1 << 20

// rankHalf holds, for the lower or the upper half of the pooled values, how many ways there are to choose r of them
// with a given sum of scores: ways[r][s] for the sum base[r] + s. A score is a doubled midrank, shifted and scaled so
// that the scores are small whole numbers.
type rankHalf struct {
	scores []int // ascending
	base   []int // base[r] is the least sum of r scores
	ways   [][]float64
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

// newRankHalf lays out the table for choosing up to most of the scores, and says how many additions it costs to fill.
// It gives up, with a cost above limit, as soon as that is clear.
func newRankHalf(scores []int, most, limit int) (h rankHalf, cost int) {
	most = min(most, len(scores))
	if len(scores)*most > 2*limit {
		return h, limit + 1
	}
	sum := make([]int, len(scores)+1)
	for i, d := range scores {
		sum[i+1] = sum[i] + d
	}
	h = rankHalf{scores: scores, base: sum[:most+1], ways: make([][]float64, most+1)}
	for i := range scores {
		for r := 1; r <= min(i, most); r++ {
			cost += sum[i] - sum[i-r] - sum[r] + 1
		}
		if cost > limit {
			return h, cost
		}
	}
	for r := range h.ways {
		h.ways[r] = make([]float64, sum[len(scores)]-sum[len(scores)-r]-sum[r]+1)
	}
	return h, cost
}

// fill counts the ways, taking the scores in one at a time.
func (h rankHalf) fill() {
	h.ways[0][0] = 1
	length := make([]int, len(h.ways)) // length[r]: the part of ways[r] in use
	length[0] = 1
	for i, d := range h.scores {
		for r := min(i+1, len(h.ways)-1); r >= 1; r-- {
			shift := d - h.scores[r-1]
			from := h.ways[r-1][:length[r-1]]
			to := h.ways[r][shift : shift+len(from)]
			for s, w := range from {
				to[s] += w
			}
			length[r] = max(length[r], shift+len(from))
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
	lower, cost := newRankHalf(scores[:half], k, tiedSteps)
	if cost > tiedSteps || math.IsInf(total, 1) {
		return 0, 0, false
	}
	upper, more := newRankHalf(scores[half:], k, tiedSteps-cost)
	if cost+more > tiedSteps {
		return 0, 0, false
	}
	lower.fill()
	upper.fill()
	for r := range lower.ways {
		if k-r < 0 || k-r >= len(upper.ways) {
			continue
		}
		rest := s - lower.base[r] - upper.base[k-r]
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
