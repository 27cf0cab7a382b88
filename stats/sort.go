package stats

import (
	"fmt"
	"math"
)

const (
	// radixMin is the length from which radixSort beats mergeSort on unpredictable input: measured, see BenchmarkSort.
	radixMin = 320
	// stackKeys is how many keys are kept on the stack: two hours of minutes.
	stackKeys = 128
)

// orderKey maps a float64 that is not NaN to an integer of the same order; −0 and +0 get the same key.
func orderKey(v float64) uint64 {
	b := math.Float64bits(v + 0) // −0 + 0 is +0
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

// keyValue is the inverse of orderKey.
func keyValue(k uint64) float64 {
	return math.Float64frombits(k ^ (uint64(int64(^k)>>63) | 1<<63))
}

// ascending returns the values of a sample, ascending: the sample itself, which nobody may change, if it is in order.
// Infinities have a place in the order; NaN has none.
func ascending(name string, x []float64) ([]float64, error) {
	if len(x) == 0 {
		return nil, fmt.Errorf("%s is empty: %w", name, ErrSampleSize)
	}
	if inOrder(x) {
		return x, nil
	}
	var room [stackKeys]uint64
	keys := room[:min(len(x), stackKeys)]
	if len(x) > stackKeys {
		keys = make([]uint64, len(x))
	}
	for i, v := range x {
		if v != v {
			return nil, fmt.Errorf("%s[%d] is NaN: %w", name, i, ErrNotFinite)
		}
		keys[i] = orderKey(v)
	}
	values := make([]float64, len(x))
	for i, k := range sortKeys(keys) {
		values[i] = keyValue(k)
	}
	return values, nil
}

// inOrder says whether values are in ascending order; it is false for NaN.
func inOrder(x []float64) bool {
	last := math.Inf(-1)
	for _, v := range x {
		if !(last <= v) {
			return false
		}
		last = v
	}
	return true
}

// sortedFinite is ascending, refusing infinities too.
func sortedFinite(name string, x []float64) ([]float64, error) {
	values, err := ascending(name, x)
	if err != nil {
		return nil, err
	}
	for _, v := range []float64{values[0], values[len(values)-1]} {
		if math.IsInf(v, 0) {
			return nil, fmt.Errorf("%s holds %v: %w", name, v, ErrNotFinite)
		}
	}
	return values, nil
}

// Sorted returns the values of x in ascending order: x itself if it is in order. Every function of this package that
// sorts its input skips that for one that is in order already, so several statistics of one sample cost one sort.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: O(n) for large n (radix sort), O(n) memory.
func Sorted(x []float64) ([]float64, error) {
	return sortedFinite("sample", x)
}

// sortKeys sorts keys ascending; it may use them as scratch and return another slice.
func sortKeys(keys []uint64) []uint64 {
	if len(keys) >= radixMin {
		return radixSort(keys, make([]uint64, len(keys)))
	}
	var room [stackKeys]uint64
	scratch := room[:min(len(keys), stackKeys)]
	if len(keys) > stackKeys {
		scratch = make([]uint64, len(keys))
	}
	mergeSort(keys, scratch)
	return keys
}
