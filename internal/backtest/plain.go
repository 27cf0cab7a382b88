package backtest

import (
	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
)

// A plain rule is one that many teams write for themselves: it looks at every metric alone, and aborts when any of them is
// worse. It knows no roles but muted, no weights and no score, corrects for nothing, and promotes unless nothing could be
// compared: then it pauses for INSUFFICIENT_DATA. Gaps are left out.
type plain struct {
	name  string
	worse func(engine.Pair) (worse, compared bool)
}

// Name implements [Rule].
func (p plain) Name() string { return p.name }

// Judge implements [Rule].
func (p plain) Judge(plan judge.Plan, observed []judge.Observation) (Answer, error) {
	a := Answer{Verdict: judge.Pause, Reason: judge.InsufficientData}
	worse, compared := false, false
	for i, m := range plan.Metrics {
		class := p.class(plan, m, observed[i])
		a.Classes = append(a.Classes, Class{Metric: m.Name, Class: class})
		if m.Role == judge.Muted {
			continue
		}
		worse = worse || class == judge.Fail
		compared = compared || class == judge.Fail || class == judge.Pass
	}
	switch {
	case worse:
		a.Verdict, a.Reason = judge.Abort, judge.Regression
	case compared:
		a.Verdict, a.Reason = judge.Promote, judge.NotWorse
	}
	return a, nil
}

// class judges one metric: as bad as its worst slice.
func (p plain) class(plan judge.Plan, m judge.Metric, seen judge.Observation) judge.Class {
	if len(seen.Failures) > 0 {
		return judge.Error
	}
	class := judge.NoData
	for _, slice := range engine.PairsOf(plan, m, seen) {
		worse, compared := p.worse(slice)
		switch {
		case worse && compared:
			return judge.Fail
		case compared:
			class = judge.Pass
		}
	}
	return class
}
