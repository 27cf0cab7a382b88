package spec

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkout returns testdata/checkout.yaml with some of its text replaced: pairs of old and new.
func checkout(t *testing.T, pairs ...string) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/checkout.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(string(text), pairs[i]) {
			t.Fatalf("testdata/checkout.yaml has no %q to replace", pairs[i])
		}
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(text)))
}

// metric returns checkout with the lines of one more metric, which is in a group.
func metric(t *testing.T, lines ...string) []byte {
	t.Helper()
	if !strings.Contains(strings.Join(lines, "\n"), "group:") {
		lines = append(slices.Clone(lines), "group: users")
	}
	return append(checkout(t), "  - name: more\n    "+strings.Join(lines, "\n    ")+"\n"...)
}

// check compares the mistakes of a text, as people see them, with those wanted, one per line.
func check(t *testing.T, text []byte, source Source, want ...string) {
	t.Helper()
	_, mistakes := Read(text, source)
	var got []string
	for _, mistake := range mistakes {
		got = append(got, mistake.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read(\n%s)\nmistakes, -want +got:\n%s", text, diff)
	}
}

func TestValidSpecs(t *testing.T) {
	design, err := os.ReadFile("testdata/design.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"the design page's example": design,
		"the template":              []byte(Template),
		"checkout":                  checkout(t),
		"every field of the window": checkout(t, "groups:", "window: 6m\nwarm_up: 5m\nhistory: 24h\nsplit: {tolerance: 1}\n"+
			"slices: {label: region, roll_up: quorum, quorum: 1}\ngroups:"),
		"ten lines with presets": []byte(`name: checkout
provider: prometheus
variables: [version]
metrics:
  - name: errors
    preset: errors
    ratio: {events: 'errors{version="${version}"}', total: 'requests{version="${version}"}'}
  - name: latency
    preset: latency
    gauge: {query: 'latency{version="${version}"}'}
`),
	} {
		t.Run(name, func(t *testing.T) { check(t, text, FromProvider) })
	}
}

func TestValidInline(t *testing.T) {
	check(t, []byte("name: a\nmetrics: [{name: b, preset: errors, ratio: {}}]\n"), Inline)
}

func TestValidateHeader(t *testing.T) {
	for name, c := range map[string]struct {
		edits []string
		want  []string
	}{
		"no name": {
			[]string{"name: checkout\n", ""},
			[]string{`1:1: name: required: a name for the spec, shown in results`},
		},
		"name with a line break": {
			[]string{"name: checkout", `name: "a\nb"`},
			[]string{`1:1: name: has line breaks or other characters that cannot be shown; leave them out`},
		},
		"long name": {
			[]string{"name: checkout", "name: " + strings.Repeat("a", 201)},
			[]string{`1:1: name: is longer than 200 bytes; shorten it`},
		},
		"no provider": {
			[]string{"provider: prometheus\n", ""},
			[]string{`1:1: provider: required: the name of a provider in the server's configuration`},
		},
		"address as provider": {
			[]string{"prometheus", "http://10.0.0.1:9090"},
			[]string{`2:1: provider: provider is a name from the server's configuration, not an address; put "http://10.0.0.1:9090" there under a name, and write the name here`},
		},
		"host and port as provider": {
			[]string{"prometheus", "localhost:9090"},
			[]string{`2:1: provider: provider is a name from the server's configuration, not an address; put "localhost:9090" there under a name, and write the name here`},
		},
		"strange provider": {
			[]string{"prometheus", "prom@home"},
			[]string{`2:1: provider: the name of a provider has letters, digits and _ . - only; write it as in the server's configuration`},
		},
		"variable that is no identifier": {
			[]string{"[version]", "[version, 2nd, my-var]"},
			[]string{
				`3:22: variables[1]: "2nd" cannot be a variable; use letters, digits and _, and begin with a letter`,
				`3:27: variables[2]: "my-var" cannot be a variable; use letters, digits and _, and begin with a letter`,
			},
		},
		"built-in variable": {
			[]string{"[version]", "[version, step]"},
			[]string{`3:22: variables[1]: step is built in; leave it out here, ${step} can be used as it is`},
		},
		"variable twice": {
			[]string{"[version]", "[version, version]"},
			[]string{`3:22: variables[1]: "version" is listed twice; keep one`},
		},
		"unused variable": {
			[]string{"[version]", "[version, region]"},
			[]string{`3:22: variables[1]: no query uses ${region}; use it, or leave the variable out`},
		},
		"slices without a label": {
			[]string{"groups:", "slices: {roll_up: any}\ngroups:"},
			[]string{`4:1: slices.label: required: the label that tells the slices apart, such as region; or leave slices out`},
		},
		"slices by a strange label": {
			[]string{"groups:", "slices: {label: 'a b'}\ngroups:"},
			[]string{`4:10: slices.label: "a b" cannot be a label; use letters, digits and _ . - /, and begin with a letter`},
		},
		"slices by the buckets' label": {
			[]string{"groups:", "slices: {label: le}\ngroups:"},
			[]string{`4:10: slices.label: le tells the buckets of histograms apart; name another label`},
		},
		"quorum of any": {
			[]string{"groups:", "slices: {label: region, quorum: 0.5}\ngroups:"},
			[]string{`4:25: slices.quorum: only for roll_up: quorum or weighted; with any, one slice decides, so leave it out, or choose one of these`},
		},
		"quorum in percent": {
			[]string{"groups:", "slices: {label: region, roll_up: weighted, quorum: 50}\ngroups:"},
			[]string{`4:44: slices.quorum: must be above 0 and at most 1, such as 0.5; it is 50`},
		},
		"quorum of nothing": {
			[]string{"groups:", "slices: {label: region, roll_up: quorum, quorum: 0}\ngroups:"},
			[]string{`4:42: slices.quorum: must be above 0 and at most 1, such as 0.5; it is 0`},
		},
		"split without a tolerance": {
			[]string{"groups:", "split: {}\ngroups:"},
			[]string{`4:1: split.tolerance: must be above 0 and at most 1, such as 0.1 for 10 %; it is 0`},
		},
		"split without a ratio": {
			[]string{"groups:", "split: {tolerance: 0.1}\ngroups:", "preset: errors\n", "preset: saturation\n", `ratio: {events: 'e{v="${version}"}', total: 't{v="${version}"}'}`, `gauge: {query: 'e{v="${version}"}'}`},
			[]string{`4:1: split: the traffic is counted by the totals of ratio metrics, and no metric is a ratio that is compared with the baseline; add one, or leave split out`},
		},
		"split of a ratio that the baseline is not asked for": {
			[]string{"groups:", "split: {tolerance: 0.1}\ngroups:", "preset: errors\n", "preset: errors\n    threshold: {}\n    abort: {level: 0.1}\n"},
			[]string{`4:1: split: the traffic is counted by the totals of ratio metrics, and no metric is a ratio that is compared with the baseline; add one, or leave split out`},
		},
	} {
		t.Run(name, func(t *testing.T) { check(t, checkout(t, c.edits...), FromProvider, c.want...) })
	}
}

func TestValidateInlineStillRefusesAddresses(t *testing.T) {
	check(t, checkout(t, "prometheus", "a/b"), Inline,
		`2:1: provider: provider is a name from the server's configuration, not an address; put "a/b" there under a name, and write the name here`)
}

func TestValidatePolicy(t *testing.T) {
	for name, c := range map[string]struct{ line, want string }{
		"step of 0":                     {"step: 0s", `4:1: step: must be above 0, such as 1m, or left out for the default`},
		"negative window":               {"window: -30m", `4:1: window: must be above 0, such as 1m, or left out for the default`},
		"microseconds":                  {"step: 1500us", `4:1: step: 1.5ms is no whole number of milliseconds; round it`},
		"window shorter than a step":    {"window: 30s", `4:1: window: 30s is less than one step of 1m; make the window longer or the step shorter`},
		"step longer than the default":  {"step: 1h", `4:1: step: 30m, the default window, is less than one step of 1h; make the window longer or the step shorter`},
		"window of broken steps":        {"window: 90s", `4:1: window: 1m30s is no whole number of steps of 1m; write 1m or 2m`},
		"default window, broken steps":  {"step: 7m", `4:1: step: 30m, the default window, is no whole number of steps of 7m; write 28m or 35m`},
		"alpha of 0":                    {"alpha: {pause: 0}", `4:9: alpha.pause: must be above 0 and at most 0.5, such as 0.05; it is 0`},
		"alpha in percent":              {"alpha: {abort: 1}", `4:9: alpha.abort: must be above 0 and at most 0.5, such as 0.05; it is 1`},
		"alphas in the wrong order":     {"alpha: {abort: 0.05, pause: 0.01}", `4:9: alpha.abort: alpha for an abort (0.05) is above that for a pause (0.01); an abort needs stronger evidence, so make it the smaller of the two`},
		"alpha below the default":       {"alpha: {pause: 0.001}", `4:9: alpha.pause: alpha for an abort (0.01) is above that for a pause (0.001); an abort needs stronger evidence, so make it the smaller of the two`},
		"score above 100":               {"score: {promote: 101}", `4:9: score.promote: must be between 0 and 100; it is 101`},
		"negative score":                {"score: {pause: -1}", `4:9: score.pause: must be between 0 and 100; it is -1`},
		"scores in the wrong order":     {"score: {promote: 50, pause: 60}", `4:22: score.pause: the score that pauses (60) is above the score that promotes (50); make pause the smaller of the two`},
		"promote below default pause":   {"score: {promote: 50}", `4:9: score.promote: the score that pauses (75) is above the score that promotes (50); make pause the smaller of the two`},
		"coverage in percent":           {"score: {min_coverage: 70}", `4:9: score.min_coverage: must be between 0 and 1, such as 0.7; it is 70`},
		"negative warm-up":              {"warm_up: -5m", `4:1: warm_up: must be above 0, such as 1m, or left out for the default`},
		"warm-up of broken steps":       {"warm_up: 90s", `4:1: warm_up: 1m30s is no whole number of steps of 1m; write 1m or 2m`},
		"warm-up as long as the window": {"window: 5m\nwarm_up: 5m", `5:1: warm_up: 5m leaves nothing of the window of 5m; make the warm-up shorter or the window longer`},
		"warm-up without a unit":        {"warm_up: 5", `4:10: warm_up: expected a duration such as 30m, 1h30m or 90s, got number 5 without a unit; for seconds write 5s`},
		"warm_up misspelt":              {"warmup: 5m", `4:1: warmup: unknown field "warmup"; did you mean "warm_up"?`},
		"history of 0":                  {"history: 0s", `4:1: history: must be above 0, such as 1m, or left out for the default`},
		"history of half a step":        {"history: 30s", `4:1: history: 30s is no whole number of steps of 1m; write 1m`},
		"history misspelt":              {"histroy: 1h", `4:1: histroy: unknown field "histroy"; did you mean "history"?`},
		"window beyond what time holds": {"window: 3000000h", `4:9: window: expected a duration such as 30m, 1h30m or 90s, got text "3000000h"`},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, checkout(t, "groups:", c.line+"\ngroups:"), FromProvider, c.want)
		})
	}
}

