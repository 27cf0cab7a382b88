package spec

import (
	"slices"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// metrics: at least one, each right by itself, their names unlike.
func (s specCheck) metrics() {
	path, metrics := s.at("metrics"), s.spec.GetMetrics()
	if len(metrics) == 0 {
		s.settle(path, "required: at least one metric")
		return
	}
	first := map[string]int{}
	for i, metric := range metrics {
		if s.more {
			return // more than can be told
		}
		m := metricCheck{specCheck: s, path: element(path, i), metric: metric, kind: kindOf(metric), judge: judgeOf(metric)}
		if earlier, ok := first[metric.GetName()]; ok && metric.GetName() != "" {
			s.add(m.at("name"), "%q is the name of metrics[%d] already; names tell metrics apart, so change one",
				shorten(metric.GetName()), earlier)
		} else {
			first[metric.GetName()] = i
		}
		m.all()
	}
}

// A metricCheck checks one metric; each of its methods holds one rule, or those of one field.
type metricCheck struct {
	specCheck
	path   string // of the metric
	metric *serinv1.Metric
	kind   string // "" when the metric does not say
	judge  string
}

// at returns the path of one of the metric's fields.
func (m metricCheck) at(field string) string {
	return join(m.path, field)
}

func (m metricCheck) all() {
	m.names()
	m.weights()
	m.kinds()
	m.direction()
	m.judges()
	m.threshold()
	m.margins()
	m.queries()
}

// weights: a metric's weight is like a group's.
func (m metricCheck) weights() {
	m.weight(m.at("weight"), weightOf(m.metric))
}

// kinds: a metric has one, and it fits the preset.
func (m metricCheck) kinds() {
	if m.kind == "" {
		m.add(m.path, "a metric needs one kind: ratio, count, gauge or histogram")
		return
	}
	usual := usualCase(m.metric.GetPreset())
	if usual.kinds != nil && !slices.Contains(usual.kinds, m.kind) {
		m.add(m.at("preset"), "the preset %s is for the kind %s, and this is a %s; leave the preset out, or change the kind",
			wordOf(m.metric.GetPreset()), strings.Join(usual.kinds, " or "), m.kind)
	}
	if m.kind == kindHistogram {
		m.quantiles()
	}
}

// names: a name is required; group and unit can be shown.
func (m metricCheck) names() {
	if m.metric.GetName() == "" {
		m.add(m.at("name"), "required: a name for the metric, such as errors")
	}
	m.shown("name", m.metric.GetName())
	m.shown("group", m.metric.GetGroup())
	m.shown("unit", m.metric.GetUnit())
}

// shown: a text that stands in results.
func (m metricCheck) shown(field, text string) {
	if problem := nameProblem(text); problem != "" {
		m.add(m.at(field), "%s", problem)
	}
}
