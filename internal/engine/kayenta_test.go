package engine

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// gaugeOf is what was observed of a gauge at these levels; a level of 0 is a side without data.
func gaugeOf(baseline, canary float64) judge.Slice {
	arm := func(level float64) judge.Arm {
		if level == 0 {
			return judge.Arm{}
		}
		s := series.New(noon(), time.Minute, 30)
		for i := range s.Values {
			s.Values[i] = level + math.Sin(2.4*float64(i))
		}
		return judge.Arm{Value: s}
	}
	return judge.Slice{Baseline: arm(baseline), Canary: arm(canary)}
}

// seen is what was observed of one gauge per letter: w is worse, s the same, - without data on the canary's side, and f failed.
func seen(word string) (judge.Plan, []judge.Observation) {
	plan := analysisOf(len(word)).Plan
	var observed []judge.Observation
	for i, kind := range word {
		plan.Metrics[i].Unit = "ms"
		one := judge.Observation{Slices: []judge.Slice{gaugeOf(100, 100)}}
		switch kind {
		case 'w':
			one.Slices = []judge.Slice{gaugeOf(100, 150)}
		case '-':
			one.Slices = []judge.Slice{gaugeOf(100, 0)}
		case 'f':
			one = judge.Observation{Failures: []judge.Failure{{Cause: judge.Timeout, Message: "no answer within 30s"}}}
		}
		observed = append(observed, one)
	}
	return plan, observed
}

func kayentaOf(t *testing.T, plan judge.Plan, observed []judge.Observation) judge.Result {
	t.Helper()
	r, err := DecideKayenta(plan, observed)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDecideKayenta(t *testing.T) {
	for _, test := range []struct {
		name, metrics   string
		verdict         judge.Verdict
		reason          judge.Code
		score, coverage float64
		headline        string
	}{
		{"the same", "s", judge.Promote, judge.NotWorse, 100, 1, "Go on: the canary is not worse by Kayenta's rule."},
		{"worse", "w", judge.Abort, judge.Regression, 0, 1, "Roll back: m0 at 150 ms instead of 100 ms (+50 %); Kayenta labels it High."},
		{
			"one worse of two", "sw", judge.Abort, judge.Regression, 50, 1,
			"Roll back: m1 at 150 ms instead of 100 ms (+50 %); Kayenta labels it High; the score of 50 is below 75.",
		},
		{"one worse of five", "ssssw", judge.Pause, judge.Regression, 80, 1, "Hold: m4 at 150 ms instead of 100 ms (+50 %); Kayenta labels it High."},
		{"half without data", "s-", judge.Pause, judge.InsufficientData, 0, 0.5, "Hold: m1 cannot be judged: the canary has no data."},
		{
			"fewer without data", "ss-", judge.Promote, judge.NotWorse, 100, 2. / 3,
			"Go on: 2 of 3 metrics are not worse by Kayenta's rule; nothing is known of m2.",
		},
		{"a failure beside what passes", "ssf", judge.Pause, judge.ProviderTimeout, 100, 2. / 3, "Hold: m2 cannot be judged: no answer within 30s."},
		{
			"a failure beside what is worse", "wwf", judge.Pause, judge.ProviderTimeout, 0, 2. / 3,
			"Hold: m2 cannot be judged: no answer within 30s; 2 more failed.",
		},
		{"nothing but failures", "ff", judge.Pause, judge.ProviderTimeout, 0, 0, "Hold: m0 cannot be judged: no answer within 30s; 1 more not clear."},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, observed := seen(test.metrics)
			r := kayentaOf(t, plan, observed)
			if r.Verdict != test.verdict || r.Reasons[0].Code != test.reason || *r.Score != test.score || math.Abs(*r.Coverage-test.coverage) > 1e-12 {
				t.Errorf("got %v, %v, score %v, coverage %v; want %v, %v, %v, %v", r.Verdict, r.Reasons, *r.Score, *r.Coverage,
					test.verdict, test.reason, test.score, test.coverage)
			}
			if r.Headline != test.headline {
				t.Errorf("headline %q, want %q", r.Headline, test.headline)
			}
		})
	}
}

