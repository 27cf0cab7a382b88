package judge

import (
	"fmt"
	"math"
)

// aspectSentence says what is worse of an aspect that has no limit in the metric's unit; nothing for the others.
func (f Finding) aspectSentence(e Evidence) string {
	m := f.Metric
	switch {
	case e.Aspect == Spread:
		return fmt.Sprintf("scatters %s times as far as the baseline, by %s instead of %s",
			number(e.Canary/e.Baseline, 2), m.format(e.Canary), m.format(e.Baseline))
	case e.Aspect == Peaks:
		how := "has peaks of"
		if e.Shift < 0 {
			how = "drops to"
		}
		return fmt.Sprintf("%s %s and beyond, where the baseline stands at %s and never goes near that", how, m.format(e.Canary), m.format(e.Baseline))
	case e.Aspect == Order:
		stretches := "one stretch"
		if e.Canary != 1 {
			stretches = fmt.Sprintf("%.0f stretches", e.Canary)
		}
		return fmt.Sprintf("has its outlying values in %s, where the baseline has them scattered over %.0f", stretches, e.Baseline)
	case m.ranked() && e.Spread == 0 && e.Baseline == 0 && e.Shift == 0:
		return fmt.Sprintf("leaves 0 now and then, in %.0f of %.0f points, and the baseline never does", math.Round(2*math.Abs(e.A12-0.5)*e.CanaryN), e.CanaryN)
	default:
		return ""
	}
}

// which says what of the metric is compared, where it is not its level.
func (m Metric) which(e Evidence) string {
	switch {
	case e.since != "":
		return e.since
	case e.Aspect == Late:
		return fmt.Sprintf("in the last %.0f points ", e.CanaryN)
	case e.Quantile > 0:
		return fmt.Sprintf("p%s ", number(100*e.Quantile, mostDigits))
	case m.Limit.Relative && m.judge() == Threshold:
		return m.aggregateName() + " "
	default:
		return ""
	}
}

// sinceClause says since when, if that is not all the time.
func (f Finding) sinceClause(e Evidence) string {
	if f.Since.IsZero() || e.since != "" {
		return ""
	}
	return ", since " + f.Since.UTC().Format(f.clock)
}
