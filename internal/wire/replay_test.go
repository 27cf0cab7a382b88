package wire

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A recording with a history can be judged under a spec that asks for none, for less of it, or for more.
func TestObserveHistories(t *testing.T) {
	recorded := func(population string, start, n int, query string) recording.Answer {
		s := series.New(noon().Add(time.Duration(start)*time.Minute), time.Minute, n)
		for i := range s.Values {
			s.Values[i] = float64(start + i)
		}
		return recording.Answer{
			Metric: "memory", Part: "value", Population: population, Query: query, Provider: "test",
			Series: []series.Labelled{{Labels: map[string]string{}, Series: s}},
		}
	}
	for _, asked := range []bool{true, false} {
		for _, history := range []time.Duration{0, 30 * time.Minute, time.Hour, 2 * time.Hour} {
			t.Run(fmt.Sprintf("asked %v, history of %v", asked, history), func(t *testing.T) {
				r := request()
				r.Window = &serinv1.Window{Start: at(0), End: at(30)}
				m := r.Spec.Metrics[1]
				m.Judge, m.Abort = nil, nil
				r.Spec.Metrics, r.Spec.History = []*serinv1.Metric{m}, nil
				if history > 0 {
					r.Spec.History = durationpb.New(history)
				}
				r.Looks = &serinv1.Looks{Planned: 3, Taken: 2}
				query := ""
				if asked {
					query = "m"
				}
				plan, observed, err := Observe(r, []recording.Answer{
					recorded("baseline", 0, 30, query), recorded("canary", 0, 30, query),
					recorded("baseline_history", -60, 60, query), recorded("canary_history", -60, 60, query),
				})
				if err != nil {
					t.Fatal(err)
				}
				if plan.Looks.Planned != 3 || plan.Looks.Taken != 2 {
					t.Errorf("looks %v", plan.Looks)
				}
				s := observed[0].Slices[0]
				for _, before := range []series.Series{s.BaselineHistory.Value, s.CanaryHistory.Value} {
					if (len(before.Values) > 0) != (history > 0) {
						t.Errorf("%d values of a history of %v", len(before.Values), history)
					}
				}
				if len(s.Baseline.Value.Values) != 30 || len(observed[0].Failures)+len(observed[0].Notes) > 0 {
					t.Errorf("observed is %v", observed[0])
				}
			})
		}
	}
}

// What came with a request, or from a provider, is judged alike when it has been written to a recording and read again:
// histories, warm-up and looks included.
func TestReplayIsTheSame(t *testing.T) {
	r := request()
	r.Window = &serinv1.Window{Start: at(0), End: at(30)}
	r.Looks = &serinv1.Looks{Open: true, Taken: 2, Earlier: []*serinv1.Carried{{Metric: "errors", LogE: 0.5}}}
	parts := map[string][]string{"errors": {"events", "total"}, "memory": {"value"}}
	values := func(seed float64, n int) []float64 {
		all := make([]float64, n)
		for i := range all {
			all[i] = seed*float64(i+1) + math.Sin(float64(i))
		}
		return all
	}
	for _, asked := range []bool{false, true} {
		t.Run(fmt.Sprintf("asked %v", asked), func(t *testing.T) {
			request := proto.CloneOf(r)
			rec := &recording.Recording{Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Window: r.Window, Looks: r.Looks}
			for _, m := range r.Spec.Metrics {
				for i, part := range parts[m.Name] {
					for p := judge.Baseline; p <= judge.CanaryHistory; p++ {
						start, n := 0, 30
						if p.IsHistory() {
							start, n = -60, 60
						}
						if m.Name == "errors" { // a raw counter
							start, n = start-1, n+1
						} else if p != judge.Canary {
							continue // a bound on the canary alone
						}
						s := series.Series{Start: at(start).AsTime(), Step: time.Minute, Values: values(float64(3*i+int(p)), n)}
						request.Series = append(request.Series, &serinv1.Series{Metric: m.Name, Part: part, Population: fromPopulation(p), Values: s.Values})
						answer := recording.Answer{
							Metric: m.Name, Part: part, Population: populationWord(p),
							Series: []series.Labelled{{Labels: map[string]string{}, Series: s}},
						}
						if asked {
							answer.Provider, answer.Query = "test", fmt.Sprintf("%s of %s, %v", part, m.Name, p)
						}
						rec.Answers = append(rec.Answers, answer)
					}
				}
			}
			e := &engine.Engine{Limits: engine.DefaultLimits()}
			want, err := Analyze(t.Context(), e, request, noon(), nil)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			if err := recording.Write(folder, rec); err != nil {
				t.Fatal(err)
			}
			again, err := recording.Open(folder)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Replay(t.Context(), e, again.Request(), again.Answers)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.Result, got.Result, protocmp.Transform()); diff != "" {
				t.Errorf("-judged +replayed:\n%s", diff)
			}
			if len(want.Result.Carried) != 1 || want.Result.HistoryWindow == nil {
				t.Errorf("carried over is %v, and the history was %v", want.Result.Carried, want.Result.HistoryWindow)
			}
		})
	}
}
