package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// radixMin is the length from which a radix sort beats slices.Sort on unpredictable input: measured, see BenchmarkSort.
const radixMin = 128

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
	inOrder, last := true, math.Inf(-1)
	for i, v := range x {
		if v != v {
			return nil, fmt.Errorf("%s[%d] is NaN: %w", name, i, ErrNotFinite)
		}
		inOrder = inOrder && last <= v
		last = v
	}
	if inOrder {
		return x, nil
	}
	keys := make([]uint64, len(x))
	for i, v := range x {
		keys[i] = orderKey(v)
	}
	values := make([]float64, len(x))
	for i, k := range sortKeys(keys) {
		values[i] = keyValue(k)
	}
	return values, nil
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

// Sorted returns the values of x in ascending order: x itself if it is in order. Every function of this package that sorts its input skips that for
// one that is in order already, so several statistics of one sample cost one sort.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN or ±Inf.
//
// Cost: O(n) for large n (radix sort), O(n) memory.
func Sorted(x []float64) ([]float64, error) {
	return sortedFinite("sample", x)
}

// sortKeys sorts keys ascending; it may use them as scratch and return another slice.
func sortKeys(keys []uint64) []uint64 {
	if len(keys) < radixMin {
		slices.Sort(keys)
		return keys
	}
	return radixSort(keys, make([]uint64, len(keys)))
}

// radixSort sorts keys byte by byte, least significant first, using scratch of the same length; it returns whichever
// of the two slices holds the result. A byte that is the same in all keys is skipped.
func radixSort(keys, scratch []uint64) []uint64 {
	places := bytePlaces(keys)
	for b := range places {
		place, shift := &places[b], 8*b
		if sameByte(place, keys, shift) {
			continue
		}
		for _, k := range keys {
			d := uint8(k >> shift)
			scratch[place[d]] = k
			place[d]++
		}
		keys, scratch = scratch, keys
	}
	return keys
}

// sortedOrder returns the indices of keys in ascending order of the keys.
func sortedOrder(keys []uint64) []int32 {
	order, scratch := make([]int32, len(keys)), make([]int32, len(keys))
	for i := range order {
		order[i] = int32(i)
	}
	if len(keys) < radixMin {
		slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(keys[i], keys[j]) })
		return order
	}
	places := bytePlaces(keys)
	for b := range places {
		place, shift := &places[b], 8*b
		if sameByte(place, keys, shift) {
			continue
		}
		for _, i := range order {
			d := uint8(keys[i] >> shift)
			scratch[place[d]] = i
			place[d]++
		}
		order, scratch = scratch, order
	}
	return order
}

// bytePlaces says, for each byte of a key and each value of that byte, how many keys have a smaller one.
func bytePlaces(keys []uint64) (places [8][256]uint32) {
	for _, k := range keys {
		for b := range places {
			places[b][uint8(k>>(8*b))]++
		}
	}
	for b := range places {
		var sum uint32
		for d, n := range &places[b] {
			places[b][d], sum = sum, sum+n
		}
	}
	return places
}

// sameByte says whether all keys have the same byte at shift.
func sameByte(place *[256]uint32, keys []uint64, shift int) bool {
	d := uint8(keys[0] >> shift)
	return place[d] == 0 && (d == 255 || place[d+1] == uint32(len(keys)))
}
