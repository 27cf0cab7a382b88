package server

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// ofHistory returns a series of the time before.
func ofHistory(population serinv1.PopulationKind, values []float64) *serinv1.Series {
	return &serinv1.Series{Metric: "latency", Population: population, Values: values}
}

// What the two populations differed by before the rollout already is no harm of the canary.
func TestInlineHistory(t *testing.T) {
	connection, _ := connect(t, nil)
	client := serinv1.NewAnalysisServiceClient(connection)
	analyze := func(canaryBefore []float64) *serinv1.Result {
		request := inline(around(100), around(150))
		if canaryBefore != nil {
			request.Spec.History = durationpb.New(30 * time.Minute)
			request.Series = append(request.Series,
				ofHistory(serinv1.PopulationKind_POPULATION_KIND_BASELINE_HISTORY, around(100)),
				ofHistory(serinv1.PopulationKind_POPULATION_KIND_CANARY_HISTORY, canaryBefore))
		}
		response, err := client.Analyze(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		return response.Result
	}
	if r := analyze(nil); r.Verdict != serinv1.Verdict_VERDICT_ABORT || r.HistoryWindow != nil {
		t.Errorf("without a history %v: %s", r.Verdict, r.Headline)
	}
	if r := analyze(around(100)); r.Verdict != serinv1.Verdict_VERDICT_ABORT {
		t.Errorf("as good as the baseline before, %v: %s", r.Verdict, r.Headline)
	}
	r := analyze(around(150))
	if r.Verdict != serinv1.Verdict_VERDICT_PROMOTE || !strings.Contains(strings.Join(r.Findings[0].Notes, "\n"), "before the rollout already") {
		t.Errorf("as far off before, %v: %s; notes %q", r.Verdict, r.Headline, r.Findings[0].Notes)
	}
	if w, now := r.HistoryWindow, r.CanaryWindow; !w.End.AsTime().Equal(now.Start.AsTime()) || w.End.AsTime().Sub(w.Start.AsTime()) != 30*time.Minute {
		t.Errorf("the history is from %v to %v", w.Start.AsTime(), w.End.AsTime())
	}
}

// A provider that has no history of a canary is no reason to hold it.
func TestHistoryOfProvider(t *testing.T) {
	connection, _ := connect(t, func(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
		q.Expr = strings.Replace(q.Expr, `version="2"`, `version="1"`, 1) // as good as the baseline
		if q.End.Equal(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) {
			return nil, errors.Join(providers.ErrUnavailable, errors.New("beyond the retention of 2h"))
		}
		return steady(ctx, q)
	})
	r := request()
	r.Spec.History = durationpb.New(24 * time.Hour)
	response, err := serinv1.NewAnalysisServiceClient(connection).Analyze(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	result := response.Result
	if result.Verdict != serinv1.Verdict_VERDICT_PROMOTE || len(response.Queries) != 8 {
		t.Errorf("%v after %d queries: %s", result.Verdict, len(response.Queries), result.Headline)
	}
	notes := strings.Join(result.Findings[0].Notes, "\n")
	for _, want := range []string{"the baseline's history is left out", "the canary's history is left out", "beyond the retention of 2h"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes %q say nothing of %q", notes, want)
		}
	}
	if q := response.Queries[6]; q.Population != serinv1.PopulationKind_POPULATION_KIND_CANARY_HISTORY || q.Failure != serinv1.Cause_CAUSE_UNAVAILABLE {
		t.Errorf("query %v", q)
	}
}

// Three looks at a window that grows, and nobody knows how many there will be: each is told what those before it found.
func TestOpenLooks(t *testing.T) {
	connection, _ := connect(t, nil)
	client := serinv1.NewAnalysisServiceClient(connection)
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	look := func(taken, minutes int, level float64, earlier []*serinv1.Carried) *serinv1.Result {
		request := inline(around(100), around(level))
		for _, s := range request.Series {
			for len(s.Values) < minutes {
				s.Values = append(s.Values, s.Values...)
			}
			s.Values = s.Values[:minutes]
		}
		request.Window.End = timestamppb.New(start.Add(time.Duration(minutes) * time.Minute))
		request.Looks = &serinv1.Looks{Open: true, Taken: int32(taken), Earlier: earlier}
		response, err := client.Analyze(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		return response.Result
	}
	first := look(1, 10, 102, nil)
	second := look(2, 20, 102, first.Carried)
	third := look(3, 40, 102, second.Carried)
	worst := 0.0
	for i, r := range []*serinv1.Result{first, second, third} {
		if len(r.Carried) != 1 || r.Carried[0].Metric != "latency" || r.Carried[0].LogE < worst {
			t.Fatalf("look %d carries over %v, after %v", i+1, r.Carried, worst)
		}
		worst = r.Carried[0].LogE
		if e := r.Findings[0].Evidence[0]; e.Method != "anytime" || e.GetLogE() != worst {
			t.Errorf("look %d has the evidence %v and carries over %v", i+1, e, worst)
		}
	}
	if third.Carried[0].LogE <= first.Carried[0].LogE {
		t.Errorf("the evidence does not grow: %v, then %v", first.Carried, third.Carried)
	}
	// What was found once is not forgotten when the canary looks well again, or shows nothing.
	well := look(4, 40, 100, third.Carried)
	if well.Carried[0].LogE != worst {
		t.Errorf("a good look carries over %v, and %v was found before", well.Carried, worst)
	}
	request := inline(around(100), nil)
	request.Series = request.Series[:1]
	request.Looks = &serinv1.Looks{Open: true, Taken: 5, Earlier: well.Carried}
	response, err := client.Analyze(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if silent := response.Result; silent.Findings[0].Class != serinv1.Class_CLASS_NO_DATA || len(silent.Carried) != 1 || silent.Carried[0].LogE != worst {
		t.Errorf("a look without data is %v and carries over %v, and %v was found before", silent.Findings[0].Class, silent.Carried, worst)
	}
}
