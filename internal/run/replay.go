package run

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

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

// Replay judges the looks of a run again: under its own spec, where other is nil, or under another one with its defaults and its
// schedule written out. The windows are those that were looked at; of another spec's schedule only what it makes of its looks
// counts. The replayed run begins anew, and may end earlier than the one that is replayed, or not be over after its last look. The
// looks come one by one, because the answers to all those of a long run at once are too much for a server's memory.
//
// Errors: as [wire.Replay], and those that come in place of a look.
func Replay(ctx context.Context, e *engine.Engine, r *serinv1.Run, other *serinv1.Spec, kept iter.Seq2[Kept, error]) (*serinv1.ReplayAnalysisResponse, error) {
	again := anew(r, other)
	response := &serinv1.ReplayAnalysisResponse{Run: again, Identical: true}
	for k, err := range kept {
		if err != nil {
			return nil, err
		}
		if IsOver(again) {
			differ(response, fmt.Sprintf("the run is over after look %d, and went on to look %d", again.LooksTaken, r.LooksTaken))
			break
		}
		look, err := judgeAgain(ctx, e, r, again, k)
		if err != nil {
			return nil, fmt.Errorf("look %d: %w", k.Look.Number, err)
		}
		Take(again, look)
		compare(response, k.Look, look)
		response.Looks = append(response.Looks, look)
	}
	if !IsOver(again) {
		again.NextLook = timestamppb.New(Due(r, again.LooksTaken+1))
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
	again.Spec, again.SpecName, again.SpecVersion = proto.CloneOf(other), other.GetName(), 0
	was, is := r.GetSpec().GetSchedule(), again.Spec.Schedule
	is.Interval, is.Duration, is.Window, is.Settle = was.GetInterval(), was.GetDuration(), was.GetWindow(), was.GetSettle()
	return again
}

// judgeAgain judges a look of a run from the answers it was judged from: as the next look of the run that begins anew.
func judgeAgain(ctx context.Context, e *engine.Engine, r, again *serinv1.Run, k Kept) (*serinv1.Look, error) {
	request := Request(again, k.Look.Number)
	request.Window = Request(r, k.Look.Number).Window
	response, err := wire.Replay(ctx, e, request, wire.Recorded(k.Inputs))
	if err != nil {
		return nil, err
	}
	return &serinv1.Look{
		Number: k.Look.Number, Due: k.Look.Due, Started: k.Look.Started, Finished: k.Look.Finished,
		Result: response.Result, Queries: response.Queries,
	}, nil
}

// compare adds what two judgements of a look differ in. The version of the engine is told by itself.
func compare(response *serinv1.ReplayAnalysisResponse, then, now *serinv1.Look) {
	result := proto.CloneOf(then.GetResult())
	if was, is := result.GetEngineVersion(), now.Result.EngineVersion; was != is {
		response.RecordedEngineVersion, result.EngineVersion = was, is
	}
	if same(result, now.Result) && same(then.Conclusion, now.Conclusion) {
		return
	}
	changes := report.Changes(result, now.Result)
	was, is := report.Verdict(then.GetConclusion().GetVerdict()), report.Verdict(now.Conclusion.Verdict)
	switch {
	case was != is:
		changes = append(changes, fmt.Sprintf("the run says %s, and said %s", is, was))
	case len(changes) == 0:
		changes = append(changes, "the same verdict, from other numbers or words")
	}
	differ(response, fmt.Sprintf("look %d: %s", now.Number, strings.Join(changes, "; ")))
}

// differ adds a difference.
func differ(response *serinv1.ReplayAnalysisResponse, sentence string) {
	response.Identical = false
	response.Differences = append(response.Differences, sentence)
}

// same reports whether two messages have the same bytes.
func same(a, b proto.Message) bool {
	return string(encode(a)) == string(encode(b))
}

func encode(m proto.Message) []byte {
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return nil // only for text that is not UTF-8, which no stored message holds
	}
	return text
}
