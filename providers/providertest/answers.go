package providertest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// patience is how long any query may take.
const patience = 30 * time.Second

// A question is a query with the metric it is about.
type question struct {
	metric Metric
	providers.Query
}

// query asks for a metric on the grid of the data.
func (s *suite) query(metric string) question {
	return question{s.data.find(metric), providers.Query{
		Expr: s.ask(metric), Start: s.data.Start, End: s.data.End, Step: s.data.Step,
	}}
}

// want returns what the contract demands.
func (q question) want() []series.Labelled {
	return q.metric.on(q.Start, q.End, q.Step)
}

func (q question) String() string {
	return fmt.Sprintf("Fetch(%q from %s to %s, step %v)", q.Expr,
		q.Start.Format(time.RFC3339), q.End.Format(time.RFC3339), q.Step)
}

// expect asks, and says what is wrong with the answer.
func (s *suite) expect(q question) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	got, err := s.provider.Fetch(ctx, q.Query)
	if err != nil {
		return fmt.Errorf("%v: %w", q, err)
	}
	if err := same(got, q.want()); err != nil {
		return fmt.Errorf("%v: %w", q, err)
	}
	return nil
}

// same compares an answer with what the contract demands. The order of the series means nothing, and the backend may
// add labels of its own.
func same(got, want []series.Labelled) error {
	got, want = spoken(got), spoken(want)
	if len(got) != len(want) {
		return fmt.Errorf("%d series, want %d", len(got), len(want))
	}
	for _, w := range want {
		g, err := pick(got, w.Labels)
		if err != nil {
			return err
		}
		if err := sameSeries(g.Series, w.Series); err != nil {
			return fmt.Errorf("series %v: %w", w.Labels, err)
		}
	}
	return nil
}

// spoken returns the series that have a value: whether a backend leaves out one that is silent all the time, or answers with
// gaps, says the same.
func spoken(all []series.Labelled) []series.Labelled {
	return slices.DeleteFunc(slices.Clone(all), func(s series.Labelled) bool { return len(s.Present()) == 0 })
}

// pick returns the one series that has all the labels.
func pick(all []series.Labelled, labels map[string]string) (series.Labelled, error) {
	var found []series.Labelled
	for _, s := range all {
		if holds(s.Labels, labels) {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return series.Labelled{}, fmt.Errorf("%d series with the labels %v, want one", len(found), labels)
	}
	return found[0], nil
}

func holds(all, some map[string]string) bool {
	for name, value := range some {
		if all[name] != value {
			return false
		}
	}
	return true
}

func sameSeries(got, want series.Series) error {
	if !got.Start.Equal(want.Start) || got.Step != want.Step || len(got.Values) != len(want.Values) {
		return fmt.Errorf("grid from %s, step %v, %d points; want from %s, step %v, %d points",
			got.Start.Format(time.RFC3339), got.Step, len(got.Values),
			want.Start.Format(time.RFC3339), want.Step, len(want.Values))
	}
	var wrong []error
	for i, w := range want.Values {
		if g := got.Values[i]; g != w && !(math.IsNaN(g) && math.IsNaN(w)) {
			wrong = append(wrong, fmt.Errorf("at %s: %v, want %v", want.Time(i).Format(time.RFC3339), g, w))
		}
	}
	return errors.Join(wrong...)
}
