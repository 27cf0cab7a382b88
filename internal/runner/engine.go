package runner

import (
	"context"
	"fmt"
	"maps"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// engineOf returns the engine for a look of a run: queries of a provider that is unavailable are repeated, until half of the
// interval is over, or maxBudget. What has not come by then is a finding, and the next look is on time.
func (r *Runner) engineOf(of *serinv1.Run) *engine.Engine {
	limits := r.Engine.Limits
	budget := min(of.GetSpec().GetSchedule().GetInterval().AsDuration()/2, maxBudget)
	limits.Attempt, limits.Timeout = min(limits.Timeout, budget), budget
	known := r.Engine.Providers
	if name := of.GetSpec().GetProvider(); known[name] == nil {
		known = maps.Clone(known)
		known[name] = gone(name)
	}
	return &engine.Engine{Providers: known, Limits: limits}
}

// gone is a provider that was configured when a run was created, and is no longer. It is a provider's trouble like any other: the
// run goes on, and pauses.
type gone string

// Fetch answers that nobody is there to ask.
func (g gone) Fetch(context.Context, providers.Query) ([]series.Labelled, error) {
	return nil, providers.Final(fmt.Errorf("%w: %q is not configured on this server any more", providers.ErrUnavailable, string(g)))
}
