package spec

import (
	"strings"
	"testing"
)

const (
	aRatio     = `ratio: {events: 'e{v="${version}"}', total: 't{v="${version}"}'}`
	aCount     = `count: {events: 'e{v="${version}"}'}`
	aGauge     = `gauge: {query: 'g{v="${version}"}'}`
	aHistogram = `histogram: {buckets: 'h{v="${version}"}'}`
	higher     = `direction: higher_is_worse`
	lower      = `direction: lower_is_worse`
)

func TestValidMetrics(t *testing.T) {
	for name, lines := range map[string][]string{
		"ratio by ranks, in wanders":    {higher, aRatio, "mann_whitney: {}", "abort: {wanders: 4, floor: 0.01}"},
		"count with a floor":            {higher, aCount, "abort: {relative: 1, floor: 0.5}"},
		"gauge of either direction":     {"direction: either_is_worse", aGauge, "abort: {spreads: 2}"},
		"histogram with quantiles":      {higher, `histogram: {buckets: 'h{v="${version}"}', quantiles: [0.5, 0.9]}`, "pause: {absolute: 0.1}"},
		"threshold on a quantile":       {higher, `histogram: {buckets: 'h{v="${version}"}', quantiles: [0.9]}`, "threshold: {}", "abort: {level: 2}"},
		"threshold that counts":         {higher, aGauge, "threshold: {breaches: 0}", "abort: {level: -5}"},
		"threshold from below":          {lower, aGauge, "threshold: {aggregate: min}", "pause: {level: 5}", "abort: {level: 3}"},
		"threshold of relative":         {higher, aRatio, "threshold: {of: relative}", "abort: {relative: 0.5}"},
		"direction as the preset's own": {"preset: conversion", lower, aRatio},
		"a gauge that falls below zero": {lower, aGauge, "abort: {relative: 2}"},
		"a part of 0":                   {higher, aGauge, "pause: {absolute: 0, relative: 0.1}"},
		"query without variables":       {higher, "gauge: {query: 'a$ $${b}'}"},
		"built-in variables":            {higher, "gauge: {query: 'a[${step}] @ ${window}'}"},
	} {
		t.Run(name, func(t *testing.T) { check(t, metric(t, lines...), FromProvider) })
	}
}

