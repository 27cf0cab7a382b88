package providertest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/serin-canary/serin/providers"
)

// narrow asks for ten steps in the middle.
func (s *suite) narrow() error {
	var wrong []error
	for _, metric := range []string{plain, holes, several} {
		q := s.query(metric)
		q.Start, q.End = q.Start.Add(10*step), q.Start.Add(20*step)
		wrong = append(wrong, s.expect(q))
	}
	return errors.Join(wrong...)
}

// wide asks for five steps more on each side, of which nothing is known.
func (s *suite) wide() error {
	q := s.query(plain)
	q.Start, q.End = q.Start.Add(-5*step), q.End.Add(5*step)
	return s.expect(q)
}

// otherStep asks for a grid twice as fine. Where there is a sample it must be its value, and it must come in the step
// that holds it; or else the backend says that it cannot.
func (s *suite) otherStep() error {
	q := s.query(plain)
	q.Step /= 2
	if err := s.expect(q); err != nil && !errors.Is(err, providers.ErrUnavailable) {
		return fmt.Errorf("%w; an answer on another grid is ErrUnavailable", err)
	}
	return nil
}

// invalid asks for windows that hold no point, or do not end on a step.
func (s *suite) invalid() error {
	var wrong []error
	for _, c := range []struct {
		name   string
		change func(*providers.Query)
	}{
		{"an empty window", func(q *providers.Query) { q.End = q.Start }},
		{"a window that ends before it starts", func(q *providers.Query) { q.End = q.Start.Add(-step) }},
		{"no step", func(q *providers.Query) { q.Step = 0 }},
		{"a negative step", func(q *providers.Query) { q.Step = -step }},
		{"a part of a step", func(q *providers.Query) { q.End = q.End.Add(-time.Second) }},
		{"a step longer than the window", func(q *providers.Query) { q.Step = q.End.Sub(q.Start) + time.Second }},
	} {
		q := s.query(plain)
		c.change(&q.Query)
		if err := ended(context.Background(), s.provider, q, providers.ErrQuery); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", c.name, err))
		}
	}
	return errors.Join(wrong...)
}
