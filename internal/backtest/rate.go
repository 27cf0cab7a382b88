package backtest

import (
	"github.com/serin-canary/serin/internal/wire"
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
	r.Value, r.Lower, r.Upper = wire.Number(i.Value), wire.Number(i.Lo), wire.Number(i.Hi)
	return r
}

// An Estimate is a number with its 95 % interval, both absent where they are not defined.
type Estimate struct {
	N     int      `json:"n"` // cases it is about
	Value *float64 `json:"value,omitempty"`
	Lower *float64 `json:"lower,omitempty"`
	Upper *float64 `json:"upper,omitempty"`
}
