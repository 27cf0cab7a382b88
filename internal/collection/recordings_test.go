package collection

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/serin-canary/serin/fixtures"
	"github.com/serin-canary/serin/judge"
)

// stories writes some of the fixtures into a folder; edit changes their analysis.yaml.
func stories(t *testing.T, edit func(string) string, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		sub, err := fs.Sub(fixtures.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(dir, name), sub); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name, "analysis.yaml")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(edit(string(text))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func unchanged(s string) string { return s }

func TestRecordings(t *testing.T) {
	dir := stories(t, unchanged, "provider_timeout", "replicas_no_change", "one_metric_of_47_fails", "small_canary_errors_tripled")
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		id    string
		label Label
		many  bool
	}{
		{"one_metric_of_47_fails", Regressed, true}, // a pause for a regression
		{"provider_timeout", Other, true},
		{"replicas_no_change", Same, false},
		{"small_canary_errors_tripled", Regressed, false},
	}
	if len(c.Cases) != len(want) {
		t.Fatalf("%d cases, want %d", len(c.Cases), len(want))
	}
	for i, w := range want {
		got := c.Cases[i]
		if got.ID != w.id || got.Label != w.label || got.Deployment != w.many || got.Source != "recording" {
			t.Errorf("case %s, %v, %v, %s; want %+v", got.ID, got.Label, got.Deployment, got.Source, w)
		}
		if _, err := judge.Decide(got.Plan, got.Observed); err != nil {
			t.Errorf("%s: %v", w.id, err)
		}
	}
	if kind := c.Cases[3].Kind; kind != "errors" {
		t.Errorf("the kind of a metric with a preset is %q", kind)
	}
}

// What a recording shows is what replay judges.
func TestRecordingIsJudgedAsReplayed(t *testing.T) {
	dir := stories(t, unchanged, "provider_timeout", "only_eu_west_bad", "restarted_counter")
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range c.Cases {
		result, err := judge.Decide(one.Plan, one.Observed)
		if err != nil {
			t.Fatal(err)
		}
		if got := "VERDICT_" + result.Verdict.String(); got != one.recording.Result.Verdict.String() {
			t.Errorf("%s: %s, and replay %v", one.ID, got, one.recording.Result.Verdict)
		}
	}
}

func TestRecordingWithoutExpectation(t *testing.T) {
	dir := stories(t, func(s string) string { return strings.ReplaceAll(s, "expect:", "# ") }, "replicas_no_change")
	c, err := Open(filepath.Join(dir, "replicas_no_change")) // a single recording is a collection of one
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Cases) != 0 || len(c.Unlabelled) != 1 || c.Unlabelled[0].Label != Unlabelled {
		t.Errorf("got %d cases, %d without a label", len(c.Cases), len(c.Unlabelled))
	}
}

func TestRecordingMistakes(t *testing.T) {
	dir := stories(t, func(s string) string { return strings.Replace(s, "name:", "nome:", 1) }, "replicas_no_change", "heavy_ties")
	_, err := Open(dir)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"heavy_ties/analysis.yaml:3:", "replicas_no_change/analysis.yaml:3:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestRecordingUnderASpec(t *testing.T) {
	dir := stories(t, unchanged, "small_canary_errors_tripled")
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	const kind = `"provider":"recorded","metrics":[{"name":"errors","preset":"errors","ratio":{"events":"e{v=\"${version}\"}","total":"t{v=\"${version}\"}"}`
	lenient := readSpec(t, `{"name":"s","variables":["version"],`+kind+`,"pause":{"relative":9},"abort":{"relative":9}}]}`)
	under, err := c.Cases[0].Under(lenient)
	if err != nil {
		t.Fatal(err)
	}
	result, err := judge.Decide(under.Plan, under.Observed)
	if err != nil || result.Verdict == judge.Abort {
		t.Errorf("%v under a lenient spec, %v", result.Verdict, err)
	}
	broken := readSpec(t, `{"name":"s","variables":["version","region"],`+kind+`}]}`)
	if _, err := c.Cases[0].Under(broken); err == nil || !strings.Contains(err.Error(), "small_canary_errors_tripled: ") {
		t.Errorf("got %v, want the case's name and what is wrong", err)
	}
}
