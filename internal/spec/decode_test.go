package spec

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func TestDecode(t *testing.T) {
	day := timestamppb.New(time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC))
	for name, c := range map[string]struct {
		text string
		want proto.Message
	}{
		"block style": {
			"name: a\nvariables:\n  - b\n  - c\n",
			&serinv1.Spec{Name: "a", Variables: []string{"b", "c"}},
		},
		"JSON": {
			`{"name":"a","score":{"min_coverage":1},"metrics":[]}`,
			&serinv1.Spec{Name: "a", Score: &serinv1.ScorePolicy{MinCoverage: proto.Float64(1)}},
		},
		"JSON with tabs, slashes and pairs": {
			"{\n\t\"name\":\"a\\/b\\ud83d\\ude00\\ud800\u2028\u007f\\\\ud83d\",\n\t\"score\":{\"minCoverage\":0.5}}",
			&serinv1.Spec{Name: "a/b\U0001F600\uFFFD\u2028\u007f\\ud83d", Score: &serinv1.ScorePolicy{MinCoverage: proto.Float64(0.5)}},
		},
		"durations": {
			"step: 90s\nwindow: 1h30m",
			&serinv1.Spec{Step: durationpb.New(90 * time.Second), Window: durationpb.New(90 * time.Minute)},
		},
		"durations of JSON": {
			`{"step": "1.500s", "window": "1800s"}`,
			&serinv1.Spec{Step: durationpb.New(1500 * time.Millisecond), Window: durationpb.New(30 * time.Minute)},
		},
		"times": {
			"window: {start: 2026-01-31T09:30:00Z, end: '2026-01-31T10:30:00+01:00'}",
			&serinv1.Recording{Window: &serinv1.Window{Start: day, End: day}},
		},
		"words and full names": {
			"metrics: [{role: critical, direction: DIRECTION_HIGHER_IS_WORSE, missing: {too_few: not_judged}, threshold: {aggregate: p95}}]",
			&serinv1.Spec{Metrics: []*serinv1.Metric{{
				Role:      serinv1.Role_ROLE_CRITICAL,
				Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE,
				Missing:   &serinv1.Missing{TooFew: serinv1.MissingPolicy_MISSING_POLICY_NOT_JUDGED},
				Judge:     &serinv1.Metric_Threshold{Threshold: &serinv1.Threshold{Aggregate: serinv1.Aggregate_AGGREGATE_P95}},
			}}},
		},
		"words of an enum of two words": {
			"expect: {reason: insufficient_data, verdict: abort}",
			&serinv1.Recording{Expect: &serinv1.Expectation{
				Verdict: serinv1.Verdict_VERDICT_ABORT,
				Reason:  serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA,
			}},
		},
		"whole numbers, in quotes too": {
			"metrics: [{threshold: {breaches: 3}}, {threshold: {breaches: '-3'}}]",
			&serinv1.Spec{Metrics: []*serinv1.Metric{
				{Judge: &serinv1.Metric_Threshold{Threshold: &serinv1.Threshold{Breaches: proto.Int32(3)}}},
				{Judge: &serinv1.Metric_Threshold{Threshold: &serinv1.Threshold{Breaches: proto.Int32(-3)}}},
			}},
		},
		"decimal numbers": {
			"groups: {a: 1, b: -.5, c: 2., d: 1e-3, e: +4, f: 1E5, g: 0, h: 0.0}",
			&serinv1.Spec{Groups: map[string]float64{"a": 1, "b": -.5, "c": 2, "d": 1e-3, "e": 4, "f": 1e5, "g": 0, "h": 0}},
		},
		"zero is not absent": {
			"alpha: {pause: 0}",
			&serinv1.Spec{Alpha: &serinv1.Alpha{Pause: proto.Float64(0)}},
		},
		"plain numbers and dates as text": {
			"baseline: {variables: {version: 1.10, commit: 0123456, day: 2026-01-31, 5: 12e3, true: x}}",
			&serinv1.Recording{Baseline: &serinv1.Population{Variables: map[string]string{
				"version": "1.10", "commit": "0123456", "day": "2026-01-31", "5": "12e3", "true": "x",
			}}},
		},
		"nulls that are written": {
			"name: ~\nscore: null\nmetrics: NULL",
			&serinv1.Spec{},
		},
		"empty collections and messages": {
			"metrics: []\ngroups: {}\nscore: {}",
			&serinv1.Spec{Score: &serinv1.ScorePolicy{}},
		},
		"a message without fields": {
			"metrics: [{mann_whitney: {}}]",
			&serinv1.Spec{Metrics: []*serinv1.Metric{{Judge: &serinv1.Metric_MannWhitney{MannWhitney: &serinv1.MannWhitney{}}}}},
		},
		"aliases": {
			"name: &n a\nprovider: *n\nvariables: &v [*n, b]\nmetrics: [{abort: &m {relative: 1}}, {abort: *m}]",
			&serinv1.Spec{Name: "a", Provider: "a", Variables: []string{"a", "b"}, Metrics: []*serinv1.Metric{
				{Abort: &serinv1.Margin{Relative: proto.Float64(1)}},
				{Abort: &serinv1.Margin{Relative: proto.Float64(1)}},
			}},
		},
		"block text": {
			"metrics:\n  - gauge:\n      query: >-\n        a\n        b\n",
			&serinv1.Spec{Metrics: []*serinv1.Metric{{Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{Query: "a b"}}}}},
		},
		"byte order mark":  {"\uFEFFname: a", &serinv1.Spec{Name: "a"}},
		"carriage returns": {"name: a\r\nprovider: b\r\n", &serinv1.Spec{Name: "a", Provider: "b"}},
		"empty mapping":    {"{}", &serinv1.Spec{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.want.ProtoReflect().New().Interface()
			if _, mistakes := Decode([]byte(c.text), got); mistakes != nil {
				t.Fatalf("Decode(%q): %v", c.text, mistakes)
			}
			if diff := cmp.Diff(c.want, got, protocmp.Transform()); diff != "" {
				t.Errorf("Decode(%q), -want +got:\n%s", c.text, diff)
			}
		})
	}
}

