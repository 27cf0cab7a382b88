package report

import (
	"io"
	"slices"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// A Style is how text is laid out. The zero value is for a file: no colour, lines as long as they are.
type Style struct {
	Width  int  // of the terminal; 0: lines are not broken
	Colour bool // whether the terminal shows any
}

// Text writes a result as one wants to read it at night: the verdict and one sentence, then the metrics that made it
// with their numbers, then the rest.
func Text(w io.Writer, r *serinv1.Result, style Style) error {
	t := &text{style: style}
	t.line("", style.verdict(r.Verdict)+"  "+style.bold(plain(r.Name))+"  "+style.faint(scoreLine(r)))
	t.line("", "")
	t.line("", plain(r.Headline))
	made, rest := split(r)
	width := labelWidth(made, rest)
	t.section("What made the verdict", made, width, true)
	if len(made) == 0 {
		t.section("What was judged", rest, width, false)
	} else {
		t.section("The rest", rest, width, false)
	}
	t.line("", "")
	t.line("", style.faint(footLine(r)))
	_, err := io.WriteString(w, t.String())
	return err
}

// text gathers lines.
type text struct {
	strings.Builder
	style Style
}

// line writes text behind a prefix, broken at the terminal's width; what follows the first line stands below the
// text, not below the prefix.
func (t *text) line(prefix, s string) {
	const least = 20 // a narrower column is unreadable; let the terminal break it
	indent := lipgloss.Width(prefix)
	if column := t.style.Width - indent; column >= least {
		s = strings.ReplaceAll(lipgloss.Wrap(s, column, " "), "\n", "\n"+strings.Repeat(" ", indent))
	}
	t.WriteString(strings.TrimRight(prefix+s, " ") + "\n")
}

// section writes findings under a title, with their numbers when in full; width is that of the labels.
func (t *text) section(title string, findings []*serinv1.Finding, width int, full bool) {
	if len(findings) == 0 {
		return
	}
	t.line("", "")
	t.line("", t.style.bold(title))
	for _, f := range findings {
		t.finding(f, label(f), width, full)
	}
}

// labelWidth is the width of the widest label: those of the slices are shown for findings in full.
func labelWidth(full, rest []*serinv1.Finding) int {
	width := 0
	for _, f := range full {
		for _, s := range f.Slices {
			width = max(width, lipgloss.Width(sliceLabel(s)))
		}
	}
	for _, f := range slices.Concat(full, rest) {
		width = max(width, lipgloss.Width(label(f)))
	}
	return width
}

const classWidth = len("INCONCLUSIVE")

func (t *text) finding(f *serinv1.Finding, name string, width int, full bool) {
	t.line("  "+t.style.class(f.Class)+"  "+pad(name, width)+"  ", plain(f.Sentence))
	margin := strings.Repeat(" ", 2+classWidth+2+width+2)
	if full {
		for _, e := range f.Evidence {
			if line := evidenceLine(e); line != "" {
				t.line(margin, t.style.faint(line))
			}
		}
	}
	for _, note := range f.Notes {
		t.line(margin, t.style.faint("note: "+plain(note)))
	}
	if full {
		for _, s := range f.Slices {
			t.finding(s, sliceLabel(s), width, s.Class != serinv1.Class_CLASS_PASS)
		}
	}
}

// label is the metric's name, with its role unless that is the usual one.
func label(f *serinv1.Finding) string {
	if r := role(f.Role); r != "" {
		return plain(f.Metric) + " (" + r + ")"
	}
	return plain(f.Metric)
}

// plain replaces what would steer a terminal: names of slices and words of providers are data.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, s)
}

// sliceLabel stands below the metric's label.
func sliceLabel(f *serinv1.Finding) string { return "  " + plain(f.Slice) }

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-lipgloss.Width(s)))
}

// The colours of a terminal's own palette, so that they suit its background.
const (
	red    = "1"
	green  = "2"
	yellow = "3"
	grey   = "8"
)

func (s Style) verdict(v serinv1.Verdict) string {
	colour := yellow
	switch v {
	case serinv1.Verdict_VERDICT_PROMOTE:
		colour = green
	case serinv1.Verdict_VERDICT_ABORT:
		colour = red
	}
	return s.render(lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color(colour)), Verdict(v))
}

func (s Style) class(c serinv1.Class) string {
	colour := yellow
	switch c {
	case serinv1.Class_CLASS_PASS:
		colour = green
	case serinv1.Class_CLASS_FAIL:
		colour = red
	}
	return s.render(lipgloss.NewStyle().Foreground(lipgloss.Color(colour)), pad(class(c), classWidth))
}

func (s Style) bold(text string) string { return s.render(lipgloss.NewStyle().Bold(true), text) }

func (s Style) faint(text string) string {
	return s.render(lipgloss.NewStyle().Foreground(lipgloss.Color(grey)), text)
}

func (s Style) render(style lipgloss.Style, text string) string {
	if !s.Colour {
		return text
	}
	return style.Render(text)
}

// Brief writes a result in two lines: verdict and title, then the sentence.
func Brief(w io.Writer, title string, r *serinv1.Result, style Style) error {
	t := &text{style: style}
	t.line("", pad(style.verdict(r.Verdict), len("PROMOTE"))+"  "+style.bold(title))
	t.line(strings.Repeat(" ", len("PROMOTE")+2), plain(r.Headline))
	_, err := io.WriteString(w, t.String())
	return err
}
