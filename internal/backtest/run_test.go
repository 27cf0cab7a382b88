package backtest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/judge"
)

// judged runs oracles on the same cases.
func judged(t *testing.T, cases []collection.Case, parallel int, rules ...Rule) ([]Contender, []Outcome) {
	t.Helper()
	var contenders []Contender
	for i, r := range rules {
		contenders = append(contenders, Contender{Name: string(rune('A' + i)), Rule: r, Cases: cases})
	}
	outcomes, err := Run(t.Context(), contenders, parallel, nil)
	if err != nil {
		t.Fatal(err)
	}
	return contenders, outcomes
}

func TestRunIsTheSameHoweverParallel(t *testing.T) {
	var cases []collection.Case
	for i := range 40 {
		cases = append(cases, gauge(string(rune('a'+i)), collection.Same, judge.HigherIsWorse, wave(20, 100), wave(20, 100+float64(i))))
	}
	var texts []string
	for _, parallel := range []int{0, 1, 8} {
		contenders, outcomes := judged(t, cases, parallel, Rules()...)
		text, err := json.Marshal([]any{Lines(contenders, outcomes), Summarize(contenders, outcomes)})
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	if texts[0] != texts[1] || texts[1] != texts[2] {
		t.Error("the outcomes differ")
	}
}

func TestRunReportsProgress(t *testing.T) {
	var steps []int
	cases := labelled(collection.Same, "a", "b", "c")
	_, err := Run(t.Context(), []Contender{{Name: "A", Rule: oracle{}, Cases: cases}}, 3, func(done, total int) {
		if total != 3 {
			t.Errorf("%d in all, want 3", total)
		}
		steps = append(steps, done)
	})
	if err != nil || !slices.Equal(steps, []int{1, 2, 3}) {
		t.Errorf("progress %v, %v", steps, err)
	}
}

func TestRunRefuses(t *testing.T) {
	cases := labelled(collection.Same, "a", "broken", "broken")
	_, err := Run(t.Context(), []Contender{{Name: "A", Rule: oracle{}, Cases: cases}}, 2, nil)
	if !errors.Is(err, judge.ErrPlan) || !strings.Contains(err.Error(), "broken, judged by A: ") || !strings.Contains(err.Error(), "and 1 more cases") {
		t.Errorf("got %v", err)
	}
	if _, err := Run(t.Context(), nil, 1, nil); err == nil {
		t.Error("no contender is no error")
	}
	if _, err := Run(t.Context(), []Contender{{Name: "A", Cases: cases}, {Name: "B"}}, 1, nil); err == nil {
		t.Error("contenders with other cases are no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, []Contender{{Name: "A", Rule: oracle{}, Cases: cases}}, 1, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the caller's cancellation", err)
	}
}

func TestTally(t *testing.T) {
	cases := slices.Concat(labelled(collection.Same, "s1", "s2", "s3", "s4"), labelled(collection.Regressed, "r1", "r2", "r3"), labelled(collection.Other, "o1", "o2"))
	contenders, outcomes := judged(t, cases, 1, oracle{flags: set("s1", "r1", "r2", "o1"), holds: set("s2", "r3")})
	s := Summarize(contenders, outcomes)
	if s.Same != 4 || s.Regressed != 3 || s.Other != 2 {
		t.Errorf("%d same, %d regressed, %d other", s.Same, s.Regressed, s.Other)
	}
	got := s.Groups[0].Tallies[0]
	for name, test := range map[string]struct {
		got      Rate
		count, n int
	}{
		"false alarms": {got.FalseAlarms, 1, 4}, "aborted": {got.Aborted, 1, 4}, "paused otherwise": {got.Unflagged, 1, 4},
		"misses": {got.Misses, 1, 3}, "recall": {got.Recall, 2, 3}, "precision": {got.Precision, 2, 3},
	} {
		if test.got.Count != test.count || test.got.N != test.n || *test.got.Value != *wire.Number(float64(test.count) / float64(test.n)) {
			t.Errorf("%s: %d of %d, want %d of %d", name, test.got.Count, test.got.N, test.count, test.n)
		}
		if !(*test.got.Lower < *test.got.Value && *test.got.Value < *test.got.Upper) {
			t.Errorf("%s: interval from %v to %v", name, *test.got.Lower, *test.got.Upper)
		}
	}
	var ends []string
	for _, e := range got.Endings {
		ends = append(ends, e.Verdict.String())
	}
	if diff := cmp.Diff([]string{"PROMOTE", "PAUSE", "ABORT"}, ends); diff != "" {
		t.Error(diff)
	}
	if pause := got.Endings[1]; pause.Reason != judge.DataQuality || pause.Same.Count != 1 || pause.Regressed.Count != 1 || pause.Other.Count != 0 || pause.Other.N != 2 {
		t.Errorf("paused: %+v", pause)
	}
}

// Wilson's interval of 3 in 10, from R: prop.test(3, 10, correct = FALSE).
func TestRate(t *testing.T) {
	r := newRate(3, 10)
	if *r.Value != 0.3 || *r.Lower < 0.10779 || *r.Lower > 0.10780 || *r.Upper < 0.60322 || *r.Upper > 0.60323 {
		t.Errorf("got %v (%v to %v), want 0.3 (0.10779 to 0.60322)", *r.Value, *r.Lower, *r.Upper)
	}
	if none := newRate(0, 0); none.Value != nil || none.Lower != nil || none.Upper != nil {
		t.Errorf("of nothing: %+v", none)
	}
}

func TestF1(t *testing.T) {
	// Two found, one missed, one false alarm: 2·2 / (2·2 + 1 + 1).
	cases := slices.Concat(labelled(collection.Same, "s1", "s2"), labelled(collection.Regressed, "r1", "r2", "r3"), labelled(collection.Other, "o1"))
	_, outcomes := judged(t, cases, 1, oracle{flags: set("s1", "r1", "r2", "o1")})
	got := f1Of(outcomes, 0)
	if got.N != 5 || *got.Value != *wire.Number(4.0 / 6) || !(*got.Lower < *got.Value && *got.Value < *got.Upper) {
		t.Errorf("F1 %v of %d, %v to %v", *got.Value, got.N, *got.Lower, *got.Upper)
	}
	if again := f1Of(outcomes, 0); *again.Lower != *got.Lower || *again.Upper != *got.Upper {
		t.Error("another interval the second time")
	}
	for i := range outcomes {
		outcomes[i].Case.Entity = "one"
	}
	if alone := f1Of(outcomes, 0); *alone.Value != *got.Value || alone.Lower != nil || alone.Upper != nil {
		t.Error("one entity has an interval")
	}
	_, perfect := judged(t, cases[2:5], 1, oracle{flags: set("r1", "r2", "r3")})
	if got := f1Of(perfect, 0); *got.Value != 1 || got.Lower != nil {
		t.Error("draws that are all the same make an interval")
	}
	_, harmless := judged(t, cases[:2], 1, oracle{})
	if got := f1Of(harmless, 0); got.Value != nil {
		t.Errorf("F1 without a regression is %v", *got.Value)
	}
}

// Of 10 disagreements 9 in favour of the first: mid p = 2·(1 + 10/2)/2¹⁰ = 0.01171875.
func TestComparison(t *testing.T) {
	ids := strings.Split("abcdefghijkl", "")
	cases := slices.Concat(labelled(collection.Regressed, ids[:11]...), labelled(collection.Same, ids[11]))
	contenders, outcomes := judged(t, cases, 1, oracle{flags: set(ids[:9]...)}, oracle{flags: set("j")})
	s := Summarize(contenders, outcomes)
	want := []Comparison{
		{First: "A", Second: "B", Among: "all", BothRight: 1, OnlyFirst: 9, OnlySecond: 1, BothWrong: 1, P: wire.Number(0.01171875)},
		{First: "A", Second: "B", Among: "same", BothRight: 1},
		{First: "A", Second: "B", Among: "regressed", OnlyFirst: 9, OnlySecond: 1, BothWrong: 1, P: wire.Number(0.01171875)},
	}
	if diff := cmp.Diff(want, s.Comparisons); diff != "" {
		t.Error(diff)
	}
}

func TestGroups(t *testing.T) {
	cases := labelled(collection.Same, "a", "b", "c", "d")
	few, most := 0.1, 1.0
	cases[0].Size, cases[0].AffectedFraction = collection.Large, &few
	cases[1].Size, cases[1].AffectedFraction = collection.Tiny, &most
	cases[2].Deployment, cases[3].Source = true, "another"
	contenders, outcomes := judged(t, cases, 1, oracle{})
	var got []string
	for _, g := range Summarize(contenders, outcomes).Groups {
		got = append(got, g.By+" "+g.Name)
	}
	want := []string{
		"all ", "case pair", "case deployment", "source another", "source test", "kind latency", "size tiny", "size small", "size large",
		"design by hand", "autocorrelation < 0.2", "affected up to 10 %", "affected up to 100 %",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAutocorrelationClass(t *testing.T) {
	follow := make([]float64, 200) // a slow wave: the sine of a 300th of a turn more each time
	for i := range follow {
		follow[i] = wave(1, 0)[0] + float64(i%100)
	}
	for _, test := range []struct {
		name   string
		values []float64
		want   string
	}{
		{"values by themselves", wave(100, 1), "< 0.2"},
		{"values that follow each other", follow, "> 0.95"},
		{"constant", make([]float64, 10), notKnown},
		{"one value", []float64{1}, notKnown},
	} {
		if got := autocorrelation(gauge("c", collection.Same, judge.HigherIsWorse, test.values, test.values)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestLines(t *testing.T) {
	contenders, outcomes := judged(t, []collection.Case{
		gauge("a", collection.Regressed, judge.HigherIsWorse, wave(30, 100), wave(30, 150)),
		gauge("b", collection.Same, judge.HigherIsWorse, wave(30, 100), wave(30, 150)),
		gauge("c", collection.Other, judge.HigherIsWorse, wave(30, 100), wave(30, 150)),
	}, 1, Kayenta{})
	text, err := json.Marshal(Lines(contenders, outcomes))
	var lines []string
	for _, known := range []string{`"a","label":"regressed",RULE"right":true,`, `"b","label":"same",RULE"right":false,`, `"c","label":"other",RULE`} {
		lines = append(lines, `{"id":`+strings.Replace(known, "RULE", `"rule":"A","verdict":"VERDICT_ABORT","reason":"REASON_CODE_REGRESSION",`, 1)+
			`"score":0,"classes":{"m":"CLASS_FAIL"}}`)
	}
	want := "[" + strings.Join(lines, ",") + "]"
	if err != nil || string(text) != want {
		t.Errorf("got %s, %v", text, err)
	}
}
