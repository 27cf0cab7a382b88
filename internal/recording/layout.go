package recording

import (
	"strconv"
	"strings"

	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// The parts of a metric's data, and the prefix of a histogram's in series.csv.
const (
	partValue    = "value"
	partEvents   = "events"
	partTotal    = "total"
	partExposure = "exposure"
	partBuckets  = "buckets"
	bucketPrefix = "le="
	labelBound   = "le"
)

// A layout is what the analysis says about its series: which there can be, and where they lie.
type layout struct {
	spec       *serinv1.Spec
	sliceLabel string
	metrics    map[string]*serinv1.Metric
	grids      map[string]grid // by population
}

func newLayout(r *Recording) (layout, spec.Mistakes) {
	l := layout{spec: r.Spec, sliceLabel: r.Spec.GetSlices().GetLabel(), metrics: map[string]*serinv1.Metric{}}
	step := spec.Step(r.Spec)
	if step <= 0 {
		return l, spec.Mistakes{{Field: "spec.step", Problem: "must be above 0, such as 1m"}}
	}
	var mistakes spec.Mistakes
	if l.sliceLabel == labelBound {
		mistakes = append(mistakes, spec.Mistake{Field: "spec.slices.label", Problem: "le tells buckets apart, not slices"})
	}
	var wrong spec.Mistakes
	l.grids, wrong = windows(r, step)
	mistakes = append(mistakes, wrong...)
	for i, m := range r.Spec.GetMetrics() {
		field := "spec.metrics[" + strconv.Itoa(i) + "]"
		switch {
		case l.metrics[m.GetName()] != nil:
			mistakes = append(mistakes, spec.Mistake{Field: field, Problem: "a second metric named " + m.GetName()})
		case len(queryParts(m)) == 0:
			mistakes = append(mistakes, spec.Mistake{Field: field, Problem: "needs a kind: ratio, count, gauge or histogram"})
		}
		l.metrics[m.GetName()] = m
	}
	return l, mistakes
}

// names returns the names of the metrics, in the order of the spec.
func (l layout) names() []string {
	names := make([]string, len(l.spec.GetMetrics()))
	for i, m := range l.spec.GetMetrics() {
		names[i] = m.GetName()
	}
	return names
}

// grid returns where the values of one part of a metric lie.
func (l layout) grid(metric, part, population string) grid {
	g := l.grids[population]
	if isCounter(l.metrics[metric], part) {
		return g.earlier()
	}
	return g
}

// queryParts returns the parts that a metric is asked for, as queries.csv names them. An exposure may be stated instead.
func queryParts(m *serinv1.Metric) []string {
	switch m.GetKind().(type) {
	case *serinv1.Metric_Ratio:
		return []string{partEvents, partTotal}
	case *serinv1.Metric_Count:
		return []string{partEvents, partExposure}
	case *serinv1.Metric_Gauge:
		return []string{partValue}
	case *serinv1.Metric_Histogram:
		return []string{partBuckets}
	default:
		return nil
	}
}

// seriesParts returns the parts of a metric as series.csv names them, to be shown to a person.
func seriesParts(m *serinv1.Metric) []string {
	if m.GetHistogram() != nil {
		return []string{"le= and a bucket's upper bound, such as le=0.5 or le=+Inf"}
	}
	return queryParts(m)
}

// asked returns the part of queries.csv to which a part of series.csv belongs, and the bucket's bound.
func asked(part string) (query, bound string) {
	if bound, ok := strings.CutPrefix(part, bucketPrefix); ok && isBound(bound) {
		return partBuckets, bound
	}
	if part == partBuckets {
		return "", "" // a part of queries, not of series
	}
	return part, ""
}

// isBound says whether a text is the upper bound of a bucket.
func isBound(text string) bool {
	if text == "+Inf" {
		return true
	}
	_, ok := decimal(text)
	return ok
}

// isCounter says whether a part of a metric is a raw counter.
func isCounter(m *serinv1.Metric, part string) bool {
	switch k := m.GetKind().(type) {
	case *serinv1.Metric_Ratio:
		return k.Ratio.GetCumulative()
	case *serinv1.Metric_Count:
		return k.Count.GetCumulative() && part == partEvents
	case *serinv1.Metric_Histogram:
		return k.Histogram.GetCumulative()
	default:
		return false
	}
}
