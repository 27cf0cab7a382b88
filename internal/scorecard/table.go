package scorecard

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/serin-canary/serin/internal/report"
)

// A table has rows in sections. Its first column are labels, the others hold numbers.
type table struct {
	title    string
	head     []string // of the columns
	sections []section
	foot     string // below the table, when there is more to say
}

// A section is rows that belong together, under a name of their own when it has one.
type section struct {
	name string
	rows [][]string
}

// withoutEmpty leaves out the columns in which no row has anything, and what would steer a terminal.
func (t table) withoutEmpty() table {
	var kept []int
	for j := range t.head {
		if j == 0 || t.filled(j) {
			kept = append(kept, j)
		}
	}
	choose := func(row []string) []string {
		chosen := make([]string, len(kept))
		for i, j := range kept {
			chosen[i] = report.Plain(row[j])
		}
		return chosen
	}
	out := table{title: report.Plain(t.title), head: choose(t.head), foot: report.Plain(t.foot)}
	for _, s := range t.sections {
		rows := make([][]string, len(s.rows))
		for i, row := range s.rows {
			rows[i] = choose(row)
		}
		out.sections = append(out.sections, section{report.Plain(s.name), rows})
	}
	return out
}

func (t table) filled(column int) bool {
	for _, s := range t.sections {
		for _, row := range s.rows {
			if row[column] != "" && row[column] != nothing {
				return true
			}
		}
	}
	return false
}

// columns separated by so many blanks, and rows of named sections moved in by as many.
const gap = 2

// text writes the table for a terminal. What is too wide for it goes on below, with the labels again.
func (t table) text(w *strings.Builder, style report.Style) {
	t = t.withoutEmpty()
	widths := t.widths()
	for first := 1; first < len(t.head); {
		last, width := first, widths[0]+gap+widths[first]
		for last+1 < len(t.head) && (style.Width == 0 || width+gap+widths[last+1] <= style.Width) {
			last++
			width += gap + widths[last]
		}
		w.WriteString("\n")
		if first == 1 && t.title != "" {
			w.WriteString(wrap(style.Bold(t.title), style) + "\n")
		}
		t.block(w, widths, first, last, style)
		first = last + 1
	}
	if t.foot != "" {
		w.WriteString(wrap(t.foot, style) + "\n")
	}
}

// block writes the labels and the columns from first to last.
func (t table) block(w *strings.Builder, widths []int, first, last int, style report.Style) {
	line := func(row []string, indent int) string {
		var b strings.Builder
		b.WriteString(strings.Repeat(" ", indent) + pad(row[0], widths[0]-indent))
		for j := first; j <= last; j++ {
			b.WriteString(strings.Repeat(" ", gap) + pad(row[j], widths[j]))
		}
		return strings.TrimRight(b.String(), " ")
	}
	w.WriteString(style.Faint(line(t.head, 0)) + "\n")
	for _, s := range t.sections {
		indent := 0
		if s.name != "" {
			w.WriteString(s.name + "\n")
			indent = gap
		}
		for _, row := range s.rows {
			w.WriteString(line(row, indent) + "\n")
		}
	}
}

// widths returns the width of every column.
func (t table) widths() []int {
	widths := make([]int, len(t.head))
	take := func(row []string, indent int) {
		for j, cell := range row {
			width := lipgloss.Width(cell)
			if j == 0 {
				width += indent
			}
			widths[j] = max(widths[j], width)
		}
	}
	take(t.head, 0)
	for _, s := range t.sections {
		indent := 0
		if s.name != "" {
			indent = gap
		}
		for _, row := range s.rows {
			take(row, indent)
		}
	}
	return widths
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-lipgloss.Width(s)))
}

// markdown writes the table with the names of its sections in a column of their own.
func (t table) markdown(w *strings.Builder) {
	t = t.withoutEmpty()
	named := false
	for _, s := range t.sections {
		named = named || s.name != ""
	}
	line := func(name string, row []string) {
		cells := make([]string, 0, len(row)+1)
		if named {
			cells = append(cells, report.Cell(name))
		}
		for _, cell := range row {
			cells = append(cells, report.Cell(cell))
		}
		w.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	if t.title != "" {
		w.WriteString("\n### " + report.Cell(t.title) + "\n")
	}
	w.WriteString("\n")
	line("", t.head)
	columns := len(t.head)
	if named {
		columns++
	}
	w.WriteString("|" + strings.Repeat(" --- |", columns) + "\n")
	for _, s := range t.sections {
		for _, row := range s.rows {
			line(s.name, row)
		}
	}
	if t.foot != "" {
		w.WriteString("\n" + report.Cell(t.foot) + "\n")
	}
}
