package spec

import (
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// difference: what is compared is not the same data twice. A provider that is asked the same for both populations would
// find no harm in any canary. A threshold of canary compares nothing, and is free of this.
func (r requestCheck) difference() {
	if r.source == Inline || !proto.Equal(r.windowOf(r.request.GetBaseline()), r.windowOf(r.request.GetCanary())) {
		return
	}
	differing := r.differing()
	from := r.ofPopulations()
	for i, metric := range r.request.GetSpec().GetMetrics() {
		switch {
		case boundsCanary(metric) || kindOf(metric) == "" || r.more || !r.intact(metricPath(i)):
		case len(differing) == 0:
			r.conclude("canary", from, "baseline and canary are the same; give them %s that differ", r.tellApart())
			return
		case !usesOneOf(metric, differing):
			r.conclude(metricPath(i), r.ofQueries(from, i, metric), "no query of this metric uses %s, so baseline and canary "+
				"would be the same data; use it, or bound the canary alone with threshold: {of: canary}",
				"${"+strings.Join(slices.Sorted(maps.Keys(differing)), "} or ${")+"}")
		}
	}
}

// tellApart returns what can tell the populations apart.
func (r requestCheck) tellApart() string {
	if r.scheduled {
		return "variables"
	}
	return "variables or windows"
}

// windowOf returns a population's own window, or the request's.
func (r requestCheck) windowOf(population *serinv1.Population) *serinv1.Window {
	if own := population.GetWindow(); own != nil {
		return own
	}
	return r.request.GetWindow()
}

// differing returns the variables that baseline and canary set to different values.
func (r requestCheck) differing() map[string]bool {
	baseline, canary := r.request.GetBaseline().GetVariables(), r.request.GetCanary().GetVariables()
	differing := map[string]bool{}
	for _, name := range r.request.GetSpec().GetVariables() {
		if baseline[name] != canary[name] && isIdentifier(name) {
			differing[name] = true
		}
	}
	return differing
}

// ofPopulations returns the paths of all variables of both populations.
func (r requestCheck) ofPopulations() []string {
	paths := []string{"spec.variables", "baseline.window", "canary.window"}
	for _, p := range r.populations() {
		names := slices.Concat(r.request.GetSpec().GetVariables(), slices.Sorted(maps.Keys(p.message.GetVariables())))
		for _, name := range names {
			paths = append(paths, entry(p.path+".variables", name))
		}
	}
	return paths
}

// ofQueries returns paths and those of a metric's queries.
func (r requestCheck) ofQueries(paths []string, i int, metric *serinv1.Metric) []string {
	paths = slices.Clone(paths)
	for _, q := range queriesOf(metric) {
		paths = append(paths, join(metricPath(i), q.field))
	}
	return paths
}

// usesOneOf says that a query of the metric uses one of the variables.
func usesOneOf(metric *serinv1.Metric, variables map[string]bool) bool {
	return slices.ContainsFunc(queriesOf(metric), func(q query) bool {
		names, _ := variablesOf(q.template)
		return slices.ContainsFunc(names, func(name string) bool { return variables[name] })
	})
}
