package quality

import (
	"testing"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A notebook is a rule that writes down the looks it takes, pauses for a regression at the third and aborts at the fifth.
type notebook struct {
	backtest.Serin
	looks *[]Look
}

func (n notebook) Look(look Look) (backtest.Answer, *judge.Result, error) {
	*n.looks = append(*n.looks, look)
	answer := backtest.Answer{Verdict: judge.Promote, Reason: judge.NotWorse}
	switch look.Plan.Looks.Taken {
	case 5:
		answer = backtest.Answer{Verdict: judge.Pause, Reason: judge.Regression}
	case 7:
		answer = backtest.Answer{Verdict: judge.Abort, Reason: judge.Regression}
	}
	return answer, &judge.Result{Name: look.Plan.Name + "'"}, nil
}

// Looks see a growing window and what came before it, know the look before them, and end with an abort.
func TestLooks(t *testing.T) {
	for _, scene := range []Scene{ErrorRatio, MeanLatency, RareErrors} {
		w := Watched{Scene: scene, Common: OwnNoise, Times: 2, History: true}.draw(stream(1, "looks", 0))
		var looks []Look
		s, err := w.run(notebook{looks: &looks})
		if err != nil {
			t.Fatal(err)
		}
		if s != (seen{flagged: 5, aborted: 7}) || len(looks) != 5 {
			t.Errorf("%s: %+v after %d looks; want a flag at minute 5 and an abort at minute 7, the fifth look", scene, s, len(looks))
		}
		for i, look := range looks {
			steps := 3 + i
			if look.Plan.Looks.Planned != 60 || look.Plan.Looks.Taken != steps || (look.Before == nil) != (i == 0) {
				t.Errorf("%s, look %d: %+v, before it %v", scene, i+1, look.Plan.Looks, look.Before)
			}
			present := look.Observed[0].Slices[0]
			past := look.History[0].Slices[0]
			for k, part := range parts(&present) {
				before := parts(&past)[k]
				if len(part.Values) == 0 {
					continue
				}
				if n := series.Steps(look.Plan.Canary.Start, look.Plan.Canary.End, step); n != steps || len(part.Values) != steps {
					t.Errorf("%s, look %d: a window of %d steps with %d values; want %d", scene, i+1, n, len(part.Values), steps)
				}
				if len(before.Values) != historyMinutes || !before.Time(historyMinutes-1).Equal(look.Plan.Canary.Start) {
					t.Errorf("%s, look %d: the history has %d steps and ends at %v", scene, i+1, len(before.Values), before.Time(len(before.Values)-1))
				}
			}
			if _, err := judge.Decide(look.Plan, look.Observed); err != nil {
				t.Errorf("%s, look %d: %v", scene, i+1, err)
			}
		}
	}
}
