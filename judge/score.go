package judge

// A score is what the findings add up to.
type score struct {
	value    *float64 // 0 to 100; nil when nothing was judged
	lenient  float64  // the same with every WARN, and what a provider kept back, counted in full
	coverage *float64 // nil when nothing was judged
}

// score weighs the findings: weights of groups, and of metrics inside a group, are normalised over what was judged.
// It also gives each finding its part of the configured weight.
func (p Plan) score(findings []Finding) score {
	configured := p.groupWeights(findings, Finding.counts)
	total := 0.0
	for _, f := range findings {
		total += configured.weight(f)
	}
	if total == 0 {
		return score{}
	}
	judged := p.groupWeights(findings, func(f Finding) bool { return f.counts() && f.Class.judged() })
	var points, lenient, weight, covered, failing float64
	for i, f := range findings {
		if !f.counts() {
			continue
		}
		findings[i].Weight = configured.weight(f) / total
		if f.failing() {
			failing += configured.weight(f)
		}
		if !f.Class.judged() {
			continue
		}
		w := judged.weight(f)
		weight += w
		covered += configured.weight(f)
		switch f.Class {
		case Pass:
			points += w
			lenient += w
		case Warn:
			points += w / 2
			lenient += w
		}
	}
	if weight == 0 {
		return score{}
	}
	value, coverage := 100*points/weight, covered/total
	// What a provider kept back might all have passed, so that its failure never makes an abort.
	kept := failing / (failing + covered)
	return score{value: &value, coverage: &coverage, lenient: 100 * (kept + (1-kept)*lenient/weight)}
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

// weight returns the weight of a finding, relative to the others that count; 0 for one that does not.
func (g groupWeights) weight(f Finding) float64 {
	if !f.counts() {
		return 0
	}
	if len(g.configured) == 0 {
		return f.Metric.Weight
	}
	if g.sums[f.Metric.Group] == 0 {
		return 0
	}
	return g.configured[f.Metric.Group] * f.Metric.Weight / g.sums[f.Metric.Group]
}
