package stats

import (
	"math"
	"slices"
)

// differences are the m·n values canary[j] − baseline[i] of two ascending samples, seen as a matrix whose rows and
// columns are sorted; rounding, and overflow to ±Inf, keep them sorted. They are never all in memory.
type differences struct {
	baseline, canary []float64
}

// count is the number of differences.
func (d differences) count() int64 { return int64(len(d.baseline)) * int64(len(d.canary)) }

// window is a range of differences that holds a wanted one.
type window struct {
	first, last float64 // both are differences
	below       int64   // how many differences are smaller than first
	upto        int64   // how many are at most last
	next        float64 // the least difference above last, +Inf if there is none
}

// all is the window of all differences.
func (d differences) all() window {
	m, n := len(d.baseline), len(d.canary)
	return window{
		first: d.canary[0] - d.baseline[m-1], last: d.canary[n-1] - d.baseline[0],
		upto: d.count(), next: math.Inf(1),
	}
}

// at returns the k-th smallest difference, 1 <= k <= m·n, and the one that follows it (+Inf after the last).
//
// A window around it is narrowed by counting passes until few enough differences are left to sort. Whenever a pass does
// not halve the window, the next one cuts it at its middle in the order of all float64; so that there are at most 128
// passes, whatever the data, and fewer than ten as a rule.
func (d differences) at(k int64) (value, next float64) {
	w := d.all()
	for step := 0; w.first < w.last; step++ {
		size := w.upto - w.below
		if size <= d.enough() {
			return d.pick(k, w)
		}
		w = d.cut(k, w, d.aim(k, w, step))
		if w.first < w.last && 2*(w.upto-w.below) > size {
			w = d.cut(k, w, keyValue(orderKey(w.first)/2+orderKey(w.last)/2))
		}
	}
	if w.upto > k {
		return w.last, w.last
	}
	return w.last, w.next
}

// enough is how many differences are left when it is time to sort them rather than to go on counting.
func (d differences) enough() int64 {
	return int64(16 + (len(d.baseline)+len(d.canary))/4)
}

// aim proposes where to cut a window so that the k-th difference is near the cut, but in the smaller part: a little
// below it or above it, whichever side is longer. The first two cuts come from the quantiles of the samples, taken as if
// both were normal with the same spread (0.7 is about 1/√2); the others interpolate within the window.
func (d differences) aim(k int64, w window, step int) float64 {
	size, total := float64(w.upto-w.below), float64(d.count())
	margin := max(float64(d.enough())/3, size/4*(size/total))
	target := float64(k) + margin
	if k-w.below > w.upto-k {
		target = float64(k) - margin
	}
	if step < 2 {
		p := clamp(0.5+0.7*(target/total-0.5), 0, 1)
		i := int((1 - p) * float64(len(d.baseline)-1))
		j := int(p * float64(len(d.canary)-1))
		return d.canary[j] - d.baseline[i]
	}
	return w.first + (w.last-w.first)*((target-float64(w.below))/size)
}

// cut narrows a window to the part that holds the k-th difference, at a pivot that is first moved into [first, last).
func (d differences) cut(k int64, w window, pivot float64) window {
	if !(pivot >= w.first) {
		pivot = w.first
	}
	if !(pivot < w.last) {
		pivot = math.Nextafter(w.last, math.Inf(-1))
	}
	upto, below, above := d.split(pivot)
	if upto >= k {
		w.last, w.upto, w.next = below, upto, above
	} else {
		w.first, w.below = above, upto
	}
	return w
}

// split counts the differences up to pivot, and finds the largest of them and the least of the others.
func (d differences) split(pivot float64) (upto int64, below, above float64) {
	below, above = math.Inf(-1), math.Inf(1)
	c, j := d.canary, 0
	for _, b := range d.baseline {
		for j < len(c) && c[j]-b <= pivot {
			j++
		}
		upto += int64(j)
		if j > 0 && c[j-1]-b > below {
			below = c[j-1] - b
		}
		if j < len(c) && c[j]-b < above {
			above = c[j] - b
		}
	}
	return upto, below, above
}

// pick returns the k-th difference and its successor by sorting a small window.
func (d differences) pick(k int64, w window) (value, next float64) {
	inside := make([]float64, 0, w.upto-w.below)
	from := 0
	for _, b := range d.baseline {
		for from < len(d.canary) && d.canary[from]-b < w.first {
			from++
		}
		for _, c := range d.canary[from:] {
			if c-b > w.last {
				break
			}
			inside = append(inside, c-b)
		}
	}
	slices.Sort(inside)
	i := int(k - w.below - 1)
	if i+1 < len(inside) {
		return inside[i], inside[i+1]
	}
	return inside[i], w.next
}

// median is the middle difference, or the mean of the two middle ones.
func (d differences) median() float64 {
	total := d.count()
	value, next := d.at((total + 1) / 2)
	if total%2 == 1 {
		return value
	}
	return middle(value, next)
}
