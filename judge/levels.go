package judge

import "math"

// levels are the two, one after the other, in which a series is best cut.
type levels struct {
	at        int     // steps before the cut; 0: there is none with two values on either side
	explained float64 // how much of the scatter the two levels make: the sum of squares between them
	total     float64 // the sum of squares about the mean
}

// most reports whether the two levels make at least such a part of the scatter.
func (l levels) most(part float64) bool { return l.at > 0 && l.explained >= part*l.total }

// steps returns the best cuts into a second level that is higher, and one that is lower.
func steps(values []float64) [2]levels {
	origin, count := math.NaN(), 0.0 // the sums are of what is above the first value, to keep their digits
	sum, squares := 0.0, 0.0
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if count == 0 {
			origin = v
		}
		sum += v - origin
		squares += (v - origin) * (v - origin)
		count++
	}
	total := squares - sum*(sum/count)
	up, down := levels{total: total}, levels{total: total}
	before, n := 0.0, 0.0
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		before, n = before+(v-origin), n+1
		if n < 2 || count-n < 2 {
			continue
		}
		gap := (sum-before)/(count-n) - before/n
		best := &up
		if gap < 0 {
			best = &down
		}
		if explained := gap * gap * n * ((count - n) / count); explained > best.explained {
			best.explained, best.at = explained, i+1
		}
	}
	return [2]levels{up, down}
}

// clearer returns the one of two cuts that explains more.
func clearer(cuts [2]levels) levels {
	if cuts[1].explained > cuts[0].explained {
		return cuts[1]
	}
	return cuts[0]
}

// towards returns the best cut into a second level that is higher, for side 1, or lower, for side −1.
func towards(cuts [2]levels, side float64) levels {
	if side > 0 {
		return cuts[0]
	}
	return cuts[1]
}
