package stats

import "math"

const (
	// countSteps bounds the additions spent on counting orders, u times the smaller size. 2¹⁹ of them take about 0.1 ms.
	countSteps = 1 << 19
	// countSize is the size of the smaller sample below which rankLaw is worse than 1e-6, and orders are counted at any u
	// if that is affordable; lawSize the one below which it is worse than 1e-3, and not used.
	countSize, lawSize = 20, 10
	// countRows is how many times the larger size u may be for orders to be counted anyway: there rankLaw fails, and
	// counting is cheap.
	countRows = 4
)

// exactUntied says whether the null distribution of U without ties is known; it depends on the sizes only, so that
// the p-value is monotone in U.
func exactUntied(m, n int) bool {
	small, large := float64(min(m, n)), float64(max(m, n))
	return small >= lawSize || small*small*large/2 <= countSteps
}

// exactP returns the exact p-value, if it is affordable.
func (r ranking) exactP(b, c []float64, alternative Alternative) (p float64, ok bool) {
	switch {
	case r.spread == 0: // all values are equal
		return 1, true
	case r.tieSum > 0:
		if !r.tiesMatter() {
			return 0, false
		}
		less, greater, ok := r.tiedTails(b, c, tiedSteps)
		return alternative.choose(less, greater), ok
	case !exactUntied(r.baseline, r.canary):
		return 0, false
	}
	u, pairs := float64(r.twiceU/2), float64(r.baseline)*float64(r.canary)
	switch alternative { // U is symmetric: P(U >= u) = P(U <= mn − u)
	case Less:
		return rankTail(r.baseline, r.canary, u), true
	case Greater:
		return rankTail(r.baseline, r.canary, pairs-u), true
	}
	return min(1, 2*rankTail(r.baseline, r.canary, min(u, pairs-u))), true
}

// rankTail returns P(U <= u) without ties. Between two whole numbers it lies between theirs.
func rankTail(m, n int, u float64) float64 {
	small, large := float64(min(m, n)), float64(max(m, n))
	switch {
	case u < 0:
		return 0
	case u >= small*large/2: // U is symmetric, and P(U > u) = P(U < mn − u)
		return 1 - rankTail(m, n, small*large-u-1)
	}
	if u*small <= countSteps && (small < countSize || u < countRows*large) {
		if total := choose(m, n); !math.IsInf(total, 1) {
			return countedTail(m, n, u) / total
		}
	}
	law := newRankLaw(m, n)
	return law.tail(small*large/2 - u - 0.5)
}

// countedTail returns how many orders have U <= u, for u < mn/2, on a straight line between whole numbers.
func countedTail(m, n int, u float64) (orders float64) {
	whole, part := math.Modf(u)
	next := min(int(whole)+1, m*n-int(whole)-1) // U is symmetric
	counts := rankCounts(m, n, max(int(whole), next))
	for _, c := range counts[:int(whole)+1] {
		orders += c
	}
	return orders + part*counts[next]
}

// rankCounts returns, for u = 0 … top, how many of the C(m+n, n) orders of m + n distinct values have U = u.
//
// These are the coefficients of the Gaussian binomial Π (1 − q^(large+i)) / (1 − q^i), i = 1 … small, multiplied out one
// i at a time. Each product is symmetric, so that only its first half is computed, in which the coefficients increase. They
// are whole numbers, exact up to 2⁵³; above, the rounding error of a count is relative to itself, because it comes from
// smaller ones. So top must not exceed mn/2.
func rankCounts(m, n, top int) []float64 {
	small, large := min(m, n), max(m, n)
	old, counts := make([]float64, top+1), make([]float64, top+1)
	old[0] = 1
	for i := 1; i <= small; i++ {
		degree := large * i
		half := min(top, degree/2)
		nextCounts(old, counts, i, large+i, half)
		for u := half + 1; u <= min(top, (degree+large)/2); u++ { // what the next product needs of the other half
			counts[u] = counts[degree-u]
		}
		old, counts = counts, old
	}
	return old
}

// nextCounts multiplies the polynomial old by (1 − q^k)/(1 − q^i), up to the given degree, into counts:
// counts[u] = old[u] − old[u−k] + counts[u−i], where what has a negative index is 0.
func nextCounts(old, counts []float64, i, k, degree int) {
	first, second := min(i, degree+1), min(k, degree+1)
	copy(counts[:first], old[:first])
	to := counts[first:second]
	same, before := old[first:][:len(to)], counts[:len(to)] // slices of one length need no bounds checks
	for u := range to {
		to[u] = same[u] + before[u]
	}
	to = counts[second : degree+1]
	same, before = old[second:][:len(to)], counts[second-first:][:len(to)]
	for u, minus := range old[:len(to)] {
		to[u] = same[u] - minus + before[u]
	}
}

// choose is the binomial coefficient C(m+n, n), with a relative error of some 1e-16·min(m, n); +Inf if it overflows.
func choose(m, n int) float64 {
	c := 1.0
	for i, large := 1, max(m, n); i <= min(m, n) && !math.IsInf(c, 1); i++ {
		c = c * float64(large+i) / float64(i)
	}
	return math.Round(c)
}

// RankTestMinP is the least one-sided p-value that the exact [MannWhitney] test can reach with m and n values and no
// ties: 1/C(m+n, n). Twice that is the least two-sided one. A test at a smaller α can never be significant.
//
// Edge cases: 1 if m or n is below 1; 0 below the smallest float64.
//
// Cost: at most 1,100 multiplications.
func RankTestMinP(m, n int) float64 {
	if m < 1 || n < 1 {
		return 1
	}
	p, large := 1.0, float64(max(m, n))
	for i := 1.0; i <= float64(min(m, n)) && p > 0; i++ {
		p *= i / (large + i)
	}
	return p
}
