package backtest

import (
	"math"
	"strconv"

	"github.com/serin-canary/serin/stats"
)

// confidence is the level of every interval.
const confidence = 0.95

// A Rate is how often something happened, with Wilson's 95 % interval. Without anything that it could have happened to, it
// has neither value nor interval.
type Rate struct {
	Count int      `json:"count"`
	N     int      `json:"n"`
	Value *float64 `json:"value,omitempty"`
	Lower *float64 `json:"lower,omitempty"`
	Upper *float64 `json:"upper,omitempty"`
}

// newRate returns the rate of count in n.
func newRate(count, n int) Rate {
	r := Rate{Count: count, N: n}
	i, err := stats.ProportionInterval(stats.Proportion{Events: int64(count), Trials: int64(n)}, confidence, stats.ProportionWilson)
	if err != nil {
		return r
	}
	r.Value, r.Lower, r.Upper = number(i.Value), number(i.Lo), number(i.Hi)
	return r
}

// An Estimate is a number with its 95 % interval, both absent where they are not defined.
type Estimate struct {
	N     int      `json:"n"` // cases it is about
	Value *float64 `json:"value,omitempty"`
	Lower *float64 `json:"lower,omitempty"`
	Upper *float64 `json:"upper,omitempty"`
}

// digits is how many significant digits of a number are the same on every machine, with a good reserve.
const digits = 10

// number rounds; what is undefined or unbounded is absent.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64); err == nil {
		v = rounded
	}
	return &v
}
