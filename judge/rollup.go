package judge

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
		findings = append(findings, m.rollUp(units[:n]))
		units = units[n:]
	}
	return findings
}

func (m Metric) rollUp(units []*unit) Finding {
	if len(units) == 1 && units[0].slice == "" {
		return units[0].finding()
	}
	whole := Finding{Metric: m, Class: Pass, ignored: true}
	for _, u := range units {
		f := u.finding()
		whole.Slices = append(whole.Slices, f)
		if f.ignored {
			continue
		}
		whole.ignored = false
		whole.Class = worse(whole.Class, f.Class)
		whole.Causes = append(whole.Causes, f.Causes...)
	}
	if whole.ignored {
		whole.Class = NoData
	}
	whole.Sentence = whole.sliceSentence()
	return whole
}

func (u *unit) finding() Finding {
	f := Finding{
		Metric: u.metric, Slice: u.slice, Class: u.class, Causes: u.causes, Notes: u.notes, Evidence: u.evidence,
		ignored: u.ignored(), few: u.few,
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
