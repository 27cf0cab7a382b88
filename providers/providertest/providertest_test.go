package providertest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// A memory is the simplest provider that keeps the contract, with one thing broken.
type memory struct {
	data  Data
	fault fault
	kept  map[string][]series.Labelled // answers that it hands out again, for the fault of that name
}

type fault string

const (
	none            fault = "none"
	zeroesForGaps   fault = "gaps are filled with zeroes"
	lookback        fault = "gaps are filled with the value before"
	includesStart   fault = "a sample at the start counts"
	excludesEnd     fault = "a sample at the end does not count"
	oneSeries       fault = "only the first series comes"
	noLabels        fault = "labels are left out"
	nilWithoutMatch fault = "no match is an error"
	ignoresWindow   fault = "the answer is always for the whole data"
	ignoresContext  fault = "the context is not looked at"
	anyWindow       fault = "invalid windows are answered"
	shares          fault = "the same answer is handed out twice"
	silentReject    fault = "the backend's words are lost"
	wrongCause      fault = "every error is ErrUnavailable"
	rounds          fault = "values lose digits"
	fineGrid        fault = "a finer grid repeats values"
)

func (m *memory) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	if err := ctx.Err(); err != nil && m.fault != ignoresContext {
		return nil, fmt.Errorf("memory: %w", err)
	}
	if err := q.Validate(); err != nil {
		if m.fault == anyWindow {
			err = nil
		}
		return nil, err
	}
	metric := m.data.find(q.Expr)
	switch {
	case q.Expr == "(" && m.fault == wrongCause:
		return nil, fmt.Errorf("%w: unclosed parenthesis", providers.ErrUnavailable)
	case q.Expr == "(" && m.fault == silentReject:
		return nil, providers.ErrQuery
	case q.Expr == "(":
		return nil, fmt.Errorf("%w: unclosed parenthesis", providers.ErrQuery)
	case len(metric.Series) == 0 && m.fault == nilWithoutMatch:
		return nil, errors.New("no such metric")
	case m.fault == shares && m.kept[q.Expr] != nil && q.Start.Equal(m.data.Start):
		return m.kept[q.Expr], nil
	}
	answer := m.answer(metric, q)
	if m.fault == shares {
		m.kept = map[string][]series.Labelled{q.Expr: answer}
	}
	return answer, nil
}

// answer returns the right answer, spoilt by the fault.
func (m *memory) answer(metric Metric, q providers.Query) []series.Labelled {
	switch m.fault {
	case includesStart:
		for i, s := range metric.Series {
			if s.Samples[0].Time.Equal(q.Start) {
				metric.Series = slices.Clone(metric.Series)
				moved := slices.Delete(slices.Clone(s.Samples), 1, 2)
				moved[0].Time = q.Start.Add(time.Nanosecond)
				metric.Series[i].Samples = moved
			}
		}
	case ignoresWindow:
		q.Start, q.End, q.Step = m.data.Start, m.data.End, m.data.Step
	}
	if m.fault == fineGrid && q.Step < m.data.Step {
		return repeated(metric.on(q.Start, q.End, m.data.Step), q)
	}
	answer := metric.on(q.Start, q.End, q.Step)
	for i := range answer {
		answer[i].Labels = copied(answer[i].Labels, m.fault)
		for j, v := range answer[i].Values {
			answer[i].Values[j] = m.spoil(answer[i].Values, j, v)
		}
	}
	if m.fault == oneSeries && len(answer) > 1 {
		answer = answer[:1]
	}
	return answer
}

func (m *memory) spoil(values []float64, i int, v float64) float64 {
	switch {
	case m.fault == zeroesForGaps && math.IsNaN(v):
		return 0
	case m.fault == lookback && math.IsNaN(v) && i > 0:
		return values[i-1]
	case m.fault == excludesEnd && i == len(values)-1:
		return math.NaN()
	case m.fault == rounds:
		return float64(float32(v))
	default:
		return v
	}
}

func copied(labels map[string]string, f fault) map[string]string {
	all := map[string]string{"job": "memory"}
	for name, value := range labels {
		if f != noLabels {
			all[name] = value
		}
	}
	return all
}

func repeated(answer []series.Labelled, q providers.Query) []series.Labelled {
	for i, s := range answer {
		values := make([]float64, 0, 2*len(s.Values))
		for _, v := range s.Values {
			values = append(values, v, v)
		}
		answer[i].Series = series.Series{Start: q.Start, Step: q.Step, Values: values}
	}
	return answer
}

// A stub answers every query with one error, at once or when the context ends.
type stub struct {
	err  error
	wait bool
}

func (s stub) Fetch(ctx context.Context, _ providers.Query) ([]series.Labelled, error) {
	if s.wait {
		<-ctx.Done()
		return nil, fmt.Errorf("stub: %w", ctx.Err())
	}
	return nil, s.err
}

func TestRunAcceptsAProviderThatKeepsTheContract(t *testing.T) {
	Run(t, func(_ *testing.T, data Data) providers.Provider { return &memory{data: renamed(data), fault: none} },
		Asking(strings.ToUpper),
		Rejecting("(", "unclosed parenthesis"),
		Unavailable(func(*testing.T) providers.Provider { return stub{err: providers.ErrUnavailable} }),
		Hanging(func(*testing.T) providers.Provider { return stub{wait: true} }),
		Starting(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)))
}

// renamed returns the data under the names that strings.ToUpper asks for.
func renamed(data Data) Data {
	data.Metrics = slices.Clone(data.Metrics)
	for i := range data.Metrics {
		data.Metrics[i].Name = strings.ToUpper(data.Metrics[i].Name)
	}
	return data
}

func TestEveryFaultIsFound(t *testing.T) {
	for f, want := range map[fault]string{
		zeroesForGaps:   "missing points are NaN",
		lookback:        "missing points are NaN",
		includesStart:   "the window excludes its start and includes its end",
		excludesEnd:     "the window excludes its start and includes its end",
		oneSeries:       "every series comes, with its labels",
		noLabels:        "every series comes, with its labels",
		nilWithoutMatch: "no match is an empty answer",
		ignoresWindow:   "a part of the window",
		ignoresContext:  "a cancelled context ends the query",
		anyWindow:       "an invalid window is refused",
		shares:          "answers belong to the caller",
		silentReject:    "a rejected query",
		wrongCause:      "a rejected query",
		rounds:          "values arrive unchanged",
		fineGrid:        "another step does not change values silently",
	} {
		t.Run(string(f), func(t *testing.T) {
			s := newSuite(Rejecting("(", "unclosed parenthesis"))
			s.provider = &memory{data: s.data, fault: f}
			for _, part := range contract() {
				if part.name == want && part.check(s) == nil {
					t.Errorf("the suite does not see it in %q", want)
				}
			}
		})
	}
}

func TestPartsWithoutTheirOptionAreSkipped(t *testing.T) {
	s := newSuite()
	for _, part := range contract() {
		if part.needs != "" && s.has(t, part.needs) {
			t.Errorf("%q is run without %s", part.name, part.needs)
		}
	}
}

func TestStubbornBackendsAreFound(t *testing.T) {
	s := newSuite()
	s.helped = map[string]providers.Provider{"Unavailable": stub{}, "Hanging": stub{err: errors.New("no")}}
	for name, check := range map[string]func() error{"unavailable": s.isUnavailable, "hanging": s.hangs} {
		if check() == nil {
			t.Errorf("a provider that hides its %s backend is accepted", name)
		}
	}
}