func TestValidateMetrics(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  string // one mistake per line; the metric's name stands in line 14, the lines from 15 on
	}{
		"no kind":               {[]string{higher}, `14:5: metrics[2]: a metric needs one kind: ratio, count, gauge or histogram`},
		"no direction":          {[]string{aGauge}, `14:5: metrics[2].direction: required: which change is harmful: higher_is_worse, lower_is_worse or either_is_worse`},
		"group with a break":    {[]string{higher, aGauge, `group: "a\tb"`}, `17:5: metrics[2].group: has line breaks or other characters that cannot be shown; leave them out`},
		"unit with blanks":      {[]string{higher, aGauge, `unit: " ms"`}, `17:5: metrics[2].unit: begins or ends with a blank; leave it out`},
		"preset of other kinds": {[]string{"preset: errors", aGauge}, `15:5: metrics[2].preset: the preset errors is for the kind ratio or count, and this is a gauge; leave the preset out, or change the kind`},
		"saturation of counts":  {[]string{"preset: saturation", aCount}, `15:5: metrics[2].preset: the preset saturation is for the kind gauge, and this is a count; leave the preset out, or change the kind`},
		"direction against the preset": {
			[]string{"preset: latency", lower, aGauge},
			`16:5: metrics[2].direction: lower_is_worse contradicts the preset latency, whose direction is higher_is_worse; leave one of the two out`,
		},

		"no query":            {[]string{higher, "gauge: {}"}, `16:5: metrics[2].gauge.query: required: the query for the provider`},
		"blank query":         {[]string{higher, "gauge: {query: ' '}"}, `16:13: metrics[2].gauge.query: required: the query for the provider`},
		"no buckets":          {[]string{higher, "histogram: {}"}, `16:5: metrics[2].histogram.buckets: required: the query for the provider`},
		"no events, no total": {[]string{higher, "ratio: {}"}, "16:5: metrics[2].ratio.events: required: the query for the provider\n16:5: metrics[2].ratio.total: required: the query for the provider"},
		"no counted events":   {[]string{higher, "count: {exposure: a}"}, `16:5: metrics[2].count.events: required: the query for the provider`},
		"unclosed variable":   {[]string{higher, "gauge: {query: 'a{b=\"${version\"}'}"}, `16:13: metrics[2].gauge.query: ${version"} does not name a variable: letters, digits and _ only; write $${ for the two characters themselves`},
		"truncated variable":  {[]string{higher, "gauge: {query: '${version'}"}, `16:13: metrics[2].gauge.query: ${ is opened and never closed; write ${name}, or $${ for the two characters themselves`},
		"misspelt variable":   {[]string{higher, "gauge: {query: 'a{b=\"${vversion}\"}'}"}, `16:13: metrics[2].gauge.query: unknown variable ${vversion}; did you mean "version"?`},
		"unknown variable":    {[]string{higher, "gauge: {query: 'a{b=\"${pod}\"}'}"}, `16:13: metrics[2].gauge.query: unknown variable ${pod}; list it under variables, or write $${ for the two characters themselves`},
		"unclosed quote":      {[]string{higher, "gauge: {query: 'a{b=\"}'}"}, `16:13: metrics[2].gauge.query: a quote " is opened and never closed; close it, so that values can be escaped for it`},

		"quantiles outside (0, 1)": {
			[]string{higher, "histogram: {buckets: h, quantiles: [0, 0.5, 99, 0.5]}"},
			`16:41: metrics[2].histogram.quantiles[0]: a quantile lies between 0 and 1, such as 0.99 for the 99th percentile; it is 0
16:49: metrics[2].histogram.quantiles[2]: a quantile lies between 0 and 1, such as 0.99 for the 99th percentile; it is 99
16:53: metrics[2].histogram.quantiles[3]: 0.5 is listed twice; keep one`,
		},
		"too many quantiles": {
			[]string{higher, "histogram: {buckets: h, quantiles: [.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .99]}"},
			`16:29: metrics[2].histogram.quantiles: 11 quantiles, more than the 10 that are compared; leave the least important out`,
		},
		"threshold on two quantiles": {
			[]string{higher, aHistogram, "threshold: {}", "abort: {level: 1}"},
			`16:5: metrics[2].histogram.quantiles: a threshold bounds one quantile of a histogram; write the one meant, such as [0.99]`,
		},

		"z-test of a gauge": {
			[]string{higher, aGauge, "z_test: {}"},
			`17:5: metrics[2].z_test: z_test compares counts of events, and this is a gauge; leave it out, or take mann_whitney or threshold`,
		},
		"threshold without a level": {
			[]string{higher, aGauge, "threshold: {}"},
			`17:5: metrics[2].threshold: a threshold of canary needs a level; give pause or abort, such as abort: {level: 0.95}`,
		},
		"threshold of relative without a margin": {
			[]string{higher, aGauge, "threshold: {of: relative}"},
			`17:5: metrics[2].threshold: a threshold of relative needs a margin; give pause or abort, such as abort: {relative: 0.5}`,
		},
		"level on either side": {
			[]string{"direction: either_is_worse", aGauge, "threshold: {}", "abort: {level: 1}"},
			`15:5: metrics[2].direction: either_is_worse has no side on which to pass a level; write higher_is_worse or lower_is_worse, and a second metric for the other side`,
		},
		"negative breaches": {
			[]string{higher, aGauge, "threshold: {breaches: -1}", "abort: {level: 1}"},
			`17:17: metrics[2].threshold.breaches: must be 0 or more; it is -1`,
		},
		"breaches of an aggregate": {
			[]string{higher, aGauge, "threshold: {breaches: 1, aggregate: max}", "abort: {level: 1}"},
			`17:17: metrics[2].threshold.breaches: breaches counts steps instead of aggregating them; leave either breaches or aggregate out`,
		},
		"breaches of a comparison": {
			[]string{higher, aGauge, "threshold: {of: relative, breaches: 1}", "abort: {absolute: 1}"},
			`17:31: metrics[2].threshold.breaches: breaches counts steps beyond a level, and a threshold of relative has none; leave one of them out`,
		},

		"empty margin":     {[]string{higher, aGauge, "abort: {}"}, `17:5: metrics[2].abort: an empty margin; give at least one part, such as {relative: 0.2}, or leave it out for the default`},
		"negative margin":  {[]string{higher, aGauge, "abort: {relative: -0.1}"}, `17:13: metrics[2].abort.relative: must be 0 or more; it is -0.1: which way is harmful is said by direction`},
		"abort at nothing": {[]string{higher, aGauge, "abort: {absolute: 0, relative: 0}"}, `17:5: metrics[2].abort: a margin of 0 would abort on any difference; write how much harm is too much`},
		"pause at nothing": {[]string{higher, aGauge, "pause: {spreads: 0}"}, `17:5: metrics[2].pause: a margin of 0 would pause on any difference; write how much harm is too much`},
		"floor of nothing": {[]string{higher, aGauge, "abort: {relative: 0, floor: 1}"}, `17:5: metrics[2].abort: a floor is the least size of another part; for a margin of its own write absolute`},
		"floor alone":      {[]string{higher, aGauge, "abort: {floor: 1}"}, `17:5: metrics[2].abort: a floor is the least size of another part; for a margin of its own write absolute`},
		"level without a threshold": {
			[]string{higher, aGauge, "abort: {level: 1}"},
			`17:13: metrics[2].abort.level: a level bounds the canary alone; add threshold: {of: canary}, or write absolute for a difference`,
		},
		"spreads of counts": {
			[]string{higher, aRatio, "abort: {spreads: 1}"},
			`17:13: metrics[2].abort.spreads: spreads are for values per step: a gauge, or a ratio or count under mann_whitney; write relative or absolute`,
		},
		"wanders of a histogram": {
			[]string{higher, aHistogram, "pause: {wanders: 1}"},
			`17:13: metrics[2].pause.wanders: wanders are for values per step: a gauge, or a ratio or count under mann_whitney; write relative or absolute`,
		},
		"relative bound on the canary": {
			[]string{higher, aGauge, "threshold: {}", "abort: {relative: 1}"},
			`18:13: metrics[2].abort.relative: a threshold of canary has a level only; write level, or of: relative to compare with the baseline`,
		},
		"spreads of a comparison": {
			[]string{higher, aGauge, "threshold: {of: relative}", "abort: {spreads: 1}"},
			`18:13: metrics[2].abort.spreads: a threshold of relative has a relative or absolute margin only; write one of these`,
		},
		"pause beyond abort": {
			[]string{higher, aGauge, "pause: {relative: 0.5, absolute: 2}", "abort: {relative: 0.2, absolute: 3}"},
			`17:13: metrics[2].pause.relative: a pause comes before an abort, and 0.5 lies beyond the abort's 0.2; swap them, or move one`,
		},
		"levels in the wrong order": {
			[]string{higher, aGauge, "threshold: {}", "pause: {level: 0.9}", "abort: {level: 0.8}"},
			`18:13: metrics[2].pause.level: a pause comes before an abort, and 0.9 lies beyond the abort's 0.8; swap them, or move one`,
		},
		"levels in the wrong order from below": {
			[]string{lower, aGauge, "threshold: {}", "pause: {level: 3}", "abort: {level: 5}"},
			`18:13: metrics[2].pause.level: a pause comes before an abort, and 3 lies beyond the abort's 5; swap them, or move one`,
		},
		"fall by more than all": {
			[]string{"preset: conversion", aRatio, "abort: {relative: 1}"},
			`17:13: metrics[2].abort.relative: nothing can fall by more than all of it, so 1 is never passed; write a part below 1, such as 0.1`,
		},
		"percentage points as numbers": {
			[]string{higher, aRatio, "pause: {relative: 1, floor: 1}", "abort: {absolute: 5}"},
			`17:26: metrics[2].pause.floor: a ratio lies between 0 and 1, and 0.01 is one percentage point; it is 1
18:13: metrics[2].abort.absolute: a ratio lies between 0 and 1, and 0.01 is one percentage point; it is 5`,
		},
		"level of a ratio in percent": {
			[]string{lower, aRatio, "threshold: {}", "abort: {level: 99}"},
			`18:13: metrics[2].abort.level: a ratio lies between 0 and 1, and 0.01 is one percentage point; it is 99`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, metric(t, c.lines...), FromProvider, strings.Split(c.want, "\n")...)
		})
	}
}

