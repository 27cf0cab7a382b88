package spec

import (
	"fmt"
	"slices"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A query of a metric.
type query struct {
	field    string // "ratio.events"
	template string
	optional bool
}

// queriesOf returns the queries that a metric of its kind has, given or not.
func queriesOf(metric *serinv1.Metric) []query {
	switch kindOf(metric) {
	case kindRatio:
		return []query{
			{field: "ratio.events", template: metric.GetRatio().GetEvents()},
			{field: "ratio.total", template: metric.GetRatio().GetTotal()},
		}
	case kindCount:
		return []query{
			{field: "count.events", template: metric.GetCount().GetEvents()},
			{field: "count.exposure", template: metric.GetCount().GetExposure(), optional: true},
		}
	case kindGauge:
		return []query{{field: "gauge.query", template: metric.GetGauge().GetQuery()}}
	case kindHistogram:
		return []query{{field: "histogram.buckets", template: metric.GetHistogram().GetBuckets()}}
	default:
		return nil
	}
}

// queries: those of the kind are given, and use variables that there are.
func (m metricCheck) queries() {
	for _, q := range queriesOf(m.metric) {
		path := m.at(q.field)
		switch {
		case strings.TrimSpace(q.template) != "":
			m.template(path, q.template)
		case m.source == FromProvider && !q.optional:
			m.settle(path, "required: the query for the provider")
		}
	}
}

// template: placeholders are whole, and name variables that are declared or built in.
func (m metricCheck) template(path, template string) {
	names, problems := variablesOf(template)
	declared := m.intact(m.specCheck.at("variables"))
	for _, name := range names {
		if declared && !m.variable[name] && len(problems) <= maxMistakes {
			problems = append(problems, fmt.Sprintf("unknown variable ${%s}%s", name, m.instead(name)))
		}
	}
	for _, problem := range problems[:min(len(problems), maxMistakes+1)] {
		m.add(path, "%s", problem)
	}
	if len(problems) > 0 {
		m.told = mark(m.told, path)
	}
}

// instead returns what to write in place of a variable that is not declared.
func (m metricCheck) instead(name string) string {
	hint := suggestion(name, append(slices.Clone(m.spec.GetVariables()), variableStep, variableWindow))
	return orWords(hint, "; list it under variables, or write $${ for the two characters themselves")
}

// usedVariables: every variable is used by a query. Inline series need no queries.
func (s specCheck) usedVariables() {
	if s.source == Inline || len(s.spec.GetMetrics()) == 0 {
		return
	}
	used, from := map[string]bool{}, []string{}
	for i, metric := range s.spec.GetMetrics() {
		path := element(s.at("metrics"), i)
		queries := queriesOf(metric)
		if len(queries) == 0 {
			return // it has yet to be told what the metric asks
		}
		for _, q := range queries {
			from = append(from, join(path, q.field))
			names, _ := variablesOf(q.template)
			for _, name := range names {
				used[name] = true
			}
		}
	}
	for i, name := range s.spec.GetVariables() {
		if path := element(s.at("variables"), i); !used[name] && !s.more && s.intact(path) {
			s.conclude(path, from, "no query uses ${%s}; use it, or leave the variable out", name)
		}
	}
}

// orWords returns a text, or another when it is empty.
func orWords(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
