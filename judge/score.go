package judge

// A score is what the findings add up to.
type score struct {
	value    *float64 // 0 to 100; nil when nothing was judged
	lenient  float64  // the same with every WARN counted in full
	coverage *float64 // nil when nothing was judged
}

// score weighs the findings: weights of groups, and of metrics inside a group, are normalised over what was judged.
// It also gives each finding its part of the configured weight.
func (p Plan) score(findings []Finding) score {
	p.weigh(findings)
	judged := func(f Finding) bool { return f.counts() && f.Class.judged() }
	groups := p.groupWeights(findings, judged)
	var points, lenient, total, coverage float64
	for _, f := range findings {
		if !judged(f) {
			continue
		}
		weight := groups.weight(f)
		total += weight
		coverage += f.Weight
		switch f.Class {
		case Pass:
			points += weight
			lenient += weight
		case Warn:
			points += weight / 2
			lenient += weight
		}
	}
	if total == 0 {
		return score{}
	}
	value := 100 * points / total
	return score{value: &value, lenient: 100 * lenient / total, coverage: &coverage}
}

// weigh sets each finding's part of the configured weight.
func (p Plan) weigh(findings []Finding) {
	groups := p.groupWeights(findings, Finding.counts)
	total := 0.0
	for _, f := range findings {
		if f.counts() {
			total += groups.weight(f)
		}
	}
	for i, f := range findings {
		if f.counts() && total > 0 {
			findings[i].Weight = groups.weight(f) / total
		}
	}
}

// groupWeights holds, for the findings that count, the weight of each group and the sum of its metrics' weights. A
// plan without groups has one.
type groupWeights struct {
	configured map[string]float64
	sums       map[string]float64
}

func (p Plan) groupWeights(findings []Finding, counts func(Finding) bool) groupWeights {
	g := groupWeights{configured: p.Groups, sums: map[string]float64{}}
	for _, f := range findings {
		if counts(f) {
			g.sums[f.Metric.Group] += f.Metric.Weight
		}
	}
	return g
}

// weight returns the weight of a finding, relative to the others that count.
func (g groupWeights) weight(f Finding) float64 {
	if len(g.configured) == 0 {
		return f.Metric.Weight
	}
	if g.sums[f.Metric.Group] == 0 {
		return 0
	}
	return g.configured[f.Metric.Group] * f.Metric.Weight / g.sums[f.Metric.Group]
}
