package prometheus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// maxSteps is how many steps a query may ask for: two years of minutes. More is a slip of the pen.
const maxSteps = 1 << 20

// Fetch answers a query of PromQL as [providers.Provider] demands.
//
// Errors: [providers.ErrQuery], with the server's own words, when it rejects the query or answers with what is no
// number. [providers.ErrUnavailable], with what happened and what to check, when it cannot be reached, does not let us
// in, has no such API, is overloaded or broken, answers in part, with a warning, with too much, or on another grid.
// [providers.ErrTooManySeries] when the answer would not fit into memory. When ctx ends, its error.
func (p *Provider) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("prometheus: %w", err)
	}
	if err := check(q); err != nil {
		return nil, err
	}
	all := newAnswer(q)
	for _, part := range p.parts(q) {
		matrix, err := p.ask(ctx, part)
		if err == nil {
			err = all.add(matrix)
		}
		if errors.Is(err, providers.ErrQuery) {
			return nil, fmt.Errorf("%w: %s", err, q.Expr)
		}
		if err != nil {
			return nil, err
		}
	}
	return all.series(), nil
}

// check reports a window that is none, or that Prometheus cannot evaluate: its time has milliseconds, and what it reads
// as a duration has no fractions.
func check(q providers.Query) error {
	if err := q.Validate(); err != nil {
		return err
	}
	if n := series.Steps(q.Start, q.End, q.Step); n > maxSteps {
		return fmt.Errorf("%w: %d steps of %v; at most %d are answered", providers.ErrQuery, n, q.Step, maxSteps)
	}
	if q.Start.Nanosecond()%int(time.Millisecond) != 0 {
		return fmt.Errorf("%w: the window starts at %s, between two milliseconds; Prometheus knows none of those times",
			providers.ErrUnavailable, clock(q.Start))
	}
	if q.Step%time.Millisecond != 0 || q.Step > time.Second && q.Step%time.Second != 0 {
		return fmt.Errorf("%w: a step of %v; Prometheus takes whole seconds, or whole milliseconds below one second",
			providers.ErrUnavailable, q.Step)
	}
	return nil
}

// parts cuts a query into such that the server answers at once.
func (p *Provider) parts(q providers.Query) []providers.Query {
	longest := time.Duration(min(p.maxPoints, series.Steps(q.Start, q.End, q.Step))) * q.Step
	var parts []providers.Query
	for start := q.Start; start.Before(q.End); start = start.Add(longest) {
		part := q
		part.Start = start
		if part.End.Sub(start) > longest {
			part.End = start.Add(longest)
		}
		parts = append(parts, part)
	}
	return parts
}

// ask asks for one part. The grid of the server includes its start.
func (p *Provider) ask(ctx context.Context, q providers.Query) (model.Matrix, error) {
	lookback := v1.WithLookbackDelta(q.Step)
	if q.End.Sub(q.Start) == q.Step {
		value, warnings, _, err := p.api.Query(ctx, q.Expr, q.End, lookback)
		if err := p.whole(value, warnings, err); err != nil {
			return nil, err
		}
		return atOnce(value)
	}
	grid := v1.Range{Start: q.Start.Add(q.Step), End: q.End, Step: q.Step}
	value, warnings, _, err := p.api.QueryRange(ctx, q.Expr, grid, lookback)
	if err := p.whole(value, warnings, err); err != nil {
		return nil, err
	}
	matrix, ok := value.(model.Matrix)
	if !ok {
		return nil, fmt.Errorf("%w: %s answers for a range with a %s", providers.ErrUnavailable, p.address, value.Type())
	}
	return matrix, nil
}

// whole returns the error of an answer, or that something is missing from it. Before 2.54 Prometheus called its infos
// warnings.
func (p *Provider) whole(value model.Value, warnings v1.Warnings, err error) error {
	if unreadable := (*v1.Error)(nil); errors.As(err, &unreadable) {
		return p.unreadable(unreadable)
	}
	if err != nil {
		return err
	}
	if value == nil {
		return fmt.Errorf("%w: %s: the answer has no data", providers.ErrUnavailable, p.address)
	}
	for _, warning := range warnings {
		if !strings.HasPrefix(warning, "PromQL info:") {
			return fmt.Errorf("%w: %s answers with a warning: %s", providers.ErrUnavailable, p.address, oneLine(warning))
		}
	}
	return nil
}

// unreadable is the error for a success whose data are none. The other errors were made where the answer arrived.
func (p *Provider) unreadable(err *v1.Error) error {
	if strings.HasPrefix(err.Msg, "unexpected value type") {
		return fmt.Errorf("%w: %s; ask for numbers", providers.ErrQuery, err.Msg)
	}
	return fmt.Errorf("%w: %s: the answer cannot be read: %s", providers.ErrUnavailable, p.address, oneLine(err.Msg))
}

func clock(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
