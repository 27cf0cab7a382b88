package run

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"pgregory.net/rapid"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

type event = *serinv1.WatchAnalysisResponse

// A moment is what is stored of a run at one time.
type moment struct {
	run   *serinv1.Run
	looks []*serinv1.Look
}

// A life is a run at all the moments at which something was stored.
type life struct {
	run     *serinv1.Run
	looks   []*serinv1.Look
	moments []moment
}

// bornOf begins a life.
func bornOf(spec *serinv1.Spec) *life { return (&life{run: begun(spec)}).kept() }

// kept keeps the run as it is now.
func (l *life) kept() *life {
	l.moments = append(l.moments, moment{proto.CloneOf(l.run), slices.Clone(l.looks)})
	return l
}

// begins lets a look begin.
func (l *life) begins() *life { return with(l, func(l *life) { looking(l.run) }).kept() }

// released lets a look be given up by who had begun it; somebody else will take it.
func (l *life) released() *life { return with(l, func(l *life) { l.run.LookingSince = nil }).kept() }

// takes lets a look find something of a kind.
func (l *life) takes(kinds ...string) *life {
	for _, kind := range kinds {
		l.looks = append(l.looks, take(l.run, kind))
		l.kept()
	}
	return l
}

// decided lets a person decide.
func (l *life) decided(verdict serinv1.Verdict, who string) *life {
	Override(l.run, NewOverride(verdict, who, "why not", noon()))
	return l.kept()
}

// cancelled lets a person cancel the run.
func (l *life) cancelled() *life {
	if err := Cancel(l.run, "kim", "", noon()); err != nil {
		panic(err)
	}
	return l.kept()
}

// notTaken reports whether an event tells that a look has begun which has not been taken.
func (l *life) notTaken(e event) bool {
	number := e.GetLookStarted().GetNumber()
	begun := func(m moment) bool { return m.run.LookingSince != nil && m.run.LooksTaken+1 == number }
	return number > l.run.LooksTaken && slices.ContainsFunc(l.moments, begun)
}

// now is the last moment.
func (l *life) now() moment { return l.moments[len(l.moments)-1] }

// events tells of a moment from a position on, of the looks that a server reads for it.
func (m moment) events(t interface{ Fatal(...any) }, from Position) ([]event, Position) {
	var read []*serinv1.Look
	for _, look := range m.looks {
		if look.Number >= from.Look-1 {
			read = append(read, look)
		}
	}
	events, position := Events(m.run, read, from)
	if len(events) > 0 && events[len(events)-1].ResumeToken != position.Token(m.run.Id) {
		// The token after the last event of a look may stand at its end, where the position is at the beginning of the next.
		if resumed, err := ReadPosition(events[len(events)-1].ResumeToken, m.run.Id); err != nil || resumed.Look+1 != position.Look || position.Events != 0 {
			t.Fatal("the last token is of", resumed, ", and the position is", position)
		}
	}
	return events, position
}

// brief is an event in a few words.
func brief(e event) string {
	switch e := e.Event.(type) {
	case *serinv1.WatchAnalysisResponse_LookStarted:
		s := e.LookStarted
		return fmt.Sprintf("look %d of %d started, at %v to %v", s.Number, s.Planned, afterNoon(s.Window.Start), afterNoon(s.Window.End))
	case *serinv1.WatchAnalysisResponse_MetricJudged:
		return fmt.Sprintf("look %d: %s is %s", e.MetricJudged.Number, e.MetricJudged.Finding.Metric,
			strings.TrimPrefix(e.MetricJudged.Finding.Class.String(), "CLASS_"))
	case *serinv1.WatchAnalysisResponse_LookFinished:
		c := e.LookFinished.Conclusion
		return fmt.Sprintf("look %d is over, %s for %s", e.LookFinished.Number, strings.TrimPrefix(c.Verdict.String(), "VERDICT_"),
			strings.TrimPrefix(mainReason(c).String(), "REASON_CODE_"))
	case *serinv1.WatchAnalysisResponse_VerdictChanged:
		c := e.VerdictChanged.Conclusion
		return fmt.Sprintf("look %d: %s for %s", e.VerdictChanged.Number, strings.TrimPrefix(c.Verdict.String(), "VERDICT_"),
			strings.TrimPrefix(mainReason(c).String(), "REASON_CODE_"))
	case *serinv1.WatchAnalysisResponse_RunFinished:
		return "finished: " + said(e.RunFinished.Run)
	default:
		return fmt.Sprintf("%T", e)
	}
}

