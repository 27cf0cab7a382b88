package stats

import (
	"cmp"
	"slices"
)

// Midranks returns the rank of each value among all of x, from 1; equal values share the mean of their ranks.
//
// Inputs: finite values in any order, left unmodified; NaN ranks first, and equals itself.
//
// Cost: O(n log n) time, O(n) memory.
//
// Oracle: R rank(x).
func Midranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	ranks := make([]float64, len(x))
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && cmp.Compare(x[order[end]], x[order[start]]) == 0 {
			end++
		}
		for _, i := range order[start:end] {
			ranks[i] = float64(start+end+1) / 2
		}
		start = end
	}
	return ranks
}
