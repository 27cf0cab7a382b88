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
	change("reason", mainReason(then), mainReason(now))
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

func mainReason(r *serinv1.Result) string {
	if len(r.Reasons) == 0 {
		return "none"
	}
	return Reason(r.Reasons[0].Code)
}
