package scorecard

import (
	"fmt"
	"strconv"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
)

// tablesOf lays a summary out: all cases, how they ended, the comparisons, then every group.
func tablesOf(s backtest.Summary) []table {
	tables := []table{overall(s), endings(s)}
	if len(s.Comparisons) > 0 {
		tables = append(tables, comparisons(s))
	}
	if len(s.Wrong) > 0 {
		tables = append(tables, wrong(s))
	}
	return append(tables, grouped(s)...)
}

// maxWrong is how many cases that were judged wrongly are listed.
const maxWrong = 20

// wrong lists the cases that the first rule judged wrongly.
func wrong(s backtest.Summary) table {
	t := table{title: "Cases judged wrongly", head: []string{"", "label", "verdict", "reason"}, sections: []section{{}}}
	if len(s.Rules) > 1 {
		t.title += " by " + s.Rules[0]
	}
	for _, w := range s.Wrong[:min(maxWrong, len(s.Wrong))] {
		t.sections[0].rows = append(t.sections[0].rows, []string{w.ID, w.Label.String(), w.Verdict.String(), w.Reason.String()})
	}
	if more := len(s.Wrong) - maxWrong; more > 0 {
		t.foot = fmt.Sprintf("and %d more; -o json has all", more)
	}
	return t
}

// A measure is a column of a table of tallies.
type measure struct {
	name string
	of   func(backtest.Tally) string
}

// measures returns what is shown of a tally. Where no case is regressed there is nothing to find, and so no recall and no
// precision; then how often a canary was held up for another reason is shown in their place.
func measures(s backtest.Summary) []measure {
	harmless := []measure{
		{"same", func(t backtest.Tally) string { return count(t.FalseAlarms.N) }},
		{"false alarms", func(t backtest.Tally) string { return rate(t.FalseAlarms) }},
		{"aborted", func(t backtest.Tally) string { return rate(t.Aborted) }},
	}
	if s.Regressed == 0 {
		return append(harmless, measure{"paused otherwise", func(t backtest.Tally) string { return rate(t.Unflagged) }})
	}
	return append(harmless,
		measure{"regr.", func(t backtest.Tally) string { return count(t.Misses.N) }},
		measure{"misses", func(t backtest.Tally) string { return rate(t.Misses) }},
		measure{"recall", func(t backtest.Tally) string { return rate(t.Recall) }},
		measure{"flagged", func(t backtest.Tally) string { return count(t.Precision.N) }},
		measure{"precision", func(t backtest.Tally) string { return rate(t.Precision) }},
		measure{"F1", func(t backtest.Tally) string { return estimate(t.F1) }},
	)
}

// heads are the names of the columns, behind that of the labels.
func heads(label string, measures []measure) []string {
	names := []string{label}
	for _, m := range measures {
		names = append(names, m.name)
	}
	return names
}

// row is a tally behind its label.
func row(label string, t backtest.Tally, measures []measure) []string {
	cells := []string{label}
	for _, m := range measures {
		cells = append(cells, m.of(t))
	}
	return cells
}

func overall(s backtest.Summary) table {
	m := measures(s)
	t := table{head: heads("rule", m), sections: []section{{}}}
	for _, tally := range s.Groups[0].Tallies {
		t.sections[0].rows = append(t.sections[0].rows, row(tally.Rule, tally, m))
	}
	return t
}

// grouped makes one table of every dimension in which the cases differ.
func grouped(s backtest.Summary) []table {
	var tables []table
	for i := 1; i < len(s.Groups); {
		by, end := s.Groups[i].By, i
		for end < len(s.Groups) && s.Groups[end].By == by {
			end++
		}
		if end-i > 1 {
			tables = append(tables, groupTable(s, s.Groups[i:end]))
		}
		i = end
	}
	return tables
}

// groupTable has a section per group, or with a single rule a row.
func groupTable(s backtest.Summary, groups []backtest.Group) table {
	by, m := groups[0].By, measures(s)
	t := table{title: "By " + by, head: heads("", m)}
	if len(s.Rules) == 1 {
		t.sections = []section{{}}
	}
	for _, g := range groups {
		if len(s.Rules) == 1 {
			t.sections[0].rows = append(t.sections[0].rows, row(g.Name, g.Tallies[0], m))
			continue
		}
		one := section{name: g.Name}
		for _, tally := range g.Tallies {
			one.rows = append(one.rows, row(tally.Rule, tally, m))
		}
		t.sections = append(t.sections, one)
	}
	return t
}

// endings says how cases ended, by label.
func endings(s backtest.Summary) table {
	t := table{title: "How cases ended", head: []string{"verdict", "same", "", "regressed", "", "other", ""}}
	for _, tally := range s.Groups[0].Tallies {
		one := section{name: tally.Rule}
		if len(s.Rules) == 1 {
			one.name = ""
		}
		for _, e := range tally.Endings {
			row := []string{ending(e)}
			for _, r := range []backtest.Rate{e.Same, e.Regressed, e.Other} {
				if r.N == 0 {
					row = append(row, nothing, nothing)
				} else {
					row = append(row, fmt.Sprintf("%d of %d", r.Count, r.N), rate(r))
				}
			}
			one.rows = append(one.rows, row)
		}
		t.sections = append(t.sections, one)
	}
	return t
}

// ending is how a case ended, as text has it.
func ending(e backtest.Ending) string {
	if e.Verdict == judge.Pause {
		return e.Verdict.String() + " " + e.Reason.String()
	}
	return e.Verdict.String()
}

// comparisons says who was right where the other was wrong.
func comparisons(s backtest.Summary) table {
	t := table{
		title: "Cases judged rightly by " + s.Rules[0] + " and by each other rule (p: McNemar's test)",
		head:  []string{"", "both", "only " + s.Rules[0], "only the other", "neither", "p"},
	}
	for _, c := range s.Comparisons {
		if len(t.sections) == 0 || t.sections[len(t.sections)-1].name != c.Second {
			t.sections = append(t.sections, section{name: c.Second})
		}
		last := &t.sections[len(t.sections)-1]
		last.rows = append(last.rows, []string{
			c.Among, strconv.Itoa(c.BothRight), strconv.Itoa(c.OnlyFirst), strconv.Itoa(c.OnlySecond), strconv.Itoa(c.BothWrong), pValue(c.P),
		})
	}
	return t
}
