package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
)

// Observed returns what the answers that are known already show of each metric, sorted as [Engine.Analyze] does it.
func (a Analysis) Observed() []judge.Observation { return observe(a, a.Answers) }

// observe sorts the answers into one observation per metric: each series into its slice, population and part. A metric
// of which something is missing is a failure; of a history of which something is missing all is left out, with a note.
func observe(a Analysis, answers []Answer) []judge.Observation {
	observations := make([]judge.Observation, len(a.Plan.Metrics))
	sorted := make([]sorter, len(a.Plan.Metrics))
	for i := range sorted {
		sorted[i] = sorter{now: map[string]*judge.Slice{}, before: map[string]*judge.Slice{}, lost: map[judge.Population]bool{}}
	}
	for _, answer := range answers {
		o, s := &observations[answer.Metric], sorted[answer.Metric]
		err := answer.Err
		if err == nil {
			err = s.sortIn(answer, a)
		}
		switch {
		case err == nil:
		case !answer.Population.IsHistory():
			o.Failures = append(o.Failures, judge.Failure{Cause: Cause(err), Population: answer.Population, Message: err.Error()})
		case !s.lost[answer.Population]:
			s.lost[answer.Population] = true
			o.Notes = append(o.Notes, fmt.Sprintf("the %v is left out: %v", answer.Population, err))
		}
	}
	for i, s := range sorted {
		observations[i].Slices = s.slices()
	}
	return observations
}

// A sorter holds what came of one metric, by the names of its slices.
type sorter struct {
	now    map[string]*judge.Slice
	before map[string]*judge.Slice   // with the histories alone
	lost   map[judge.Population]bool // histories that did not come in full
}

// sortIn puts the series of one answer into their slices.
func (s sorter) sortIn(answer Answer, a Analysis) error {
	for _, one := range answer.Series {
		if one.Step != a.Plan.Step {
			return fmt.Errorf("%w: it has steps of %v, and the analysis has steps of %v", providers.ErrUnavailable, one.Step, a.Plan.Step)
		}
		err := put(s.arm(one.Labels[a.SliceLabel], answer.Population), answer.Part, one)
		if errors.Is(err, providers.ErrTooManySeries) && a.Plan.Metrics[answer.Metric].Cumulative {
			// A sum of raw counters falls when one of them restarts, so aggregating them is no remedy.
			err = fmt.Errorf("%w where one raw counter was expected; query the sum of their increases, without cumulative",
				providers.ErrTooManySeries)
		}
		if err != nil {
			return fmt.Errorf("%w; there came %s", err, describe(answer.Series))
		}
	}
	return nil
}

// arm returns the place of a population of a slice.
func (s sorter) arm(name string, p judge.Population) *judge.Arm {
	of := s.now
	if p.IsHistory() {
		of = s.before
	}
	if of[name] == nil {
		of[name] = &judge.Slice{Name: name}
	}
	switch p {
	case judge.Canary:
		return &of[name].Canary
	case judge.BaselineHistory:
		return &of[name].BaselineHistory
	case judge.CanaryHistory:
		return &of[name].CanaryHistory
	default:
		return &of[name].Baseline
	}
}

// slices returns the slices in the order of their names, with their histories. What there was of a slice only before is left
// out: it has nothing to be compared with.
func (s sorter) slices() (all []judge.Slice) {
	for _, name := range slices.Sorted(maps.Keys(s.now)) {
		one := *s.now[name]
		if before := s.before[name]; before != nil && !s.lost[judge.BaselineHistory] {
			one.BaselineHistory = before.BaselineHistory
		}
		if before := s.before[name]; before != nil && !s.lost[judge.CanaryHistory] {
			one.CanaryHistory = before.CanaryHistory
		}
		for _, a := range []judge.Arm{one.Baseline, one.Canary, one.BaselineHistory, one.CanaryHistory} {
			sortBuckets(a.Buckets)
		}
		all = append(all, one)
	}
	return all
}