func TestDecodeEmptiesTheMessage(t *testing.T) {
	spec := &serinv1.Spec{Name: "old", Provider: "old"}
	if _, mistakes := Decode([]byte("name: new"), spec); mistakes != nil || spec.GetName() != "new" || spec.GetProvider() != "" {
		t.Errorf("Decode(name: new) = %v, %v; want the new name alone", spec, mistakes)
	}
}

func TestDecodeMistakes(t *testing.T) {
	const specFields = "name, provider, variables, step, window, slices, alpha, score, groups, metrics, warm_up, history, split, rule, schedule"
	for name, c := range map[string]struct{ text, want string }{
		"misspelt field":      {"wieght: 1\nmetrics: [{wieght: 1}]", "1:1: wieght: unknown field \"wieght\"; allowed here: " + specFields + "\n2:12: metrics[0].wieght: unknown field \"wieght\"; did you mean \"weight\"?"},
		"unknown field":       {"alpha: {level: 1}", `1:9: alpha.level: unknown field "level"; allowed here: pause, abort`},
		"field of nothing":    {"metrics: [{z_test: {a: 1}}]", `1:21: metrics[0].z_test.a: unknown field "a"; allowed here: nothing, {}`},
		"name with blanks":    {"a b: 1", `1:1: ["a b"]: unknown field "a b"; allowed here: ` + specFields},
		"dashes for spaces":   {"score: {min-coverage: 1}", `1:9: score["min-coverage"]: unknown field "min-coverage"; did you mean "min_coverage"?`},
		"JSON name, misspelt": {"score: {minCoverge: 1}", `1:9: score.minCoverge: unknown field "minCoverge"; did you mean "min_coverage"?`},
		"duplicate field":     {"name: a\nstep: 1m\nname: b", `3:1: name: duplicate field "name", first given in line 1; keep one`},
		"duplicate, null":     {"name: ~\nname: b", `2:1: name: duplicate field "name", first given in line 1; keep one`},
		"two spellings":       {"score:\n  minCoverage: 1\n  min_coverage: 1", `3:3: score.min_coverage: duplicate field: "min_coverage" is another spelling of "minCoverage", first given in line 2; keep one`},
		"duplicate key":       {"groups: {a: 1,\n  \"a\": 2}", `2:3: groups["a"]: duplicate key "a", first given in line 1; keep one`},
		"duplicate's mistake": {"alpha: {pause: 1}\nalpha: {pase: 1}", "2:1: alpha: duplicate field \"alpha\", first given in line 1; keep one\n2:9: alpha.pase: unknown field \"pase\"; did you mean \"pause\"?"},
		"two kinds":           {"metrics:\n- ratio: {}\n  gauge: {}", `3:3: metrics[0].gauge: a metric has one kind: both ratio (line 2) and gauge given; keep one`},
		"two judges":          {"metrics:\n- z_test: {}\n  mannWhitney: {}", `3:3: metrics[0].mann_whitney: a metric has one judge: both z_test (line 2) and mannWhitney given; keep one`},

		"text for a number":      {"alpha: {pause: abc}", `1:16: alpha.pause: expected a number, got text "abc"`},
		"number in quotes":       {"alpha: {pause: '0.5'}", `1:16: alpha.pause: expected a number, got text "0.5"; leave out the quotes`},
		"percentage":             {"alpha: {pause: 5%}", `1:16: alpha.pause: expected a number, got text "5%"`},
		"truth for a number":     {"alpha: {pause: true}", `1:16: alpha.pause: expected a number, got true`},
		"mapping for a number":   {"alpha: {pause: {}}", `1:16: alpha.pause: expected a number, got a mapping`},
		"not a number":           {"alpha: {pause: .nan}", `1:16: alpha.pause: expected a finite number, got number .nan`},
		"infinity":               {"alpha: {pause: -.Inf}", `1:16: alpha.pause: expected a finite number, got number -.Inf`},
		"JSON's infinity":        {`{"alpha": {"pause": "-Infinity"}}`, `1:21: alpha.pause: expected a finite number, got text "-Infinity"`},
		"number out of range":    {"alpha: {pause: 1e999}", `1:16: alpha.pause: expected a finite number, got text "1e999"`},
		"hexadecimal number":     {"alpha: {pause: 0x10}", `1:16: alpha.pause: expected a decimal number such as 0.5 or 12, got number 0x10`},
		"octal number":           {"alpha: {pause: 010}", `1:16: alpha.pause: expected a decimal number such as 0.5 or 12, got number 010`},
		"number with gaps":       {"alpha: {pause: 1_000}", `1:16: alpha.pause: expected a decimal number such as 0.5 or 12, got number 1_000`},
		"broken whole number":    {"format: 1.5", `1:9: format: expected a whole number, got number 1.5`},
		"text for whole number":  {"format: one", `1:9: format: expected a whole number, got text "one"`},
		"large whole number":     {"format: 3000000000", `1:9: format: expected a whole number that fits the field, got number 3000000000`},
		"list for whole number":  {"format: [1]", `1:9: format: expected a whole number, got a list`},
		"yes for true":           {"metrics: [{ratio: {cumulative: yes}}]", `1:32: metrics[0].ratio.cumulative: expected true or false, got text "yes"`},
		"true in quotes":         {"metrics: [{ratio: {cumulative: 'true'}}]", `1:32: metrics[0].ratio.cumulative: expected true or false, got text "true"`},
		"truth for text":         {"name: true", `1:7: name: expected text, got true; put it in quotes if it is text`},
		"unquoted selector":      {"metrics: [{gauge: {query: {a=\"b\"}}}]", `1:27: metrics[0].gauge.query: expected text, got a mapping; put it in quotes if it is text`},
		"misspelt word":          {"metrics: [{role: critcal}]", `1:18: metrics[0].role: expected one of critical, scored, signal, muted, got text "critcal"; did you mean "critical"?`},
		"misspelt full name":     {"metrics: [{role: ROLE_CRITCAL}]", `1:18: metrics[0].role: expected one of critical, scored, signal, muted, got text "ROLE_CRITCAL"; did you mean "critical"?`},
		"capital word":           {"metrics: [{role: Critical}]", `1:18: metrics[0].role: expected one of critical, scored, signal, muted, got text "Critical"; did you mean "critical"?`},
		"unknown word":           {"metrics: [{role: boss}]", `1:18: metrics[0].role: expected one of critical, scored, signal, muted, got text "boss"`},
		"unspecified":            {"metrics: [{role: ROLE_UNSPECIFIED}, {role: unspecified}]", "1:18: metrics[0].role: expected one of critical, scored, signal, muted, got text \"ROLE_UNSPECIFIED\"; leave the field out\n1:44: metrics[1].role: expected one of critical, scored, signal, muted, got text \"unspecified\"; leave the field out"},
		"number of a word":       {"metrics: [{role: 1}]", `1:18: metrics[0].role: expected one of critical, scored, signal, muted, got number 1`},
		"duration without unit":  {"step: 60", `1:7: step: expected a duration such as 30m, 1h30m or 90s, got number 60 without a unit; for seconds write 60s`},
		"duration in days":       {"step: 1d", `1:7: step: expected a duration such as 30m, 1h30m or 90s, got text "1d"`},
		"duration as a mapping":  {"step: {seconds: 1}", `1:7: step: expected a duration such as 30m, 1h30m or 90s, got a mapping`},
		"date for a time":        {"window: {start: 2026-01-31}", `1:17: window.start: expected a time such as 2026-01-31T09:30:00Z, got date 2026-01-31`},
		"time without a zone":    {"window: {start: 2026-01-31T09:30:00}", `1:17: window.start: expected a time such as 2026-01-31T09:30:00Z, got text "2026-01-31T09:30:00"`},
		"time before all times":  {"window: {start: 0000-01-31T09:30:00Z}", `1:17: window.start: expected a time such as 2026-01-31T09:30:00Z, got date 0000-01-31T09:30:00Z`},
		"text for a list":        {"variables: version", `1:12: variables: expected a list such as [a, b], got text "version"`},
		"mapping for a list":     {"metrics: {errors: {}}", `1:10: metrics: expected a list, each item after a -, got a mapping`},
		"list for a map":         {"groups: [a]", `1:9: groups: expected a mapping such as {a: b}, got a list`},
		"number for a message":   {"alpha: 0.05", `1:8: alpha: expected a mapping with the fields pause, abort, got number 0.05`},
		"text for a message":     {"metrics: [{gauge: 'max by (region) (memory_ratio{app=\"checkout\"})'}]", `1:19: metrics[0].gauge: expected a mapping with the field query, got text "max by (region) (memory_ratio{app=\"check…"`},
		"text for no fields":     {"metrics: [{z_test: on}]", `1:20: metrics[0].z_test: expected a mapping with no fields: {}, got text "on"`},
		"nothing for text":       {"name:\nstep: 1m", `1:6: name: has no value; give it one, or leave the line out`},
		"nothing for a message":  {"metrics:\n  - mann_whitney:\n    name: a", `2:18: metrics[0].mann_whitney: has no value; give it fields, write {} for none, or leave the line out`},
		"nothing in a list":      {"variables: [a, ~]", `1:16: variables[1]: has no value; give it one, or leave the line out`},
		"nothing in a map":       {"groups: {a: ~, b: x}", "1:13: groups[\"a\"]: has no value; give it one, or leave the line out\n1:19: groups[\"b\"]: expected a number, got text \"x\""},
		"list as a name":         {"[a]: 1", `1:1: expected a name before the colon, got a list; put it in quotes if it is text`},
		"null as a key":          {"groups: {~: 1}", `1:10: groups: expected a name before the colon, got null; put it in quotes if it is text`},
		"tag":                    {"name: !!str a", `1:7: name: tags such as !!str are not followed; leave it out`},
		"tags of collections":    {"metrics: !a []\ngroups: !b {}\nscore: !c {}", "1:10: metrics: tags such as !a are not followed; leave it out\n2:9: groups: tags such as !b are not followed; leave it out\n3:8: score: tags such as !c are not followed; leave it out"},
		"merge key":              {"<<: {name: a}", `1:1: merge keys (<<) are not followed; write the fields out, or use an alias for a whole value`},
		"alias inside itself":    {"metrics: &a [*a]", `1:14: the alias *a stands inside what it is an alias of; write the value out`},
		"another mistake in two": {"format: x\nformat: y", "1:9: format: expected a whole number, got text \"x\"\n2:1: format: duplicate field \"format\", first given in line 1; keep one\n2:9: format: expected a whole number, got text \"y\""},
	} {
		t.Run(name, func(t *testing.T) {
			message := proto.Message(&serinv1.Spec{})
			if strings.Contains(c.text, "format") || strings.Contains(c.text, "window:") {
				message = &serinv1.Recording{}
			}
			_, mistakes := Decode([]byte(c.text), message)
			if diff := cmp.Diff(c.want, mistakes.Error()); diff != "" {
				t.Errorf("Decode(%q), -want +got:\n%s", c.text, diff)
			}
		})
	}
}

