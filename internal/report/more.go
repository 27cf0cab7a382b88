package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// together returns what all metrics together show, as one more finding without numbers of its own; nothing where that is
// nothing.
func together(r *serinv1.Result) []*serinv1.Finding {
	if r.Together == nil {
		return nil
	}
	f := proto.CloneOf(r.Together)
	f.Metric, f.Evidence = "all together", nil
	return []*serinv1.Finding{f}
}

// when says since when the canary has been worse, unless the sentence does, and how long to wait to know more.
func when(f *serinv1.Finding, w *serinv1.Window) (lines []string) {
	if f.Since != nil {
		since := "since " + moment(f.Since.AsTime(), w)
		if !strings.Contains(f.Sentence, since) {
			lines = append(lines, "worse "+since)
		}
	}
	if f.Wait != nil {
		lines = append(lines, "about "+about(f.Wait.AsDuration())+" more would tell")
	}
	return lines
}

// moment writes a moment of a window, with its date where the window is longer than a day.
func moment(t time.Time, w *serinv1.Window) string {
	layout := "15:04 UTC"
	if w.GetEnd().AsTime().Sub(w.GetStart().AsTime()) > 24*time.Hour {
		layout = "2006-01-02 15:04 UTC"
	}
	return t.Format(layout)
}

// about writes a length of time as a person says it, rounded up.
func about(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		switch n := math.Ceil(float64(d) / float64(unit.length)); {
		case d >= 2*unit.length:
			return fmt.Sprintf("%.0f %ss", n, unit.name)
		case d == unit.length:
			return "1 " + unit.name
		}
	}
	return "1 second"
}

// mostFlips is how many changes are shown.
const mostFlips = 3

// flips writes what would change the verdict, the likeliest first.
func (t *text) flips(flips []*serinv1.Flip) {
	if len(flips) == 0 {
		return
	}
	t.line("", "")
	t.line("", t.style.Bold("What would change it"))
	for _, f := range flips[:min(mostFlips, len(flips))] {
		t.line("  ", Plain(f.Sentence))
	}
}
