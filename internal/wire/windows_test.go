package wire

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/judge"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func at(minutes int) *timestamppb.Timestamp {
	return timestamppb.New(noon().Add(time.Duration(minutes) * time.Minute))
}

// minutes writes a window as minutes from noon.
func minutes(w judge.Window) string {
	return fmt.Sprintf("%v to %v", w.Start.Sub(noon()).Minutes(), w.End.Sub(noon()).Minutes())
}

// request asks for a raw counter, and bounds the canary alone, with a history of an hour and a warm-up of five minutes.
func request() *serinv1.AnalyzeRequest {
	level := 0.9
	return &serinv1.AnalyzeRequest{
		Spec: &serinv1.Spec{
			Name: "windows", Provider: "test", Variables: []string{"version"},
			WarmUp: durationpb.New(5 * time.Minute), History: durationpb.New(time.Hour),
			Metrics: []*serinv1.Metric{
				{
					Name: "errors", Preset: serinv1.Preset_PRESET_ERRORS, Kind: &serinv1.Metric_Ratio{Ratio: &serinv1.Ratio{
						Events: `e{v="${version}"}[${window}]`, Total: `t{v="${version}"}`, Cumulative: true,
					}},
				},
				{
					Name: "memory", Direction: serinv1.Direction_DIRECTION_HIGHER_IS_WORSE,
					Kind:  &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{Query: `m{v="${version}"}`}},
					Judge: &serinv1.Metric_Threshold{Threshold: &serinv1.Threshold{}}, Abort: &serinv1.Margin{Level: &level},
				},
			},
		},
		Baseline: &serinv1.Population{Variables: map[string]string{"version": "1"}},
		Canary:   &serinv1.Population{Variables: map[string]string{"version": "2"}},
	}
}

func TestWindows(t *testing.T) {
	for name, c := range map[string]struct {
		change                    func(*serinv1.AnalyzeRequest)
		baseline, canary, history string
	}{
		"the spec's, up to now": {func(*serinv1.AnalyzeRequest) {}, "-25 to 0", "-25 to 0", "-90 to -30"},
		"the request's": {
			func(r *serinv1.AnalyzeRequest) { r.Window = &serinv1.Window{Start: at(0), End: at(10)} },
			"5 to 10", "5 to 10", "-60 to 0",
		},
		"those of the populations": {
			func(r *serinv1.AnalyzeRequest) {
				r.Baseline.Window, r.Canary.Window = &serinv1.Window{Start: at(0), End: at(10)}, &serinv1.Window{Start: at(100), End: at(130)}
			},
			"5 to 10", "105 to 130", "40 to 100",
		},
		"no warm-up": {func(r *serinv1.AnalyzeRequest) { r.Spec.WarmUp = nil }, "-30 to 0", "-30 to 0", "-90 to -30"},
	} {
		t.Run(name, func(t *testing.T) {
			r := request()
			c.change(r)
			a, err := Analysis(r, noon())
			if err != nil {
				t.Fatal(err)
			}
			p := a.Plan
			if minutes(p.Baseline) != c.baseline || minutes(p.Canary) != c.canary || minutes(p.History) != c.history {
				t.Errorf("judged are %s and %s with the history %s, want %s, %s and %s",
					minutes(p.Baseline), minutes(p.Canary), minutes(p.History), c.baseline, c.canary, c.history)
			}
		})
	}
	r := request()
	r.Spec.History = nil
	if a, err := Analysis(r, noon()); err != nil || a.Plan.History != (judge.Window{}) {
		t.Errorf("without a history it is %v (%v)", a.Plan.History, err)
	}
}

// Each population is asked for its window with the warm-up, and in the same words for the history; a raw counter also for the
// step before.
func TestQueriesOfHistories(t *testing.T) {
	a, err := Analysis(request(), noon())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range a.Queries {
		got = append(got, fmt.Sprintf("%d %s of %s: %s from %s", q.Metric, q.Part, populationWord(q.Population), q.Expr,
			minutes(judge.Window{Start: q.Start, End: q.End})))
	}
	want := `0 events of baseline: e{v="1"}[25m] from -31 to 0
0 total of baseline: t{v="1"} from -31 to 0
0 events of canary: e{v="2"}[25m] from -31 to 0
0 total of canary: t{v="2"} from -31 to 0
0 events of baseline_history: e{v="1"}[25m] from -91 to -30
0 total of baseline_history: t{v="1"} from -91 to -30
0 events of canary_history: e{v="2"}[25m] from -91 to -30
0 total of canary_history: t{v="2"} from -91 to -30
1 value of canary: m{v="2"} from -30 to 0`
	if strings.Join(got, "\n") != want {
		t.Errorf("asked are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// Series that come with the request begin where what is looked at begins, unless they say otherwise.
func TestInlineHistories(t *testing.T) {
	r := request()
	r.Window = &serinv1.Window{Start: at(-30), End: at(0)}
	for p := range serinv1.PopulationKind(4) {
		r.Series = append(r.Series, &serinv1.Series{Metric: "memory", Population: p + 1, Values: []float64{1}},
			&serinv1.Series{Metric: "errors", Part: "total", Population: p + 1, Values: []float64{1}})
	}
	a, err := Analysis(r, noon())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, answer := range a.Answers {
		got = append(got, fmt.Sprintf("%s %v", populationWord(answer.Population), answer.Series[0].Start.Sub(noon()).Minutes()))
	}
	want := "baseline -30, baseline -31, canary -30, canary -31, baseline_history -90, baseline_history -91, canary_history -90, canary_history -91"
	if strings.Join(got, ", ") != want {
		t.Errorf("the series begin at %s\nwant %s", strings.Join(got, ", "), want)
	}
}
