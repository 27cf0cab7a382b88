package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/sync/errgroup"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// A Part of a metric, as its kind needs it.
type Part string

// The parts.
const (
	Value    Part = "value"    // gauge
	Events   Part = "events"   // ratio, count
	Total    Part = "total"    // ratio
	Exposure Part = "exposure" // count
	Buckets  Part = "buckets"  // histogram; one series per bucket, labelled le
)

// A Query asks a provider for one part of one metric of one population.
type Query struct {
	Metric     int // index in the plan
	Part       Part
	Population judge.Population
	Provider   string
	providers.Query
}

// An Answer is what a query brought: series or an error.
type Answer struct {
	Query
	Series []series.Labelled
	Err    error
}

// spareTime is what of the caller's time is kept back, so that a provider's time-out still becomes an answer.
const spareTime = 500 * time.Millisecond

// fetch asks all queries at once, as many in parallel as the limits allow.
func (e *Engine) fetch(ctx context.Context, queries []Query, progress func(done, total int)) []Answer {
	ctx, cancel := context.WithTimeout(ctx, e.patience(ctx))
	defer cancel()
	answers := make([]Answer, len(queries))
	var group errgroup.Group
	group.SetLimit(max(1, e.Limits.Parallel))
	var mu sync.Mutex
	done := 0
	for i, q := range queries {
		group.Go(func() error {
			answers[i] = e.askAgain(ctx, q)
			mu.Lock()
			defer mu.Unlock()
			if done++; progress != nil {
				progress(done, len(queries))
			}
			return nil
		})
	}
	_ = group.Wait() // no query fails the others
	return answers
}

// patience is how long the providers may take: the limit, or what the caller's deadline leaves.
func (e *Engine) patience(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return e.Limits.Timeout
	}
	left := time.Until(deadline)
	return min(e.Limits.Timeout, left-min(spareTime, left/2))
}

// askAgain asks one query, again and again while its provider is unavailable or does not answer in the time of an attempt, if
// the limits have one. The pauses grow, and are uneven so that not all queries come back at once.
func (e *Engine) askAgain(ctx context.Context, q Query) Answer {
	if e.Limits.Attempt <= 0 {
		return e.ask(ctx, q)
	}
	pauses := backoff.NewExponentialBackOff() // 0.5 s, each half as long again, give or take a half
	pauses.MaxInterval = e.Limits.Attempt
	for {
		attempt, cancel := context.WithTimeout(ctx, e.Limits.Attempt)
		answer := e.ask(attempt, q)
		cancel()
		if cause := Cause(answer.Err); cause != judge.Unavailable && cause != judge.Timeout || errors.Is(answer.Err, providers.ErrFinal) {
			return answer
		}
		select {
		case <-ctx.Done():
			return answer
		case <-time.After(pauses.NextBackOff()):
		}
	}
}

// ask asks one query, and waits no longer than ctx allows, whatever the provider does.
func (e *Engine) ask(ctx context.Context, q Query) Answer {
	answered := make(chan Answer, 1)
	go func() { answered <- e.fetchOne(ctx, q) }()
	select {
	case answer := <-answered:
		if answer.Err != nil && ctx.Err() != nil {
			answer.Err = late{ctx.Err()}
		}
		return answer
	case <-ctx.Done():
		return Answer{Query: q, Err: late{ctx.Err()}}
	}
}

// late is the error of a query that was not answered in time. Whoever reads a verdict has no use for the words of the context.
type late struct{ cause error }

func (l late) Error() string { return "no answer in time" }

func (l late) Unwrap() error { return l.cause }

// fetchOne asks the provider and checks that it keeps its contract; a panic of it is a failure like any other.
func (e *Engine) fetchOne(ctx context.Context, q Query) (answer Answer) {
	answer.Query = q
	defer func() {
		if p := recover(); p != nil {
			answer.Series, answer.Err = nil, fmt.Errorf("%w: it panicked: %v", providers.ErrUnavailable, p)
		}
	}()
	answer.Series, answer.Err = e.Providers[q.Provider].Fetch(ctx, q.Query)
	if answer.Err == nil {
		answer.Err = e.checkAnswer(q, answer.Series)
	}
	if answer.Err != nil {
		answer.Series = nil
	}
	return answer
}

// checkAnswer refuses more series than the limit, and series on another grid than was asked for.
func (e *Engine) checkAnswer(q Query, answer []series.Labelled) error {
	if n := len(answer); n > e.Limits.Series {
		return fmt.Errorf("%w: %d; at most %d are taken", providers.ErrTooManySeries, n, e.Limits.Series)
	}
	points := series.Steps(q.Start, q.End, q.Step)
	for _, s := range answer {
		if s.Step != q.Step || !s.Start.Equal(q.Start) || len(s.Values) != points {
			return fmt.Errorf("%w: it answered with %d steps of %v from %v, and was asked for %d steps of %v from %v",
				providers.ErrUnavailable, len(s.Values), s.Step, s.Start, points, q.Step, q.Start)
		}
	}
	return nil
}

// Cause says which cause of an ERROR finding a provider's error is; 0 for none.
func Cause(err error) judge.Cause {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, providers.ErrTooManySeries):
		return judge.TooManySeries
	case errors.Is(err, providers.ErrQuery):
		return judge.QueryRejected
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return judge.Timeout
	default:
		return judge.Unavailable
	}
}
