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
	if len(keys) < radixMin {
		slices.Sort(keys)
		return keys
	}
	return radixSort(keys, make([]uint64, len(keys)))
}

const (
	// radixBytes is how many of the bytes in which keys differ, the highest ones, are sorted by. They tell all but a few
	// keys of real samples apart; the few are then settled by insertion.
	radixBytes = 5
	// settleMoves is how many moves a key settling may take before it is cheaper to sort by all bytes: keys that differ in
	// their lowest bytes alone would take as many moves as there are keys.
	settleMoves = 2
)

// radixSort sorts keys byte by byte, least significant first, using scratch of the same length; it returns whichever
// of the two slices holds the result.
func radixSort(keys, scratch []uint64) []uint64 {
	differing := differingBytes(keys)
	if len(differing) > radixBytes {
		keys, scratch = sortByBytes(keys, scratch, differing[len(differing)-radixBytes:])
		if settle(keys) {
			return keys
		}
	}
	keys, _ = sortByBytes(keys, scratch, differing)
	return keys
}

// sortByBytes sorts keys by some of their bytes, least significant first, and returns the slice that holds them in order
// and the other one.
func sortByBytes(keys, scratch []uint64, bytes []int) (sorted, other []uint64) {
	places := bytePlaces(keys, bytes)
	for i, b := range bytes {
		place, shift := &places[i], 8*b
		for _, k := range keys {
			d := uint8(k >> shift)
			scratch[place[d]] = k
			place[d]++
		}
		keys, scratch = scratch, keys
	}
	return keys, scratch
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
	bytes := differingBytes(keys)
	places := bytePlaces(keys, bytes)
	for i, b := range bytes {
		place, shift := &places[i], 8*b
		for _, i := range order {
			d := uint8(keys[i] >> shift)
			scratch[place[d]] = i
			place[d]++
		}
		order, scratch = scratch, order
	}
	return order
}

// differingBytes returns the bytes, from the least significant, that are not the same in all keys.
func differingBytes(keys []uint64) (bytes []int) {
	var differing uint64
	for _, k := range keys {
		differing |= k ^ keys[0]
	}
	for b := range 8 {
		if differing>>(8*b)&0xff != 0 {
			bytes = append(bytes, b)
		}
	}
	return bytes
}

// bytePlaces says, for each of some bytes of a key and each value of that byte, how many keys have a smaller one.
func bytePlaces(keys []uint64, bytes []int) (places [8][256]uint32) {
	for i, b := range bytes {
		place, shift := &places[i], 8*b
		for _, k := range keys {
			place[uint8(k>>shift)]++
		}
		var sum uint32
		for d, n := range place {
			place[d], sum = sum, sum+n
		}
	}
	return places
}

// settle sorts keys that are nearly in order by insertion. It gives up, with the keys still all there, when that takes too
// many moves.
func settle(keys []uint64) bool {
	budget := settleMoves * len(keys)
	for i, k := range keys {
		j := i
		for ; j > 0 && keys[j-1] > k; j-- {
			keys[j] = keys[j-1]
		}
		keys[j] = k
		if budget -= i - j; budget < 0 {
			return false
		}
	}
	return true
}
