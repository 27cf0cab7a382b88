package run

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Due returns when a look is due: the window has ended, and data that come late have had their time.
func Due(r *serinv1.Run, number int32) time.Time {
	return windowEnd(r, number).Add(r.GetSpec().GetSchedule().GetSettle().AsDuration())
}

// windowEnd returns the end of the window of a look.
func windowEnd(r *serinv1.Run, number int32) time.Time {
	return observedFrom(r).Add(time.Duration(number) * r.GetSpec().GetSchedule().GetInterval().AsDuration())
}

// observedFrom returns when the warm-up is over.
func observedFrom(r *serinv1.Run) time.Time {
	return r.GetStart().AsTime().Add(r.GetSpec().GetWarmUp().AsDuration())
}

// Window returns what a look judges of both populations, without the warm-up.
func Window(r *serinv1.Run, number int32) *serinv1.Window {
	start, end := observedFrom(r), windowEnd(r, number)
	if moved := end.Add(-r.GetSpec().GetWindow().AsDuration()); isSliding(r) && moved.After(start) {
		start = moved
	}
	return &serinv1.Window{Start: timestamppb.New(start), End: timestamppb.New(end)}
}

func isSliding(r *serinv1.Run) bool {
	return r.GetSpec().GetSchedule().GetWindow() == serinv1.WindowKind_WINDOW_KIND_SLIDING
}

// Request returns what a look asks. The looks before it have been taken. Kayenta's rule knows nothing of other looks.
func Request(r *serinv1.Run, number int32) *serinv1.AnalyzeRequest {
	window := Window(r, number)
	window.Start = timestamppb.New(window.Start.AsTime().Add(-r.GetSpec().GetWarmUp().AsDuration()))
	request := &serinv1.AnalyzeRequest{Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Window: window}
	if r.GetSpec().GetRule() != serinv1.Rule_RULE_KAYENTA {
		request.Looks = &serinv1.Looks{Planned: r.LooksPlanned, Taken: number, Earlier: r.Carried, Sliding: isSliding(r)}
	}
	return request
}
