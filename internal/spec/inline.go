package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// series: inline series are of metrics of the spec, each once, on the grid.
func (r requestCheck) series() {
	metrics, names := map[string]*serinv1.Metric{}, []string{}
	for _, metric := range r.request.GetSpec().GetMetrics() {
		metrics[metric.GetName()] = metric
		names = append(names, metric.GetName())
	}
	first := map[identity]int{}
	for i, series := range r.request.GetSeries() {
		if r.more {
			return // more than can be told
		}
		s := seriesCheck{requestCheck: r, path: element("series", i), series: series, metric: metrics[series.GetMetric()]}
		s.name(names)
		s.part()
		s.population()
		s.slice()
		s.values()
		s.start()
		s.inside()
		s.once(first, i)
	}
}

// A seriesCheck checks one inline series; each of its methods holds one rule.
type seriesCheck struct {
	requestCheck
	path   string
	series *serinv1.Series
	metric *serinv1.Metric // nil when the spec has none of that name
}

func (s seriesCheck) at(field string) string {
	return join(s.path, field)
}

// name: of a metric of the spec.
func (s seriesCheck) name(names []string) {
	if s.metric == nil && s.intact("spec.metrics") {
		s.settle(s.at("metric"), "%q is no metric of the spec%s", shorten(s.series.GetMetric()),
			orWords(suggestion(s.series.GetMetric(), names), "; write the name of one"))
	}
}

// population: one of the two, or its history where the spec has one.
func (s seriesCheck) population() {
	population := s.series.GetPopulation()
	_, known := serinv1.PopulationKind_name[int32(population)]
	switch {
	case population == serinv1.PopulationKind_POPULATION_KIND_UNSPECIFIED:
		s.settle(s.at("population"), "required: POPULATION_KIND_BASELINE or POPULATION_KIND_CANARY")
	case !known:
		s.settle(s.at("population"), "%d is no population; write POPULATION_KIND_BASELINE or POPULATION_KIND_CANARY", population)
	case isHistory(population) && s.request.GetSpec() != nil && s.request.GetSpec().GetHistory() == nil:
		s.settle(s.at("population"), "the spec has no history; give it history: 1h, or leave the series out")
	}
}

// isHistory says that the data are those of a population before the canary's window.
func isHistory(population serinv1.PopulationKind) bool {
	return population == serinv1.PopulationKind_POPULATION_KIND_BASELINE_HISTORY ||
		population == serinv1.PopulationKind_POPULATION_KIND_CANARY_HISTORY
}

// slice: only where the spec has slices.
func (s seriesCheck) slice() {
	if s.series.GetSlice() != "" && s.request.GetSpec() != nil && s.request.GetSpec().GetSlices() == nil {
		s.add(s.at("slice"), "the spec has no slices; give it slices: {label: …}, or leave the slice out")
	}
}

// values: at least one.
func (s seriesCheck) values() {
	if len(s.series.GetValues()) == 0 {
		s.add(s.at("values"), "required: one value per step, NaN for a gap; or leave the series out")
	}
}

// An identity tells a series from all others.
type identity struct {
	metric, part, slice string
	population          serinv1.PopulationKind
}

// once: no two series are of the same.
func (s seriesCheck) once(first map[identity]int, i int) {
	id := identity{s.series.GetMetric(), canonical(s.series.GetPart()), s.series.GetSlice(), s.series.GetPopulation()}
	earlier, ok := first[id]
	if !ok {
		first[id] = i
		return
	}
	s.add(s.path, "has the metric, part, population and slice of series[%d]; put the values into one series, or leave one out",
		earlier)
}
