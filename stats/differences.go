package stats

import "math"

// differences are the m·n values canary[j] − baseline[i] of two ascending samples, seen as a matrix whose rows and
// columns are sorted; rounding, and overflow to ±Inf, keep them sorted. They are never all in memory.
type differences struct {
	baseline, canary []float64
	sketch           []float64 // the differences of a few quantiles, ascending: about how all of them are distributed
}

const (
	// sketchSize is the largest number of quantiles of each sample that make the sketch.
	sketchSize = 32
	// sketchError is how many places of the sketch a difference may be away from where the sketch says: more in 1 of 10
	// cases (normal, exponential and Pareto laws, 300 to 20,000 values, 24 to 64 quantiles).
	sketchError = 5
	// sketchSteps is how many cuts the sketch may propose, each twice as far away as the one before.
	sketchSteps = 6
)

func newDifferences(baseline, canary []float64) differences {
	d := differences{baseline: baseline, canary: canary}
	bs, cs := thin(baseline), thin(canary)
	keys := make([]uint64, 0, len(bs)*len(cs))
	for _, b := range bs {
		for _, c := range cs {
			keys = append(keys, orderKey(c-b)&^(1<<32-1)) // 20 bits of the mantissa are enough, and sorted sooner
		}
	}
	keys = sortKeys(keys)
	d.sketch = make([]float64, len(keys))
	for i, k := range keys {
		d.sketch[i] = keyValue(k)
	}
	return d
}

// thin cuts an ascending sample into equal parts and takes the middle of each.
func thin(sorted []float64) []float64 {
	size := min(sketchSize, 4+len(sorted)/16, len(sorted))
	quantiles := make([]float64, size)
	for i := range quantiles {
		quantiles[i] = sorted[(2*i+1)*len(sorted)/(2*size)]
	}
	return quantiles
}

// count is the number of differences.
func (d differences) count() int64 { return int64(len(d.baseline)) * int64(len(d.canary)) }

// window is a range of values that holds a wanted difference.
type window struct {
	first, last float64 // inclusive
	below, upto int64   // how many differences are smaller than first, and at most last
}

// at returns the k-th smallest difference, 1 <= k <= m·n, and the one that follows it (+Inf after the last).
//
// A window around it is narrowed by counting passes until few enough differences are left to sort: first from the sketch,
// then by interpolation. A pass that does not halve the window is then followed by one that cuts it at its middle in the
// order of all float64, and moves the limit to a difference; so there are at most some 140 passes, whatever the data, and
// as a rule four.
func (d differences) at(k int64) (value, next float64) {
	m, n := len(d.baseline), len(d.canary)
	w := window{first: d.canary[0] - d.baseline[m-1], last: d.canary[n-1] - d.baseline[0], upto: d.count()}
	enough := int64(16 + (m+n)/8)
	for step := 0; w.first < w.last; step++ {
		size := w.upto - w.below
		if size <= enough {
			return d.pick(k, w)
		}
		sketched := step < sketchSteps && (w.below == 0 || w.upto == d.count())
		w = w.cut(k, d, d.aim(k, w, step, sketched, float64(enough)/3))
		if left := w.upto - w.below; 2*left > size && left > enough && w.first < w.last && !sketched {
			w = w.halve(k, d)
		}
	}
	value = w.last + 0 // not −0
	if w.upto > k {
		return value, value
	}
	_, _, next = d.split(value)
	return value, next
}

// aim proposes where to cut a window: as long as a limit has not come from a pass, a little below or above the k-th
// difference as the sketch says, with more and more distance; then by interpolation, just beyond it (by margin) on the
// longer side.
func (d differences) aim(k int64, w window, step int, sketched bool, margin float64) float64 {
	total := float64(d.count())
	if sketched {
		away := sketchError << step
		if w.below == 0 {
			away = -away
		}
		place := int(float64(k)/total*float64(len(d.sketch))) + away
		return d.sketch[min(max(place, 0), len(d.sketch)-1)]
	}
	size := float64(w.upto - w.below)
	margin += size / 4 * (size / total)
	target := float64(k) + margin
	if k-w.below > w.upto-k {
		target = float64(k) - margin
	}
	return w.first + (w.last-w.first)*((target-float64(w.below))/size)
}

// cut narrows a window to the part that holds the k-th difference, at a pivot that is first moved into [first, last).
func (w window) cut(k int64, d differences, pivot float64) window {
	if !(pivot >= w.first) {
		pivot = w.first
	}
	if !(pivot < w.last) {
		pivot = math.Nextafter(w.last, math.Inf(-1))
	}
	if upto := d.atMost(pivot); upto >= k {
		w.last, w.upto = pivot, upto
	} else {
		w.first, w.below = math.Nextafter(pivot, math.Inf(1)), upto
	}
	return w
}

// halve cuts a window in the middle of the float64 values between its limits, and moves the new limit to a difference.
func (w window) halve(k int64, d differences) window {
	upto, below, above := d.split(keyValue(orderKey(w.first)/2 + orderKey(w.last)/2))
	if upto >= k {
		w.last, w.upto = below, upto
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
		if j > 0 {
			below = max(below, c[j-1]-b)
		}
		if j < len(c) {
			above = min(above, c[j]-b)
		}
	}
	return upto, below, above
}

// pick returns the k-th difference and its successor by sorting a small window.
func (d differences) pick(k int64, w window) (value, next float64) {
	inside := make([]uint64, 0, w.upto-w.below)
	from := 0
	for _, b := range d.baseline {
		for from < len(d.canary) && d.canary[from]-b < w.first {
			from++
		}
		for _, c := range d.canary[from:] {
			if c-b > w.last {
				break
			}
			inside = append(inside, orderKey(c-b))
		}
	}
	inside = sortKeys(inside)
	i := int(k - w.below - 1)
	if i+1 < len(inside) {
		return keyValue(inside[i]), keyValue(inside[i+1])
	}
	_, _, next = d.split(w.last)
	return keyValue(inside[i]), next
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
