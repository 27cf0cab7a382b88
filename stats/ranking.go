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
