package backtest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/serin-canary/serin/internal/collection"
)

// A Contender is a rule under a spec.
type Contender struct {
	Name string // in a table; no two contenders have the same
	Rule Rule
	// Cases are those it judges, each under its spec. All contenders judge the same cases in the same order.
	Cases []collection.Case
}

// An Outcome is what the contenders concluded of one case.
type Outcome struct {
	Case    collection.Case // as the first contender judged it
	Answers []Answer        // one per contender
}

// Run judges every case by every contender, so many cases at once. It reports progress, when that is not nil, after each
// case, one at a time. However many run at once, the outcomes are the same.
//
// Errors: those of the rules, with the case and the contender; ctx's own.
func Run(ctx context.Context, contenders []Contender, parallel int, progress func(done, total int)) ([]Outcome, error) {
	if len(contenders) == 0 {
		return nil, errors.New("no rule to judge by")
	}
	cases := contenders[0].Cases
	for _, c := range contenders {
		if len(c.Cases) != len(cases) {
			return nil, fmt.Errorf("%s has %d cases, and %s has %d", c.Name, len(c.Cases), contenders[0].Name, len(cases))
		}
	}
	outcomes, failures := make([]Outcome, len(cases)), make([]error, len(cases))
	var group errgroup.Group
	group.SetLimit(max(1, parallel))
	var mu sync.Mutex
	done := 0
	for i := range cases {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			outcomes[i], failures[i] = judgeCase(contenders, i)
			mu.Lock()
			defer mu.Unlock()
			if done++; progress != nil {
				progress(done, len(cases))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return outcomes, failure(failures)
}

// judgeCase judges the i-th case by every contender.
func judgeCase(contenders []Contender, i int) (Outcome, error) {
	o := Outcome{Case: contenders[0].Cases[i]}
	for _, c := range contenders {
		a, err := c.Rule.Judge(c.Cases[i].Plan, c.Cases[i].Observed)
		if err != nil {
			return o, fmt.Errorf("%s, judged by %s: %w", o.Case.ID, c.Name, err)
		}
		o.Answers = append(o.Answers, a)
	}
	return o, nil
}

// failure returns the first failure, for the others are mostly the same, with their number.
func failure(failures []error) error {
	var first error
	more := 0
	for _, err := range failures {
		switch {
		case err == nil:
		case first == nil:
			first = err
		default:
			more++
		}
	}
	if more > 0 {
		return fmt.Errorf("%w\nand %d more cases", first, more)
	}
	return first
}
