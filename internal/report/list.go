package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// leastHeadline is how much room a headline needs behind its line of a list; with less it stands below.
const leastHeadline = 30

// longestHeadline is where a headline ends in a list that goes to no terminal: a provider may have whole queries to say.
const longestHeadline = 200

// List writes runs as a table, one line each. On a terminal that is too narrow for that, service, spec and headline stand on a line of
// their own. Headlines are shortened to the terminal, and elsewhere to what a list has room for.
func List(w io.Writer, runs []*serinv1.Run, style Style, now time.Time) error {
	table := [][]string{{"RUN", "STATE", "VERDICT", "LOOKS", "AGE", "SERVICE", "SPEC"}}
	for _, r := range runs {
		table = append(table, []string{
			r.Id, State(r.State), style.verdict(r.GetConclusion().GetVerdict()), fmt.Sprintf("%d/%d", r.LooksTaken, r.LooksPlanned),
			age(now.Sub(r.Created.AsTime())), cmp.Or(Plain(r.Service), "-"), Plain(r.SpecName),
		})
	}
	var b strings.Builder
	lines := columns(table)
	room := style.Width - lipgloss.Width(lines[0]) - 2
	isNarrow := style.Width > 0 && room < leastHeadline
	if isNarrow {
		for i := range table {
			table[i] = table[i][:5]
		}
		lines = columns(table)
	}
	for i, line := range lines {
		headline, name := "", ""
		if i > 0 {
			headline, name = Plain(runs[i-1].GetConclusion().GetHeadline()), Plain(runName(runs[i-1]))
		}
		switch {
		case isNarrow && i > 0:
			line = strings.TrimRight(line, " ") + "\n  " + shortened(name+": "+headline, style.Width-2)
		case style.Width == 0:
			line += "  " + shortened(headline, longestHeadline)
		case !isNarrow:
			line += "  " + shortened(headline, room)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ListMarkdown writes the same as a table.
func ListMarkdown(w io.Writer, runs []*serinv1.Run) error {
	var b strings.Builder
	b.WriteString("| run | service | spec | state | verdict | looks | created | why |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, r := range runs {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d of %d | %s | %s |\n", r.Id, Cell(r.Service), Cell(specName(r)), State(r.State),
			Verdict(r.GetConclusion().GetVerdict()), r.LooksTaken, r.LooksPlanned, clock(r.Created.AsTime()), Cell(shortened(r.GetConclusion().GetHeadline(), longestHeadline)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Specs writes stored specs as a table, one line each.
func Specs(w io.Writer, specs []*serinv1.StoredSpec) error {
	table := [][]string{{"SPEC", "VERSION", "PUT", "BY"}}
	for _, s := range specs {
		table = append(table, []string{Plain(s.Name), fmt.Sprint(s.Version), clock(s.Created.AsTime()), Plain(s.Who)})
	}
	var b strings.Builder
	for _, line := range columns(table) {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// SpecsMarkdown writes the same for a pull request or a chat.
func SpecsMarkdown(w io.Writer, specs []*serinv1.StoredSpec) error {
	var b strings.Builder
	b.WriteString("| spec | version | put | by |\n| --- | --- | --- | --- |\n")
	for _, s := range specs {
		fmt.Fprintf(&b, "| %s | %d | %s | %s |\n", Cell(s.Name), s.Version, clock(s.Created.AsTime()), Cell(s.Who))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// columns lays out a table: all cells of a column are as wide as its widest.
func columns(table [][]string) []string {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], lipgloss.Width(cell))
		}
	}
	lines := make([]string, len(table))
	for i, row := range table {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = pad(cell, widths[j])
		}
		lines[i] = strings.Join(cells, "  ")
	}
	return lines
}

// shortened cuts plain text to a width, and shows that it did.
func shortened(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	for s != "" && lipgloss.Width(s)+1 > width {
		runes := []rune(s)
		s = string(runes[:len(runes)-1])
	}
	return strings.TrimRight(s, " ") + "…"
}

// age writes how long ago something was, in its largest unit.
func age(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d >= time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d >= time.Minute:
		return fmt.Sprintf("%dm", d/time.Minute)
	default:
		return fmt.Sprintf("%ds", max(0, d)/time.Second)
	}
}
