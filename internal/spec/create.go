package spec

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// ValidateCreate checks a request for a run: what it is called, its spec, its populations and its start. It returns all mistakes,
// with the paths of the request (labels["team"], spec.schedule.interval) and without positions.
//
// Of a request that refers to a stored spec it says what can be said without that spec. With the stored spec put into the
// request, in place of the reference, it says all.
func ValidateCreate(request *serinv1.CreateAnalysisRequest) Mistakes {
	c := &checker{}
	r := createCheck{checker: c, request: request}
	c.line("request_id", request.GetRequestId())
	c.line("service", request.GetService())
	r.labels()
	r.source()
	asked := r.asked()
	asked.withoutSeries()
	asked.exposures()
	r.windows()
	r.start()
	return c.found(nil)
}

// A createCheck checks one request for a run; each of its methods holds one rule.
type createCheck struct {
	*checker
	request *serinv1.CreateAnalysisRequest
}

// source: a spec, or the name of one. Of a spec that is not here nothing can be said.
func (r createCheck) source() {
	switch source := r.request.GetSource().(type) {
	case *serinv1.CreateAnalysisRequest_Spec: // it is checked with the populations
	case *serinv1.CreateAnalysisRequest_SpecReference:
		r.reference(source.SpecReference)
		r.spoil("spec")
	default:
		r.settle("spec", "required: say what to judge, and how; or name a stored spec in spec_reference")
	}
}

// reference: a name, and a version that there may be.
func (r createCheck) reference(reference *serinv1.SpecReference) {
	if name := reference.GetName(); name == "" {
		r.settle("spec_reference.name", "required: the name of a stored spec")
	} else if problem := nameProblem(name); problem != "" {
		r.settle("spec_reference.name", "%s", problem)
	}
	if version := reference.GetVersion(); version < 0 {
		r.settle("spec_reference.version", "must be above 0, or 0 for the newest; it is %d", version)
	}
}

// asked returns what a look of the run asks for, without any window: the schedule says that.
func (r createCheck) asked() requestCheck {
	windowless := func(p *serinv1.Population) *serinv1.Population {
		if p.GetWindow() != nil {
			p = proto.CloneOf(p)
			p.Window = nil
		}
		return p
	}
	return requestCheck{checker: r.checker, source: FromProvider, scheduled: true, request: &serinv1.AnalyzeRequest{
		Spec: r.request.GetSpec(), Baseline: windowless(r.request.GetBaseline()), Canary: windowless(r.request.GetCanary()),
	}}
}

// windows: no population has its own.
func (r createCheck) windows() {
	for _, p := range []population{{"baseline", r.request.GetBaseline()}, {"canary", r.request.GetCanary()}} {
		if p.message.GetWindow() != nil {
			r.settle(p.path+".window", "the schedule says when both populations are looked at; leave it out")
		}
	}
}

// start: a time in whole milliseconds, with room for the history before and for the run after.
func (r createCheck) start() {
	start, spec := r.request.GetStart(), r.request.GetSpec()
	switch {
	case start == nil:
		return
	case start.CheckValid() != nil:
		r.settle("start", "is no time between the years 1 and 9999; write one such as 2026-01-31T09:30:00Z")
		return
	case start.GetNanos()%int32(time.Millisecond) != 0:
		r.settle("start", "%s is no whole number of milliseconds; round it", start.AsTime().Format(time.RFC3339Nano))
		return
	}
	if r.intact("spec.history") && !timestamppb.New(start.AsTime().Add(-History(spec))).IsValid() {
		r.settle("spec.history", "%s before the start is before the year 1; make it shorter", FormatDuration(History(spec)))
	}
	for _, path := range []string{"spec.step", "spec.warm_up", "spec.schedule.interval", "spec.schedule.duration", "spec.schedule.settle"} {
		if !r.intact(path) {
			return
		}
	}
	if end := start.AsTime().Add(WarmUp(spec)).Add(Duration(spec)).Add(Settle(spec)); !timestamppb.New(end).IsValid() {
		r.settle("start", "the run would end after the year 9999; begin it earlier")
	}
}
