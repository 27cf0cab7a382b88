package spec

import (
	"slices"
	"strings"
	"unicode"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// name: every spec has one.
func (s specCheck) name() {
	if s.spec.GetName() == "" {
		s.add(s.at("name"), "required: a name for the spec, shown in results")
	} else if problem := nameProblem(s.spec.GetName()); problem != "" {
		s.add(s.at("name"), "%s", problem)
	}
}

// provider: a name from the server's configuration. An address in its place would let any caller make the server ask
// whatever it can reach, so nothing that looks like one is taken, not even where no provider is asked.
func (s specCheck) provider() {
	path, provider := s.at("provider"), s.spec.GetProvider()
	switch {
	case provider == "":
		if s.source == FromProvider {
			s.add(path, "required: the name of a provider in the server's configuration")
		}
	case looksLikeAddress(provider):
		s.add(path, "provider is a name from the server's configuration, not an address; "+
			"put %q there under a name, and write the name here", shorten(provider))
	case !isMadeOf(provider, "_.-") || len(provider) > maxName:
		s.add(path, "the name of a provider has letters, digits and _ . - only; write it as in the server's configuration")
	}
}

func looksLikeAddress(provider string) bool {
	return strings.ContainsAny(provider, "/:") || strings.ContainsFunc(provider, unicode.IsSpace)
}

// variables: names, each once, and not the built-in ones.
func (s specCheck) variables() {
	s.variable[variableStep], s.variable[variableWindow] = true, true
	for i, name := range s.spec.GetVariables() {
		path := element(s.at("variables"), i)
		switch {
		case !isIdentifier(name):
			s.settle(path, "%q cannot be a variable; use letters, digits and _, and begin with a letter", shorten(name))
		case isBuiltIn(name):
			s.settle(path, "%s is built in; leave it out here, ${%s} can be used as it is", name, name)
		case s.variable[name]:
			s.settle(path, "%q is listed twice; keep one", name)
		}
		s.variable[name] = true
	}
}

// slices: a label tells them apart.
func (s specCheck) slices() {
	if s.spec.GetSlices() == nil {
		return
	}
	path, label := join(s.at("slices"), "label"), s.spec.GetSlices().GetLabel()
	switch {
	case label == "":
		s.add(path, "required: the label that tells the slices apart, such as region; or leave slices out")
	case isDigit(rune(label[0])) || !isMadeOf(label, "_.-/"):
		s.add(path, "%q cannot be a label; use letters, digits and _ . - /, and begin with a letter", shorten(label))
	case label == "le":
		s.add(path, "le tells the buckets of histograms apart; name another label")
	}
	s.quorum()
}

// quorum: a part of the slices, where the way they are rolled up asks for one.
func (s specCheck) quorum() {
	path, given := s.at("slices"), s.spec.GetSlices()
	if given.Quorum == nil {
		return
	}
	if q := given.GetQuorum(); q <= 0 || q > 1 {
		s.settle(join(path, "quorum"), "must be above 0 and at most 1, such as 0.5; it is %v", q)
	}
	if rule := given.GetRollUp(); rule != serinv1.RollUp_ROLL_UP_QUORUM && rule != serinv1.RollUp_ROLL_UP_WEIGHTED {
		s.conclude(join(path, "quorum"), []string{join(path, "quorum"), join(path, "roll_up")}, "only for roll_up: quorum or weighted; "+
			"with any, one slice decides, so leave it out, or choose one of these")
	}
}

// split: how far the traffic may be from what was intended. It is read off the totals of a ratio, of both populations.
func (s specCheck) split() {
	split := s.spec.GetSplit()
	if split == nil {
		return
	}
	path := s.at("split")
	if t := split.GetTolerance(); t <= 0 || t > 1 {
		s.settle(join(path, "tolerance"), "must be above 0 and at most 1, such as 0.1 for 10 %%; it is %v", t)
	}
	if !slices.ContainsFunc(s.spec.GetMetrics(), func(m *serinv1.Metric) bool { return kindOf(m) == kindRatio && !boundsCanary(m) }) {
		s.conclude(path, []string{path, s.at("metrics")}, "the traffic is counted by the totals of ratio metrics, and no metric is a ratio "+
			"that is compared with the baseline; add one, or leave split out")
	}
}
