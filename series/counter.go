package series

import "math"

// bornAfter is how many points in a row a counter must have been absent, that before the first step included, for its
// appearance to be a birth. After less it was a missed scrape.
const bornAfter = 3

// Increase turns a raw counter, which only grows, into its increase per step. The first value of the counter is the
// one before the first step, so the answer is one value shorter and starts one step later.
//
// A fall is a restart: the counter began again at zero, and the value after the fall is what it counted since; restarts
// holds the indices of the steps in which that happened. A counter that appears after some absence at the start was born
// in the window and is counted from zero, which is a restart too; after a shorter one its first step is a gap. After a
// gap inside the window the whole increase belongs to the first step with a value; the steps of the gap stay gaps.
//
// The counter must be one counter. A sum of several falls when one of them restarts, and that is no restart of the sum.
func Increase(counter Series) (increase Series, restarts []int) {
	if len(counter.Values) == 0 {
		return counter, nil
	}
	increase = New(counter.Start.Add(counter.Step), counter.Step, len(counter.Values)-1)
	previous := counter.Values[0]
	for i, v := range counter.Values[1:] {
		switch {
		case math.IsNaN(v):
			continue
		case math.IsNaN(previous) && i+1 < bornAfter: // a missed scrape: how much it grew is not known
		case math.IsNaN(previous), v < previous:
			increase.Values[i] = v
			restarts = append(restarts, i)
		default:
			increase.Values[i] = v - previous
		}
		previous = v
	}
	return increase, restarts
}