func TestValidateWeights(t *testing.T) {
	for name, c := range map[string]struct{ edits, want []string }{
		"negative group": {
			[]string{"users: 70", "users: -1"},
			[]string{`4:10: groups["users"]: a weight is 0 or more, at most 1e9; it is -1`},
		},
		"huge group": {
			[]string{"users: 70", "users: 1e10"},
			[]string{`4:10: groups["users"]: a weight is 0 or more, at most 1e9; it is 1e+10`},
		},
		"groups of no weight": {
			[]string{"70", "0", "30", "0"},
			[]string{
				`4:1: groups: weights that sum to nothing; give at least one group a weight above 0`,
				`5:1: metrics: weights that sum to nothing: no metric that counts in the score carries any; give at least one of them a weight above 0, in a group with a weight above 0`,
			},
		},
		"group that no metric is in": {
			[]string{"group: users", "group: user"},
			[]string{
				`4:10: groups["users"]: no metric is in this group; put one in, or leave the group out; did you mean "user"?`,
				`7:5: metrics[0].group: "user" has no weight in groups; did you mean "users"?`,
			},
		},
		"metric in no group": {
			[]string{"    group: users\n", ""},
			[]string{
				`4:10: groups["users"]: no metric is in this group; put one in, or leave the group out`,
				`6:5: metrics[0].group: required, for groups have weights: one of "machines", "users"`,
			},
		},
		"negative metric": {
			[]string{"group: users", "group: users\n    weight: -2"},
			[]string{`8:5: metrics[0].weight: a weight is 0 or more, at most 1e9; it is -2`},
		},
		"metrics of no weight": {
			[]string{"group: users", "group: users\n    weight: 0", "group: machines", "group: machines\n    weight: 0"},
			[]string{`5:1: metrics: weights that sum to nothing: no metric that counts in the score carries any; give at least one of them a weight above 0, in a group with a weight above 0`},
		},
		"weight only where it does not count": {
			[]string{"users: 70", "users: 0", "group: machines", "group: machines\n    role: signal"},
			[]string{`5:1: metrics: weights that sum to nothing: no metric that counts in the score carries any; give at least one of them a weight above 0, in a group with a weight above 0`},
		},
		"all muted": {
			[]string{"group: users", "role: muted\n    group: users", "group: machines", "group: machines\n    role: muted"},
			[]string{`5:1: metrics: every metric is muted: nothing can be judged; give at least one the role critical or scored`},
		},
		"all signal or muted": {
			[]string{"group: users", "role: muted\n    group: users", "group: machines", "group: machines\n    role: signal"},
			[]string{`5:1: metrics: every metric is signal or muted: nothing counts in the score; give at least one the role critical or scored`},
		},
	} {
		t.Run(name, func(t *testing.T) { check(t, checkout(t, c.edits...), FromProvider, c.want...) })
	}
}
