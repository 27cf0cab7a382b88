package stats

import (
	"math"
	"sort"
)

// A trace says for each value of the baseline how many of the canary lie low enough for a pivot.
type trace []int32

// newTraces returns three traces of n values.
func newTraces(n int) [3]trace {
	memory := make(trace, 3*n)
	return [3]trace{memory[:n], memory[n : 2*n], memory[2*n:]}
}

// follow writes the traces of three pivots, and counts the differences up to each. The walks are those of countAround;
// six of them are the two halves, of equal length, of each of the three.
func (d differences) follow(pivots [3]float64, traces [3]trace) (upto [3]int64) {
	b, c := d.baseline, d.canary
	m, n := len(b), len(c)
	r0, r1, r2 := traces[0][:m], traces[1][:m], traces[2][:m]
	p0, p1, p2 := pivots[0], pivots[1], pivots[2]
	if n/lopsided >= m {
		for i, v := range b {
			r0[i], r1[i], r2[i] = int32(d.reach(v, p0)), int32(d.reach(v, p1)), int32(d.reach(v, p2))
		}
		return [3]int64{r0.sum(), r1.sum(), r2.sum()}
	}
	half := (m + n) / 2
	k0, k1, k2 := d.crossing(p0, half), d.crossing(p1, half), d.crossing(p2, half)
	mid0, mid1, mid2 := half-k0, half-k1, half-k2
	j0, j1, j2, t := 0, 0, 0, 0
	for {
		u := t + half
		steps := min(half-t, n-max(j0, j1, j2, k0, k1, k2), m-t+min(j0, j1, j2), m-u+min(k0, k1, k2))
		if steps == 0 {
			break
		}
		for end := t + steps; t < end; t, u = t+1, u+1 {
			r0[t-j0], r1[t-j1], r2[t-j2] = int32(j0), int32(j1), int32(j2)
			r0[u-k0], r1[u-k1], r2[u-k2] = int32(k0), int32(k1), int32(k2)
			s0, s1, s2 := step(c[j0]-b[t-j0], p0), step(c[j1]-b[t-j1], p1), step(c[j2]-b[t-j2], p2)
			s3, s4, s5 := step(c[k0]-b[u-k0], p0), step(c[k1]-b[u-k1], p1), step(c[k2]-b[u-k2], p2)
			j0, j1, j2 = j0+s0, j1+s1, j2+s2
			k0, k1, k2 = k0+s3, k1+s4, k2+s5
		}
	}
	// The first halves end within the rows where the second ones started.
	d.finish(p0, r0[:min(mid0+1, m)], t-j0, j0)
	d.finish(p1, r1[:min(mid1+1, m)], t-j1, j1)
	d.finish(p2, r2[:min(mid2+1, m)], t-j2, j2)
	u := t + half
	d.finish(p0, r0, u-k0, k0)
	d.finish(p1, r1, u-k1, k1)
	d.finish(p2, r2, u-k2, k2)
	return [3]int64{r0.sum(), r1.sum(), r2.sum()}
}

// crossing is how many of the first steps of a walk go along the canary.
func (d differences) crossing(pivot float64, steps int) int {
	least, most := max(0, steps-len(d.baseline)), min(steps, len(d.canary))
	return least + sort.Search(most-least, func(more int) bool {
		j := least + more
		return !(d.canary[j]-d.baseline[steps-1-j] <= pivot)
	})
}

// finish writes the rest of a trace, from value i of the baseline on, for which at least j values of the canary lie low
// enough.
func (d differences) finish(pivot float64, t trace, i, j int) {
	for ; i < len(t); i++ {
		for j < len(d.canary) && d.canary[j]-d.baseline[i] <= pivot {
			j++
		}
		t[i] = int32(j)
	}
}

// sum is the number of differences within a trace.
func (t trace) sum() (upto int64) {
	for _, j := range t {
		upto += int64(j)
	}
	return upto
}

// largestWithin returns the largest difference within a trace, and in how many rows of the matrix it is.
func (d differences) largestWithin(t trace) (value float64, rows int) {
	value = math.Inf(-1)
	for i, j := range t {
		if j == 0 {
			continue
		}
		if v := d.canary[j-1] - d.baseline[i]; v > value {
			value, rows = v, 1
		} else if v == value {
			rows++
		}
	}
	return value, rows
}

// leastBeyond returns the least difference beyond a trace, and in how many rows of the matrix it is.
func (d differences) leastBeyond(t trace) (value float64, rows int) {
	value = math.Inf(1)
	for i, j := range t {
		if int(j) == len(d.canary) {
			continue
		}
		if v := d.canary[j] - d.baseline[i]; v < value {
			value, rows = v, 1
		} else if v == value {
			rows++
		}
	}
	return value, rows
}
