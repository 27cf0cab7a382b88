package scorecard

import (
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/report"
)

// Text writes a card as tables for a terminal.
func Text(w io.Writer, c Card, style report.Style) error {
	var b strings.Builder
	for i, p := range c.parts() {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(wrap(style.Bold(report.Plain(p.title)), style) + "\n")
		tables := tablesOf(p.summary)
		tables[0].text(&b, style)
		b.WriteString("\n" + wrap(style.Faint(p.legend), style) + "\n")
		for _, t := range tables[1:] {
			t.text(&b, style)
		}
	}
	for _, note := range c.Notes {
		b.WriteString("\n" + wrap("note: "+report.Plain(note), style) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Markdown writes a card as tables for a pull request.
func Markdown(w io.Writer, c Card) error {
	var b strings.Builder
	for i, p := range c.parts() {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString("## " + report.Cell(p.title) + "\n")
		tables := tablesOf(p.summary)
		tables[0].markdown(&b)
		b.WriteString("\n" + report.Cell(p.legend) + "\n")
		for _, t := range tables[1:] {
			t.markdown(&b)
		}
	}
	for _, note := range c.Notes {
		b.WriteString("\n" + report.Cell("note: "+note) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// wrap breaks text at the terminal's width.
func wrap(s string, style report.Style) string {
	if style.Width == 0 {
		return s
	}
	return lipgloss.Wrap(s, style.Width, " ")
}

// A part is one summary of a card, with its title and what its columns mean.
type part struct {
	title, legend string
	summary       backtest.Summary
}

func (c Card) parts() []part {
	const interval = "Rates are in %, with their 95 % intervals."
	var parts []part
	if s := c.Labelled; s != nil {
		other := ""
		if s.Other > 0 {
			other = fmt.Sprintf(", %d other", s.Other)
		}
		legend := interval + " False alarms: harmless canaries (same) that were aborted, or paused for REGRESSION; aborted: those of " +
			"them that were aborted. Misses and recall: regressed canaries that were not flagged so, and that were. Precision: regressed " +
			"ones of all that were flagged. F1 is of all cases in same and regressed."
		if s.Regressed == 0 {
			legend = interval + harmlessLegend
		}
		parts = append(parts, part{
			title:   fmt.Sprintf("%s: %s (%d same, %d regressed%s)", c.Name, plural(s.Same+s.Regressed+s.Other, "case"), s.Same, s.Regressed, other),
			legend:  legend,
			summary: *s,
		})
	}
	if s := c.AA; s != nil {
		parts = append(parts, part{
			title:   fmt.Sprintf("%s: A/A, %s of windows of %s in which nothing is worse", c.Name, plural(s.Same, "pair"), c.Windows),
			legend:  interval + harmlessLegend,
			summary: *s,
		})
	}
	return parts
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

const harmlessLegend = " False alarms: harmless canaries that were aborted, or paused for REGRESSION; aborted: those of them that were " +
	"aborted; paused otherwise: those that were held for another reason."
