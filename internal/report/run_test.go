package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// now is when the runs of these tests are looked at.
func now() time.Time { return time.Date(2026, 3, 2, 0, 15, 40, 0, time.UTC) }

func at(before time.Duration) *timestamppb.Timestamp { return timestamppb.New(now().Add(-before)) }

func conclusion(verdict serinv1.Verdict, code serinv1.ReasonCode, headline string) *serinv1.Conclusion {
	return &serinv1.Conclusion{Verdict: verdict, Headline: headline, Reasons: []*serinv1.Reason{{Code: code, Sentence: headline}}}
}

// running is a run after its sixth look.
func running() *serinv1.Run {
	return &serinv1.Run{
		Id: "0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d", Service: "shop", Labels: map[string]string{"team": "a", "ring": "1"},
		Spec:     &serinv1.Spec{Schedule: &serinv1.Schedule{Interval: durationpb.New(5 * time.Minute)}},
		SpecName: "checkout", SpecVersion: 3,
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "2"}},
		Start:    at(30 * time.Minute), Created: at(31 * time.Minute), State: serinv1.RunState_RUN_STATE_RUNNING,
		Conclusion: conclusion(serinv1.Verdict_VERDICT_PAUSE, serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA,
			"The canary is not worse at 2 of the 3 looks in a row that the schedule asks for."),
		LooksPlanned: 24, LooksTaken: 6, CleanLooks: 2, NextLook: at(-5 * time.Minute),
	}
}

