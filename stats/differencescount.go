package stats

import "sort"

// Counting the differences up to a pivot is a walk: for each value of the baseline, in ascending order, how many of the
// canary lie low enough only increases.
//
// Whether to step along the baseline or along the canary is as unpredictable as a coin, and a misprediction costs more than
// the step. So the steps are taken by arithmetic instead of branches. Each then waits for the one before it, some 15 cycles, in
// which there is time for the steps of five other walks: those walk in turn. After t steps, j of them along the canary, a
// walk is at value t − j of the baseline.

// lopsided is how many times larger than the baseline the canary is if searching is faster than walking.
const lopsided = 128

// countAround counts the differences below each of three bounds, and those up to their ends.
func (d differences) countAround(around [3]bounds) (below, upto [3]int64) {
	b, c := d.baseline, d.canary
	m, n := len(b), len(c)
	p0, p1, p2 := before(around[0].first), before(around[1].first), before(around[2].first)
	p3, p4, p5 := around[0].last, around[1].last, around[2].last
	if n/lopsided >= m {
		return [3]int64{d.searched(p0), d.searched(p1), d.searched(p2)}, [3]int64{d.searched(p3), d.searched(p4), d.searched(p5)}
	}
	j0, j1, j2, j3, j4, j5 := 0, 0, 0, 0, 0, 0
	sum0, sum1, sum2, sum3, sum4, sum5 := 0, 0, 0, 0, 0, 0
	t := 0
	for {
		// So many steps end none of the walks.
		steps := min(n-max(j0, j1, j2, j3, j4, j5), m-t+min(j0, j1, j2, j3, j4, j5))
		if steps == 0 {
			break
		}
		for end := t + steps; t < end; t++ {
			s0, s1, s2 := step(c[j0]-b[t-j0], p0), step(c[j1]-b[t-j1], p1), step(c[j2]-b[t-j2], p2)
			s3, s4, s5 := step(c[j3]-b[t-j3], p3), step(c[j4]-b[t-j4], p4), step(c[j5]-b[t-j5], p5)
			sum0, sum1, sum2, sum3, sum4, sum5 = sum0+j0, sum1+j1, sum2+j2, sum3+j3, sum4+j4, sum5+j5
			j0, j1, j2, j3, j4, j5 = j0+s0, j1+s1, j2+s2, j3+s3, j4+s4, j5+s5
		}
	}
	below = [3]int64{d.counted(p0, t, j0, sum0), d.counted(p1, t, j1, sum1), d.counted(p2, t, j2, sum2)}
	upto = [3]int64{d.counted(p3, t, j3, sum3), d.counted(p4, t, j4, sum4), d.counted(p5, t, j5, sum5)}
	return below, upto
}

// step is 1 for a difference that is low enough, so that the canary is next, and 0 if the baseline is next.
func step(difference, pivot float64) (s int) {
	if difference <= pivot {
		s = 1
	}
	return s
}

// counted ends a walk that has taken t steps, j of them along the canary; sum is that of j over all steps. The steps
// along the canary, taken at 0, 1, …, j − 1, are not to be counted.
func (d differences) counted(pivot float64, t, j, sum int) int64 {
	sum -= j * (j - 1) / 2
	for _, b := range d.baseline[t-j:] {
		for j < len(d.canary) && d.canary[j]-b <= pivot {
			j++
		}
		sum += j
	}
	return int64(sum)
}

// searched counts by searching for each value of a small baseline.
func (d differences) searched(pivot float64) (upto int64) {
	for _, b := range d.baseline {
		upto += int64(d.reach(b, pivot))
	}
	return upto
}

// reach is how many values of the canary lie low enough for one of the baseline.
func (d differences) reach(b, pivot float64) int {
	return sort.Search(len(d.canary), func(j int) bool { return !(d.canary[j]-b <= pivot) })
}
