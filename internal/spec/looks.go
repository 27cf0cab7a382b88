package spec

import (
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

const (
	// MaxLooks is how many looks at one canary may be planned: one a minute for a week.
	MaxLooks = 10_000
	// manyLooks is from how many planned looks on they carry over what they found.
	manyLooks = 10
)

// looks: so many are planned, and this is one of them, or their number is open. Where there are many, what the earlier ones
// found is known. Of those that each see a window of their own the number is never open, and nothing is carried over.
func (r requestCheck) looks() {
	looks := r.request.GetLooks()
	if looks == nil {
		return
	}
	r.sound("looks", looks.ProtoReflect())
	planned, taken := looks.GetPlanned(), looks.GetTaken()
	switch {
	case looks.GetOpen() && looks.GetSliding():
		r.settle("looks.open", "looks at a window that moves along share alpha, so their number must be known; say how many are planned, or leave sliding out")
	case looks.GetOpen() && planned != 0:
		r.settle("looks.planned", "%d are planned, and their number is open; leave one of the two out", planned)
	case planned < 0 || planned > MaxLooks:
		r.settle("looks.planned", "must be between 1 and %d; it is %d", MaxLooks, planned)
	case taken < 0 || taken == 0 && planned > 1:
		r.settle("looks.taken", "required: which of the looks this one is, from 1; it is %d", taken)
	case looks.GetSliding() && taken > max(1, planned):
		r.settle("looks.taken", "this is look %d of %d; plan as many as there will be", taken, max(1, planned))
	case !looks.GetOpen() && taken > max(1, planned):
		r.settle("looks.taken", "this is look %d of %d; plan as many as there will be, or say that their number is open", taken, max(1, planned))
	}
	switch {
	case len(looks.GetEarlier()) == 0:
	case looks.GetSliding():
		r.settle("looks.earlier", "a look at a window that moves along stands for itself, and is told nothing of those before it; leave it out")
	case !looks.GetOpen() && planned < manyLooks:
		r.settle("looks.earlier", "evidence is carried over only where at least %d looks are planned, or their number is open; leave it out", manyLooks)
	}
	r.earlier(looks.GetEarlier())
}

// A test is one of those that a look carries its evidence over for.
type test struct {
	metric, slice string
	quantile      float64
}

// earlier: evidence for tests of the spec, each once.
func (r requestCheck) earlier(all []*serinv1.Carried) {
	metrics, names := map[string]*serinv1.Metric{}, []string{}
	for _, metric := range r.request.GetSpec().GetMetrics() {
		metrics[metric.GetName()] = metric
		names = append(names, metric.GetName())
	}
	first := map[test]int{}
	for i, carried := range all {
		path, metric := element("looks.earlier", i), metrics[carried.GetMetric()]
		if r.more || !r.intact(path) {
			continue
		}
		if metric == nil && r.intact("spec.metrics") {
			r.settle(join(path, "metric"), "%q is no metric of the spec%s", shorten(carried.GetMetric()),
				orWords(suggestion(carried.GetMetric(), names), "; write the name of one"))
		}
		if carried.GetSlice() != "" && r.request.GetSpec().GetSlices() == nil {
			r.settle(join(path, "slice"), "the spec has no slices; leave the slice out")
		}
		if carried != nil {
			r.quantile(join(path, "quantile"), metric, carried.Quantile)
		}
		t := test{carried.GetMetric(), carried.GetSlice(), carried.GetQuantile()}
		if earlier, ok := first[t]; ok {
			r.add(path, "has the metric, slice and quantile of looks.earlier[%d]; keep the larger of the two", earlier)
			continue
		}
		first[t] = i
	}
}

// quantile: a histogram is tested at its quantiles, and no other metric at any.
func (r requestCheck) quantile(path string, metric *serinv1.Metric, quantile *float64) {
	histogram := metric.GetHistogram()
	listed := histogram.GetQuantiles()
	switch {
	case kindOf(metric) == "": // it has a mistake of its own
	case histogram == nil && quantile != nil:
		r.settle(path, "%s is a %s, which has no quantiles; leave it out", shorten(metric.GetName()), kindOf(metric))
	case histogram == nil:
	case quantile == nil:
		r.settle(path, "required: which quantile of the histogram %s", shorten(metric.GetName()))
	case *quantile <= 0 || *quantile >= 1 || len(listed) > 0 && !slices.Contains(listed, *quantile):
		r.settle(path, "%v is no quantile of %s in the spec; carry over what the look before this one said", *quantile, shorten(metric.GetName()))
	}
}
