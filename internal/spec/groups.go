package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// maxWeight keeps sums of weights finite and exact. Only proportions count, so no one needs more.
const maxWeight = 1e9

// groups: weights that sum to something, for groups that metrics are in.
func (s specCheck) groups() {
	path, groups := s.at("groups"), s.spec.GetGroups()
	sum := 0.0
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		s.weight(entry(path, name), groups[name])
		if problem := nameProblem(name); problem != "" || name == "" {
			s.add(entry(path, name), "the name of the group %s", orWords(problem, "is empty; give it one"))
		}
		sum += groups[name]
	}
	if len(groups) > 0 && sum <= 0 {
		s.add(path, "weights that sum to nothing; give at least one group a weight above 0")
	}
}

// weight: finite, not negative, not huge.
func (s specCheck) weight(path string, weight float64) {
	if weight < 0 || weight > maxWeight {
		s.settle(path, "a weight is 0 or more, at most 1e9; it is %v", weight)
	}
}

// judged: something can be judged, and carries weight.
func (s specCheck) judged() {
	metrics := s.spec.GetMetrics()
	if len(metrics) == 0 {
		return
	}
	path, roles := s.at("metrics"), s.ofMetrics("role")
	switch {
	case isAllMuted(metrics):
		s.conclude(path, roles, "every metric is muted: nothing can be judged; give at least one the role critical or scored")
	case !slices.ContainsFunc(metrics, isScored):
		s.conclude(path, roles, "every metric is signal or muted: nothing counts in the score; "+
			"give at least one the role critical or scored")
	case s.carried() <= 0:
		from := slices.Concat(roles, s.ofMetrics("weight"), s.ofMetrics("group"), []string{s.at("groups")})
		s.conclude(path, from, "weights that sum to nothing: no metric that counts in the score carries any; "+
			"give at least one of them a weight above 0, in a group with a weight above 0")
	}
}

// ofMetrics returns the paths of one field of all metrics.
func (s specCheck) ofMetrics(field string) []string {
	paths := make([]string, len(s.spec.GetMetrics()))
	for i := range paths {
		paths[i] = join(element(s.at("metrics"), i), field)
	}
	return paths
}

func isAllMuted(metrics []*serinv1.Metric) bool {
	return !slices.ContainsFunc(metrics, func(m *serinv1.Metric) bool { return m.GetRole() != serinv1.Role_ROLE_MUTED })
}

// carried returns the weight that the metrics in the score carry altogether. With groups, each brings its own weight
// if any of its metrics has one.
func (s specCheck) carried() float64 {
	total, brought := 0.0, map[string]bool{}
	for _, metric := range s.spec.GetMetrics() {
		weight, group := weightOf(metric), metric.GetGroup()
		share, listed := s.spec.GetGroups()[group]
		switch {
		case !isScored(metric) || weight <= 0 || brought[group]:
		case listed:
			brought[group] = true
			total += share
		default:
			total += weight
		}
	}
	return total
}

// listedGroups: once there are groups with weights, every metric in the score is in one of them.
func (s specCheck) listedGroups() {
	groups := s.spec.GetGroups()
	if len(groups) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(groups))
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, fmt.Sprintf("%q", shorten(name)))
	}
	for i, metric := range s.spec.GetMetrics() {
		if _, listed := groups[metric.GetGroup()]; listed || !isScored(metric) || s.more || nameProblem(metric.GetGroup()) != "" {
			continue
		}
		path := join(element(s.at("metrics"), i), "group")
		from := []string{path, s.at("groups")}
		if metric.GetGroup() == "" {
			s.conclude(path, from, "required, for groups have weights: one of %s", strings.Join(quoted, ", "))
			continue
		}
		s.conclude(path, from, "%q has no weight in groups%s", shorten(metric.GetGroup()),
			orWords(suggestion(metric.GetGroup(), names), "; put the metric into one of: "+strings.Join(quoted, ", ")))
	}
}

// usedGroups: every group has a metric in it.
func (s specCheck) usedGroups() {
	if len(s.spec.GetMetrics()) == 0 {
		return // nothing can be in a group
	}
	members := map[string]bool{}
	var unlisted []string
	for _, metric := range s.spec.GetMetrics() {
		group := metric.GetGroup()
		if _, listed := s.spec.GetGroups()[group]; !listed && !members[group] {
			unlisted = append(unlisted, group)
		}
		members[group] = true
	}
	from := s.ofMetrics("group")
	for _, name := range slices.Sorted(maps.Keys(s.spec.GetGroups())) {
		if !members[name] && !s.more {
			s.conclude(entry(s.at("groups"), name), from, "no metric is in this group; put one in, or leave the group out%s",
				suggestion(name, unlisted))
		}
	}
}
