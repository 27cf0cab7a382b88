package judge

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// format writes a value of the metric with its unit.
func (m Metric) format(v float64) string { return m.formatTo(v, leastDigits) }

// leastDigits and mostDigits are how many significant digits a person is shown: three, and more only where values that
// differ would read the same.
const (
	leastDigits = 3
	mostDigits  = 8
)

// formatApart writes several values with so many digits that those which differ look different.
func (m Metric) formatApart(values ...float64) []string {
	for digits := leastDigits; ; digits++ {
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = m.formatTo(v, digits)
		}
		if digits == mostDigits || apart(values, texts) {
			return texts
		}
	}
}

// apart reports whether no two values that differ by more than rounding have the same text.
func apart(values []float64, texts []string) bool {
	for i := range values {
		for j := range i {
			differ := math.Abs(values[i]-values[j]) > 1e-6*max(math.Abs(values[i]), math.Abs(values[j]))
			if texts[i] == texts[j] && differ {
				return false
			}
		}
	}
	return true
}

func (m Metric) formatTo(v float64, digits int) string {
	switch {
	case math.IsNaN(v):
		return "unknown"
	case m.Kind == Ratio && v > 0.9 && v < 1: // what matters is how far it is from all
		rest := 100 * (1 - v)
		return number(100*v, digits+int(math.Floor(math.Log10(100*v)))-int(math.Floor(math.Log10(rest)))) + " %"
	case m.Kind == Ratio:
		return number(100*v, digits) + " %"
	case m.Unit != "":
		return number(v, digits) + " " + m.Unit
	default:
		return number(v, digits)
	}
}

// number writes a value with so many significant digits, and without an exponent where a person would not use one.
func number(v float64, digits int) string {
	a := math.Abs(v)
	switch {
	case v == 0:
		return "0"
	case a >= 1e9 || a < 1e-4:
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	decimals := digits - 1 - int(math.Floor(math.Log10(a)))
	if decimals <= 0 {
		return strconv.FormatFloat(math.Round(v), 'f', -1, 64)
	}
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', decimals, 64), "0"), ".")
}

// relative says a change in percent, or as a multiple once it has doubled.
func relative(baseline, canary float64) string {
	if baseline == 0 || math.Signbit(baseline) != math.Signbit(canary) {
		return ""
	}
	change := (canary - baseline) / math.Abs(baseline)
	switch {
	case change >= 1 && baseline > 0:
		return fmt.Sprintf(" (%s times)", number(canary/baseline, leastDigits))
	case math.Abs(change) < 0.0005:
		return ""
	case math.Abs(change) < 0.1:
		return fmt.Sprintf(" (%+.1f %%)", 100*change)
	default:
		return fmt.Sprintf(" (%+.0f %%)", 100*change)
	}
}
