package collection

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/serin-canary/serin/judge"
)

// values returns what was seen of a metric on both sides.
func values(c Case, metric int) (baseline, canary []float64) {
	s := c.Observed[metric].Slices[0]
	return s.Baseline.Value.Values, s.Canary.Value.Values
}

func TestManifest(t *testing.T) {
	nan := math.NaN()
	c := open(t, three())
	if len(c.Cases) != 3 || len(c.Unlabelled) != 0 {
		t.Fatalf("%d cases and %d without a label, want 3 and 0", len(c.Cases), len(c.Unlabelled))
	}
	for i, want := range []struct {
		id, kind, size string
		label          Label
		deployment     bool
		step           time.Duration
		baseline       [2]int64 // start and end of the window
		canary         [2]int64
		values         [][]float64 // of the baseline and the canary, metric by metric
	}{
		{"together", "latency", Small, Same, false, time.Minute, [2]int64{540, 780}, [2]int64{540, 780}, [][]float64{{1, 2, nan, 4}, {5, 6, 7, 8}}},
		// Two samples of one time follow each other; the break of two hours is one gap; one of 1.33 steps is none. The canary's
		// window comes after the baseline's.
		{"apart", "traffic", Tiny, Regressed, false, 5 * time.Minute, [2]int64{-300, 1500}, [2]int64{3300, 3900}, [][]float64{{1, 2, 3, nan, 4, 5}, {6, nan}}},
		// Metrics of a deployment share the times at which any of them was sampled.
		{"whole", "several", Tiny, Regressed, true, time.Second, [2]int64{-1, 2}, [2]int64{-1, 2}, [][]float64{{1, 2, 3}, {4, 5, 6}, {nan, 7, 8}, {9, nan, nan}}},
	} {
		got := c.Cases[i]
		if got.ID != want.id || got.Kind != want.kind || got.Size != want.size || got.Label != want.label || got.Deployment != want.deployment {
			t.Errorf("case %d is %s, %s, %s, %v, %v", i, got.ID, got.Kind, got.Size, got.Label, got.Deployment)
		}
		if got.Plan.Step != want.step {
			t.Errorf("%s: step %v, want %v", want.id, got.Plan.Step, want.step)
		}
		window := func(w judge.Window) [2]int64 { return [2]int64{w.Start.Unix(), w.End.Unix()} }
		if b, k := window(got.Plan.Baseline), window(got.Plan.Canary); b != want.baseline || k != want.canary {
			t.Errorf("%s: windows %v and %v, want %v and %v", want.id, b, k, want.baseline, want.canary)
		}
		for m := range got.Plan.Metrics {
			baseline, canary := values(got, m)
			if diff := cmp.Diff(want.values[2*m:2*m+2], [][]float64{baseline, canary}, cmpopts.EquateNaNs()); diff != "" {
				t.Errorf("%s, metric %d: %s", want.id, m, diff)
			}
		}
		if _, err := judge.Decide(got.Plan, got.Observed); err != nil {
			t.Errorf("%s: %v", want.id, err)
		}
	}
}

func TestMetricsOfManifest(t *testing.T) {
	c := open(t, three())
	pause, abort := judge.DefaultMargins(judge.Gauge, judge.NoPreset)
	for _, want := range []struct {
		at, metric int
		name       string
		direction  judge.Direction
	}{
		{0, 0, "p99", judge.HigherIsWorse},
		{1, 0, "hits", judge.EitherIsWorse},
		{2, 0, "time", judge.HigherIsWorse},
		{2, 1, "time (2)", judge.LowerIsWorse},
	} {
		m := c.Cases[want.at].Plan.Metrics[want.metric]
		if m.Name != want.name || m.Direction != want.direction || m.Kind != judge.Gauge || m.Role != judge.Scored || m.Weight != 1 ||
			m.Pause != pause || m.Abort != abort {
			t.Errorf("metric %+v, want %+v", m, want)
		}
	}
}

// What was written down in hindsight describes a case and is no part of what is judged.
func TestHindsightIsNoInput(t *testing.T) {
	files := three()
	before := open(t, files).Cases
	files["manifest.json"] = strings.NewReplacer(`"label":"same"`, `"label":"regressed","fault":"cpu","effect_pct":50,"healthy_offset_pct":3`,
		`"label":"regressed"`, `"label":"same"`, `"design":"`, `"design":"not `, `"size_class":"small"`, `"size_class":"large"`,
		`"affected_fraction":0.3`, `"affected_fraction":1`, `"entity":"`, `"entity":"not `, `"source":"`, `"source":"not `).Replace(files["manifest.json"])
	after := open(t, files).Cases
	for i := range before {
		if diff := cmp.Diff(before[i].Plan, after[i].Plan); diff != "" {
			t.Errorf("plan of %s: %s", before[i].ID, diff)
		}
		if diff := cmp.Diff(before[i].Observed, after[i].Observed, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("observations of %s: %s", before[i].ID, diff)
		}
		if before[i].Label == after[i].Label || before[i].Design == after[i].Design {
			t.Errorf("%s did not change", before[i].ID)
		}
	}
}

func TestCompressed(t *testing.T) {
	plain, packed := open(t, three()), open(t, compressed(t, three()))
	if diff := cmp.Diff(plain.Cases, packed.Cases, cmpopts.EquateNaNs(), cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
		t.Error(diff)
	}
}

