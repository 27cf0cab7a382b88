package engine

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// scripted fails as it is told, once for each error, and then answers.
type scripted struct {
	failures []error
	asked    atomic.Int32 // a query that hangs is still asking when it is asked again
}

func (s *scripted) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	if n := int(s.asked.Add(1)); n <= len(s.failures) {
		if err := s.failures[n-1]; err != nil {
			return nil, err
		}
		<-ctx.Done() // hangs
		return nil, ctx.Err()
	}
	return []series.Labelled{{Series: series.New(q.Start, q.Step, series.Steps(q.Start, q.End, q.Step))}}, nil
}

// A query is repeated while its provider is unavailable or does not answer, where there is time for more than one attempt, and not
// when it would bring the same.
func TestAskAgain(t *testing.T) {
	down := providers.ErrUnavailable
	for name, c := range map[string]struct {
		failures []error
		attempt  time.Duration
		asked    int
		cause    judge.Cause
	}{
		"answers":                     {nil, 100 * time.Millisecond, 1, 0},
		"one attempt":                 {[]error{down}, 0, 1, judge.Unavailable},
		"down, and back":              {[]error{down, down}, 100 * time.Millisecond, 3, 0},
		"hangs, and answers":          {[]error{nil}, 100 * time.Millisecond, 2, 0},
		"rejected":                    {[]error{providers.ErrQuery}, 100 * time.Millisecond, 1, judge.QueryRejected},
		"down for good":               {[]error{providers.Final(down)}, 100 * time.Millisecond, 1, judge.Unavailable},
		"down for good, in its words": {[]error{providers.Final(errors.Join(down, errors.New("of a recording")))}, 100 * time.Millisecond, 1, judge.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &scripted{failures: c.failures}
			limits := DefaultLimits()
			limits.Attempt, limits.Timeout = c.attempt, 20*time.Second
			e := &Engine{Providers: map[string]providers.Provider{"p": p}, Limits: limits}
			start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			q := Query{Provider: "p", Query: providers.Query{Expr: "x", Start: start, End: start.Add(time.Minute), Step: time.Minute}}
			answer := e.fetch(t.Context(), []Query{q}, nil)[0]
			if asked := int(p.asked.Load()); asked != c.asked || Cause(answer.Err) != c.cause {
				t.Errorf("asked %d times, and then %v; want %d times and cause %v", asked, answer.Err, c.asked, c.cause)
			}
		})
	}
}
