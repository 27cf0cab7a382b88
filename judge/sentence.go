package judge

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// sentence says the finding so that it reads on after the metric's name: "at 511 ms instead of 412 ms (+24 %)".
func (f Finding) sentence() string {
	lead, ok := f.lead()
	switch {
	case !ok:
		return f.missingSentence()
	case f.Metric.CanaryAlone():
		return f.limitSentence(lead)
	}
	m := f.Metric
	if lead.Aspect == Late && !f.Since.IsZero() {
		lead.since, lead.Canary = f.Since.UTC().Format("since "+f.clock+" "), f.lately
	}
	if said := f.aspectSentence(lead); said != "" && (f.Class == Fail || f.Class == Warn) {
		return said + f.sinceClause(lead)
	}
	switch f.Class {
	case Fail:
		limit := m.reach(lead, lead.AbortMargin)
		return m.change(lead, limit) + ", past the limit of " + m.limit(lead, limit) + f.sinceClause(lead)
	case Warn:
		if lead.Harm >= lead.AbortMargin {
			limit := m.reach(lead, lead.AbortMargin)
			return m.change(lead, limit) + ", past the limit of " + m.limit(lead, limit) + ", though not certain enough to roll back" + f.sinceClause(lead)
		}
		limit := m.reach(lead, lead.PauseMargin)
		return m.change(lead, limit) + ", past the warning at " + m.limit(lead, limit) + f.sinceClause(lead)
	case Pass:
		return m.change(lead) + m.atWorst(lead)
	default:
		if said := f.aspectSentence(lead); said != "" {
			return said + f.unclear(lead)
		}
		return m.change(lead) + f.unclear(lead)
	}
}

// unclear says what is still possible, or what is missing to say it.
func (f Finding) unclear(e Evidence) string {
	m := f.Metric
	switch {
	case f.few != "":
		return "; too few to tell: " + f.few
	case (math.IsNaN(e.passMargin) || e.passMargin == 0) && e.PauseMargin == 0:
		return "; too few to tell whether that is chance"
	case math.IsNaN(e.passMargin) || e.passMargin == 0:
		return "; no limit can be derived from such a baseline, so set an absolute margin"
	case math.IsInf(e.HarmUpper, 0) || math.IsNaN(e.HarmUpper):
		return fmt.Sprintf("; how much worse it could be has no bound, and the limit is %s", m.limit(e, m.reach(e, e.passMargin)))
	}
	worst, limit := m.reach(e, e.HarmUpper), m.reach(e, e.passMargin)
	texts := m.formatApart(worst, limit)
	if m.Direction == EitherIsWorse {
		return fmt.Sprintf("; it could still be off by %s, and the limit is %s", texts[0], texts[1])
	}
	return fmt.Sprintf("; it could still be %s, and the limit is %s", texts[0], texts[1])
}

// missingSentence joins why there is nothing to judge, each reason once, and of many the first.
func (f Finding) missingSentence() string {
	const most = 2
	var why []string
	for _, c := range f.Causes {
		if !slices.Contains(why, c.Sentence) {
			why = append(why, c.Sentence)
		}
	}
	if len(why) > most {
		why = append(why[:most], fmt.Sprintf("and %d reasons more", len(why)-most))
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

// limitSentence says on which side of its limits a value of the canary alone is.
func (f Finding) limitSentence(e Evidence) string {
	m := f.Metric
	pause, abort := level(m.Pause), level(m.Abort)
	limit, how := abort, "within the limit of "
	switch {
	case f.Class == Fail:
		how = "at or past the limit of "
	case f.Class == Warn:
		limit, how = pause, "at or past the warning at "
	case math.IsNaN(abort):
		limit = pause
	}
	if m.Limit.Breaches != nil {
		side := "above"
		if m.Direction == LowerIsWorse {
			side = "below"
		}
		if math.IsNaN(e.AbortMargin) {
			limit = pause
		}
		return fmt.Sprintf("at or %s %s in %.0f of %.0f steps; at most %d allowed", side, m.format(limit), e.Canary, e.CanaryN, *m.Limit.Breaches)
	}
	texts := m.formatApart(e.Canary, limit)
	return fmt.Sprintf("at a %s of %s, %s%s", m.aggregateName(), texts[0], how, texts[1])
}

// aggregateName is the aggregate as a person says it, of the quantile where the values are those of a histogram.
func (m Metric) aggregateName() string {
	name := map[Aggregate]string{
		Mean: "mean", Median: "median", P95: "95th percentile", Last: "last value", Min: "minimum", Max: "maximum", Sum: "sum",
	}[m.Limit.Aggregate]
	if m.Kind == Histogram {
		name += fmt.Sprintf(" p%s", number(100*m.Quantiles[0], mostDigits))
	}
	return name
}

// change says how the canary compares, in digits that also tell it from a limit. Where ranks were compared, the canary's
// value is the baseline's median moved by the estimated shift: what the class was decided on.
func (m Metric) change(e Evidence, limits ...float64) string {
	return m.which(e) + m.instead(e.Baseline, m.shown(e), limits...)
}

// instead says how one value compares with another: "at 511 ms instead of 412 ms (+24 %)".
func (m Metric) instead(baseline, canary float64, limits ...float64) string {
	texts := m.formatApart(append([]float64{baseline, canary}, limits...)...)
	if relative(baseline, canary) == "" && math.Abs(canary-baseline) <= 0.0005*math.Abs(baseline) {
		return fmt.Sprintf("at %s on both sides", m.format(canary))
	}
	return fmt.Sprintf("at %s instead of %s%s", texts[1], texts[0], relative(baseline, canary))
}

// atWorst says the bound of the harm as a value of the canary; a threshold has none.
func (m Metric) atWorst(e Evidence) string {
	switch {
	case m.judge() == Threshold:
		return ", within the limit of " + m.limit(e, m.reach(e, e.passMargin))
	case m.Direction == EitherIsWorse:
		return "; off by at most " + m.format(e.HarmUpper)
	default:
		return "; at worst " + m.format(m.reach(e, e.HarmUpper))
	}
}

// reach is the value the canary has when it is worse by harm; for either direction the harm itself.
func (m Metric) reach(e Evidence, harm float64) float64 {
	if m.Direction == EitherIsWorse {
		return math.Abs(harm)
	}
	value := e.Baseline + e.offset + m.sign()*harm
	if m.Kind == Ratio && m.judge() == ZTest {
		value = min(1, max(0, value))
	}
	return value
}

// limit writes a limit in digits that tell it from the values it is compared with.
func (m Metric) limit(e Evidence, limit float64) string {
	if m.Direction == EitherIsWorse {
		return "±" + m.format(limit)
	}
	return m.formatApart(e.Baseline, m.shown(e), limit)[2]
}
