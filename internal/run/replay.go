package run

import (
	"context"
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/report"
	"github.com/serin-canary/serin/internal/wire"
)

// Kept is a look, and the answers it was judged from.
type Kept struct {
	Look   *serinv1.Look
	Inputs *serinv1.Answers
}

// Replay judges the looks of a run again: under its own spec, where other is nil, or under another one with its defaults written out.
// The windows are those that were looked at; of another spec's schedule only what it makes of its looks counts. The replayed run
// begins anew, and may end earlier than the one that is replayed, or not be over after its last look.
//
// Errors: as [wire.Replay].
func Replay(ctx context.Context, e *engine.Engine, r *serinv1.Run, other *serinv1.Spec, kept []Kept) (*serinv1.ReplayAnalysisResponse, error) {
	again := anew(r, other)
	response := &serinv1.ReplayAnalysisResponse{Run: again, Identical: true}
	for _, k := range kept {
		if IsOver(again) {
			response.Identical = false
			response.Differences = append(response.Differences, fmt.Sprintf("it is over after look %d, and not after look %d", again.LooksTaken, r.LooksTaken))
			break
		}
		request := Request(again, k.Look.Number)
		request.Window = Request(r, k.Look.Number).Window
		judged, err := wire.Replay(ctx, e, request, wire.Recorded(k.Inputs))
		if err != nil {
			return nil, fmt.Errorf("look %d: %w", k.Look.Number, err)
		}
		look := proto.CloneOf(k.Look)
		look.Result, look.Queries = judged.Result, judged.Queries
		Take(again, look)
		compare(response, k.Look, look)
		response.Looks = append(response.Looks, look)
	}
	return response, nil
}

// anew is a run as it was before its first look, under its own spec or another one.
func anew(r *serinv1.Run, other *serinv1.Spec) *serinv1.Run {
	again := proto.CloneOf(r)
	again.Overrides, again.Computed, again.Carried, again.LookingSince = nil, nil, nil, nil
	again.EndedBecause, again.Finished = "", nil
	again.LooksTaken, again.CleanLooks, again.State = 0, 0, serinv1.RunState_RUN_STATE_QUEUED
	again.Conclusion = notLookedAt()
	if other == nil {
		return again
	}
	again.SpecName, again.SpecVersion = other.GetName(), 0
	again.Spec = proto.CloneOf(other)
	was, is := r.GetSpec().GetSchedule(), again.Spec.Schedule
	is.Interval, is.Duration, is.Window, is.Settle = was.GetInterval(), was.GetDuration(), was.GetWindow(), was.GetSettle()
	return again
}

// compare adds what two judgements of a look differ in.
func compare(response *serinv1.ReplayAnalysisResponse, then, now *serinv1.Look) {
	if was, is := then.GetResult().GetEngineVersion(), now.GetResult().GetEngineVersion(); was != is {
		response.RecordedEngineVersion = was
	}
	if same(then.Result, now.Result) && same(then.Conclusion, now.Conclusion) {
		return
	}
	changes := report.Changes(then.Result, now.Result)
	was, is := report.Verdict(then.GetConclusion().GetVerdict()), report.Verdict(now.GetConclusion().GetVerdict())
	switch {
	case was != is:
		changes = append(changes, fmt.Sprintf("the run says %s, and said %s", is, was))
	case len(changes) == 0:
		changes = append(changes, "the same verdict, from other numbers or words")
	}
	response.Identical = false
	response.Differences = append(response.Differences, fmt.Sprintf("look %d: %s", now.Number, strings.Join(changes, "; ")))
}

// same reports whether two messages have the same bytes.
func same(a, b proto.Message) bool {
	return string(bytes(a)) == string(bytes(b))
}

func bytes(m proto.Message) []byte {
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return nil // only for text that is not UTF-8, which no stored message holds
	}
	return text
}
