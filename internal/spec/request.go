package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// ValidateRequest checks a request: its spec, its populations, its windows, its looks and, when they come with it, its series.
// It returns all mistakes, with the paths of the request (spec.metrics[0].abort) and without positions.
//
// A request with series needs no queries; without any, the provider of its spec is asked. Then the populations must set
// every variable of the spec, in values that fit the places where the queries use them, and must not be the same.
//
// Series may be missing: of a metric, of a part, of a population. What is missing is found as such by the analysis.
func ValidateRequest(request *serinv1.AnalyzeRequest) Mistakes {
	c := &checker{}
	r := requestCheck{checker: c, request: request, source: FromProvider}
	if len(request.GetSeries()) > 0 {
		r.source = Inline
	}
	r.withoutSeries()
	r.exposures()
	r.series()
	return c.found(nil)
}

// withoutSeries checks what can be said of a request before its series are known.
func (r requestCheck) withoutSeries() {
	validate(r.checker, "spec", r.request.GetSpec(), r.source)
	for _, p := range r.populations() {
		if p.message != nil {
			r.sound(p.path, p.message.ProtoReflect())
		}
		r.variables(p)
		r.exposure(p)
	}
	r.windows()
	r.difference()
	r.history()
	r.looks()
	r.rule()
}

// A requestCheck checks one request; each of its methods holds one rule.
type requestCheck struct {
	*checker
	request *serinv1.AnalyzeRequest
	source  Source

	scheduled bool // it is that of a run, whose schedule says when both populations are looked at
}

// A population with the name of its field.
type population struct {
	path    string
	message *serinv1.Population
}

// populations returns baseline and canary.
func (r requestCheck) populations() []population {
	return []population{{"baseline", r.request.GetBaseline()}, {"canary", r.request.GetCanary()}}
}

// metricPath returns the path of a metric of the request's spec.
func metricPath(i int) string {
	return element("spec.metrics", i)
}
