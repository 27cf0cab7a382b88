// Package providers is the small door through which time series come in: what a backend must be able to do, and how
// it says that it could not. One folder below holds one backend; providertest holds the contract as a test.
package providers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/serin-canary/serin/series"
)

// A Provider reads time series from one monitoring backend. It must be safe for concurrent use.
type Provider interface {
	// Fetch returns every series that q.Expr selects, with its labels, on the grid q.Start+q.Step, …, q.End;
	// each value describes the step that ends at its time. Missing points are NaN; no match is an empty answer,
	// not an error. It returns [ErrQuery], with the backend's own words, if the backend rejects q, and
	// [ErrUnavailable] if it cannot answer in full or only on another grid. A backend with a limit of its own on
	// the number of series returns [ErrTooManySeries]. When ctx ends first, the error wraps ctx's.
	Fetch(ctx context.Context, q Query) ([]series.Labelled, error)
}

// A Query asks for one expression on one grid.
type Query struct {
	Expr  string        // in the backend's own language, variables filled in
	Start time.Time     // excluded from the grid
	End   time.Time     // included
	Step  time.Duration // above 0
}

var (
	// ErrQuery says that the backend rejects the query; asking again is of no use.
	ErrQuery = errors.New("query rejected")
	// ErrUnavailable says that the backend cannot answer in full, or not now.
	ErrUnavailable = errors.New("provider unavailable")
	// ErrTooManySeries says that a query selects more series than one answer can hold.
	ErrTooManySeries = errors.New("too many series")
)

// Validate reports a grid that holds no point or does not end on a step.
func (q Query) Validate() error {
	switch {
	case q.Step <= 0:
		return fmt.Errorf("%w: step %v is not above 0", ErrQuery, q.Step)
	case !q.Start.Before(q.End):
		return fmt.Errorf("%w: window from %v to %v is empty", ErrQuery, q.Start, q.End)
	case q.End.Sub(q.Start)%q.Step != 0:
		return fmt.Errorf("%w: window of %v is no whole number of steps of %v", ErrQuery, q.End.Sub(q.Start), q.Step)
	}
	return nil
}
