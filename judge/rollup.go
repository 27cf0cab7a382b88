package judge

import "gonum.org/v1/gonum/floats"

// A RollUp says how slices make a metric.
type RollUp struct {
	Rule   RollUpRule
	Quorum float64 // the part for the quorums, in (0, 1]
}

// rollUp makes one finding per metric of its units: a metric is as bad as its worst slice.
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
	whole.Sentence = whole.sliceSentence()
	return whole
}

// weightIn is what a slice counts for in the roll-up: the canary's traffic where that is asked for, or its points for values
// per step.
func (u *unit) weightIn(rule RollUp) float64 {
	if rule.Rule != QuorumOfWeight {
		return 1
	}
	if u.metric.Kind == Gauge {
		return float64(u.canary.present())
	}
	_, total := u.canary.sums()
	return total
}

// class is the worst one that slices of enough weight have, or a worse one.
func (r RollUp) class(slices []Finding, weights []float64) Class {
	total := floats.Sum(weights)
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
	f := Finding{
		Metric: u.metric, Slice: u.slice, Class: u.class, Causes: u.causes, Notes: u.notes, Evidence: u.evidence,
		Since: u.since(plan), Wait: u.wait(plan), ignored: u.ignored(), few: u.few,
	}
	f.Sentence = f.sentence()
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
		if s.Class == f.Class {
			if len(same) == 0 {
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
