package spec

import "fmt"

// exposure: above 0, when a population states it.
func (r requestCheck) exposure(p population) {
	if p.message != nil && p.message.Exposure != nil && p.message.GetExposure() <= 0 {
		r.settle(p.path+".exposure", "must be above 0: the share of traffic, or the number of instances; it is %v",
			p.message.GetExposure())
	}
}

// exposures: both populations state theirs where a count does not ask for it, and where the split of the traffic is checked.
func (r requestCheck) exposures() {
	if r.request.GetSpec().GetSplit() != nil {
		r.stated("the spec's split compares the traffic with the exposures; give the intended share of it here, or leave split out")
	}
	exposed := r.exposedInline()
	for _, metric := range r.request.GetSpec().GetMetrics() {
		if kindOf(metric) != kindCount || metric.GetCount().GetExposure() != "" || exposed[metric.GetName()] {
			continue
		}
		r.stated(fmt.Sprintf("%q is a count without a query for its exposure; give the share of traffic or the number of "+
			"instances here, or a query there", shorten(metric.GetName())))
	}
}

// stated: both populations state their exposure, for a reason.
func (r requestCheck) stated(reason string) {
	for _, p := range r.populations() {
		if p.message == nil || p.message.Exposure == nil {
			r.settle(p.path+".exposure", "required: %s", reason)
		}
	}
}

// exposedInline returns the names of the metrics whose exposure comes as series.
func (r requestCheck) exposedInline() map[string]bool {
	exposed := map[string]bool{}
	for _, series := range r.request.GetSeries() {
		if series.GetPart() == partExposure && !isHistory(series.GetPopulation()) {
			exposed[series.GetMetric()] = true
		}
	}
	return exposed
}
