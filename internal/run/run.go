// Package run says what a durable analysis is and how it goes on: what each of its looks asks and when, what the looks come
// to, what a person may decide, what there is to tell. It is pure: it keeps nothing, asks nobody and knows no clock.
package run

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
)

// New returns the run that a valid request starts. The request holds the spec itself, with its defaults and its schedule written out;
// version is that of a stored spec, else 0. A request that does not say when the canary began starts at the next full
// second: not at a full step, or the looks of all runs would be due at the same moments.
func New(id string, request *serinv1.CreateAnalysisRequest, version int32, now time.Time) *serinv1.Run {
	s := request.GetSpec()
	start := request.GetStart().AsTime()
	if request.Start == nil {
		start = nextSecond(now)
	}
	r := &serinv1.Run{
		Id: id, RequestId: request.RequestId, Service: request.Service, Labels: request.Labels,
		Spec: s, SpecName: s.GetName(), SpecVersion: version, Baseline: request.Baseline, Canary: request.Canary,
		Start: timestamppb.New(start), State: serinv1.RunState_RUN_STATE_QUEUED, Created: timestamppb.New(now),
		LooksPlanned: int32(spec.PlannedLooks(s)),
	}
	r.NextLook = timestamppb.New(Due(r, 1))
	r.Conclusion = notLookedAt()
	return proto.CloneOf(r) // the request stays the caller's
}

// nextSecond returns the first full second that is not before a time.
func nextSecond(t time.Time) time.Time {
	down := t.Truncate(time.Second)
	if down.Before(t) {
		return down.Add(time.Second)
	}
	return down
}

// notLookedAt is what a run concludes before its first look.
func notLookedAt() *serinv1.Conclusion {
	return pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, "the canary has not been looked at yet")
}

// IsOver reports whether a run takes no more looks.
func IsOver(r *serinv1.Run) bool {
	switch r.GetState() {
	case serinv1.RunState_RUN_STATE_QUEUED, serinv1.RunState_RUN_STATE_RUNNING:
		return false
	default:
		return true
	}
}

// end makes a run one that is over.
func end(r *serinv1.Run, state serinv1.RunState, at time.Time) {
	r.State, r.Finished = state, timestamppb.New(at)
	r.NextLook, r.LookingSince = nil, nil
}
