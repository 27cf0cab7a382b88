package series

import "math"

// Increase turns a raw counter, which only grows, into its increase per step. The first value of the counter is the
// one before the first step, so the answer is one value shorter and starts one step later.
//
// A fall is a restart: the counter began again at zero, and the value after the fall is what it counted since. The
// times of the steps with a restart are the indices in resets. A counter that appears inside the window was born in
// it and is counted from zero. After a gap the whole increase belongs to the first step with a value; the steps of
// the gap stay gaps.
func Increase(counter Series) (increase Series, resets []int) {
	if len(counter.Values) == 0 {
		return counter, nil
	}
	increase = New(counter.Start.Add(counter.Step), counter.Step, len(counter.Values)-1)
	previous := counter.Values[0]
	if math.IsNaN(previous) {
		previous = 0
	}
	for i, v := range counter.Values[1:] {
		switch {
		case math.IsNaN(v):
			continue
		case v < previous:
			increase.Values[i] = v
			resets = append(resets, i)
		default:
			increase.Values[i] = v - previous
		}
		previous = v
	}
	return increase, resets
}
