package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/report"
)

// A looksLog writes what happens to a run, one line for each look. What is only of the moment is shown on a terminal, in a line that
// the next one takes the place of.
type looksLog struct {
	w          io.Writer
	style      report.Style
	isTerminal bool
	look       report.Step         // that is being taken, or was last
	before     *serinv1.Conclusion // of the look before
}

func newLooksLog(w io.Writer, r *serinv1.Run) *looksLog {
	file, ok := w.(*os.File)
	return &looksLog{
		w: w, style: style(w), isTerminal: ok && term.IsTerminal(int(file.Fd())),
		look: report.Step{Number: r.LooksTaken, Planned: r.LooksPlanned},
	}
}

// tell writes one thing that happened to the run.
func (l *looksLog) tell(message *serinv1.WatchAnalysisResponse) {
	switch event := message.Event.(type) {
	case *serinv1.WatchAnalysisResponse_LookStarted:
		e := event.LookStarted
		l.look = report.Step{Number: e.Number, Planned: e.Planned, Window: e.Window}
		l.passing(fmt.Sprintf("look %d of %d is being taken", e.Number, e.Planned))
	case *serinv1.WatchAnalysisResponse_LookFinished:
		l.clear()
		l.look.Number, l.look.Conclusion = event.LookFinished.Number, event.LookFinished.Conclusion
		_ = l.look.Line(l.w, l.style) // as every other write to standard error
	case *serinv1.WatchAnalysisResponse_VerdictChanged:
		l.clear()
		l.changed(event.VerdictChanged)
	case *serinv1.WatchAnalysisResponse_Heartbeat:
		l.waiting(event.Heartbeat)
	}
}

// changed says that the caller of the run is now to do something else, or the same for another reason. What the first look says is
// no change.
func (l *looksLog) changed(e *serinv1.VerdictChanged) {
	before, after := l.before, e.Conclusion
	l.before = after
	switch {
	case e.Number == 0:
		fmt.Fprintf(l.w, "  decided by a person: %s\n", report.Plain(after.GetHeadline()))
	case before == nil:
	default:
		fmt.Fprintf(l.w, "  changed: %s -> %s\n", said(before), said(after))
	}
}

func said(c *serinv1.Conclusion) string {
	return strings.TrimSpace(report.Verdict(c.GetVerdict()) + " " + report.MainReason(c.GetReasons()))
}

// waiting shows that the server is alive, and what it waits for.
func (l *looksLog) waiting(beat *serinv1.Heartbeat) {
	if beat.NextLook == nil {
		l.passing("a look is being taken")
		return
	}
	l.passing("the next look is due at " + beat.NextLook.AsTime().Format("15:04:05 UTC"))
}

// passing shows what is only of the moment.
func (l *looksLog) passing(text string) {
	if l.isTerminal {
		fmt.Fprintf(l.w, "\r\x1b[K  %s", l.style.Faint(text))
	}
}

// clear takes away what was of the moment.
func (l *looksLog) clear() {
	if l.isTerminal {
		fmt.Fprint(l.w, "\r\x1b[K")
	}
}

// end leaves room for what is written next on a terminal.
func (l *looksLog) end() {
	if l.isTerminal {
		fmt.Fprint(l.w, "\r\x1b[K\n")
	}
}

// complain writes a complaint on a line of its own.
func (l *looksLog) complain(text string) {
	l.clear()
	fmt.Fprintln(l.w, "serin:", text)
}
