package recording

import (
	"context"
	"math"
	"slices"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/recorded"
	"github.com/serin-canary/serin/series"
)

// Provider returns a provider that answers the queries of recordings as they were answered, failures included. Equal
// queries of one recording are one, when their answers are equal too. Recordings without queries add nothing.
func Provider(recordings ...*Recording) (*recorded.Provider, error) {
	var all []recorded.Answer
	for _, r := range recordings {
		l, mistakes := newLayout(r)
		if len(mistakes) > 0 {
			return nil, mistakes
		}
		all = append(all, l.known(r.Answers)...)
	}
	return recorded.New(all...)
}

// known returns the answers to queries. Of a history what a window has too is left out: the two are asked for in the same
// words, and a raw counter's window begins one step earlier.
func (l layout) known(answers []Answer) (all []recorded.Answer) {
	var histories []recorded.Answer
	for _, a := range answers {
		if a.Query == "" {
			continue
		}
		g := l.grid(a.Metric, a.Part, a.Population)
		if a.Failure != serinv1.Cause_CAUSE_UNSPECIFIED {
			g = l.grids[a.Population] // a raw counter's failure says nothing of the step before, which the history has
		}
		next := recorded.Answer{Expr: a.Query, Start: g.start, End: g.end(), Series: a.Series, Err: a.Err()}
		switch {
		case isHistory(a.Population):
			histories = append(histories, next)
		case !slices.ContainsFunc(all, func(known recorded.Answer) bool { return same(known, next) }):
			all = append(all, next)
		}
	}
	for i, h := range histories {
		if !slices.ContainsFunc(histories[:i], func(known recorded.Answer) bool { return same(known, h) }) {
			all = append(all, without(h, all)...)
		}
	}
	return all
}

// without returns the parts of an answer that lie beside other answers to the same query.
func without(a recorded.Answer, others []recorded.Answer) []recorded.Answer {
	for _, o := range others {
		if o.Expr != a.Expr || !a.Start.Before(o.End) || !o.Start.Before(a.End) {
			continue
		}
		var parts []recorded.Answer
		if a.Start.Before(o.Start) {
			parts = append(parts, without(between(a, a.Start, o.Start), others)...)
		}
		if o.End.Before(a.End) {
			parts = append(parts, without(between(a, o.End, a.End), others)...)
		}
		return parts
	}
	return []recorded.Answer{a}
}

// between returns an answer for a part of its window.
func between(a recorded.Answer, start, end time.Time) recorded.Answer {
	part := recorded.Answer{Expr: a.Expr, Start: start, End: end, Err: a.Err}
	for _, s := range a.Series {
		part.Series = append(part.Series, series.Labelled{Labels: s.Labels, Series: s.Window(start, end)})
	}
	return part
}

// A Failure is the error of a query that failed while it was recorded. It says what the provider said then, and wraps
// what the provider's error wrapped.
type Failure struct {
	Cause   serinv1.Cause
	Message string
}

func (f *Failure) Error() string {
	if f.Message == "" {
		return f.Cause.String()
	}
	return f.Message
}

// Unwrap returns [providers.ErrQuery], [context.DeadlineExceeded], [providers.ErrTooManySeries] or
// [providers.ErrUnavailable].
func (f *Failure) Unwrap() error {
	switch f.Cause {
	case serinv1.Cause_CAUSE_QUERY_REJECTED:
		return providers.ErrQuery
	case serinv1.Cause_CAUSE_TIMEOUT:
		return context.DeadlineExceeded
	case serinv1.Cause_CAUSE_TOO_MANY_SERIES:
		return providers.ErrTooManySeries
	default:
		return providers.ErrUnavailable
	}
}

// Err returns why there is no answer, a [*Failure]; nil when there is one.
func (a Answer) Err() error {
	if a.Failure == serinv1.Cause_CAUSE_UNSPECIFIED {
		return nil
	}
	return &Failure{Cause: a.Failure, Message: a.Message}
}

// same says whether two answers are to the same query for the same window, and equal.
func same(a, b recorded.Answer) bool {
	if a.Expr != b.Expr || !a.Start.Equal(b.Start) || !a.End.Equal(b.End) || (a.Err == nil) != (b.Err == nil) {
		return false
	}
	return slices.EqualFunc(a.Series, b.Series, sameSeries)
}

func sameSeries(a, b series.Labelled) bool {
	return a.Step == b.Step && a.Start.Equal(b.Start) &&
		len(a.Labels) == len(b.Labels) && holds(a.Labels, b.Labels) &&
		slices.EqualFunc(a.Values, b.Values, func(v, w float64) bool { return v == w || math.IsNaN(v) && math.IsNaN(w) })
}

func holds(all, some map[string]string) bool {
	for name, value := range some {
		if v, ok := all[name]; !ok || v != value {
			return false
		}
	}
	return true
}
