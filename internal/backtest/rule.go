// Package backtest judges labelled cases by one rule or several, and counts how often each was right.
package backtest

import "github.com/serin-canary/serin/judge"

// A Rule concludes from what was observed of a canary and its baseline.
type Rule interface {
	// Name says which rule it is, in a table.
	Name() string
	// Judge concludes. Errors: those of [judge.Decide].
	Judge(plan judge.Plan, observed []judge.Observation) (Answer, error)
}

// An Answer is what a rule concluded of a case.
type Answer struct {
	Verdict judge.Verdict
	Reason  judge.Code // the main one
	Score   *float64   // nil when nothing was judged
	Classes []Class    // one per metric, in the order of the plan
}

// A Class is what a rule found for a metric.
type Class struct {
	Metric string
	Class  judge.Class
}

// Flagged reports whether the canary was called worse: aborted, or paused for a regression.
func (a Answer) Flagged() bool {
	return a.Verdict == judge.Abort || a.Verdict == judge.Pause && a.Reason == judge.Regression
}

// Serin is the rule of package judge.
type Serin struct{}

// Name implements [Rule].
func (Serin) Name() string { return "serin" }

// Judge implements [Rule].
func (Serin) Judge(plan judge.Plan, observed []judge.Observation) (Answer, error) {
	return answerOf(judge.Decide(plan, observed))
}

// answerOf is the answer that a result holds.
func answerOf(result judge.Result, err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Verdict: result.Verdict, Reason: result.Reasons[0].Code, Score: result.Score}
	for _, f := range result.Findings {
		a.Classes = append(a.Classes, Class{Metric: f.Metric.Name, Class: f.Class})
	}
	return a, nil
}

// Rules returns every rule there is, serin's own first.
func Rules() []Rule {
	return []Rule{Serin{}, Kayenta{}, MannWhitney(), ZTest(), Threshold()}
}
