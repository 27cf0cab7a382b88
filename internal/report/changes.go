package report

import (
	"cmp"
	"fmt"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Changes says what differs between two results of the same data: the verdict, the main reason, the class of a
// metric. There is nothing to say when then is nil.
func Changes(then, now *serinv1.Result) []string {
	if then == nil {
		return nil
	}
	var changes []string
	change := func(what, before, after string) {
		if before != after {
			changes = append(changes, fmt.Sprintf("%s %s -> %s", what, before, after))
		}
	}
	change("rule", rule(then), rule(now))
	change("verdict", Verdict(then.Verdict), Verdict(now.Verdict))
	change("reason", cmp.Or(MainReason(then.Reasons), "none"), cmp.Or(MainReason(now.Reasons), "none"))
	before := map[string]string{}
	for _, f := range then.Findings {
		before[f.Metric] = class(f.Class)
	}
	for _, f := range now.Findings {
		if _, ok := before[f.Metric]; !ok {
			before[f.Metric] = "absent"
		}
		change(f.Metric, before[f.Metric], class(f.Class))
		delete(before, f.Metric)
	}
	for _, f := range then.Findings {
		if was, gone := before[f.Metric]; gone {
			change(f.Metric, was, "absent")
		}
	}
	return changes
}

// rule is the rule as text has it; results of versions that knew one alone do not say it.
func rule(r *serinv1.Result) string {
	return strings.ToLower(short(cmp.Or(r.Rule, serinv1.Rule_RULE_SERIN), "RULE_"))
}

// MainReason is the first of the reasons for a verdict as text has it; empty without any.
func MainReason(reasons []*serinv1.Reason) string {
	if len(reasons) == 0 {
		return ""
	}
	return Reason(reasons[0].Code)
}