func TestKayentaFindings(t *testing.T) {
	plan, observed := seen("sw-f")
	observed[0].Notes = []string{"a note"}
	r := kayentaOf(t, plan, observed)
	for i, want := range []struct {
		class    judge.Class
		cause    judge.Cause
		sentence string
	}{
		{judge.Pass, 0, "at 100 ms on both sides; Kayenta labels it Pass"},
		{judge.Fail, 0, "at 150 ms instead of 100 ms (+50 %); Kayenta labels it High"},
		{judge.NoData, judge.Empty, "cannot be judged: the canary has no data"},
		{judge.Error, judge.Timeout, "cannot be judged: no answer within 30s"},
	} {
		f := r.Findings[i]
		if f.Class != want.class || f.Sentence != want.sentence || f.Weight != 0.25 {
			t.Errorf("%s is %v with a weight of %v: %q; want %v: %q", f.Metric.Name, f.Class, f.Weight, f.Sentence, want.class, want.sentence)
		}
		if want.cause != 0 && (len(f.Causes) != 1 || f.Causes[0].Cause != want.cause || len(f.Evidence) > 0) {
			t.Errorf("%s has causes %v and evidence %v, want the cause %v alone", f.Metric.Name, f.Causes, f.Evidence, want.cause)
		}
	}
	if notes := r.Findings[0].Notes; len(notes) != 1 {
		t.Errorf("notes %v", notes)
	}
	e := r.Findings[1].Evidence[0]
	if math.Abs(e.Shift-50) > 1e-3 || !(e.ShiftLower < 50 && 50 < e.ShiftUpper) || e.Confidence() != 0.98 || e.CanaryN != 30 || !math.IsNaN(e.P) {
		t.Errorf("evidence %+v", e)
	}
	var codes []judge.Code
	for _, reason := range r.Reasons {
		codes = append(codes, reason.Code)
	}
	if len(codes) != 3 || codes[0] != judge.ProviderTimeout || codes[1] != judge.Regression || codes[2] != judge.InsufficientData {
		t.Errorf("reasons %v", r.Reasons)
	}
}

// What the plan says of roles, groups, scores and missing data, Kayenta is told in its own words.
func TestKayentaConfig(t *testing.T) {
	grouped := func(p *judge.Plan) {
		p.Groups = map[string]float64{"heavy": 9, "light": 1, "unheard": 90}
		p.Metrics[0].Group, p.Metrics[1].Group, p.Metrics[2].Group = "heavy", "light", "unheard"
		p.Metrics[2].Role = judge.Signal
	}
	for _, test := range []struct {
		name, metrics string
		change        func(*judge.Plan)
		verdict       judge.Verdict
		score         float64
		last          judge.Class
	}{
		{"a critical one", "sssssssssw", func(p *judge.Plan) { p.Metrics[9].Role = judge.Critical }, judge.Abort, 0, judge.Fail},
		{"a signal", "sw", func(p *judge.Plan) { p.Metrics[1].Role = judge.Signal }, judge.Promote, 100, judge.Fail},
		{"a muted one", "sw", func(p *judge.Plan) { p.Metrics[1].Role = judge.Muted }, judge.Promote, 100, judge.Fail},
		{"a muted one that failed", "sf", func(p *judge.Plan) { p.Metrics[1].Role = judge.Muted }, judge.Promote, 100, judge.Error},
		{"a signal that failed", "sf", func(p *judge.Plan) { p.Metrics[1].Role = judge.Signal }, judge.Pause, 100, judge.Error},
		{"every one muted", "w", func(p *judge.Plan) { p.Metrics[0].Role = judge.Muted }, judge.Pause, 0, judge.Fail},
		{"a light group, and one that is not heard", "sww", grouped, judge.Pause, 90, judge.Fail},
		{"nothing worse in any group", "sss", grouped, judge.Promote, 100, judge.Pass},
		{"other thresholds", "sw", func(p *judge.Plan) { p.Score = judge.ScorePolicy{Promote: 50, Pause: 20} }, judge.Promote, 50, judge.Fail},
		{"no alpha, no margins", "sw", func(p *judge.Plan) {
			p.Alpha, p.Metrics[1].Pause, p.Metrics[1].Abort = judge.Alpha{}, judge.Margin{}, judge.Margin{}
		}, judge.Abort, 50, judge.Fail},
		{"the other direction", "w", func(p *judge.Plan) { p.Metrics[0].Direction = judge.LowerIsWorse }, judge.Promote, 100, judge.Pass},
		{"either direction", "w", func(p *judge.Plan) { p.Metrics[0].Direction = judge.EitherIsWorse }, judge.Abort, 0, judge.Fail},
		{"critical without data", "sss-", func(p *judge.Plan) { p.Metrics[3].Role = judge.Critical }, judge.Pause, 0, judge.NoData},
		{
			"data that must be there", "sss-",
			func(p *judge.Plan) {
				p.Metrics[3].Missing = map[judge.Cause]judge.Policy{judge.Empty: judge.FailAnyway}
			},
			judge.Pause, 75, judge.Fail,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, observed := seen(test.metrics)
			test.change(&plan)
			r := kayentaOf(t, plan, observed)
			if last := r.Findings[len(r.Findings)-1]; r.Verdict != test.verdict || *r.Score != test.score || last.Class != test.last {
				t.Errorf("got %v, score %v, the last %v: %s; want %v, %v, %v", r.Verdict, *r.Score, last.Class, last.Sentence,
					test.verdict, test.score, test.last)
			}
		})
	}
}