func TestRun(t *testing.T) {
	abort := conclusion(serinv1.Verdict_VERDICT_ABORT, serinv1.ReasonCode_REASON_CODE_REGRESSION, "Roll back: errors.")
	for _, test := range []struct {
		name   string
		change func(*serinv1.Run)
		want   string
	}{
		{"between two looks", func(*serinv1.Run) {}, `PAUSE  shop  RUNNING

The canary is not worse at 2 of the 3 looks in a row that the schedule asks for.

  decided    so far, by look 6: INSUFFICIENT_DATA
  looks      6 of 24 taken, one every 5m; the last 2 found the canary not worse
  next look  look 7 at 2026-03-02 00:20 UTC, in 5 minutes
  findings   serin get 0199
  spec       checkout, version 3
  canary     version=2
  baseline   version=1
  labels     ring=1, team=a
  began      2026-03-01 23:45 UTC
  run        0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d
`},
		{"before the first look", func(r *serinv1.Run) {
			r.State, r.LooksTaken, r.CleanLooks, r.Labels, r.SpecVersion = serinv1.RunState_RUN_STATE_QUEUED, 0, 0, nil, 0
			r.Service, r.NextLook = "", at(time.Minute)
			r.Conclusion.Headline = "The canary has not been looked at yet."
		}, `PAUSE  checkout  QUEUED

The canary has not been looked at yet.

  decided    not yet: INSUFFICIENT_DATA
  looks      0 of 24 taken, one every 5m
  next look  look 1 is due since 2026-03-02 00:14 UTC
  spec       checkout
  canary     version=2
  baseline   version=1
  began      2026-03-01 23:45 UTC
  run        0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d
`},
		{"decided by persons, one after the other", func(r *serinv1.Run) {
			r.State, r.Finished, r.NextLook, r.CleanLooks, r.Labels = serinv1.RunState_RUN_STATE_SUCCEEDED, at(time.Minute), nil, 0, nil
			r.Computed = abort
			r.Conclusion = conclusion(serinv1.Verdict_VERDICT_PROMOTE, serinv1.ReasonCode_REASON_CODE_OVERRIDDEN, "bob decided PROMOTE: a known bot")
			r.Overrides = []*serinv1.Override{
				{Verdict: serinv1.Verdict_VERDICT_PAUSE, Who: "alice", Why: "let me look\x1b[2J", At: at(2 * time.Minute)},
				{Verdict: serinv1.Verdict_VERDICT_PROMOTE, Who: "bob", Why: "a known bot", At: at(time.Minute)},
			}
		}, `PROMOTE  shop  SUCCEEDED

bob decided PROMOTE: a known bot

  decided      by bob, 2026-03-02 00:14 UTC: a known bot
  computed     ABORT: Roll back: errors.
  before that  PAUSE by alice, 2026-03-02 00:13 UTC: let me look?[2J
  looks        6 of 24 taken, one every 5m
  findings     serin get 0199
  spec         checkout, version 3
  canary       version=2
  baseline     version=1
  began        2026-03-01 23:45 UTC
  finished     2026-03-02 00:14 UTC
  run          0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d
`},
		{"cancelled", func(r *serinv1.Run) {
			r.State, r.Finished, r.NextLook, r.LooksTaken, r.CleanLooks = serinv1.RunState_RUN_STATE_CANCELLED, at(0), nil, 0, 0
			r.EndedBecause, r.Spec, r.Labels = "cancelled by alice", nil, nil
			r.Conclusion.Headline = "The run was cancelled by alice."
		}, `PAUSE  shop  CANCELLED

The run was cancelled by alice.

  decided   cancelled by alice
  looks     0 of 24 taken
  spec      checkout, version 3
  canary    version=2
  baseline  version=1
  began     2026-03-01 23:45 UTC
  finished  2026-03-02 00:15 UTC
  run       0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := running()
			test.change(r)
			var b bytes.Buffer
			if err := Run(&b, r, Page{Now: now(), More: "serin get 0199"}); err != nil {
				t.Fatal(err)
			}
			if b.String() != test.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), test.want)
			}
		})
	}
}

// A look that is being taken is not waited for.
func TestRunBeingLookedAt(t *testing.T) {
	r := running()
	r.LookingSince = at(3 * time.Second)
	if got, want := nextLook(r, now()), "look 7 is being taken since 00:15:37 UTC"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRunMarkdown(t *testing.T) {
	r := running()
	r.Service = "shop|eu"
	var b bytes.Buffer
	if err := RunMarkdown(&b, r, Page{Now: now()}); err != nil {
		t.Fatal(err)
	}
	want := `## PAUSE: shop\|eu

The canary is not worse at 2 of the 3 looks in a row that the schedule asks for.

| state | RUNNING |
| --- | --- |
| decided | so far, by look 6: INSUFFICIENT\_DATA |
| looks | 6 of 24 taken, one every 5m; the last 2 found the canary not worse |
| next look | look 7 at 2026-03-02 00:20 UTC, in 5 minutes |
| spec | checkout, version 3 |
| canary | version=2 |
| baseline | version=1 |
| labels | ring=1, team=a |
| began | 2026-03-01 23:45 UTC |
| run | 0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d |
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// looks are the last two of the run.
func looks() []*serinv1.Look {
	before := result()
	before.Headline = "Hold: errors cannot be told yet."
	return []*serinv1.Look{
		{Number: 5, Result: before, Conclusion: conclusion(before.Verdict, serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, before.Headline)},
		{Number: 6, Result: result(), Conclusion: running().Conclusion},
	}
}

func TestLooks(t *testing.T) {
	var b bytes.Buffer
	if err := Looks(&b, running(), looks(), Style{Width: 60}); err != nil {
		t.Fatal(err)
	}
	want := `Looks
   5/24  00:15 UTC  PAUSE    Hold: errors cannot be told
                             yet.
   6/24  00:15 UTC  PAUSE    The canary is not worse at 2 of
                             the 3 looks in a row that the
                             schedule asks for.
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := LooksMarkdown(&b, running(), looks()[:1]); err != nil {
		t.Fatal(err)
	}
	want = `| look | window ends | verdict | why |
| --- | --- | --- | --- |
| 5 of 24 | 2026-03-02 00:15 UTC | PAUSE | Hold: errors cannot be told yet. |
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// Looks that come within a minute are told apart by their seconds.
func TestLooksWithinAMinute(t *testing.T) {
	second := looks()[:1]
	end := time.Date(2026, 3, 2, 0, 15, 0, 0, time.UTC)
	second[0].Result.CanaryWindow = &serinv1.Window{Start: timestamppb.New(end.Add(-20 * time.Second)), End: timestamppb.New(end)}
	var b bytes.Buffer
	if err := Looks(&b, running(), second, Style{}); err != nil {
		t.Fatal(err)
	}
	if want := "   5/24  00:15:00 UTC  PAUSE    Hold: errors cannot be told yet.\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("got\n%s\nwant it to end with\n%s", b.String(), want)
	}
	if got, want := spanText(second[0].Result.CanaryWindow), "2026-03-02 00:14:40 to 00:15:00 UTC"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The findings of a look stand below its title; its headline only when the run has another one.
func TestLook(t *testing.T) {
	r, look := running(), looks()[1]
	var other, same bytes.Buffer
	if err := Look(&other, r, look, Style{}); err != nil {
		t.Fatal(err)
	}
	begins := `Look 6 of 24  PAUSE  score 92.5 of 100, 100 % of the weight judged

Hold: latency at 511 ms instead of 412 ms (+24 %).

What made the verdict
`
	if !strings.HasPrefix(other.String(), begins) {
		t.Errorf("got\n%s\nwant it to begin\n%s", other.String(), begins)
	}
	r.Conclusion.Headline = look.Result.Headline
	if err := Look(&same, r, look, Style{}); err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(other.String(), "\nHold: latency at 511 ms instead of 412 ms (+24 %).\n", "", 1); same.String() != want {
		t.Errorf("got\n%s\nwant\n%s", same.String(), want)
	}
	var b bytes.Buffer
	if err := LookMarkdown(&b, running(), look); err != nil {
		t.Fatal(err)
	}
	if begins := "### Look 6 of 24: PAUSE\n\nHold: latency at 511 ms instead of 412 ms (+24 %).\n\n| class |"; !strings.HasPrefix(b.String(), begins) {
		t.Errorf("got\n%s\nwant it to begin\n%s", b.String(), begins)
	}
}

// runs are two in a list.
func runs() []*serinv1.Run {
	bare := &serinv1.Run{
		Id: "0199e0c2-0000-7000-8000-000000000000", SpecName: "checkout", State: serinv1.RunState_RUN_STATE_SUCCEEDED, Created: at(73 * time.Hour),
		Conclusion:   conclusion(serinv1.Verdict_VERDICT_ABORT, serinv1.ReasonCode_REASON_CODE_REGRESSION, "Roll back: errors at 3 %."),
		LooksPlanned: 6, LooksTaken: 4,
	}
	return []*serinv1.Run{running(), bare}
}

func TestList(t *testing.T) {
	for _, test := range []struct {
		name  string
		width int
		want  string
	}{
		{"into a file", 0, `RUN                                   STATE      VERDICT  LOOKS  AGE  SERVICE  SPEC
0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d  RUNNING    PAUSE    6/24   31m  shop     checkout  The canary is not worse at 2 of the 3 looks in a row that the schedule asks for.
0199e0c2-0000-7000-8000-000000000000  SUCCEEDED  ABORT    4/6    3d   -        checkout  Roll back: errors at 3 %.
`},
		{"on a wide terminal", 130, `RUN                                   STATE      VERDICT  LOOKS  AGE  SERVICE  SPEC
0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d  RUNNING    PAUSE    6/24   31m  shop     checkout  The canary is not worse at 2 of the 3 lo…
0199e0c2-0000-7000-8000-000000000000  SUCCEEDED  ABORT    4/6    3d   -        checkout  Roll back: errors at 3 %.
`},
		{"on a narrow terminal", 80, `RUN                                   STATE      VERDICT  LOOKS  AGE
0199e0c2-4a5b-7c11-9f3e-0d6f3a1b2c4d  RUNNING    PAUSE    6/24   31m
  shop: The canary is not worse at 2 of the 3 looks in a row that the schedule…
0199e0c2-0000-7000-8000-000000000000  SUCCEEDED  ABORT    4/6    3d
  checkout: Roll back: errors at 3 %.
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := List(&b, runs(), Style{Width: test.width}, now()); err != nil {
				t.Fatal(err)
			}
			if b.String() != test.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), test.want)
			}
			for line := range strings.Lines(b.String()) {
				if got := lipgloss.Width(strings.TrimSuffix(line, "\n")); test.width > 0 && got > test.width {
					t.Errorf("%d wide on a terminal of %d: %q", got, test.width, line)
				}
			}
		})
	}
}

func TestListMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := ListMarkdown(&b, runs()[1:]); err != nil {
		t.Fatal(err)
	}
	want := `| run | service | spec | state | verdict | looks | created | why |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 0199e0c2-0000-7000-8000-000000000000 |  | checkout | SUCCEEDED | ABORT | 4 of 6 | 2026-02-26 23:15 UTC | Roll back: errors at 3 %. |
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestSpecs(t *testing.T) {
	specs := []*serinv1.StoredSpec{{Name: "checkout", Version: 12, Who: "alice|a", Created: at(0)}, {Name: "a", Version: 1, Who: "bob", Created: at(0)}}
	var b bytes.Buffer
	if err := Specs(&b, specs); err != nil {
		t.Fatal(err)
	}
	want := `SPEC      VERSION  PUT                   BY
checkout  12       2026-03-02 00:15 UTC  alice|a
a         1        2026-03-02 00:15 UTC  bob
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := SpecsMarkdown(&b, specs[:1]); err != nil {
		t.Fatal(err)
	}
	want = `| spec | version | put | by |
| --- | --- | --- | --- |
| checkout | 12 | 2026-03-02 00:15 UTC | alice\|a |
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0s", 59 * time.Second: "59s", time.Minute: "1m", 119 * time.Minute: "1h", 47 * time.Hour: "47h", 49 * time.Hour: "2d",
	} {
		if got := age(d); got != want {
			t.Errorf("age(%v) = %q, want %q", d, got, want)
		}
	}
}
