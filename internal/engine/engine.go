// Package engine runs an analysis: it asks the providers for every series, puts what came back on the plan's grid,
// and hands it to the judge. Whatever a provider does wrong becomes a finding; an error of the engine means that the
// question could not be asked.
package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// Version of the engine; part of every result. It changes when the same data may give another result, in whatever digit or word, and
// only then: a replay of the same version gives the same bytes. A test of the recordings keeps it true.
const Version = "0.1.0"

var (
	// ErrLimit says that an analysis is larger than the engine is set to take.
	ErrLimit = errors.New("limit")
	// ErrProvider says that a query names a provider that is not configured.
	ErrProvider = errors.New("provider")
)

// An Engine runs analyses. It is safe for concurrent use.
type Engine struct {
	Providers map[string]providers.Provider
	Limits    Limits
}

// Limits bound what one analysis may ask for.
type Limits struct {
	Points   int           // per series
	Values   int           // of all series of an analysis together, slices not counted
	Metrics  int           // per analysis
	Series   int           // per answer of a provider
	Parallel int           // queries at once, per analysis
	Timeout  time.Duration // for all queries of an analysis together
	Attempt  time.Duration // for one attempt at a query that is repeated until Timeout while its provider is unavailable; 0: there is one attempt
}

// DefaultLimits returns limits that a laptop bears, and that no sensible analysis meets.
func DefaultLimits() Limits {
	return Limits{
		Points: 100_000, Values: 20_000_000, Metrics: 1_000, Series: 1_000, Parallel: 16, Timeout: 30 * time.Second,
	}
}

// An Analysis is one comparison, ready to run.
type Analysis struct {
	Plan       judge.Plan
	Rule       Rule
	WarmUp     time.Duration // before either window of the plan: asked for, and not judged
	SliceLabel string        // label that tells slices apart; empty: no slices
	Queries    []Query       // what to ask
	Answers    []Answer      // what is known already: series that came with the request, or a recording
}

// An Outcome is the result, with the answers it rests on.
type Outcome struct {
	Result  judge.Result
	Answers []Answer // what was known already, then one per query, in their order
	Digest  string   // SHA-256 of the series that were judged, in hex
}

// Analyze fetches and judges. It reports progress, when that is not nil, after each answered query.
//
// Errors: [ErrLimit], [ErrProvider], [judge.ErrPlan], and ctx's own when the caller gave up. A deadline that is near
// does not lose the answer: queries are given up a little before it, and end as findings.
func (e *Engine) Analyze(ctx context.Context, a Analysis, progress func(done, total int)) (Outcome, error) {
	if err := e.Check(a); err != nil {
		return Outcome{}, err
	}
	answers := slices.Concat(a.Answers, e.fetch(ctx, a.Queries, progress))
	if err := ctx.Err(); err != nil {
		return Outcome{}, err
	}
	observed := observe(a, answers)
	result, err := a.decide(observed)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Result: result, Answers: answers, Digest: digest(a.Plan, observed)}, nil
}

// Check compares an analysis with the limits and the configured providers, and asks none of them.
//
// Errors: [ErrLimit], [ErrProvider], all at once.
func (e *Engine) Check(a Analysis) error {
	var mistakes []error
	if n := len(a.Plan.Metrics); n > e.Limits.Metrics {
		mistakes = append(mistakes, fmt.Errorf("%w: %d metrics; at most %d are taken", ErrLimit, n, e.Limits.Metrics))
	}
	baseline, canary, history := a.steps()
	if window := max(baseline, canary); window > e.Limits.Points {
		mistakes = append(mistakes, fmt.Errorf("%w: a window of %d steps of %v; at most %d are taken, so use a longer step or a shorter window",
			ErrLimit, window, a.Plan.Step, e.Limits.Points))
	}
	if history > e.Limits.Points {
		mistakes = append(mistakes, fmt.Errorf("%w: a history of %d steps of %v; at most %d are taken, so use a longer step or a shorter history",
			ErrLimit, history, a.Plan.Step, e.Limits.Points))
	}
	points := baseline + canary + 2*history
	if n := len(a.Plan.Metrics) * points; n > e.Limits.Values {
		mistakes = append(mistakes, fmt.Errorf("%w: %d metrics of %d points; at most %d values are taken", ErrLimit,
			len(a.Plan.Metrics), points, e.Limits.Values))
	}
	unknown := map[string]bool{}
	for _, q := range a.Queries {
		if _, ok := e.Providers[q.Provider]; !ok && !unknown[q.Provider] {
			unknown[q.Provider] = true
			mistakes = append(mistakes, fmt.Errorf("%w: %q is not configured; configured are: %s", ErrProvider, q.Provider,
				strings.Join(slices.Sorted(maps.Keys(e.Providers)), ", ")))
		}
	}
	return errors.Join(mistakes...)
}

// steps returns how many steps are asked for: of either window, with its warm-up, and of the history.
func (a Analysis) steps() (baseline, canary, history int) {
	p, warmUp := a.Plan, int(a.WarmUp/a.Plan.Step)
	of := func(w judge.Window) int { return series.Steps(w.Start, w.End, p.Step) }
	return warmUp + of(p.Baseline), warmUp + of(p.Canary), of(p.History)
}
