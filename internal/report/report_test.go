package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

func ptr(v float64) *float64 { return &v }

// result is a paused analysis with one of everything.
func result() *serinv1.Result {
	start := time.Date(2026, 3, 1, 23, 45, 0, 0, time.UTC)
	window := &serinv1.Window{Start: timestamppb.New(start), End: timestamppb.New(start.Add(30 * time.Minute))}
	return &serinv1.Result{
		Name: "checkout", Verdict: serinv1.Verdict_VERDICT_PAUSE, Headline: "Hold: latency at 511 ms instead of 412 ms (+24 %).",
		Reasons: []*serinv1.Reason{{Code: serinv1.ReasonCode_REASON_CODE_REGRESSION, Sentence: "latency is worse"}},
		Score:   ptr(92.5), Coverage: ptr(1), Contributors: []string{"latency"},
		Findings: []*serinv1.Finding{
			{
				Metric: "errors|5xx", Role: serinv1.Role_ROLE_CRITICAL, Class: serinv1.Class_CLASS_PASS, Sentence: "at 1 % on both sides",
				Notes: []string{"a counter of the canary restarted"},
			},
			{
				Metric: "latency", Role: serinv1.Role_ROLE_SCORED, Class: serinv1.Class_CLASS_WARN, Sentence: "at 511 ms instead of 412 ms (+24 %)",
				Evidence: []*serinv1.Evidence{{
					Judge: "mann_whitney", Method: "exact", P: ptr(0.001234), PAdjusted: ptr(0.002468),
					Shift: ptr(99), ShiftLower: ptr(80.5), ShiftUpper: ptr(120), BaselineN: ptr(30), CanaryN: ptr(29),
				}},
				Slices: []*serinv1.Finding{{Metric: "latency", Slice: "eu-west", Class: serinv1.Class_CLASS_WARN, Sentence: "worse here"}},
			},
		},
		BaselineWindow: window, CanaryWindow: window, Step: durationpb.New(time.Minute), EngineVersion: "1.2.3",
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, result(), Style{}); err != nil {
		t.Fatal(err)
	}
	want := `PAUSE  checkout  score 92.5 of 100, 100 % of the weight judged

Hold: latency at 511 ms instead of 412 ms (+24 %).

What made the verdict
  WARN          latency                at 511 ms instead of 412 ms (+24 %)
                                       p 0.0025 (alone 0.0012); mann_whitney, exact; change +99, between +80.5 and +120; n 29 against 30
  WARN            eu-west              worse here

The rest
  PASS          errors|5xx (critical)  at 1 % on both sides
                                       note: a counter of the canary restarted

2026-03-01 23:45 to 2026-03-02 00:15 UTC in steps of 1m; serin 1.2.3
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// On a terminal no line is wider than it, whatever the length of the sentences; colour takes no room.
func TestTextFitsTheTerminal(t *testing.T) {
	r := result()
	r.Headline = strings.Repeat("very long sentence ", 30)
	r.Findings[1].Sentence = r.Headline
	for _, width := range []int{60, 80, 132} {
		var b bytes.Buffer
		if err := Text(&b, r, Style{Width: width, Colour: true}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if got := lipgloss.Width(strings.TrimSuffix(line, "\n")); got > width {
				t.Errorf("%d wide on a terminal of %d: %q", got, width, line)
			}
		}
		if !strings.Contains(b.String(), "\x1b[") {
			t.Errorf("no colour")
		}
	}
}

func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b, result()); err != nil {
		t.Fatal(err)
	}
	want := `## PAUSE: checkout

Hold: latency at 511 ms instead of 412 ms (+24 %).

| class | metric | finding | p |
| --- | --- | --- | --- |
| WARN | latency | at 511 ms instead of 412 ms (+24 %) | 0.0025 |
| WARN | latency / eu-west | worse here |  |
| PASS | errors\|5xx (critical) | at 1 % on both sides |  |

score 92.5 of 100, 100 % of the weight judged; 2026-03-01 23:45 to 2026-03-02 00:15 UTC in steps of 1m; serin 1.2.3
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, result()); err != nil {
		t.Fatal(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(b.Bytes(), &decoded); err != nil {
		t.Fatal(err)
	}
	if decoded["verdict"] != "VERDICT_PAUSE" {
		t.Errorf("verdict %v", decoded["verdict"])
	}
	if !strings.HasPrefix(b.String(), "{\n  \"name\": \"checkout\",\n") {
		t.Errorf("not indented by encoding/json: %.60q", b.String())
	}
}

func TestChanges(t *testing.T) {
	then, now := result(), result()
	if changes := Changes(then, now); len(changes) > 0 {
		t.Errorf("no change is %q", changes)
	}
	if changes := Changes(nil, now); len(changes) > 0 {
		t.Errorf("without a recorded verdict: %q", changes)
	}
	now.Verdict = serinv1.Verdict_VERDICT_ABORT
	now.Findings[1].Class = serinv1.Class_CLASS_FAIL
	now.Findings[0].Metric = "errors"
	want := "verdict PAUSE -> ABORT; errors absent -> PASS; latency WARN -> FAIL; errors|5xx PASS -> absent"
	if got := strings.Join(Changes(then, now), "; "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
