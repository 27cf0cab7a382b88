package main

import (
	"fmt"
	"math"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/quality"
)

// delays looks at canaries every minute of an hour.
func (m *measurement) delays() (section, error) {
	header := []string{
		"what", "worse by", "minutes", "n", "median", "p90", "found in 15 min %", "found in an hour %", "aborted %",
		"no change: flagged %", "no change: aborted %",
	}
	serin := table{title: "serin", header: append([]string{"looks", "history"}, header...)}
	others := table{title: "The other rules", header: append([]string{"rule"}, header...), long: true}
	for i, rule := range m.rules {
		runs := m.runs(2000)
		if i > 0 {
			runs = m.runs(200)
		}
		for _, w := range everyWatched() {
			if i > 0 && (w.History || w.Open) {
				continue // only serin knows the difference
			}
			cells, err := m.delay(rule, w, runs)
			if err != nil {
				return section{}, err
			}
			if i > 0 {
				others.add(append([]cell{word("%s", rule.Name())}, cells...)...)
				continue
			}
			looks := "60 planned"
			if w.Open {
				looks = "open"
			}
			serin.add(append([]cell{word("%s", looks), word("%s", historyOf(w))}, cells...)...)
		}
	}
	s := section{
		title: "How long it takes",
		text: "Looks every minute for an hour, all of them planned or their number open, the effect there from the first minute on. Minutes to the first\n" +
			"look that flags the canary; those that no look flags count as longer than an hour. Minutes are independent of each other; or what is\n" +
			"measured follows its predecessor with an autocorrelation of 0.6 and a deviation of 25 % (errors) or 8 % (latency), shared by both\n" +
			"populations or of either's own. The same with no change stands beside it, because a rule that flags everything is fast. A history is two\n" +
			"hours of both populations before the canary began.",
		tables: []table{serin},
	}
	if len(m.rules) > 1 {
		s.tables = append(s.tables, others)
	}
	return s, nil
}

// delay watches worse canaries, and harmless ones.
func (m *measurement) delay(rule backtest.Rule, w quality.Watched, runs int) ([]cell, error) {
	worse, err := quality.TimeToFlag(rule, w, runs, m.seed)
	if err != nil {
		return nil, err
	}
	if limit, ok := barOf(w); ok && rule == m.rules[0] {
		m.hold(fmt.Sprintf("%s × %g, history %s: minutes to flag, median", w.Scene, w.Times, historyOf(w)), medianOf(worse), runs, barMinutes(limit))
	}
	harmless := w
	harmless.Times = 1
	none, err := quality.TimeToFlag(rule, harmless, runs, m.seed)
	if err != nil {
		return nil, err
	}
	return []cell{
		word("%s", w.Scene), word("× %g", w.Times), word("%s", w.Common), count(runs), minutes(worse, 0.5), minutes(worse, 0.9),
		sharePercent(worse.Within(15)), sharePercent(worse.Flagged), sharePercent(worse.Aborted),
		sharePercent(none.Flagged), sharePercent(none.Aborted),
	}, nil
}

// everyWatched returns what is looked at every minute.
func everyWatched() (all []quality.Watched) {
	for _, w := range []quality.Watched{
		{Scene: quality.RareErrors, Times: 4},
		{Scene: quality.ErrorRatio, Times: 1.5},
		{Scene: quality.MeanLatency, Times: 1.2},
		{Scene: quality.MidLatency, Times: 1.2},
	} {
		for _, w.Common = range []quality.Common{quality.Independent, quality.Shared, quality.OwnNoise} {
			if w.Scene == quality.RareErrors && w.Common != quality.Independent {
				continue
			}
			for _, w.Open = range []bool{false, true} {
				for _, w.History = range []bool{false, true} {
					all = append(all, w)
				}
			}
		}
	}
	return all
}

// barOf returns in how many minutes the regression is to be found, in the median, if there is a bar for it.
func barOf(w quality.Watched) (limit float64, ok bool) {
	if w.Open || w.Common != quality.Independent {
		return 0, false
	}
	switch {
	case w.Scene == quality.RareErrors && !w.History, w.Scene == quality.MeanLatency && !w.History:
		return 15, true
	case w.Scene == quality.ErrorRatio && !w.History:
		return 20, true
	case w.Scene == quality.ErrorRatio:
		return 10, true
	case w.Scene == quality.MeanLatency:
		return 8, true
	default:
		return 0, false
	}
}

func historyOf(w quality.Watched) string {
	if w.History {
		return "2 h"
	}
	return "none"
}

// medianOf is the median time to flag, with its interval; an hour and a minute stands for later than that.
func medianOf(d quality.Delay) estimate {
	half := 1.96 * 0.5 / math.Sqrt(float64(len(d.Minutes)))
	at := func(q float64) float64 { return min(61, d.Quantile(q)) }
	return estimate{at(0.5), at(0.5 - half), at(0.5 + half)}
}

// minutes writes a quantile of the time to flag; its interval holds between order statistics.
func minutes(d quality.Delay, q float64) cell {
	n := float64(len(d.Minutes))
	half := 1.96 * math.Sqrt(q*(1-q)/n)
	at := func(q float64) string {
		if v := d.Quantile(min(max(q, 0), 1)); !math.IsInf(v, 1) {
			return fmt.Sprint(v)
		}
		return "> 60"
	}
	return cell{fmt.Sprintf("%s (%s–%s)", at(q), at(q-half), at(q+half)), at(q)}
}
