package judge

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// A RollUp says how slices make a metric.
type RollUp struct {
	Rule   RollUpRule
	Quorum float64 // the part for the quorums, in (0, 1]
}

// problem says what is wrong with the roll-up; nothing if it is all right.
func (r RollUp) problem() string {
	switch {
	case r.Rule < AnySlice || r.Rule > QuorumOfWeight:
		return fmt.Sprintf("no rule %d", int(r.Rule))
	case r.Rule != AnySlice && !(r.Quorum > 0 && r.Quorum <= 1):
		return fmt.Sprintf("a quorum of %v is not in (0, 1]", r.Quorum)
	default:
		return ""
	}
}

// rollUp makes one finding per metric of its units, by the plan's [RollUp].
func rollUp(plan Plan, units []*unit) []Finding {
	findings := make([]Finding, 0, len(plan.Metrics))
	for _, m := range plan.Metrics {
		n := 0
		for n < len(units) && units[n].metric.Name == m.Name {
			n++
		}
		findings = append(findings, m.rollUp(plan, units[:n]))
		units = units[n:]
	}
	return findings
}

func (m Metric) rollUp(plan Plan, units []*unit) Finding {
	if len(units) == 1 && units[0].slice == "" {
		return units[0].finding(plan)
	}
	whole := Finding{Metric: m, Class: NoData, ignored: true}
	weights := make([]float64, len(units))
	for i, u := range units {
		f := u.finding(plan)
		whole.Slices = append(whole.Slices, f)
		if f.ignored {
			continue
		}
		weights[i] = u.weightIn(plan.RollUp)
		whole.ignored = false
		whole.Causes = append(whole.Causes, f.Causes...)
	}
	if !whole.ignored {
		whole.Class = plan.RollUp.class(whole.Slices, weights)
	}
	whole.aside = whole.shortOfQuorum()
	whole.Sentence = whole.sliceSentence()
	if whole.aside != "" {
		whole.Sentence += "; " + whole.aside
	}
	return whole
}

// weightIn is what a slice counts for in the roll-up: the canary's traffic where that is asked for, or its points for values
// per step.
func (u *unit) weightIn(rule RollUp) float64 {
	switch {
	case rule.Rule != QuorumOfWeight:
		return 1
	case u.metric.Kind == Gauge:
		return float64(u.canary.present())
	}
	_, total := u.canary.sums()
	return total
}

// class is the worst one that slices of enough weight have, or a worse one.
func (r RollUp) class(slices []Finding, weights []float64) Class {
	total := floats.Sum(weights)
	if total == 0 { // nothing came from any: then each counts alike
		for i, s := range slices {
			if !s.ignored {
				weights[i], total = 1, total+1
			}
		}
	}
	reached := 0.0
	for _, class := range fromWorst() {
		for i, s := range slices {
			if weights[i] > 0 && s.Class == class {
				reached += weights[i]
			}
		}
		if reached > 0 && (r.Rule == AnySlice || reached >= r.Quorum*total*(1-coverageSlack)) {
			return class
		}
	}
	return Pass
}

func (u *unit) finding(plan Plan) Finding {
	since, level := u.since(plan)
	f := Finding{
		Metric: u.metric, Slice: u.slice, Class: u.class, Causes: u.causes, Notes: u.notes, Evidence: u.evidence,
		Since: since, lately: level, Wait: u.wait(plan), aside: u.aside, clock: plan.Canary.layout(), ignored: u.ignored(), few: u.few,
	}
	f.Sentence = f.sentence()
	if f.Class == Warn || f.Class == Fail { // what made the class comes first
		f.Evidence = slices.Clone(f.Evidence)
		slices.SortStableFunc(f.Evidence, func(a, b Evidence) int { return cmp.Compare(truth(b.found == f.Class), truth(a.found == f.Class)) })
	}
	return f
}

// sliceSentence says which slices made the metric what it is: "only eu-west" where that is the truth.
func (f Finding) sliceSentence() string {
	var names, same []string
	var worst Finding
	passed := 0
	for _, s := range f.Slices {
		if s.ignored {
			continue
		}
		names = append(names, s.Slice)
		if s.Class == Pass {
			passed++
		}
		if worse(s.Class, f.Class) == s.Class && f.Class != Pass || s.Class == f.Class {
			if len(same) == 0 || s.Class != worst.Class && worse(s.Class, worst.Class) == s.Class {
				worst = s
			}
			same = append(same, s.Slice)
		}
	}
	switch {
	case len(names) == 0:
		return "cannot be judged: no slice has data"
	case len(same) == len(names) && f.Class == Pass:
		return "not worse in any of " + list(names)
	case f.Class == Pass:
		return "not worse in " + list(same)
	case len(same) == len(names):
		return "everywhere; in " + worst.Slice + ": " + worst.Sentence
	case len(same) == 1 && passed == len(names)-1:
		return "only in " + worst.Slice + ": " + worst.Sentence
	case len(same) == 1:
		return "in " + worst.Slice + ": " + worst.Sentence
	default:
		return "in " + list(same) + "; in " + worst.Slice + ": " + worst.Sentence
	}
}

// shortOfQuorum names the slices that are worse where the whole is not: too few of them, or too light.
func (f Finding) shortOfQuorum() string {
	var names []string
	var first Finding
	for _, s := range f.Slices {
		if f.Class == Pass && !s.ignored && s.Class != Pass {
			if len(names) == 0 {
				first = s
			}
			names = append(names, s.Slice)
		}
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("in %s: %s; that is too little to count", first.Slice, first.Sentence)
	default:
		return fmt.Sprintf("in %s; in %s: %s; that is too little to count", list(names), first.Slice, first.Sentence)
	}
}
