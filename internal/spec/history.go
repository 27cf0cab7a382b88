package spec

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// WarmUp returns how much of the beginning of both windows of a valid spec is left out; 0 for none.
func WarmUp(spec *serinv1.Spec) time.Duration {
	return spec.GetWarmUp().AsDuration()
}

// History returns how long both populations of a valid spec are looked at before the canary's window; 0 for not at all.
func History(spec *serinv1.Spec) time.Duration {
	return spec.GetHistory().AsDuration()
}

// warmUp: a whole number of steps that leaves something of the window.
func (s specCheck) warmUp() {
	path, warmUp, window := s.at("warm_up"), WarmUp(s.spec), Window(s.spec)
	s.length("warm_up", s.spec.GetWarmUp())
	s.wholeSteps("warm_up", s.spec.GetWarmUp())
	if s.spec.GetWarmUp() != nil && warmUp >= window {
		s.conclude(path, []string{path, s.at("window")}, "%s leaves nothing of the window of %s; make the warm-up shorter or the window longer",
			FormatDuration(warmUp), FormatDuration(window))
	}
}

// history: a whole number of steps.
func (s specCheck) history() {
	s.length("history", s.spec.GetHistory())
	s.wholeSteps("history", s.spec.GetHistory())
}

// history: it lies in a time that there is, and is not the same data twice. Populations that only their windows tell apart
// were one and the same before.
func (r requestCheck) history() {
	spec := r.request.GetSpec()
	if spec.GetHistory() == nil || !r.intact("spec.history") {
		return
	}
	canary := r.windowOf(r.request.GetCanary())
	if start := canary.GetStart(); start.IsValid() && !timestamppb.New(start.AsTime().Add(-History(spec))).IsValid() {
		r.settle("spec.history", "%s before the canary's window is before the year 1; make it shorter", FormatDuration(History(spec)))
	}
	if r.source == Inline || proto.Equal(r.windowOf(r.request.GetBaseline()), canary) {
		return // of one window it has been said already
	}
	differing, from := r.differing(), append(r.ofPopulations(), "spec.history")
	for i, metric := range spec.GetMetrics() {
		if !boundsCanary(metric) && kindOf(metric) != "" && !r.more && r.intact(metricPath(i)) && !usesOneOf(metric, differing) {
			r.conclude("spec.history", r.ofQueries(from, i, metric), "no query of %s uses a variable in which baseline and canary differ, so "+
				"before the canary's window both would be the same data; leave history out, or use such a variable", shorten(metric.GetName()))
			return
		}
	}
}

// historyWindow returns where the history lies: it ends where the canary's window begins. It is nil without a history, and
// where that cannot be said.
func (r requestCheck) historyWindow() *serinv1.Window {
	length, canary := r.request.GetSpec().GetHistory(), r.windowOf(r.request.GetCanary())
	if length == nil || !canary.GetStart().IsValid() {
		return nil
	}
	end := canary.GetStart()
	return &serinv1.Window{Start: timestamppb.New(end.AsTime().Add(-length.AsDuration())), End: end}
}
