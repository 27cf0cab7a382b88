package stats

import "math"

// ranking is what the joint order of two sorted samples says.
type ranking struct {
	baseline, canary int     // sizes
	twiceU           int64   // 2·#{canary > baseline} + #{canary = baseline}
	tieSum           float64 // Σ t³ − t over the groups of t equal values
	spread           float64 // N³ − Σ t³ over the same groups, N = baseline + canary
}

// rank merges two ascending samples.
//
// The spread is built without cancellation as Σ 3·C·t·(C+t), where C counts the values below a group.
func rank(baseline, canary []float64) ranking {
	r := ranking{baseline: len(baseline), canary: len(canary)}
	if above, ok := rankUntied(baseline, canary); ok {
		r.twiceU, r.spread = 2*above, cube(float64(r.baseline+r.canary))
		return r
	}
	i, j := 0, 0
	for i < len(baseline) && j < len(canary) {
		k := min(baseline[i], canary[j])
		i0, j0 := i, j
		for i < len(baseline) && baseline[i] == k {
			i++
		}
		for j < len(canary) && canary[j] == k {
			j++
		}
		r.twiceU += int64(j-j0) * int64(i0+i)
		r.addGroup(i0+j0, i+j)
	}
	r.twiceU += int64(len(canary)-j) * 2 * int64(len(baseline))
	r.addTail(baseline, i, j)
	r.addTail(canary, j, i)
	return r
}

// rankUntied counts the pairs in which the canary is larger, if no two values of two ascending samples are equal.
//
// Which sample has the next value is as unpredictable as a coin, and a misprediction costs more than a step. So the steps
// are taken by arithmetic instead of branches, from both ends at once, so that two chains of dependent instructions overlap.
func rankUntied(baseline, canary []float64) (above int64, ok bool) {
	if repeats(baseline) || repeats(canary) {
		return 0, false
	}
	i, p := 0, len(baseline)-1 // the values that are left: baseline[i:p+1] and canary[j:q+1]
	j, q := 0, len(canary)-1
	ties := 0
	for i <= p && j <= q {
		b, c := baseline[i], canary[j] // the smaller one goes
		less := one(c < b)
		ties += one(c <= b) - less
		above += int64(i & -less)
		i, j = i+1-less, j+less

		b, c = baseline[p], canary[q] // the larger one goes
		less = one(c < b)
		ties += one(c <= b) - less
		above += int64((p + 1) & (less - 1))
		p, q = p-less, q-1+less
	}
	return above + int64(i)*int64(q+1-j), ties == 0
}

// one is 1 for true and 0 for false.
func one(condition bool) (n int) {
	if condition {
		n = 1
	}
	return n
}

// repeats says whether an ascending sample holds a value twice.
func repeats(sorted []float64) bool {
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return true
		}
	}
	return false
}

// addTail adds the groups of x[from:], of which others come before from the other sample.
func (r *ranking) addTail(x []float64, from, others int) {
	for i := from; i < len(x); {
		start := i
		for i < len(x) && x[i] == x[start] {
			i++
		}
		r.addGroup(start+others, i+others)
	}
}

// addGroup adds the group of equal values at the ranks from+1 … to.
func (r *ranking) addGroup(from, to int) {
	below, upto := float64(from), float64(to)
	t := upto - below
	r.spread += 3 * below * t * upto
	if t > 1 {
		r.tieSum += (t - 1) * t * (t + 1)
	}
}

// sigma is the standard deviation of U given the ties.
func (r ranking) sigma() float64 {
	m, n := float64(r.baseline), float64(r.canary)
	return rankSigma(m, n, r.spread)
}

// rankSigma is √(mn/12 · spread/(N(N−1))), which is the textbook √(mn/12 · (N + 1 − tieSum/(N(N−1)))).
func rankSigma(m, n, spread float64) float64 {
	total := m + n
	return math.Sqrt(m * n / 12 * (spread / (total * (total - 1))))
}

// tieGroups returns the sizes of the groups of equal values in the joint order.
func tieGroups(baseline, canary []float64) []int {
	var groups []int
	for i, j := 0, 0; i < len(baseline) || j < len(canary); {
		k := math.Inf(1)
		if i < len(baseline) {
			k = baseline[i]
		}
		if j < len(canary) {
			k = min(k, canary[j])
		}
		start := i + j
		for i < len(baseline) && baseline[i] == k {
			i++
		}
		for j < len(canary) && canary[j] == k {
			j++
		}
		groups = append(groups, i+j-start)
	}
	return groups
}