func TestDecodeRefusesTexts(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := range 20 {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i)
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":            {"", `1:1: the text is empty`},
		"comments":           {"# nothing\n", `1:1: the text is empty`},
		"null":               {"null", `1:1: the text is empty`},
		"a list":             {"- a", `1:1: expected a mapping with the fields variables, window, exposure, got a list`},
		"text":               {"abc", `1:1: expected a mapping with the fields variables, window, exposure, got text "abc"`},
		"not UTF-8":          {"exposure: \xff", `1:1: the text is not UTF-8; save it with that encoding`},
		"too long":           {strings.Repeat("#\n", 1<<19) + "#", `1:1: the text has 1048577 bytes, more than the 1048576 that are read; split it`},
		"two documents":      {"exposure: 1\n---\nexposure: 2", `2:1: a second document begins here; put each into a file of its own`},
		"two JSON documents": {"{\"exposure\": 1}\n{\"exposure\": 2}", `2:1: the text goes on after its end; a file holds one document`},
		"tab":                {"window:\n\tstart: x", `2:1: a tab cannot indent YAML; use spaces`},
		"colon in text":      {"variables:\n  a: b: c", `2:3: a colon cannot stand here; put text with a colon in quotes, and check the indentation`},
		"deeper indentation": {"exposure: 1\n  window: 2", `2:3: a colon cannot stand here; put text with a colon in quotes, and check the indentation`},
		"other indentation":  {"variables:\n    a: b\n  c: d\n", `3:3: did not find expected key, here or shortly before; check the indentation and the quotes`},
		"strange beginning":  {"exposure: 1\nvariables: {a: `b`}", `2:1: text cannot begin with this character; put it in quotes`},
		"unclosed quote":     {"exposure: 1\nvariables: {a: 'b}\n\n", `2:1: a quote is opened here and never closed`},
		"unclosed at first":  {"exposure: 'b\n\nx: y\n", `1:1: a quote is opened here and never closed`},
		"unclosed bracket":   {"exposure: 1\nvariables: {a: b\n", `2:1: did not find expected ',' or '}', here or shortly before; close the bracket, and put text with brackets in quotes`},
		"unquoted query":     {"variables: {a: sum(b{c=\"d\"})}\n", `1:1: did not find expected ',' or '}', here or shortly before; close the bracket, and put text with brackets in quotes`},
		"pattern in quotes":  {"variables:\n  a: \"5\\.0\"", `2:3: in double quotes a backslash begins an escape, and this is none; write \\, or use single quotes`},
		"star":               {"variables:\n  a: *x", `2:3: unknown anchor 'x' referenced; text that begins with * must stand in quotes`},
		"control character":  {"variables:\n  a: \x01", `2:3: control characters are not allowed; leave them out`},
		"text that is a bomb": {
			bomb, `1:1: aliases add more than 10000 values to the text; write out what is meant`,
		},
		"nested too deep": {
			"a: " + strings.Repeat("[", 60) + strings.Repeat("]", 60), `1:53: nested more than 50 deep; no field lies so deep`,
		},
		"nested far too deep": {
			strings.Repeat("[", 20_000), `1:1: exceeded max depth of 10000`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := Decode([]byte(c.text), &serinv1.Population{})
			if diff := cmp.Diff(c.want, mistakes.Error()); diff != "" {
				t.Errorf("Decode, -want +got:\n%s", diff)
			}
		})
	}
}

