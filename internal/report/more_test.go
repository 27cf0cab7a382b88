package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// more is a result with everything that only some results have.
func more() *serinv1.Result {
	r := result()
	start := r.CanaryWindow.Start.AsTime()
	r.HistoryWindow = &serinv1.Window{Start: timestamppb.New(start.Add(-24 * time.Hour)), End: timestamppb.New(start)}
	r.Together = &serinv1.Finding{
		Metric: "together", Class: serinv1.Class_CLASS_WARN, Sentence: "3 metrics are each a little worse, the middle one by 3.1 %",
		Evidence: []*serinv1.Evidence{{Judge: "mann_whitney", Method: "exact", P: ptr(0.01), PAdjusted: ptr(0.02), BaselineN: ptr(3), CanaryN: ptr(3)}},
	}
	for _, sentence := range []string{"were latency not worse, it would be PROMOTE", "a second change", "a third|one", "a fourth"} {
		r.Flips = append(r.Flips, &serinv1.Flip{Sentence: sentence})
	}
	errors, latency := r.Findings[0], r.Findings[1]
	errors.Class, errors.Wait = serinv1.Class_CLASS_INCONCLUSIVE, durationpb.New(12*time.Minute)
	latency.Since = timestamppb.New(start.Add(20 * time.Minute))
	latency.Evidence[0].Aspect = "level"
	latency.Evidence = append(latency.Evidence, &serinv1.Evidence{
		Judge: "mann_whitney", Method: "normal", Aspect: "tail", Quantile: ptr(0.95), Baseline: ptr(420.5), Canary: ptr(980),
		P: ptr(0.0012), PAdjusted: ptr(0.0012), BaselineN: ptr(30), CanaryN: ptr(29),
	}, &serinv1.Evidence{
		Judge: "mann_whitney", Method: "normal", Aspect: "late", Baseline: ptr(412), Canary: ptr(600),
		P: ptr(0.0012), PAdjusted: ptr(0.0024), BaselineN: ptr(30), CanaryN: ptr(9),
	})
	return r
}

// Another rule has no p-value, and is named.
func TestTextByKayenta(t *testing.T) {
	r := result()
	r.Rule = serinv1.Rule_RULE_KAYENTA
	e := r.Findings[1].Evidence[0]
	e.P, e.PAdjusted, e.Confidence = nil, nil, ptr(0.98)
	var b bytes.Buffer
	if err := Text(&b, r, Style{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		" mann_whitney, exact; change +99, between +80.5 and +120; n 29 against 30\n", " in steps of 1m; by Kayenta's rule; serin 1.2.3\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("got\n%s\nwant %q in it", b.String(), want)
		}
	}
	if changes := Changes(result(), r); len(changes) != 1 || changes[0] != "rule serin -> kayenta" {
		t.Errorf("changes %q", changes)
	}
}

// On a terminal of 80 columns.
func TestTextOfMore(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, more(), Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	want := `PAUSE  checkout  score 92.5 of 100, 100 % of the weight judged

Hold: latency at 511 ms instead of 412 ms (+24 %).

What made the verdict
  WARN          latency                at 511 ms instead of 412 ms (+24 %)
                                       worse since 00:05 UTC
                                       p 0.0025 (alone 0.0012); mann_whitney,
                                       exact; change +99, between +80.5 and
                                       +120; n 29 against 30
                                       tail: p95 980 instead of 420; p 0.0012;
                                       mann_whitney, normal; n 29 against 30
                                       late: 600 instead of 412; p 0.0024 (alone
                                       0.0012); mann_whitney, normal; n 9
                                       against 30
  WARN            eu-west              worse here
  WARN          all together           3 metrics are each a little worse, the
                                       middle one by 3.1 %

The rest
  INCONCLUSIVE  errors|5xx (critical)  at 1 % on both sides
                                       about 12 minutes more would tell
                                       note: a counter of the canary restarted

What would change it
  were latency not worse, it would be PROMOTE
  a second change
  a third|one

2026-03-01 23:45 to 2026-03-02 00:15 UTC in steps of 1m; history 2026-02-28
23:45 to 2026-03-01 23:45 UTC; serin 1.2.3
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestMarkdownOfMore(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b, more()); err != nil {
		t.Fatal(err)
	}
	want := `## PAUSE: checkout

Hold: latency at 511 ms instead of 412 ms (+24 %).

| class | metric | finding | p |
| --- | --- | --- | --- |
| WARN | latency | at 511 ms instead of 412 ms (+24 %); worse since 00:05 UTC | 0.0025 |
| WARN | latency / eu-west | worse here |  |
| WARN | all together | 3 metrics are each a little worse, the middle one by 3.1 % |  |
| INCONCLUSIVE | errors\|5xx (critical) | at 1 % on both sides; about 12 minutes more would tell |  |

What would change it:

- were latency not worse, it would be PROMOTE
- a second change
- a third\|one

score 92.5 of 100, 100 % of the weight judged; 2026-03-01 23:45 to 2026-03-02 00:15 UTC in steps of 1m; history 2026-02-28 23:45 to 2026-03-01 23:45 UTC; serin 1.2.3
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// What the sentence says already is not said again.
func TestSinceIsSaidOnce(t *testing.T) {
	r := more()
	f := r.Findings[1]
	f.Sentence = "past the warning at 500 ms, since 00:05 UTC"
	if lines := when(f, r.CanaryWindow); len(lines) > 0 {
		t.Errorf("it is said again: %q", lines)
	}
	long := &serinv1.Window{Start: timestamppb.New(r.CanaryWindow.Start.AsTime().Add(-48 * time.Hour)), End: r.CanaryWindow.End}
	if lines := when(f, long); len(lines) != 1 || lines[0] != "worse since 2026-03-02 00:05 UTC" {
		t.Errorf("of a window of days it is said with %q", lines)
	}
}

func TestAbout(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Millisecond: "1 second", time.Second: "1 second", 2 * time.Second: "2 seconds", 90 * time.Second: "90 seconds",
		time.Minute: "1 minute", 119*time.Second + 1: "120 seconds", 2*time.Minute + 1: "3 minutes", 90 * time.Minute: "90 minutes",
		time.Hour: "1 hour", 25 * time.Hour: "25 hours", 24 * time.Hour: "1 day", 73 * time.Hour: "4 days",
	} {
		if got := about(d); got != want {
			t.Errorf("about(%v) = %q, want %q", d, got, want)
		}
	}
}
