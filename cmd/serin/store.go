package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/serin-canary/serin/internal/config"
	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/internal/runner"
	"github.com/serin-canary/serin/internal/store"
)

// openStore opens the store of a configuration; nil when there is none.
func openStore(ctx context.Context, c config.Store, o store.Options) (*store.Store, error) {
	switch backend := c.Backend.(type) {
	case config.SQLite:
		return store.OpenSQLite(ctx, backend.Path, o)
	case config.PostgreSQL:
		return store.OpenPostgreSQL(ctx, backend.URL.Reveal(), backend.MaxConnections, o)
	case config.NoStore:
		return nil, nil
	default:
		return nil, fmt.Errorf("no store is known as %T", backend)
	}
}

// looksAtOnce is how many looks a server takes at once. Most of them only wait for a provider, and those that wait for one that hangs
// should keep no other from being taken.
const looksAtOnce = 5_000

// startLooks begins to take the looks of the runs in a store, and returns what ends it: what is being looked at may finish in the time
// of the grace.
func startLooks(ctx context.Context, s *store.Store, c config.Store, e *engine.Engine, log *slog.Logger, now func() time.Time) (stop func(grace time.Duration) error, err error) {
	limited := &engine.Engine{Providers: runner.Limited(e.Providers, c.ParallelQueries), Limits: e.Limits}
	r := &runner.Runner{Store: s, Engine: limited, Log: log, Now: now}
	worker, err := s.Start(ctx, store.Work{
		Look: r.Look, Parallel: looksAtOnce, Retention: store.Retention(c.Retention),
	})
	if err != nil {
		return nil, err
	}
	return func(grace time.Duration) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		return worker.Stop(ctx)
	}, nil
}