func TestDecodeTellsAHundredMistakes(t *testing.T) {
	_, mistakes := Decode([]byte(strings.Repeat("- x\n", 500)), &serinv1.Spec{})
	if len(mistakes) != 1 {
		t.Fatalf("%d mistakes of a list, want 1", len(mistakes))
	}
	_, mistakes = Decode([]byte("variables:\n"+strings.Repeat("  - [x]\n", 500)), &serinv1.Spec{})
	if len(mistakes) != 101 || mistakes[100].Problem != "more than 100 mistakes; mend these first" {
		t.Errorf("%d mistakes, last %q; want 101 with the limit told", len(mistakes), mistakes[len(mistakes)-1])
	}
}

// A text as long as may be is answered in a moment, whatever is in it.
func TestReadLongTexts(t *testing.T) {
	for name, c := range map[string]struct{ begin, again, end string }{
		"unknown fields":  {"", "a: 1\n", ""},
		"wrong metrics":   {"metrics: [", "{a: 1},", "]"},
		"long query":      {"metrics: [{gauge: {query: '", "a", "'}}]"},
		"placeholders":    {"metrics: [{gauge: {query: '", "${} ", "'}}]"},
		"aliases":         {"variables: [&a b,", "*a,", "]"},
		"escaped slashes": {`{"name":"`, `\/`, `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			n := (maxText - len(c.begin) - len(c.end)) / len(c.again)
			_, mistakes := Read([]byte(c.begin+strings.Repeat(c.again, n)+c.end), FromProvider)
			if len(mistakes) == 0 || len(mistakes) > maxMistakes+1 {
				t.Errorf("%d mistakes, want some and no more than the limit", len(mistakes))
			}
		})
	}
}

func TestPositions(t *testing.T) {
	positions, _ := Decode([]byte(`name: a
groups:
  users: 1
  "a.b[c": 2
metrics:
  - name: b
    abort: &margin
      relative: 1
  - {name: c, minCoverage: 1, abort: *margin}
`), &serinv1.Spec{})
	for path, want := range map[string]Position{
		"":                           {1, 1},
		"name":                       {1, 1},
		`groups["users"]`:            {3, 3},
		`groups["a.b[c"]`:            {4, 3},
		`groups["other.one"]`:        {2, 1},
		"metrics":                    {5, 1},
		"metrics[0]":                 {6, 5},
		"metrics[0].abort.relative":  {8, 7},
		"metrics[0].abort.absolute":  {7, 5},
		"metrics[0].gauge.query":     {6, 5},
		"metrics[1].abort":           {9, 31},
		"metrics[1].abort.relative":  {8, 7},
		"metrics[7].abort":           {5, 1},
		"window.start":               {1, 1},
		"nothing.that.exists[0].x":   {1, 1},
		`metrics[1].name["strange"]`: {9, 6},
	} {
		if got := positions.Find(path); got != want {
			t.Errorf("Find(%q) = %v, want %v", path, got, want)
		}
	}
	if got := (Positions{}).Find("a.b"); got != (Position{}) {
		t.Errorf("Find of nothing = %v, want none", got)
	}
}
