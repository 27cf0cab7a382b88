package stats

import "math/bits"

const (
	// digitBits is how many bits a pass of radixSort sorts by: with 2¹¹ counters, which fit into the first cache.
	digitBits = 11
	// radixBits is how many bits radixSort sorts by at first, from the highest one in which keys differ. Three digits tell
	// all but a few keys of real samples apart; the few are then settled by insertion.
	radixBits = 3 * digitBits
	// settleMoves is how many moves a key settling may take before it is cheaper to sort by all bits: keys that differ in
	// their lowest bits alone would take as many moves as there are keys.
	settleMoves = 2
)

// radixSort sorts keys digit by digit, least significant first, using scratch of the same length; it returns whichever
// of the two slices holds the result. Equal keys, and keys that its first digits do not tell apart, keep their order.
func radixSort(keys, scratch []uint64) []uint64 {
	var differing uint64
	for _, k := range keys {
		differing |= k ^ keys[0]
	}
	end := bits.Len64(differing)
	from := max(0, end-radixBits)
	keys, scratch = sortByBits(keys, scratch, from, end)
	if from == 0 || settle(keys) {
		return keys
	}
	keys, _ = sortByBits(keys, scratch, 0, end)
	return keys
}

// sortByBits sorts keys by their bits from … end−1, and some more above, and returns the slice that holds them in order
// and the other one.
func sortByBits(keys, scratch []uint64, from, end int) (sorted, other []uint64) {
	for ; from < end; from += digitBits {
		var places [1 << digitBits]uint32
		for _, k := range keys {
			places[k>>from%(1<<digitBits)]++
		}
		if int(places[keys[0]>>from%(1<<digitBits)]) == len(keys) {
			continue // all have the same digit
		}
		below := uint32(0)
		for digit, n := range places {
			places[digit], below = below, below+n
		}
		for _, k := range keys {
			place := &places[k>>from%(1<<digitBits)]
			scratch[*place] = k
			*place++
		}
		keys, scratch = scratch, keys
	}
	return keys, scratch
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
