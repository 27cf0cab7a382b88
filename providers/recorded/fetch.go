package recorded

import (
	"context"
	"fmt"
	"math"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// maxPoints is how many steps a query may ask for: two years of minutes. More is a slip of the pen, and would only
// fill the memory with gaps.
const maxPoints = 1 << 20

// Fetch answers a query as [providers.Provider] demands, from the recorded answers to the same text. A failure is final.
func (p *Provider) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	answer, err := p.fetch(ctx, q)
	return answer, providers.Final(err)
}

func (p *Provider) fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("recorded: %w", err)
	}
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if n := series.Steps(q.Start, q.End, q.Step); n > maxPoints {
		return nil, fmt.Errorf("%w: %d steps of %v; at most %d are answered", providers.ErrQuery, n, q.Step, maxPoints)
	}
	known := p.answers[q.Expr]
	if len(known) == 0 {
		return nil, p.unknown(q.Expr)
	}
	answers := within(known, q)
	if len(answers) == 0 {
		return nil, fmt.Errorf("%w: recorded from %s to %s, nothing from %s to %s: %s", providers.ErrUnavailable,
			clock(known[0].Start), clock(known[len(known)-1].End), clock(q.Start), clock(q.End), q.Expr)
	}
	for _, a := range answers {
		if a.Err != nil {
			return nil, a.Err
		}
		if err := fits(a, q); err != nil {
			return nil, err
		}
	}
	return join(answers, q), nil
}

// within returns the answers that have something to say about the window of the query.
func within(known []Answer, q providers.Query) []Answer {
	var some []Answer
	for _, a := range known {
		if a.overlaps(q.Start, q.End) {
			some = append(some, a)
		}
	}
	return some
}

// fits reports an answer whose grid is not the one of the query.
func fits(a Answer, q providers.Query) error {
	if len(a.Series) == 0 {
		return nil
	}
	start, step := a.Series[0].Start, a.Series[0].Step
	switch {
	case step != q.Step:
		return fmt.Errorf("%w: recorded with a step of %v, asked with %v: %s", providers.ErrUnavailable, step, q.Step, q.Expr)
	case start.Sub(q.Start)%step != 0:
		return fmt.Errorf("%w: recorded at %s and every %v from there, asked at %s: %s", providers.ErrUnavailable,
			clock(start.Add(step)), step, clock(q.Start.Add(step)), q.Expr)
	}
	return nil
}

// join puts the answers on the grid of the query. Series with the same labels become one.
func join(answers []Answer, q providers.Query) []series.Labelled {
	joined := []series.Labelled{}
	place := map[string]int{}
	for _, a := range answers {
		for _, s := range a.Series {
			k := key(s.Labels)
			i, ok := place[k]
			if !ok {
				i = len(joined)
				place[k] = i
				joined = append(joined, series.Labelled{
					Labels: clone(series.Labelled{Labels: s.Labels}).Labels,
					Series: series.New(q.Start, q.Step, series.Steps(q.Start, q.End, q.Step)),
				})
			}
			copyInto(joined[i].Series, s.Series)
		}
	}
	return joined
}

// copyInto copies the values of the steps that both series have.
func copyInto(to, from series.Series) {
	offset := int(from.Start.Sub(to.Start) / to.Step)
	for i, v := range from.Values {
		if j := i + offset; j >= 0 && j < len(to.Values) && !math.IsNaN(v) {
			to.Values[j] = v
		}
	}
}
