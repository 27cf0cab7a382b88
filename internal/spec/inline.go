package spec

import (
	"time"

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

// population: one of the two.
func (s seriesCheck) population() {
	if s.series.GetPopulation() == serinv1.PopulationKind_POPULATION_KIND_UNSPECIFIED {
		s.settle(s.at("population"), "required: POPULATION_KIND_BASELINE or POPULATION_KIND_CANARY")
	} else if _, known := serinv1.PopulationKind_name[int32(s.series.GetPopulation())]; !known {
		s.settle(s.at("population"), "%d is no population; write POPULATION_KIND_BASELINE or POPULATION_KIND_CANARY",
			s.series.GetPopulation())
	}
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

// start: whole steps away from the start of the population's window.
func (s seriesCheck) start() {
	path, start := s.at("start"), s.series.GetStart()
	window := s.windowOf(s.populationOf())
	if start == nil || window == nil {
		return
	}
	s.moment(path, start)
	if !s.intact(path) || !s.stepKnown() || window.GetStart().CheckValid() != nil {
		return
	}
	if off := start.AsTime().Sub(window.GetStart().AsTime()) % s.step(); off != 0 {
		s.add(path, "lies %s off the grid, which has steps of %s from the window's start at %s; move it onto the grid",
			FormatDuration(off.Abs()), FormatDuration(s.step()), window.GetStart().AsTime().Format(time.RFC3339Nano))
	}
}

// inside: no value lies outside the population's window, where it would be left out without a word. A raw counter has one
// value more, before the first step.
func (s seriesCheck) inside() {
	window := s.windowOf(s.populationOf())
	if window == nil || s.metric == nil || !s.stepKnown() || window.GetStart().CheckValid() != nil || window.GetEnd().CheckValid() != nil ||
		!s.intact(s.at("start")) {
		return
	}
	earliest := window.GetStart().AsTime()
	if s.counter() {
		earliest = earliest.Add(-s.step())
	}
	start := earliest
	if s.series.GetStart() != nil {
		start = s.series.GetStart().AsTime()
	}
	n := len(s.series.GetValues())
	end := start.Add(time.Duration(n) * s.step())
	if room := window.GetEnd().AsTime().Sub(start) / s.step(); start.Before(earliest) || n > int(room) {
		s.add(s.at("values"), "%d values from %s to %s do not fit the window from %s to %s; leave those outside it out",
			n, start.Add(s.step()).Format(time.RFC3339Nano), end.Format(time.RFC3339Nano),
			earliest.Format(time.RFC3339Nano), window.GetEnd().AsTime().Format(time.RFC3339Nano))
	}
}

// counter says that the series is a raw counter.
func (s seriesCheck) counter() bool {
	switch kind := s.metric.GetKind().(type) {
	case *serinv1.Metric_Ratio:
		return kind.Ratio.GetCumulative()
	case *serinv1.Metric_Count:
		return kind.Count.GetCumulative() && s.series.GetPart() == partEvents
	case *serinv1.Metric_Histogram:
		return kind.Histogram.GetCumulative()
	default:
		return false
	}
}

// populationOf returns the population that the series belongs to.
func (s seriesCheck) populationOf() *serinv1.Population {
	if s.series.GetPopulation() == serinv1.PopulationKind_POPULATION_KIND_BASELINE {
		return s.request.GetBaseline()
	}
	return s.request.GetCanary()
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
