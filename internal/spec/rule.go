package spec

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// byKayenta says that the spec is judged by Kayenta's rule.
func byKayenta(spec *serinv1.Spec) bool { return spec.GetRule() == serinv1.Rule_RULE_KAYENTA }

// rule: what changes an analysis and Kayenta's rule does not know is refused. How much harm is too much, and how sure serin must
// be, is left aside, so that a spec can be judged by both.
func (s specCheck) rule() {
	if !byKayenta(s.spec) {
		return
	}
	if s.spec.GetHistory() != nil {
		s.notKayenta(s.at("history"), "no history")
	}
	if s.spec.GetSplit() != nil {
		s.notKayenta(s.at("split"), "no split of the traffic")
	}
	switch s.spec.GetSlices().GetRollUp() {
	case serinv1.RollUp_ROLL_UP_QUORUM, serinv1.RollUp_ROLL_UP_WEIGHTED:
		s.notKayenta(join(s.at("slices"), "roll_up"), "no quorum of slices, and counts each as a metric")
	}
	for i, metric := range s.spec.GetMetrics() {
		if judgeOf(metric) == judgeThreshold && !s.more {
			s.notKayenta(join(element(s.at("metrics"), i), judgeThreshold), "no threshold")
		}
	}
}

// notKayenta collects that Kayenta's rule does not know a field.
func (s specCheck) notKayenta(path, unknown string) {
	s.conclude(path, []string{path, s.at("rule")}, "Kayenta's rule knows %s; leave it out or use rule: serin", unknown)
}

// rule: Kayenta's rule looks once.
func (r requestCheck) rule() {
	looks := r.request.GetLooks()
	if byKayenta(r.request.GetSpec()) && (looks.GetOpen() || looks.GetPlanned() > 1) {
		r.conclude("looks", []string{"looks", "spec.rule"}, "Kayenta's rule knows no looks; leave them out or use rule: serin")
	}
}
