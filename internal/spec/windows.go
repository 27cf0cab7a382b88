package spec

import (
	"math"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// windows: each one is whole. They may differ in length: an hour before a release against its first minutes.
func (r requestCheck) windows() {
	own := r.request.GetBaseline().GetWindow() != nil && r.request.GetCanary().GetWindow() != nil
	if r.source == Inline && r.request.GetWindow() == nil && !own {
		r.settle("window", "required: inline series need a window; give its start and end")
	}
	r.window("window", r.request.GetWindow())
	for _, p := range r.populations() {
		r.window(p.path+".window", p.message.GetWindow())
	}
}

// window: start and end, in order, a whole number of steps apart.
func (r requestCheck) window(path string, window *serinv1.Window) {
	if window == nil {
		return
	}
	r.moment(join(path, "start"), window.GetStart())
	r.moment(join(path, "end"), window.GetEnd())
	if !r.whole(path) {
		return
	}
	length := lengthOf(window)
	switch {
	case length <= 0:
		r.settle(path, "the end must come after the start; swap them, or move one")
	case length == math.MaxInt64:
		r.settle(path, "longer than 292 years; move the start or the end")
	case r.stepKnown() && length%r.step() != 0:
		r.settle(path, "%s is no whole number of steps of %s; move the end to %s", FormatDuration(length), FormatDuration(r.step()),
			window.GetStart().AsTime().Add(length.Truncate(r.step())+r.step()).Format(time.RFC3339Nano))
	case length <= WarmUp(r.request.GetSpec()) && r.intact("spec.warm_up"):
		r.settle(path, "the spec's warm_up of %s leaves nothing of these %s; make the window longer, or the warm-up shorter",
			FormatDuration(WarmUp(r.request.GetSpec())), FormatDuration(length))
	}
}

// moment: a time that is given and exists.
func (r requestCheck) moment(path string, moment *timestamppb.Timestamp) {
	if moment == nil {
		r.settle(path, "required: a time such as 2026-01-31T09:30:00Z; a window has both start and end")
	} else if moment.CheckValid() != nil {
		r.settle(path, "is no time between the years 1 and 9999; write one such as 2026-01-31T09:30:00Z")
	}
}

// whole says that both ends of a window are right by themselves.
func (r requestCheck) whole(path string) bool {
	return r.intact(join(path, "start")) && r.intact(join(path, "end"))
}

func lengthOf(window *serinv1.Window) time.Duration {
	return window.GetEnd().AsTime().Sub(window.GetStart().AsTime())
}

// step returns the spec's step; it means something when stepKnown.
func (r requestCheck) step() time.Duration {
	return Step(r.request.GetSpec())
}

func (r requestCheck) stepKnown() bool {
	return r.intact("spec.step")
}
