package report

import (
	"io"
	"slices"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Text writes a result as one wants to read it at night: the verdict and one sentence, then the metrics that made it
// with their numbers, then the rest, and last what would change the verdict.
func Text(w io.Writer, r *serinv1.Result, style Style) error {
	t := &text{style: style, window: r.CanaryWindow}
	t.line("", style.verdict(r.Verdict)+"  "+style.Bold(Plain(r.Name))+"  "+style.Faint(scoreLine(r)))
	t.line("", "")
	t.line("", Plain(r.Headline))
	t.body(r)
	_, err := io.WriteString(w, t.String())
	return err
}

// body writes what stands below the verdict and its sentence.
func (t *text) body(r *serinv1.Result) {
	made, rest := split(r)
	made = append(made, together(r)...)
	width := labelWidth(made, rest)
	t.section("What made the verdict", made, width, true)
	if len(made) == 0 {
		t.section("What was judged", rest, width, false)
	} else {
		t.section("The rest", rest, width, false)
	}
	t.flips(r.Flips)
	t.line("", "")
	t.line("", t.style.Faint(footLine(r)))
}

// text gathers lines.
type text struct {
	strings.Builder
	style  Style
	window *serinv1.Window // of the canary
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
	t.line("", t.style.Bold(title))
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
	t.line("  "+t.style.class(f.Class)+"  "+pad(name, width)+"  ", Plain(f.Sentence))
	margin := strings.Repeat(" ", 2+classWidth+2+width+2)
	for _, line := range when(f, t.window) {
		t.line(margin, line)
	}
	if full {
		for _, e := range f.Evidence {
			if line := evidenceLine(e); line != "" {
				t.line(margin, t.style.Faint(line))
			}
		}
	}
	for _, note := range f.Notes {
		t.line(margin, t.style.Faint("note: "+Plain(note)))
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
		return Plain(f.Metric) + " (" + r + ")"
	}
	return Plain(f.Metric)
}

// Plain replaces what would steer a terminal: names of slices and words of providers are data.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, s)
}

// sliceLabel stands below the metric's label.
func sliceLabel(f *serinv1.Finding) string { return "  " + Plain(f.Slice) }

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-lipgloss.Width(s)))
}

// Brief writes a result in two lines: verdict and title, then the sentence.
func Brief(w io.Writer, title string, r *serinv1.Result, style Style) error {
	t := &text{style: style}
	t.line("", pad(style.verdict(r.Verdict), len("PROMOTE"))+"  "+style.Bold(title))
	t.line(strings.Repeat(" ", len("PROMOTE")+2), Plain(r.Headline))
	_, err := io.WriteString(w, t.String())
	return err
}
