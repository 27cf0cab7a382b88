package main

import (
	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/quality"
	"github.com/serin-canary/serin/judge"
)

// tallyHeader heads the figures of a tally.
func tallyHeader(first ...string) []string {
	return append(first, "same", "flagged %", "aborted %", "other PAUSE %", "regressed", "recall %", "precision %", "F1")
}

// tallyCells writes the figures of a tally.
func tallyCells(t backtest.Tally) []cell {
	return []cell{
		count(t.FalseAlarms.N), rateOf(t.FalseAlarms).percent(), rateOf(t.Aborted).percent(), rateOf(t.Unflagged).percent(),
		count(t.Recall.N), rateOf(t.Recall).percent(), rateOf(t.Precision).percent(), f1Of(t.F1).cell(3),
	}
}

// rules compares the rules on all cases.
func (t trial) rules() table {
	table := table{title: "All cases", header: tallyHeader("rule")}
	for _, tally := range t.summary.Groups[0].Tallies {
		table.add(append([]cell{word("%s", tally.Rule)}, tallyCells(tally)...)...)
	}
	return table
}

// comparisons says how often serin alone was right, and another rule alone.
func (t trial) comparisons() table {
	table := table{
		title:  "Case by case",
		long:   true,
		text:   "McNemar's test, two-sided, mid p: how likely so uneven a split is if both rules are equally good.",
		header: []string{"serin against", "among", "both right", "serin alone", "the other alone", "both wrong", "p"},
	}
	for _, c := range t.summary.Comparisons {
		p := word("–")
		if c.P != nil {
			p = word("%.2g", *c.P)
		}
		table.add(word("%s", c.Second), word("%s", c.Among), count(c.BothRight), count(c.OnlyFirst), count(c.OnlySecond), count(c.BothWrong), p)
	}
	return table
}

// groups has serin's figures for every group of cases, and how often Kayenta's rule flags.
func (t trial) groups(title string) table {
	table := table{title: title, header: tallyHeader("by", "group")}
	for _, g := range t.summary.Groups[1:] {
		if g.By == "case" {
			continue
		}
		table.add(append([]cell{word("%s", g.By), word("%s", g.Name)}, tallyCells(g.Tallies[0])...)...)
	}
	if len(t.contenders) > 1 {
		other := t.contenders[1].Name
		table.header = append(table.header, other+": flagged %", other+": recall %")
		i := 0
		for _, g := range t.summary.Groups[1:] {
			if g.By == "case" {
				continue
			}
			table.rows[i] = append(table.rows[i], rateOf(g.Tallies[1].FalseAlarms).percent(), rateOf(g.Tallies[1].Recall).percent())
			i++
		}
	}
	return table
}

// halves has serin's figures for either half of the entities.
func (t trial) halves() table {
	table := table{
		title:  "Halves by entity",
		text:   "All cases of an entity are in the same half, which a hash of its name chooses.",
		header: tallyHeader("half"),
	}
	for half, name := range []string{"first", "second"} {
		var part []backtest.Outcome
		for _, o := range t.outcomes {
			if quality.SecondHalf(o.Case) == (half == 1) {
				part = append(part, o)
			}
		}
		tally := backtest.Summarize(t.contenders[:1], part).Groups[0].Tallies[0]
		table.add(append([]cell{word("%s", name)}, tallyCells(tally)...)...)
	}
	return table
}

// endings says how cases ended under serin.
func (t trial) endings() table {
	table := table{title: "How cases end", long: true, header: []string{"verdict", "reason", "same %", "regressed %"}}
	for _, e := range t.serin().Endings {
		reason := "–"
		if e.Verdict == judge.Pause {
			reason = e.Reason.String()
		}
		table.add(word("%v", e.Verdict), word("%s", reason), rateOf(e.Same).percent(), rateOf(e.Regressed).percent())
	}
	return table
}