// What is told of a run from its beginning.
func TestEvents(t *testing.T) {
	spec := withOptional(fiveMinutes(3))
	for name, test := range map[string]struct {
		life *life
		want []string
	}{
		"before the first look": {bornOf(spec), nil},
		"during the first look": {bornOf(spec).begins(), []string{"look 1 of 3 started, at 0s to 5m0s"}},
		"after the first look": {bornOf(spec).begins().takes("unclear"), []string{
			"look 1 of 3 started, at 0s to 5m0s", "look 1: latency is PASS", "look 1: errors is INCONCLUSIVE",
			"look 1 is over, PAUSE for INSUFFICIENT_DATA", "look 1: PAUSE for INSUFFICIENT_DATA",
		}},
		"nothing changes, then the reason, then the verdict": {bornOf(spec).takes("unclear", "unclear").begins().takes("bad"), []string{
			"look 1 of 3 started, at 0s to 5m0s", "look 1: latency is PASS", "look 1: errors is INCONCLUSIVE",
			"look 1 is over, PAUSE for INSUFFICIENT_DATA", "look 1: PAUSE for INSUFFICIENT_DATA",
			"look 2 of 3 started, at 0s to 10m0s", "look 2: latency is PASS", "look 2: errors is INCONCLUSIVE",
			"look 2 is over, PAUSE for INSUFFICIENT_DATA",
			"look 3 of 3 started, at 0s to 15m0s", "look 3: latency is PASS", "look 3: errors is FAIL",
			"look 3 is over, ABORT for REGRESSION", "look 3: ABORT for REGRESSION", "finished: ABORT for REGRESSION, 0 clean, SUCCEEDED",
		}},
		"the reason changes": {bornOf(spec).takes("all muted", "down").begins(), []string{
			"look 1 of 3 started, at 0s to 5m0s", "look 1: latency is PASS",
			"look 1 is over, PAUSE for INSUFFICIENT_DATA", "look 1: PAUSE for INSUFFICIENT_DATA",
			"look 2 of 3 started, at 0s to 10m0s", "look 2: latency is PASS", "look 2: errors is ERROR",
			"look 2 is over, PAUSE for PROVIDER_ERROR", "look 2: PAUSE for PROVIDER_ERROR",
			"look 3 of 3 started, at 0s to 15m0s",
		}},
		"overridden before the first look": {bornOf(spec).decided(promote, "kim"), []string{
			"look 0: PROMOTE for OVERRIDDEN", "finished: PROMOTE for OVERRIDDEN, 0 clean, SUCCEEDED",
		}},
		"overridden twice after the end": {bornOf(spec).takes("bad").decided(promote, "kim").decided(abort, "sam"), []string{
			"look 1 of 3 started, at 0s to 5m0s", "look 1: latency is PASS", "look 1: errors is FAIL",
			"look 1 is over, ABORT for REGRESSION", "look 1: ABORT for REGRESSION",
			"look 0: PROMOTE for OVERRIDDEN", "look 0: ABORT for OVERRIDDEN", "finished: ABORT for OVERRIDDEN, 0 clean, SUCCEEDED",
		}},
		"cancelled during the second look": {bornOf(spec).takes("all muted").begins().cancelled(), []string{
			"look 1 of 3 started, at 0s to 5m0s", "look 1: latency is PASS",
			"look 1 is over, PAUSE for INSUFFICIENT_DATA", "look 1: PAUSE for INSUFFICIENT_DATA",
			"finished: PAUSE for OVERRIDDEN, 0 clean, CANCELLED",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			events, _ := test.life.now().events(t, Position{Look: 1})
			for _, e := range events {
				got = append(got, brief(e))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// After the end nothing follows, whatever a person decides then.
func TestEventsAfterTheEnd(t *testing.T) {
	l := bornOf(withOptional(fiveMinutes(3))).takes("bad")
	events, end := l.now().events(t, Position{Look: 1})
	if !end.Finished || events[len(events)-1].GetRunFinished() == nil {
		t.Fatalf("the end is %+v, after %v", end, events)
	}
	if more, position := l.decided(promote, "kim").now().events(t, end); more != nil || position != end {
		t.Errorf("after %+v comes %v, up to %+v", end, more, position)
	}
}

// An override carries what was computed and what the person said, each its own.
func TestEventsOfOverrides(t *testing.T) {
	l := bornOf(withOptional(fiveMinutes(3))).takes("bad").decided(promote, "kim").decided(hold, "sam")
	events, _ := l.now().events(t, Position{Look: 2})
	var got []string
	for _, e := range events {
		if c := e.GetVerdictChanged().GetConclusion(); c != nil {
			got = append(got, fmt.Sprintf("%s %v", c.Headline, mainReason(&serinv1.Conclusion{Reasons: c.Reasons[1:]})))
		}
	}
	want := []string{
		"Go on: kim decided PROMOTE: why not. REASON_CODE_REGRESSION", "Hold: sam decided PAUSE: why not. REASON_CODE_REGRESSION",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// lives are drawn at random: looks that begin, are given up and are taken, persons who cancel and decide.
func drawLife(t *rapid.T) *life {
	schedule := fiveMinutes(rapid.IntRange(1, 5).Draw(t, "looks"))
	schedule.Consecutive = proto.Int32(rapid.Int32Range(1, 3).Draw(t, "consecutive"))
	l := bornOf(withOptional(schedule))
	l.run.Id = runID
	l.moments[0].run.Id = runID
	for range rapid.IntRange(0, 20).Draw(t, "moments") {
		if IsOver(l.run) {
			break
		}
		switch what := rapid.IntRange(0, 20).Draw(t, "what"); {
		case what == 0:
			l.cancelled()
		case what == 1:
			l.decided(promote, "kim")
		case what == 2:
			Fail(l.run, "no such provider", noon())
			l.kept()
		case what < 10 && l.run.LookingSince == nil:
			l.begins()
		case what < 13 && l.run.LookingSince != nil:
			l.released()
		default:
			l.takes(rapid.SampledFrom(kinds()).Draw(t, "look"))
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "decisions") {
		if IsOver(l.run) {
			l.decided(rapid.SampledFrom([]serinv1.Verdict{promote, hold, abort}).Draw(t, "decision"), "sam")
		}
	}
	return l
}

// Cut a stream after any of its events, and resume it by the token of the last one: together that is the stream that was not cut.
func TestEventsResume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawLife(t).now()
		uncut, _ := m.events(t, Position{Look: 1})
		var got []event
		token := ""
		for {
			from, err := ReadPosition(token, runID)
			if err != nil {
				t.Fatal(err)
			}
			events, _ := m.events(t, from)
			if len(events) == 0 {
				break
			}
			events = events[:rapid.IntRange(1, len(events)).Draw(t, "cut")]
			got, token = append(got, events...), events[len(events)-1].ResumeToken
		}
		if diff := cmp.Diff(uncut, got, protocmp.Transform()); diff != "" {
			t.Fatalf("-uncut +resumed:\n%s", diff)
		}
	})
}

// Whoever watches a run while it goes on is told the same as who asks at its end: whatever moments are seen of it, also where the run
// and its looks are not read at the same time, and wherever the stream is cut and resumed. That a look has begun which has not been taken
// is told only to those who saw it.
func TestEventsAsTheyHappen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t)
		var got []event
		position := Position{Look: 1}
		see := func(m moment) {
			events, after := m.events(t, position)
			if position = after; len(events) > 0 && rapid.Bool().Draw(t, "is cut") {
				events = events[:rapid.IntRange(1, len(events)).Draw(t, "cut")]
				resumed, err := ReadPosition(events[len(events)-1].ResumeToken, runID)
				if err != nil {
					t.Fatal(err)
				}
				position = resumed
			}
			got = append(got, events...)
		}
		for i := range l.moments {
			if rapid.Bool().Draw(t, "is seen") {
				looks := rapid.IntRange(max(0, i-2), min(i+2, len(l.moments)-1)).Draw(t, "looks of")
				see(moment{l.moments[i].run, l.moments[looks].looks})
			}
		}
		for before := (Position{}); before != position; {
			before = position
			see(l.now())
		}
		want, _ := l.now().events(t, Position{Look: 1})
		last := len(got) - 1
		if last >= 0 && got[last].GetRunFinished() != nil { // the end as it was when it was told
			final := moment{got[last].GetRunFinished().Run, l.now().looks}
			want, _ = final.events(t, Position{Look: 1})
		}
		got, want = slices.DeleteFunc(got, l.notTaken), slices.DeleteFunc(want, l.notTaken)
		if diff := cmp.Diff(want, got, protocmp.Transform(), cmpopts.EquateEmpty(), protocmp.IgnoreFields(&serinv1.WatchAnalysisResponse{}, "resume_token")); diff != "" {
			t.Fatalf("-told at the end +told as it happened:\n%s", diff)
		}
	})
}

// A run and its looks are not read at the same moment. Looks that were read before the run lack what comes first: nothing is told until
// it is there. Those that were read after it have more than the run knows of, and that is told.
func TestEventsOfLooksReadApart(t *testing.T) {
	l := bornOf(withOptional(fiveMinutes(3))).takes("bad").decided(promote, "kim")
	events, position := Events(l.now().run, nil, Position{Look: 1})
	if events != nil || position != (Position{Look: 1}) {
		t.Errorf("told %v, up to %+v", events, position)
	}
	if events, position = l.now().events(t, position); len(events) != 7 || !position.Finished {
		t.Errorf("then told %v, up to %+v", events, position)
	}

	l = bornOf(withOptional(fiveMinutes(3))).begins().takes("unclear")
	events, position = Events(l.moments[1].run, l.looks, Position{Look: 1})
	if len(events) != 5 || position != (Position{Look: 2}) {
		t.Errorf("of a look that is still being taken told %v, up to %+v", events, position)
	}
}
