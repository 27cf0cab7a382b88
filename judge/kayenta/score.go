package kayenta

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
)

// score fills in groups, score and reason from the metrics that are not muted. A critical metric comes before too little
// data, and both before the sum of the groups.
func (c Config) score(result *Result) error {
	heard := slices.DeleteFunc(slices.Clone(result.Metrics), func(r MetricResult) bool { return r.Muted })
	result.Groups = scoreGroups(heard)
	critical := slices.IndexFunc(heard, func(r MetricResult) bool { return r.Critical && r.Label != Pass })
	switch {
	case critical >= 0:
		result.Reason = "failed: " + heard[critical].Reason
	case halfWithoutData(heard):
		result.Reason = "failed: half of the metrics or more have no data"
	default:
		sum := c.weightedSum(result.Groups)
		if !finite(sum) {
			return fmt.Errorf("%w: group weights are too large for a score", ErrConfig)
		}
		result.Score = roundHalfUp(sum)
	}
	return nil
}

// scoreGroups scores the groups in the order in which they appear.
func scoreGroups(results []MetricResult) []GroupScore {
	var groups []GroupScore
	passed, counted := map[string]int{}, map[string]int{}
	for _, r := range results {
		for _, name := range r.Groups {
			if !slices.ContainsFunc(groups, func(g GroupScore) bool { return g.Name == name }) {
				groups = append(groups, GroupScore{Name: name})
			}
			if r.Label == Pass {
				passed[name]++
			}
			if r.Label == Pass || r.Label.Flagged() || r.Label == NodataFailMetric {
				counted[name]++
			}
		}
	}
	for i, g := range groups {
		if n := counted[g.Name]; n > 0 {
			groups[i].Score = float64(passed[g.Name]) / float64(n) * 100
		} else {
			groups[i].Nodata = true
		}
	}
	return groups
}

// halfWithoutData reports whether half of the results or more are Nodata. [NodataFailMetric] and [Error] are not.
func halfWithoutData(results []MetricResult) bool {
	n := 0
	for _, r := range results {
		if r.Label == Nodata {
			n++
		}
	}
	return n > 0 && 2*n >= len(results)
}

// weightedSum adds the groups' scores by their weights, and by equal parts of what is left of 100 where there is none.
func (c Config) weightedSum(groups []GroupScore) float64 {
	left, unweighted := 0.0, 0
	for _, name := range slices.Sorted(maps.Keys(c.GroupWeights)) {
		left += c.GroupWeights[name]
	}
	left = 100 - left
	for _, g := range groups {
		if _, ok := c.GroupWeights[g.Name]; !ok {
			unweighted++
		}
	}
	sum := 0.0
	for _, g := range groups {
		weight, ok := c.GroupWeights[g.Name]
		if !ok {
			weight = left / float64(unweighted)
		}
		sum += float64(g.effective() * (weight / 100))
	}
	return sum
}

// roundHalfUp rounds the shortest decimal form of a number to 2 decimals, halves away from 0: 2.675 becomes 2.68, though its
// binary value is below it.
func roundHalfUp(v float64) float64 {
	decimal, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	rounded, _ := strconv.ParseFloat(decimal.FloatString(2), 64)
	return rounded + 0 // not −0
}
