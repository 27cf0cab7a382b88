package stats

import "math"

// Midranks returns the rank of each value among all of x, from 1; equal values share the mean of their ranks.
//
// Inputs: values in any order, left unmodified; NaN ranks first, and equals itself; −0 equals +0.
//
// Cost: O(n) for large n (radix sort), O(n) memory.
//
// Oracle: R rank(x).
func Midranks(x []float64) []float64 {
	keys := make([]uint64, len(x))
	for i, v := range x {
		if !math.IsNaN(v) { // the key of NaN stays 0, which is below that of −∞
			keys[i] = orderKey(v)
		}
	}
	order, ranks := sortedOrder(keys), make([]float64, len(x))
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && keys[order[end]] == keys[order[start]] {
			end++
		}
		for _, i := range order[start:end] {
			ranks[i] = float64(start+end+1) / 2
		}
		start = end
	}
	return ranks
}
