package spec

import (
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func TestValidateRule(t *testing.T) {
	for name, c := range map[string]struct {
		edits []string
		want  []string
	}{
		"serin":   {[]string{"groups:", "rule: serin\nhistory: 1h\ngroups:"}, nil},
		"kayenta": {[]string{"groups:", "rule: kayenta\nwindow: 6m\nwarm_up: 5m\nslices: {label: region, roll_up: any}\ngroups:"}, nil},
		"no rule there is": {
			[]string{"groups:", "rule: netflix\nhistory: 1h\ngroups:"},
			[]string{`4:7: rule: expected one of serin, kayenta, got text "netflix"`},
		},
		"what Kayenta's rule does not know": {
			[]string{"groups:", "rule: kayenta\nhistory: 1h\nsplit: {tolerance: 0.1}\nslices: {label: region, roll_up: weighted, quorum: 0.5}\ngroups:"},
			[]string{
				`5:1: history: Kayenta's rule knows no history; leave it out or use rule: serin`,
				`6:1: split: Kayenta's rule knows no split of the traffic; leave it out or use rule: serin`,
				`7:25: slices.roll_up: Kayenta's rule knows no quorum of slices, and counts each as a metric; leave it out or use rule: serin`,
			},
		},
		"threshold": {
			[]string{"groups:", "rule: kayenta\ngroups:", "preset: errors\n", "preset: errors\n    threshold: {}\n    abort: {level: 0.1}\n"},
			[]string{`10:5: metrics[0].threshold: Kayenta's rule knows no threshold; leave it out or use rule: serin`},
		},
		"history that is wrong by itself": {
			[]string{"groups:", "rule: kayenta\nhistory: 10\ngroups:"},
			[]string{`5:10: history: expected a duration such as 30m, 1h30m or 90s, got number 10 without a unit; for seconds write 10s`},
		},
	} {
		t.Run(name, func(t *testing.T) { check(t, checkout(t, c.edits...), FromProvider, c.want...) })
	}
}

// Metrics need no margins and may have some, so that one spec can be judged by both rules.
func TestValidateMarginsByKayenta(t *testing.T) {
	for _, margins := range []string{"", ", pause: {relative: 0.1}, abort: {relative: 0.5}"} {
		check(t, []byte("name: a\nrule: kayenta\nmetrics: [{name: b, direction: higher_is_worse, gauge: {}"+margins+"}]\n"), Inline)
	}
}

func TestValidateLooksByKayenta(t *testing.T) {
	for name, c := range map[string]struct {
		looks *serinv1.Looks
		want  []string
	}{
		"none":  {nil, nil},
		"one":   {&serinv1.Looks{Planned: 1, Taken: 1}, nil},
		"three": {&serinv1.Looks{Planned: 3, Taken: 1}, []string{`looks: Kayenta's rule knows no looks; leave them out or use rule: serin`}},
		"open":  {&serinv1.Looks{Open: true}, []string{`looks: Kayenta's rule knows no looks; leave them out or use rule: serin`}},
	} {
		t.Run(name, func(t *testing.T) {
			request := inline()
			request.Spec.Rule, request.Looks = serinv1.Rule_RULE_KAYENTA, c.looks
			refuse(t, request, c.want...)
		})
	}
}
