package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/quality"
	"github.com/serin-canary/serin/stats"
)

// A section is what one part has to say.
type section struct {
	title  string
	text   string // before the tables
	tables []table
}

// A table has a heading of its own only when its section has several.
type table struct {
	title  string
	text   string // after the heading
	header []string
	rows   [][]cell
	tuning bool // not in the document
	long   bool // in the document alone
}

func (t *table) add(cells ...cell) { t.rows = append(t.rows, cells) }

// A cell is a figure with its 95 % interval in the document, and alone when printed.
type cell struct{ full, short string }

// word is a cell that is no figure.
func word(format string, args ...any) cell {
	text := fmt.Sprintf(format, args...)
	return cell{text, text}
}

// count is a cell with a number of cases.
func count(n int) cell { return word("%s", thousands(n)) }

// thousands writes a number with commas.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// An estimate is a figure with its 95 % interval.
type estimate struct{ value, lower, upper float64 }

// shareOf estimates a share, in percent, with Wilson's interval; NaN of nothing.
func shareOf(hits, of int) estimate {
	i, err := stats.ProportionInterval(stats.Proportion{Events: int64(hits), Trials: int64(of)}, 0.95, stats.ProportionWilson)
	if err != nil {
		return estimate{math.NaN(), math.NaN(), math.NaN()}
	}
	return estimate{100 * i.Value, 100 * i.Lo, 100 * i.Hi}
}

func shareIn(s quality.Share) estimate  { return shareOf(s.Hits, s.Of) }
func rateOf(r backtest.Rate) estimate   { return shareOf(r.Count, r.N) }
func percent(hits, of int) cell         { return shareOf(hits, of).percent() }
func sharePercent(s quality.Share) cell { return shareIn(s).percent() }

// f1Of takes over the estimate of a backtest.
func f1Of(e backtest.Estimate) estimate {
	at := func(v *float64) float64 {
		if v == nil {
			return math.NaN()
		}
		return *v
	}
	return estimate{at(e.Value), at(e.Lower), at(e.Upper)}
}

// percent writes percentages: with one digit, small ones with two.
func (e estimate) percent() cell {
	if e.value < 1.95 && e.upper < 4.95 {
		return e.cell(2)
	}
	return e.cell(1)
}

func (e estimate) cell(digits int) cell {
	switch {
	case math.IsNaN(e.value):
		return word("–")
	case math.IsNaN(e.lower):
		return word("%.*f", digits, e.value)
	}
	short := fmt.Sprintf("%.*f", digits, e.value)
	return cell{fmt.Sprintf("%s (%.*f–%.*f)", short, digits, e.lower, digits, e.upper), short}
}

// print writes the section for a person who tunes.
func (s section) print(out io.Writer) {
	fmt.Fprintf(out, "== %s\n", s.title)
	for _, t := range s.tables {
		if !t.long {
			t.print(out)
		}
	}
}

func (t table) print(out io.Writer) {
	if t.title != "" {
		fmt.Fprintf(out, "-- %s\n", t.title)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(t.header, "\t"))
	for _, row := range t.rows {
		for _, c := range row {
			fmt.Fprintf(w, "%s\t", c.short)
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush() // the writer below has shown whether it can be written to
}

// markdown writes the section for the document.
func (s section) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s\n", s.title, s.text)
	for _, t := range s.tables {
		if !t.tuning {
			b.WriteString("\n" + t.markdown())
		}
	}
	return b.String()
}

func (t table) markdown() string {
	var b strings.Builder
	if t.title != "" {
		fmt.Fprintf(&b, "### %s\n\n", t.title)
	}
	if t.text != "" {
		fmt.Fprintf(&b, "%s\n\n", t.text)
	}
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(t.header, " | "), strings.Join(slices.Repeat([]string{" --- |"}, len(t.header)), ""))
	for _, row := range t.rows {
		for _, c := range row {
			fmt.Fprintf(&b, "| %s ", c.full)
		}
		b.WriteString("|\n")
	}
	return b.String()
}
