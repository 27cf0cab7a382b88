package engine

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// observe sorts the answers into one observation per metric: each series into its slice, population and part.
func observe(a Analysis, answers []Answer) []judge.Observation {
	observations := make([]judge.Observation, len(a.Plan.Metrics))
	found := make([]map[string]*judge.Slice, len(a.Plan.Metrics))
	for i := range found {
		found[i] = map[string]*judge.Slice{}
	}
	for _, answer := range answers {
		o := &observations[answer.Metric]
		err := answer.Err
		if err == nil {
			err = sortIn(found[answer.Metric], answer, a)
		}
		if err != nil {
			o.Failures = append(o.Failures, judge.Failure{Cause: Cause(err), Population: answer.Population, Message: err.Error()})
		}
	}
	for i, slicesOf := range found {
		for _, name := range slices.Sorted(maps.Keys(slicesOf)) {
			s := slicesOf[name]
			sortBuckets(s.Baseline.Buckets)
			sortBuckets(s.Canary.Buckets)
			observations[i].Slices = append(observations[i].Slices, *s)
		}
	}
	return observations
}

// sortIn puts the series of one answer into their slices.
func sortIn(found map[string]*judge.Slice, answer Answer, a Analysis) error {
	label, step := a.SliceLabel, a.Plan.Step
	for _, s := range answer.Series {
		if s.Step != step {
			return fmt.Errorf("%w: it has steps of %v, and the analysis has steps of %v", providers.ErrUnavailable, s.Step, step)
		}
		name := s.Labels[label]
		if found[name] == nil {
			found[name] = &judge.Slice{Name: name}
		}
		arm := &found[name].Baseline
		if answer.Population == judge.Canary {
			arm = &found[name].Canary
		}
		err := put(arm, answer.Part, s)
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

// put stores a series as one part of an arm, which must not have it yet.
func put(arm *judge.Arm, part Part, s series.Labelled) error {
	var place *series.Series
	switch part {
	case Value:
		place = &arm.Value
	case Events:
		place = &arm.Events
	case Total, Exposure:
		place = &arm.Total
	default:
		return putBucket(arm, s)
	}
	if len(place.Values) > 0 {
		return fmt.Errorf("%w where one was expected; aggregate them in the query", providers.ErrTooManySeries)
	}
	*place = s.Series
	return nil
}

func putBucket(arm *judge.Arm, s series.Labelled) error {
	bound, err := strconv.ParseFloat(s.Labels["le"], 64)
	if err != nil || math.IsNaN(bound) {
		return fmt.Errorf("a bucket's label le is %q, not a number", s.Labels["le"])
	}
	for _, b := range arm.Buckets {
		if b.Bound == bound {
			return fmt.Errorf("%w for the bucket le=%q; sum by (le) in the query", providers.ErrTooManySeries, s.Labels["le"])
		}
	}
	arm.Buckets = append(arm.Buckets, judge.Bucket{Bound: bound, Counts: s.Series})
	return nil
}

func sortBuckets(buckets []judge.Bucket) {
	slices.SortFunc(buckets, func(a, b judge.Bucket) int { return cmp.Compare(a.Bound, b.Bound) })
}

// describe names the labels of the first few series.
func describe(all []series.Labelled) string {
	const most = 3
	var described []string
	for _, s := range all[:min(most, len(all))] {
		var labels []string
		for _, name := range slices.Sorted(maps.Keys(s.Labels)) {
			labels = append(labels, fmt.Sprintf("%s=%q", name, s.Labels[name]))
		}
		described = append(described, "{"+strings.Join(labels, ", ")+"}")
	}
	if len(all) > most {
		described = append(described, "…")
	}
	return strings.Join(described, ", ")
}
