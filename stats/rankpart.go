package stats

import "math"

// rankPart holds, for a part of the pooled values, how many ways there are to choose r of them with a given sum of
// scores: ways[r][s] for the sum base[r] + s. A score is a doubled midrank, shifted and scaled so that the scores are small
// whole numbers.
type rankPart struct {
	scores []int // ascending
	sum    []int // sum[i] is the sum of the first i scores
	most   int   // r <= most
	ways   [][]float64
}

func newRankPart(scores []int, most int) rankPart {
	h := rankPart{scores: scores, sum: make([]int, len(scores)+1), most: min(most, len(scores))}
	for i, d := range scores {
		h.sum[i+1] = h.sum[i] + d
	}
	return h
}

// equalPart is the filled part of values that all have one score.
func equalPart(scores []int, most int) rankPart {
	h := newRankPart(scores, most)
	cells := make([]float64, h.most+1)
	cells[0] = 1
	for r := range h.most {
		cells[r+1] = math.Round(cells[r] * float64(len(scores)-r) / float64(r+1))
	}
	h.ways = make([][]float64, h.most+1)
	for r := range cells {
		h.ways[r] = cells[r : r+1]
	}
	return h
}

// base is the least sum of r scores.
func (h rankPart) base(r int) int { return h.sum[r] }

// width is how many sums of r of the first i scores there may be.
func (h rankPart) width(i, r int) int { return h.sum[i] - h.sum[i-r] - h.sum[r] + 1 }

// cost is the number of additions that fill takes, or anything above limit if it is more.
func (h rankPart) cost(limit int) (additions int) {
	for i := 1; i < len(h.scores) && additions <= limit; i++ {
		for r := 1; r <= min(i, h.most); r++ {
			additions += h.width(i, r)
		}
	}
	return additions
}

// fill counts the ways, taking the scores in one at a time.
func (h *rankPart) fill() {
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