// Every mistake is named at once, with its file, and its line or field.
func TestMistakes(t *testing.T) {
	dir := folder(t, map[string]string{
		"manifest.json": `{"format":1,"pairs":[
{"id":"a","file":"a.json","source":"s","entity":"e","metric":"m","kind":"cpu","step_seconds":60,"bad_direction":"sideways","label":"different","design":"d"},
{"id":"a","file":"missing.json","source":"s","entity":"e","kind":"cpu","step_seconds":60,"label":"same","design":"d","size_class":"huge"},
{"id":"b","file":"../b.json","source":"s","entity":"e","metric":"m","kind":"cpu","step_seconds":-5,"label":"same","design":"d"},
{"id":"c","file":"broken.json","source":"s","entity":"e","metric":"m","kind":"cpu","step_seconds":60,"label":"same","design":"d"},
{"id":7,"file":"a.json"},
{"id":"d","file":"d.json","source":"s","entity":"e","metric":"m","kind":"cpu","step_seconds":60,"label":"same","design":"d","affected_fraction":2}
],"deployments":[
{"id":"w","file":"w.json","source":"s","entity":"e","step_seconds":60,"label":"same","design":"d"}
]}`,
		"a.json":      `{"baseline":{"start":0,"step":60,"values":[1]},"canary":{"start":0,"step":60,"values":[1]}}`,
		"broken.json": "{\n\"baseline\": [1,\n}",
		"d.json":      `{"id":"other","baseline":{"start":0,"step":30,"values":[1]},"canary":{"timestamps":[2,1],"values":[1,2]}}`,
		"w.json":      `{"metrics":[{"metric":"m","kind":"cpu","baseline":{"values":[1]},"canary":{"timestamps":[1],"values":[1,2]}},{"baseline":{"start":0,"step":60,"values":[]}}]}`,
	})
	_, err := Open(dir)
	if err == nil {
		t.Fatal("no error")
	}
	want := []string{
		`manifest.json:2: pairs[0].label: "different" is neither same nor regressed`,
		`manifest.json:2: pairs[0].bad_direction: "sideways" is none of up, down and null`,
		`manifest.json:3: pairs[1].id: "a" is that of pairs[0] already`,
		`manifest.json:3: pairs[1].metric: required`,
		`manifest.json:3: pairs[1].size_class: "huge" is none of tiny, small, medium and large`,
		`missing.json: there is no such file, nor one of this name with .gz`,
		`manifest.json:4: pairs[2].step_seconds: -5 is no length of a step; want seconds, or null for single requests`,
		`manifest.json:4: pairs[2].file: "../b.json" leads out of the collection, or is no plain path such as pairs/a.json`,
		`broken.json:3: is no JSON: invalid character '}' looking for beginning of value`,
		`manifest.json:6: pairs[4]: id: want a text, have number`,
		`manifest.json:7: pairs[5].affected_fraction: 2 is not in [0, 1]`,
		`d.json: id: this is the file of "other", and the manifest names it for "d"`,
		`d.json: baseline.step: 30 s, but the manifest says step_seconds 60`,
		`d.json: canary.timestamps: they do not ascend`,
		`w.json: metrics[0].baseline: want start and step, or timestamps`,
		`w.json: metrics[0].canary.timestamps: 1 for 2 values`,
		`w.json: metrics[1].metric: required`,
		`w.json: metrics[1].kind: required, such as latency or errors`,
		`w.json: metrics[1].baseline.values: required, with at least one value; null is a missing sample`,
		`w.json: metrics[1].canary: required: values, with start and step or with timestamps`,
	}
	for _, line := range want {
		if !strings.Contains(err.Error(), filepath.ToSlash(dir)+"/"+line) {
			t.Errorf("not named: %s", line)
		}
	}
	if got := strings.Count(err.Error(), "\n") + 1; got != len(want) {
		t.Errorf("%d mistakes, want %d:\n%v", got, len(want), err)
	}
}

func TestManifestRefused(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"another format", `{"format":2,"pairs":[{"id":"a"}]}`, "manifest.json:1: format: this version reads format 1, not 2"},
		{"no format", `{"pairs":[]}`, "manifest.json:1: format: required; this version reads format 1"},
		{"no format at all", `{"format":"one"}`, "manifest.json:1: format: want a number, have string"},
		{"no JSON", "{\"format\":1,\n\"pairs\":[}", "manifest.json:2: is no JSON: invalid character '}'"},
		{"cut off", `{"format":1,`, "manifest.json:1: is no JSON: unexpected end of JSON input"},
		{"a list", `[]`, "want an object with format, pairs and deployments"},
		{"pairs are no list", `{"format":1,"pairs":{}}`, "manifest.json:1: pairs: want a list"},
		{"no cases", `{"format":1}`, "no case in it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(folder(t, map[string]string{"manifest.json": test.text}))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// A link that leads out of the folder is not followed.
func TestOutsideIsNotRead(t *testing.T) {
	files := three()
	dir := folder(t, files)
	outside := folder(t, map[string]string{"together.json": files["pairs/together.json"]})
	link := filepath.Join(dir, "pairs", "together.json")
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "together.json"), link); err != nil {
		t.Skip(err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "pairs/together.json") {
		t.Errorf("got %v, want a refusal of pairs/together.json", err)
	}
}

func TestOpenRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"empty", nil, "no case in it: want a manifest.json, or recordings"},
		{"two manifests", map[string]string{"manifest.json": "{}", "manifest.json.gz": ""}, "there is a manifest.json.gz too; remove one of them"},
		{"no gzip", map[string]string{"manifest.json.gz": "{}"}, "is no gzip file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(folder(t, test.files))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if _, err := Open("nowhere"); err == nil || !strings.Contains(err.Error(), "there is no nowhere; mend the path") {
		t.Errorf("got %v", err)
	}
}
