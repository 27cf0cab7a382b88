package scorecard

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/report"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// cases are three whose canary is as much higher as it says, beside a baseline of 10.
func cases() []collection.Case {
	start := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var all []collection.Case
	for _, c := range []struct {
		id     string
		label  collection.Label
		canary float64
	}{{"fine", collection.Same, 10}, {"worse", collection.Regressed, 20}, {"little", collection.Regressed, 11}} {
		const n = 5
		w := judge.Window{Start: start, End: start.Add(n * time.Minute)}
		arm := func(v float64) judge.Arm {
			return judge.Arm{Value: series.Series{Start: start, Step: time.Minute, Values: []float64{v, v, v, v, v}}}
		}
		all = append(all, collection.Case{
			ID: c.id, Label: c.label, Source: "shop_" + c.id, Entity: c.id, Kind: "latency", Size: collection.Tiny, Design: "by hand",
			Plan: judge.Plan{
				Step: time.Minute, Baseline: w, Canary: w,
				Metrics: []judge.Metric{{Name: "p|99", Kind: judge.Gauge, Direction: judge.HigherIsWorse, Weight: 1}},
			},
			Observed: []judge.Observation{{Slices: []judge.Slice{{Baseline: arm(10), Canary: arm(c.canary)}}}},
		})
	}
	return all
}

func card(t *testing.T, rules ...backtest.Rule) Card {
	t.Helper()
	var contenders []backtest.Contender
	for _, r := range rules {
		contenders = append(contenders, backtest.Contender{Name: r.Name(), Rule: r, Cases: cases()})
	}
	outcomes, err := backtest.Run(t.Context(), contenders, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := backtest.Summarize(contenders, outcomes)
	return Card{Name: "some_cases", Labelled: &s, Lines: backtest.Lines(contenders, outcomes), Notes: []string{"short was left out"}}
}

func text(t *testing.T, c Card, style report.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, c, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	want := `some_cases: 3 cases (1 same, 2 regressed)

rule          same  false alarms  aborted       regr.  misses       recall       flagged  precision     F1
threshold_20  1     0.0 (0.0–79)  0.0 (0.0–79)  2      50 (9.5–91)  50 (9.5–91)  1        100 (21–100)  0.67 (0.00–1.00)

LEGEND

How cases ended
verdict  same                  regressed
PROMOTE  1 of 1  100 (21–100)  1 of 2     50 (9.5–91)
ABORT    0 of 1  0.0 (0.0–79)  1 of 2     50 (9.5–91)

Cases judged wrongly
        label      verdict  reason
little  regressed  PROMOTE  NOT_WORSE

By source
             same  false alarms  aborted       regr.  misses        recall        flagged  precision     F1
shop_fine    1     0.0 (0.0–79)  0.0 (0.0–79)  –      –             –             –        –             –
shop_little  –     –             –             1      100 (21–100)  0.0 (0.0–79)  –        –             0.00
shop_worse   –     –             –             1      0.0 (0.0–79)  100 (21–100)  1        100 (21–100)  1.00

note: short was left out
`
	c := card(t, backtest.Threshold())
	got := strings.Replace(text(t, c, report.Style{}), c.parts()[0].legend, "LEGEND", 1)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// On a terminal no line is wider than it, and nothing is lost: what does not fit stands below.
func TestTextFitsTheTerminal(t *testing.T) {
	c := card(t, backtest.Rules()[1:]...)
	all := strings.Fields(text(t, c, report.Style{}))
	for _, width := range []int{60, 80, 140} {
		got := text(t, c, report.Style{Width: width, Colour: true})
		for line := range strings.Lines(got) {
			if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%d wide on a terminal of %d: %q", n, width, line)
			}
		}
		if !strings.Contains(got, "\x1b[") {
			t.Error("no colour")
		}
		for _, word := range all {
			if !strings.Contains(got, word) {
				t.Errorf("%q is lost on a terminal of %d", word, width)
			}
		}
	}
}

func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b, card(t, backtest.Threshold(), backtest.MannWhitney())); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"## some\\_cases: 3 cases (1 same, 2 regressed)\n\n| rule | same | false alarms |",
		"\n| threshold\\_20 | 1 | 0.0 (0.0–79) | 0.0 (0.0–79) | 2 | 50 (9.5–91) | 50 (9.5–91) | 1 | 100 (21–100) | 0.67 (0.00–1.00) |\n",
		"\n### How cases ended\n\n|  | verdict | same |  | regressed |  |\n| --- | --- | --- | --- | --- | --- |\n| threshold\\_20 | PROMOTE |",
		"\n| mann\\_whitney\\_0.05 | all | 2 | 0 | 1 | 0 | 0.5 |\n",
		"\n| shop\\_worse | threshold\\_20 | – |",
		"\nnote: short was left out\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("want %q in\n%s", want, b.String())
		}
	}
}