// Slices count as metrics of one group, and the metric is as bad as the worst.
func TestKayentaSlices(t *testing.T) {
	plan, observed := seen("sw")
	for i, region := range []string{"east", "north", "west"} {
		s := gaugeOf(100, 100)
		s.Name = region
		observed[0].Slices = append(observed[0].Slices[:i], s)
	}
	r := kayentaOf(t, plan, observed)
	if r.Verdict != judge.Pause || *r.Score != 75 || r.Findings[0].Weight != 0.75 || r.Findings[0].Sentence != "not worse in any of east, north and west" {
		t.Errorf("%v, score %v, weight %v: %s", r.Verdict, *r.Score, r.Findings[0].Weight, r.Findings[0].Sentence)
	}
	worse := gaugeOf(100, 150)
	worse.Name = "west"
	observed[0].Slices[2] = worse
	f := kayentaOf(t, plan, observed).Findings[0]
	if f.Class != judge.Fail || f.Sentence != "only in west: at 150 ms instead of 100 ms (+50 %); Kayenta labels it High" {
		t.Errorf("%v: %s", f.Class, f.Sentence)
	}
}

// A comparison without an answer is no failure of a provider. Kayenta passes what it could not compare, and says so.
func TestKayentaWithoutAnAnswer(t *testing.T) {
	plan, observed := seen("s")
	arm := func(values ...float64) judge.Arm {
		return judge.Arm{Value: series.Series{Start: noon(), Step: time.Minute, Values: values}}
	}
	observed[0].Slices[0] = judge.Slice{Baseline: arm(1), Canary: arm(2)}
	r := kayentaOf(t, plan, observed)
	if f := r.Findings[0]; f.Class != judge.Inconclusive || !strings.HasPrefix(f.Sentence, "at 2 ms instead of 1 ms (2 times); Kayenta labels it Error: ") {
		t.Errorf("%v: %s", f.Class, f.Sentence)
	}
	if r.Verdict != judge.Promote || r.Reasons[0].Code != judge.InsufficientData || *r.Coverage != 0 ||
		r.Headline != "Go on: nothing could be compared, which passes by Kayenta's rule." {
		t.Errorf("%v, %v, coverage %v: %s", r.Verdict, r.Reasons, *r.Coverage, r.Headline)
	}
}

func TestKayentaRefusesPlans(t *testing.T) {
	plan, observed := seen("ss")
	for name, one := range map[string]struct {
		plan     judge.Plan
		observed []judge.Observation
	}{"observations missing": {plan, observed[:1]}, "no metrics": {judge.Plan{}, nil}} {
		if _, err := DecideKayenta(one.plan, one.observed); !errors.Is(err, judge.ErrPlan) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The rule of the analysis is the one that judges it.
func TestAnalyzeByRule(t *testing.T) {
	for rule, headline := range map[Rule]string{
		Serin: "Go on: both metrics are shown not to be worse.", Kayenta: "Go on: both metrics are not worse by Kayenta's rule.",
	} {
		a := analysisOf(2)
		a.Rule = rule
		outcome, err := engineOf(answerSteady).Analyze(t.Context(), a, nil)
		if err != nil || outcome.Result.Headline != headline {
			t.Errorf("%v: %q, %v; want %q", rule, outcome.Result.Headline, err, headline)
		}
	}
}