func TestValidateMetricNames(t *testing.T) {
	check(t, checkout(t, "name: memory", "name: errors"), FromProvider,
		`10:5: metrics[1].name: "errors" is the name of metrics[0] already; names tell metrics apart, so change one`)
	check(t, checkout(t, "name: memory", "unit: GB"), FromProvider,
		`10:5: metrics[1].name: required: a name for the metric, such as errors`)
	check(t, []byte("name: a\nprovider: b\n"), FromProvider, `1:1: metrics: required: at least one metric`)
}

// What only follows from another mistake is not told.
func TestReadTellsNoConsequences(t *testing.T) {
	for name, c := range map[string]struct {
		edits []string
		want  string
	}{
		"misspelt direction": {
			[]string{"direction: higher", "directon: higher"},
			`12:5: metrics[1].directon: unknown field "directon"; did you mean "direction"?`,
		},
		"misspelt preset": {
			[]string{"preset: errors", "preset: erors"},
			`8:13: metrics[0].preset: expected one of errors, latency, conversion, saturation, got text "erors"; did you mean "errors"?`,
		},
		"misspelt kind": {
			[]string{"gauge:", "gaugge:"},
			`13:5: metrics[1].gaugge: unknown field "gaugge"; did you mean "gauge"?`,
		},
		"misspelt variables": {
			[]string{"variables:", "variablles:"},
			`3:1: variablles: unknown field "variablles"; did you mean "variables"?`,
		},
		"variables as text": {
			[]string{"[version]", "version"},
			`3:12: variables: expected a list such as [a, b], got text "version"`,
		},
		"misspelt group": {
			[]string{"group: users", "grup: users"},
			`7:5: metrics[0].grup: unknown field "grup"; did you mean "group"?`,
		},
		"misspelt metrics": {
			[]string{"metrics:", "metric:"},
			`5:1: metric: unknown field "metric"; did you mean "metrics"?`,
		},
		"misspelt of": {
			[]string{"direction: higher", "threshold: {of: canry}\n    abort: {relative: 1}\n    direction: higher"},
			`12:21: metrics[1].threshold.of: expected one of canary, relative, got text "canry"; did you mean "canary"?`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := Read(checkout(t, c.edits...), FromProvider)
			for _, mistake := range mistakes {
				if mistake.String() != c.want {
					t.Errorf("got  %v\nwant %v alone", mistake, c.want)
				}
			}
			if len(mistakes) == 0 {
				t.Error("no mistake")
			}
		})
	}
}