// Of very many cases that were judged wrongly the first ones are listed, by the first rule.
func TestManyWrong(t *testing.T) {
	c := card(t, backtest.Threshold(), backtest.MannWhitney())
	one := c.Labelled.Wrong[0]
	for len(c.Labelled.Wrong) < 23 {
		c.Labelled.Wrong = append(c.Labelled.Wrong, one)
	}
	var markdown bytes.Buffer
	if err := Markdown(&markdown, c); err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string][2]string{
		text(t, c, report.Style{}): {"\nCases judged wrongly by threshold_20\n", "\nlittle  regressed  PROMOTE  NOT_WORSE\nand 3 more; -o json has all\n"},
		markdown.String():          {"\n### Cases judged wrongly by threshold\\_20\n", "\n| little | regressed | PROMOTE | NOT\\_WORSE |\n\nand 3 more; -o json has all\n"},
	} {
		if !strings.Contains(got, want[0]) || !strings.Contains(got, want[1]) || strings.Count(got, "NOT") != 20 {
			t.Errorf("got\n%s", got)
		}
	}
}

// A line per case and rule, then the summary in one line; all of it is JSON, which knows no NaN.
func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, card(t, backtest.Rules()[1:]...)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != 3*4+1 {
		t.Fatalf("%d lines, want one per case and rule and the summary", len(lines))
	}
	for _, line := range lines {
		if err := json.Unmarshal([]byte(line), new(map[string]any)); err != nil {
			t.Errorf("%v in %s", err, line)
		}
	}
	want := `{"id":"fine","label":"same","rule":"kayenta","verdict":"VERDICT_PROMOTE","reason":"REASON_CODE_NOT_WORSE","right":true,"score":100,"classes":{"p|99":"CLASS_PASS"}}`
	if lines[0] != want {
		t.Errorf("got %s, want %s", lines[0], want)
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, `{"collection":"some_cases","labelled":{"rules":["kayenta",`) || !strings.HasSuffix(last, `"notes":["short was left out"]}`) {
		t.Errorf("summary %.80s", last)
	}
}

// Names are data, and do not steer a terminal.
func TestNamesAreData(t *testing.T) {
	c := card(t, backtest.Threshold())
	c.Name = "some\x1b[31mcases"
	for i := range c.Labelled.Groups {
		c.Labelled.Groups[i].Name = "\x1b[2J"
	}
	if got := text(t, c, report.Style{}); strings.Contains(got, "\x1b") || !strings.Contains(got, "?[2J") {
		t.Errorf("got %q", got)
	}
}

// Where nothing is regressed there is no recall, and what held canaries up is shown instead.
func TestHarmlessOnly(t *testing.T) {
	c := card(t, backtest.Threshold())
	contenders := []backtest.Contender{{Name: "threshold_20", Rule: backtest.Threshold(), Cases: cases()[:1]}}
	outcomes, err := backtest.Run(t.Context(), contenders, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := backtest.Summarize(contenders, outcomes)
	c.Labelled, c.AA, c.Windows = nil, &s, "30m"
	got := text(t, c, report.Style{})
	if !strings.HasPrefix(got, "some_cases: A/A, 1 pair of windows of 30m in which nothing is worse\n") ||
		!strings.Contains(got, "\nrule          same  false alarms  aborted       paused otherwise\n") {
		t.Errorf("got\n%s", got)
	}
}
