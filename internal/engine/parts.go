package engine

import (
	"cmp"
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
