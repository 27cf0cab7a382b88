package spec

import (
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// start: whole steps away from the start of the population's window.
func (s seriesCheck) start() {
	path, start := s.at("start"), s.series.GetStart()
	window := s.window()
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
	window := s.window()
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

// window returns the window of the series' population; nil when it is not known.
func (s seriesCheck) window() *serinv1.Window {
	switch population := s.series.GetPopulation(); {
	case isHistory(population):
		return s.historyWindow()
	case population == serinv1.PopulationKind_POPULATION_KIND_BASELINE:
		return s.windowOf(s.request.GetBaseline())
	default:
		return s.windowOf(s.request.GetCanary())
	}
}
