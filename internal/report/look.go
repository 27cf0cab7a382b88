package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A Step is what one look of a run came to.
type Step struct {
	Number, Planned int32
	Window          *serinv1.Window // that it looked at
	Conclusion      *serinv1.Conclusion
}

// StepOf is the step of a look that was taken.
func StepOf(r *serinv1.Run, look *serinv1.Look) Step {
	return Step{Number: look.Number, Planned: r.LooksPlanned, Window: look.GetResult().GetCanaryWindow(), Conclusion: look.Conclusion}
}

// Line writes a look in one line, or a few on a narrow terminal: which it is, when its window ended, the verdict so far, why.
func (s Step) Line(w io.Writer, style Style) error {
	t := &text{style: style}
	t.step(s)
	_, err := io.WriteString(w, t.String())
	return err
}

func (t *text) step(s Step) {
	planned := strconv.Itoa(int(s.Planned))
	prefix := fmt.Sprintf("  %*d/%s  %s  ", len(planned), s.Number, planned, s.end())
	t.line(prefix+pad(t.style.verdict(s.Conclusion.GetVerdict()), len("PROMOTE"))+"  ", Plain(s.Conclusion.GetHeadline()))
}

// end is when the window ended, with its date where the window is longer than a day.
func (s Step) end() string {
	if s.Window.GetEnd().AsTime().Sub(s.Window.GetStart().AsTime()) > 24*time.Hour {
		return s.endWithDate()
	}
	return strings.TrimPrefix(s.endWithDate(), s.Window.GetEnd().AsTime().Format("2006-01-02 "))
}

// endWithDate is the same, always with the date. Looks that come within a minute are told apart by their seconds.
func (s Step) endWithDate() string {
	end := s.Window.GetEnd().AsTime()
	if hasSeconds(s.Window) {
		return end.Format("2006-01-02 15:04:05 UTC")
	}
	return clock(end)
}

// Looks writes the looks of a run, one line each.
func Looks(w io.Writer, r *serinv1.Run, looks []*serinv1.Look, style Style) error {
	t := &text{style: style}
	t.line("", style.Bold("Looks"))
	for _, look := range looks {
		t.step(StepOf(r, look))
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// LooksMarkdown writes the same as a table.
func LooksMarkdown(w io.Writer, r *serinv1.Run, looks []*serinv1.Look) error {
	var b strings.Builder
	b.WriteString("| look | window ends | verdict | why |\n| --- | --- | --- | --- |\n")
	for _, look := range looks {
		s := StepOf(r, look)
		fmt.Fprintf(&b, "| %d of %d | %s | %s | %s |\n", s.Number, s.Planned, s.endWithDate(),
			Verdict(s.Conclusion.GetVerdict()), Cell(s.Conclusion.GetHeadline()))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Look writes what a look of a run found. What the run says already is not said again.
func Look(w io.Writer, r *serinv1.Run, look *serinv1.Look, style Style) error {
	result := look.GetResult()
	t := &text{style: style, window: result.GetCanaryWindow()}
	t.line("", style.Bold(lookTitle(r, look))+"  "+style.verdict(result.GetVerdict())+"  "+style.Faint(scoreLine(result)))
	if result.GetHeadline() != r.GetConclusion().GetHeadline() {
		t.line("", "")
		t.line("", Plain(result.GetHeadline()))
	}
	t.body(result)
	_, err := io.WriteString(w, t.String())
	return err
}

// LookMarkdown writes the same for a pull request or a chat.
func LookMarkdown(w io.Writer, r *serinv1.Run, look *serinv1.Look) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s: %s\n\n", lookTitle(r, look), Verdict(look.GetResult().GetVerdict()))
	if headline := look.GetResult().GetHeadline(); headline != r.GetConclusion().GetHeadline() {
		fmt.Fprintf(&b, "%s\n\n", Cell(headline))
	}
	markdownBody(&b, look.GetResult())
	_, err := io.WriteString(w, b.String())
	return err
}

func lookTitle(r *serinv1.Run, look *serinv1.Look) string {
	return fmt.Sprintf("Look %d of %d", look.Number, r.LooksPlanned)
}
