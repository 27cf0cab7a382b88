package stats

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Midranks returns the rank of each value among all of x, from 1; equal values share the mean of their ranks.
//
// Inputs: values in any order, left unmodified; NaN ranks first, and equals itself; −0 equals +0.
//
// Cost: O(n) for large n (radix sort), O(n) memory.
//
// Oracle: R rank(x).
func Midranks(x []float64) []float64 {
	ranks := make([]float64, len(x))
	var room [stackKeys]uint64
	words := room[:min(len(x), stackKeys)]
	if len(x) > stackKeys {
		words = make([]uint64, len(x))
	}
	words, index, lossy := sortIndices(words, x)
	for start := 0; start < len(words); {
		end, first := start+1, words[start]
		for end < len(words) && words[end]^first <= index && !(lossy && differ(x[words[end]&index], x[first&index])) {
			end++
		}
		rank := float64(start+end+1) / 2
		for _, w := range words[start:end] {
			ranks[w&index] = rank
		}
		start = end
	}
	return ranks
}

// sortIndices fills words with the indices of x, in the bits of index, and sorts them by the values; it returns words or
// another slice.
//
// Above its index a word holds the highest of the bits in which keys differ. Mostly there is room for all that tell values
// apart. Where keys differ in other bits too, the words are lossy: values of which they are alike are sorted by their keys.
func sortIndices(words []uint64, x []float64) (sorted []uint64, index uint64, lossy bool) {
	var some, all uint64 = 0, math.MaxUint64 // the bits set in some key, and in all
	for i, v := range x {
		words[i] = rankKey(v)
		some |= words[i]
		all &= words[i]
	}
	differing := some &^ all
	same := bits.LeadingZeros64(differing)
	index = 1<<bits.Len(uint(len(x))) - 1
	for i, k := range words {
		words[i] = k<<same&^index | uint64(i)
	}
	sorted = sortKeys(words)
	if differing<<same&index == 0 {
		return sorted, index, false
	}
	byKey := func(v, w uint64) int { return cmp.Compare(rankKey(x[v&index]), rankKey(x[w&index])) }
	for start := 0; start < len(sorted); {
		end := start + 1
		for end < len(sorted) && sorted[end]^sorted[start] <= index {
			end++
		}
		if end > start+1 {
			slices.SortFunc(sorted[start:end], byKey)
		}
		start = end
	}
	return sorted, index, true
}

// rankKey is orderKey, and for NaN 0, which is below the key of −∞.
func rankKey(v float64) uint64 {
	if v != v {
		return 0
	}
	return orderKey(v)
}

// differ says whether two values have different ranks.
func differ(v, w float64) bool { return v != w && (v == v || w == w) }
