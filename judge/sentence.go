package judge

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sentence says the finding so that it reads on after the metric's name: "at 511 ms instead of 412 ms (+24 %)".
func (f Finding) sentence() string {
	lead, ok := f.lead()
	if !ok {
		return f.missingSentence()
	}
	if lead.Method == Threshold && !f.Metric.Limit.Relative {
		return f.limitSentence(lead)
	}
	what := f.Metric.change(lead)
	switch f.Class {
	case Fail:
		return fmt.Sprintf("%s, past the limit of %s", what, f.Metric.reach(lead, lead.AbortMargin))
	case Warn:
		return fmt.Sprintf("%s, past the warning at %s", what, f.Metric.reach(lead, lead.PauseMargin))
	case Pass:
		return what + f.Metric.atWorst(lead, "; at worst ")
	default:
		return what + "; that could still be " + f.inconclusive(lead)
	}
}

// missingSentence joins why there is nothing to judge.
func (f Finding) missingSentence() string {
	var why []string
	for _, c := range f.Causes {
		why = append(why, c.Sentence)
	}
	what := "cannot be judged: "
	switch f.Class {
	case Pass:
		what = "passes, as the spec says of such data: "
	case Fail:
		what = "fails, as the spec says of such data: "
	}
	return what + strings.Join(why, "; ")
}

// limitSentence says on which side of its limits a value is.
func (f Finding) limitSentence(e Evidence) string {
	m := f.Metric
	if m.Limit.Breaches != nil {
		level := m.Abort.Level
		if math.IsNaN(e.AbortMargin) || level == nil {
			level = m.Pause.Level
		}
		return fmt.Sprintf("at or beyond %s in %.0f of %.0f steps; at most %d allowed", m.format(*level), e.Canary, e.CanaryN, *m.Limit.Breaches)
	}
	value := fmt.Sprintf("at a %v of %s", m.Limit.Aggregate, m.format(e.Canary))
	switch f.Class {
	case Fail:
		return value + ", past the limit of " + m.format(level(m.Abort))
	case Warn:
		return value + ", past the warning at " + m.format(level(m.Pause))
	}
	limit := m.Abort
	if limit.Level == nil {
		limit = m.Pause
	}
	return value + ", within the limit of " + m.format(level(limit))
}

// inconclusive says what is still possible.
func (f Finding) inconclusive(e Evidence) string {
	if math.IsNaN(e.AbortMargin) {
		return "anything: the baseline gives no scale to measure it by; set an absolute margin"
	}
	worst := f.Metric.atWorst(e, "")
	if worst == "" {
		worst = "anything"
	}
	return fmt.Sprintf("%s, and the limit is %s", worst, f.Metric.reach(e, e.AbortMargin))
}

// change says how the canary compares.
func (m Metric) change(e Evidence) string {
	which := ""
	if e.Quantile > 0 {
		which = fmt.Sprintf("p%s ", number(100*e.Quantile))
	}
	b, c := m.format(e.Baseline), m.format(e.Canary)
	if b == c {
		return fmt.Sprintf("%sat %s on both sides", which, c)
	}
	return fmt.Sprintf("%sat %s instead of %s%s", which, c, b, relative(e.Baseline, e.Canary))
}

// atWorst says the bound of the harm as a value of the canary.
func (m Metric) atWorst(e Evidence, before string) string {
	if math.IsInf(e.HarmUpper, 0) || math.IsNaN(e.HarmUpper) {
		return ""
	}
	return before + m.reach(e, e.HarmUpper)
}

// reach is the value the canary has when it is worse by harm.
func (m Metric) reach(e Evidence, harm float64) string {
	if m.Direction == EitherIsWorse {
		return "±" + m.format(math.Abs(harm))
	}
	value := e.Baseline + m.sign()*harm
	if m.Kind == Ratio && m.method() != Threshold {
		value = min(1, max(0, value))
	}
	return m.format(value)
}

// relative says a change in percent, or as a multiple once it has doubled.
func relative(baseline, canary float64) string {
	if baseline == 0 || math.Signbit(baseline) != math.Signbit(canary) {
		return ""
	}
	change := canary/baseline - 1
	switch {
	case change >= 1:
		return fmt.Sprintf(" (%s times)", number(canary/baseline))
	case math.Abs(change) < 0.0005:
		return ""
	default:
		return fmt.Sprintf(" (%+.*f %%)", decimals(100*change), 100*change)
	}
}

// decimals returns how many digits behind the point a percentage deserves.
func decimals(percent float64) int {
	if math.Abs(percent) < 10 {
		return 1
	}
	return 0
}

// format writes a value of the metric with its unit.
func (m Metric) format(v float64) string {
	switch {
	case math.IsNaN(v):
		return "unknown"
	case m.Kind == Ratio:
		return number(100*v) + " %"
	case m.Unit != "":
		return number(v) + " " + m.Unit
	default:
		return number(v)
	}
}

// number writes a value with three significant digits, and without an exponent where a person would not use one.
func number(v float64) string {
	a := math.Abs(v)
	switch {
	case v == 0:
		return "0"
	case a >= 1e9 || a < 1e-4:
		return strconv.FormatFloat(v, 'g', 3, 64)
	case a >= 100:
		return strconv.FormatFloat(math.Round(v), 'f', -1, 64)
	}
	digits := 2 - int(math.Floor(math.Log10(a)))
	s := strconv.FormatFloat(v, 'f', digits, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
