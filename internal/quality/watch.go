package quality

import (
	"time"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A Look is one of several judgements of a canary whose data grow.
type Look struct {
	Plan     judge.Plan // says which look this is
	Observed []judge.Observation
	History  []judge.Observation // of both populations while they were alike, up to the window's start; nil: none
	Before   *judge.Result       // of the look before; nil for the first
}

// A Looker is a rule that makes use of what is known from before.
type Looker interface {
	backtest.Rule
	// Look judges one look. Errors: those of [judge.Decide].
	Look(look Look) (backtest.Answer, *judge.Result, error)
}

// Serin is the rule of package judge, look by look.
type Serin struct{ backtest.Serin }

// Look implements [Looker].
func (Serin) Look(look Look) (backtest.Answer, *judge.Result, error) {
	plan := look.Plan
	if look.Before != nil {
		plan.Looks.Earlier = look.Before.Evidence()
	}
	observed := look.Observed
	if look.History != nil {
		plan.History = judge.Window{Start: plan.Canary.Start.Add(-historyMinutes * step), End: plan.Canary.Start}
		observed = nil
		for i, o := range look.Observed {
			s, past := o.Slices[0], look.History[i].Slices[0]
			s.BaselineHistory, s.CanaryHistory = past.Baseline, past.Canary
			observed = append(observed, judge.Observation{Slices: []judge.Slice{s}})
		}
	}
	result, err := judge.Decide(plan, observed)
	if err != nil {
		return backtest.Answer{}, nil, err
	}
	return backtest.Answer{Verdict: result.Verdict, Reason: result.Reasons[0].Code, Score: result.Score}, &result, nil
}

// A watch is a canary that is judged again and again while its data grow.
type watch struct {
	plan     judge.Plan          // of the whole window
	observed []judge.Observation // in the whole window
	history  []judge.Observation // before it; nil: none
	looks    []int               // how many steps there are at each look
	planned  int                 // looks planned
	first    int                 // which of them comes first, from 1
	open     bool                // nobody knows how many looks there will be
}

// A seen is after how many steps a watched canary was flagged and aborted for the first time; 0: never. It was held if the
// last look paused it for another reason than a regression.
type seen struct {
	flagged, aborted int
	held             bool
}

// run judges look by look, until the canary is aborted.
func (w watch) run(rule backtest.Rule) (seen, error) {
	var s seen
	var before *judge.Result
	for k, steps := range w.looks {
		look := Look{Plan: w.plan, History: w.history, Before: before}
		look.Plan.Looks = judge.Looks{Planned: w.planned, Taken: w.first + k}
		if w.open {
			look.Plan.Looks = judge.Looks{Open: true, Taken: w.first + k}
		}
		look.Plan.Baseline = firstSteps(w.plan.Baseline, steps)
		look.Plan.Canary = firstSteps(w.plan.Canary, steps)
		for _, o := range w.observed {
			look.Observed = append(look.Observed, cut(o, look.Plan.Canary.End))
		}
		var answer backtest.Answer
		var err error
		if looker, ok := rule.(Looker); ok {
			answer, before, err = looker.Look(look)
		} else {
			answer, err = rule.Judge(look.Plan, look.Observed)
		}
		switch {
		case err != nil:
			return s, err
		case answer.Flagged() && s.flagged == 0:
			s.flagged = steps
		}
		s.held = answer.Verdict == judge.Pause && !answer.Flagged()
		if answer.Verdict == judge.Abort {
			s.aborted = steps
			return s, nil
		}
	}
	return s, nil
}

// firstSteps returns the first steps of a window.
func firstSteps(w judge.Window, steps int) judge.Window {
	return judge.Window{Start: w.Start, End: w.Start.Add(time.Duration(steps) * step)}
}

// cut returns what was seen until then in an observation without slices.
func cut(o judge.Observation, until time.Time) judge.Observation {
	s := o.Slices[0]
	for _, part := range parts(&s) {
		part.Values = part.Values[:min(max(0, series.Steps(part.Start, until, step)), len(part.Values))]
	}
	return judge.Observation{Slices: []judge.Slice{s}}
}

// parts returns the series of a slice.
func parts(s *judge.Slice) []*series.Series {
	return []*series.Series{
		&s.Baseline.Value, &s.Baseline.Events, &s.Baseline.Total, &s.Canary.Value, &s.Canary.Events, &s.Canary.Total,
	}
}

// everyMinute returns the looks at each minute that has at least the 3 points that a judge needs; the looks before
// are planned too.
func everyMinute(minutes int) (looks []int, planned, first int) {
	const least = 3
	for m := least; m <= minutes; m++ {
		looks = append(looks, m)
	}
	return looks, minutes, least
}
