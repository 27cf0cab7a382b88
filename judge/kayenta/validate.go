package kayenta

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// ErrConfig says that a configuration contradicts itself, or that the pairs do not fit it.
var ErrConfig = errors.New("kayenta configuration")

// validate collects every mistake.
func (c Config) validate(pairs []MetricPair) error {
	var mistakes []error
	mistake := func(format string, args ...any) {
		mistakes = append(mistakes, fmt.Errorf("%w: "+format, append([]any{ErrConfig}, args...)...))
	}
	known := map[string]bool{}
	for _, m := range c.Metrics {
		if known[m.Name] {
			mistake("metric %q is configured twice", m.Name)
		}
		known[m.Name] = true
		m.validate(mistake)
	}
	for _, name := range slices.Sorted(maps.Keys(c.GroupWeights)) {
		if weight := c.GroupWeights[name]; !finite(weight) {
			mistake("weight of group %q is %v", name, weight)
		}
	}
	if t := c.Thresholds; !finite(t.Pass) || !finite(t.Marginal) {
		mistake("thresholds are %v and %v", t.Pass, t.Marginal)
	}
	unknown := map[string]bool{}
	for _, p := range pairs {
		if !known[p.Name] && !unknown[p.Name] {
			mistake("metric %q is not configured", p.Name)
			unknown[p.Name] = true
		}
	}
	return errors.Join(mistakes...)
}

func (m MetricConfig) validate(mistake func(format string, args ...any)) {
	if m.Direction < Either || m.Direction > Decrease {
		mistake("metric %q: unknown %v", m.Name, m.Direction)
	}
	if m.NaNStrategy < Remove || m.NaNStrategy > Replace {
		mistake("metric %q: unknown %v", m.Name, m.NaNStrategy)
	}
	if m.EffectSize.Measure < MeanRatio || m.EffectSize.Measure > CLES {
		mistake("metric %q: unknown %v", m.Name, m.EffectSize.Measure)
	}
	for _, b := range []struct {
		name string
		bounds
	}{{"allowed", m.EffectSize.allowed()}, {"critical", m.EffectSize.critical()}} {
		if !finite(b.increase) || !finite(b.decrease) {
			mistake("metric %q: the %s increase and decrease are %v and %v", m.Name, b.name, b.increase, b.decrease)
		}
	}
	if f := m.Outliers.factor(); m.Outliers.Remove && !(finite(f) && f > 0) {
		mistake("metric %q: outlier factor %v is not above 0", m.Name, f)
	}
}

// finite reports whether a value is neither NaN nor infinite.
func finite(v float64) bool { return v-v == 0 }
