package wire

import (
	"math"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/stats"
)

func TestFromResult(t *testing.T) {
	metric := judge.Metric{Name: "latency", Direction: judge.HigherIsWorse}
	got := fromResult(judge.Result{
		Verdict: judge.Pause,
		Findings: []judge.Finding{
			{Metric: metric, Class: judge.Warn, Since: noon(), Evidence: []judge.Evidence{
				{Judge: judge.MannWhitney, Method: stats.Normal, ShiftLower: math.NaN(), ShiftUpper: math.Inf(1)},
				{Judge: judge.MannWhitney, Method: stats.Normal, Aspect: judge.Tail},
				{Judge: judge.MannWhitney, Method: stats.Anytime, LogE: 2.5},
			}},
			{Metric: metric, Class: judge.Inconclusive, Wait: 12 * time.Minute},
		},
		Together: &judge.Finding{Metric: judge.Metric{Name: "together"}, Class: judge.Warn, Sentence: "all a little worse"},
		Flips:    []judge.Flip{{Verdict: judge.Promote, Metric: "latency", Sentence: "latency without its tail"}},
	})
	first, second := got.Findings[0], got.Findings[1]
	if !first.Since.AsTime().Equal(noon()) || first.Wait != nil || second.Since != nil || !proto.Equal(second.Wait, durationpb.New(12*time.Minute)) {
		t.Errorf("since %v and wait %v, then since %v and wait %v", first.Since, first.Wait, second.Since, second.Wait)
	}
	level, tail, anytime := first.Evidence[0], first.Evidence[1], first.Evidence[2]
	if level.Aspect != "level" || tail.Aspect != "tail" || level.LogE != nil || anytime.GetLogE() != 2.5 || anytime.Method != "anytime" {
		t.Errorf("evidence %v", first.Evidence)
	}
	if level.ShiftLower != nil || level.ShiftUpper != nil {
		t.Errorf("an undefined end of an interval is %v, an endless one %v", level.ShiftLower, level.ShiftUpper)
	}
	if got.Together.GetMetric() != "together" || got.Together.GetSentence() != "all a little worse" {
		t.Errorf("together %v", got.Together)
	}
	want := &serinv1.Flip{Verdict: serinv1.Verdict_VERDICT_PROMOTE, Metric: "latency", Sentence: "latency without its tail"}
	if len(got.Flips) != 1 || !proto.Equal(got.Flips[0], want) {
		t.Errorf("flips %v, want %v", got.Flips, want)
	}
}

// Looks and history are part of what was asked, and of the answer only where there are any.
func TestResponse(t *testing.T) {
	answer := func(change func(*serinv1.AnalyzeRequest)) *serinv1.Result {
		r := request()
		change(r)
		a, err := Analysis(r, noon())
		if err != nil {
			t.Fatal(err)
		}
		return Response(r, a, engine.Outcome{}).Result
	}
	plain := answer(func(r *serinv1.AnalyzeRequest) { r.Spec.History = nil })
	if plain.HistoryWindow != nil || plain.Carried != nil {
		t.Errorf("without a history, looked at once: history %v, carried over %v", plain.HistoryWindow, plain.Carried)
	}
	with := answer(func(*serinv1.AnalyzeRequest) {})
	if w := with.HistoryWindow; minutes(toWindow(w)) != "-90 to -30" || minutes(toWindow(with.CanaryWindow)) != "-25 to 0" {
		t.Errorf("the history is %v, the canary's window %v", w, with.CanaryWindow)
	}
	third := answer(func(r *serinv1.AnalyzeRequest) { r.Looks = &serinv1.Looks{Planned: 5, Taken: 3} })
	if with.SpecDigest == plain.SpecDigest || with.SpecDigest == third.SpecDigest {
		t.Errorf("the digests %s, %s and %s are of three questions", plain.SpecDigest, with.SpecDigest, third.SpecDigest)
	}
}
