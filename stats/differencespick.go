package stats

import (
	"math"
	"slices"
)

// block is how many rows of the matrix are collected between two checks of the memory that is left.
const block = 16

// collect copies the differences beyond a trace (of none, if nil) and up to last, and returns their number. It gives up,
// returning −1, when memory for 2 · block more is not left, or when the first rows hold many more than perRow each.
//
// How many a row holds is unpredictable, and seldom more than two. So two are always copied, without a branch, and those that
// are too large are overwritten by the next row.
func (d differences) collect(beyond trace, last float64, memory []float64, perRow int) (size int) {
	b, c := d.baseline, d.canary
	if beyond == nil {
		beyond = make(trace, len(b))
	}
	i, limit := 0, 0
	for i < len(b) && size <= limit {
		stop := min(i+block, len(b))
		limit = min(perRow*(stop+block), len(memory)-2*block)
		rows := beyond[i:stop]
		if int(rows[len(rows)-1])+3 > len(c) {
			break
		}
		for r, v := range b[i:stop] {
			j := int(rows[r])
			x0, x1, x2 := c[j]-v, c[j+1]-v, c[j+2]-v
			memory[size], memory[size+1] = x0, x1
			size += step(x0, last) + step(x1, last)
			if x2 <= last {
				size = collectRow(c[j+2:], v, last, memory, size, limit)
			}
		}
		i = stop
	}
	for ; i < len(b) && size <= limit; i++ {
		size = collectRow(c[beyond[i]:], b[i], last, memory, size, limit)
	}
	if size > limit {
		return -1
	}
	return size
}

// collectRow appends differences to memory[:size], up to limit and one more, and returns the new size.
func collectRow(canary []float64, b, last float64, memory []float64, size, limit int) int {
	for _, c := range canary {
		if !(c-b <= last) || size > limit {
			break
		}
		memory[size] = c - b
		size++
	}
	return size
}

const (
	// pickSorted is how many values are sorted rather than split.
	pickSorted = 12
	// pickSplits is after how many splits the rest is sorted. Values from a smooth law take two to four.
	pickSplits = 8
)

// pick returns the values at places i and k, i <= k <= i+1, from 0, of x in ascending order; it reorders x. All are within
// bounds, in which most often they are spread evenly, so that interpolation tells where to split them.
func pick(x []float64, i, k int, b bounds) bounds {
	for range pickSplits {
		if len(x) <= pickSorted {
			break
		}
		n := float64(len(x))
		margin := 0.5 + 0.6*math.Sqrt(n) // a little more than one standard deviation of where independent values are
		place := float64(k+1) + margin
		if i > len(x)-k {
			place = float64(i) - margin
		}
		pivot := b.first + (b.last-b.first)*(place/n)
		if !(pivot > b.first && pivot < b.last) {
			break
		}
		low := 0
		for at, v := range x {
			x[at], x[low] = x[low], v
			low += step(v, pivot)
		}
		if low > i && low <= k {
			break
		}
		if low > k {
			x, b.last = x[:low], pivot
		} else {
			x, b.first, i, k = x[low:], pivot, i-low, k-low
		}
	}
	slices.Sort(x)
	return bounds{x[i] + 0, x[k] + 0} // not −0
}
