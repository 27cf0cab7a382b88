package runner

import (
	"context"

	"golang.org/x/sync/semaphore"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/series"
)

// Limited returns providers of which each is asked so many queries at once, by all looks together. Looks themselves are not
// limited: those that wait for a provider that hangs must not keep those of other providers from being taken.
func Limited(all map[string]providers.Provider, queries int) map[string]providers.Provider {
	limited := map[string]providers.Provider{}
	for name, p := range all {
		limited[name] = &limitedProvider{p, semaphore.NewWeighted(int64(queries))}
	}
	return limited
}

type limitedProvider struct {
	providers.Provider
	places *semaphore.Weighted
}

// Fetch waits for its turn, and asks.
func (l *limitedProvider) Fetch(ctx context.Context, q providers.Query) ([]series.Labelled, error) {
	if err := l.places.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer l.places.Release(1)
	return l.Provider.Fetch(ctx, q)
}
