package scorecard

import (
	"fmt"
	"strconv"

	"github.com/serin-canary/serin/internal/backtest"
)

// nothing stands where a number is not defined.
const nothing = "–"

func count(n int) string {
	if n == 0 {
		return nothing
	}
	return strconv.Itoa(n)
}

// rate is a rate in percent with its interval: 5.2 (3.7–7.2).
func rate(r backtest.Rate) string {
	if r.Value == nil || r.Lower == nil || r.Upper == nil {
		return nothing
	}
	return fmt.Sprintf("%s (%s–%s)", percent(*r.Value), percent(*r.Lower), percent(*r.Upper))
}

// percent has one decimal below 10 and none from there on.
func percent(v float64) string {
	text := strconv.FormatFloat(100*v, 'f', 1, 64)
	if len(text) > len("9.9") {
		return strconv.FormatFloat(100*v, 'f', 0, 64)
	}
	return text
}

func estimate(e backtest.Estimate) string {
	if e.Value == nil {
		return nothing
	}
	value := strconv.FormatFloat(*e.Value, 'f', 2, 64)
	if e.Lower == nil || e.Upper == nil {
		return value
	}
	return fmt.Sprintf("%s (%.2f–%.2f)", value, *e.Lower, *e.Upper)
}

func pValue(p *float64) string {
	switch {
	case p == nil:
		return nothing
	case *p < 0.0001:
		return "< 0.0001"
	default:
		return strconv.FormatFloat(*p, 'g', 2, 64)
	}
}
