package recording

import (
	"context"
	"math"
	"slices"

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
		begin := len(all) // of this recording
		for _, a := range r.Answers {
			if a.Query == "" {
				continue
			}
			g := l.grid(a.Metric, a.Part, a.Population)
			next := recorded.Answer{Expr: a.Query, Start: g.start, End: g.end(), Series: a.Series, Err: a.Err()}
			if !slices.ContainsFunc(all[begin:], func(known recorded.Answer) bool { return same(known, next) }) {
				all = append(all, next)
			}
		}
	}
	return recorded.New(all...)
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
