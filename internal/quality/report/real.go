package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/quality"
)

// A trial is what the rules concluded of real cases.
type trial struct {
	contenders []backtest.Contender
	outcomes   []backtest.Outcome
	summary    backtest.Summary
}

// try judges the real pairs, or the real deployments.
func (m *measurement) try(deployments bool) (t trial, err error) {
	all, err := quality.Decisions(m.decisions)
	if err != nil {
		return t, err
	}
	var cases []collection.Case
	for _, c := range all.Cases {
		if c.Deployment == deployments {
			cases = append(cases, c)
		}
	}
	for _, rule := range m.rules {
		t.contenders = append(t.contenders, backtest.Contender{Name: rule.Name(), Rule: rule, Cases: cases})
	}
	t.outcomes, err = backtest.Run(context.Background(), t.contenders, runtime.GOMAXPROCS(0), nil)
	if err != nil {
		return t, err
	}
	t.summary = backtest.Summarize(t.contenders, t.outcomes)
	return t, nil
}

// serin returns the tally of serin over all cases.
func (t trial) serin() backtest.Tally { return t.summary.Groups[0].Tallies[0] }

// pairs judges pairs of real series.
func (m *measurement) pairs() (section, error) {
	t, err := m.try(false)
	if err != nil {
		return section{}, err
	}
	all := t.serin()
	m.hold("real pairs: F1", f1Of(all.F1), all.F1.N, barF1())
	m.hold("real pairs: harmless ones flagged, %", rateOf(all.FalseAlarms), all.FalseAlarms.N, barFalseAlarms())
	m.hold("real pairs: regressed ones flagged, %", rateOf(all.Recall), all.Recall.N, atLeast(74))
	m.hold("real pairs: harmless ones held for want of evidence, %", rateOf(all.Unflagged), all.Unflagged.N, atMost(15))
	m.holdGroups(t)
	return section{
		title: "Real pairs",
		text: "One series of a baseline, one of a canary, one look. The labels are those of the sources, windows were drawn by a fixed rule, and the rules\n" +
			"see nothing but times, values and which direction is worse (`internal/quality/testdata/decisions/README.md`). The rule was tuned on these\n" +
			"very cases, so its figures are optimistic. Intervals of F1 come from drawing entities (services, replicas, load tests) with replacement.\n" +
			"Autocorrelation is that of lag 1, within the populations; affected is the share of the canary's requests that were slowed.",
		tables: []table{t.rules(), t.comparisons(), t.groups("All groups"), t.halves(), t.endings()},
	}, nil
}

// deployments judges whole deployments of several series.
func (m *measurement) deployments() (section, error) {
	t, err := m.try(true)
	if err != nil {
		return section{}, err
	}
	all := t.serin()
	m.hold("real deployments: harmless ones aborted, %", rateOf(all.Aborted), all.Aborted.N, atMost(3))
	m.hold("real deployments: harmless ones flagged, %", rateOf(all.FalseAlarms), all.FalseAlarms.N, atMost(20))
	m.hold("real deployments: regressed ones flagged, %", rateOf(all.Recall), all.Recall.N, atLeast(85))
	return section{
		title: "Real deployments",
		text: "All metrics of one rollout together, of the same sources: 1 to some dozens, each with the same weight. A deployment counts as flagged if\n" +
			"its verdict does.",
		tables: []table{t.rules(), t.comparisons(), t.groups("All groups"), t.halves(), t.endings()},
	}, nil
}

// fewestInGroup is how many harmless pairs a group needs for a bar of its own.
const fewestInGroup = 75

// holdGroups sets the sources and classes of autocorrelation with enough harmless pairs against their bar, and the pairs of
// which a tenth of the requests were slowed.
func (m *measurement) holdGroups(t trial) {
	for _, g := range t.summary.Groups {
		tally := g.Tallies[0]
		if (g.By == "source" || g.By == "autocorrelation") && tally.FalseAlarms.N >= fewestInGroup {
			m.hold(fmt.Sprintf("real pairs, %s %s: harmless ones flagged, %%", g.By, g.Name), rateOf(tally.FalseAlarms), tally.FalseAlarms.N, atMost(8))
		}
		if g.By == "affected" && g.Name == "up to 10 %" {
			m.hold("real pairs, 10 % of requests slowed: flagged, %", rateOf(tally.Recall), tally.Recall.N, atLeast(50))
		}
	}
}
