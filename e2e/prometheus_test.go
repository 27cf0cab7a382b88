package e2e

import (
	"context"
	"testing"

	"github.com/serin-canary/serin/providers"
	"github.com/serin-canary/serin/providers/prometheus"
	"github.com/serin-canary/serin/series"

	server "github.com/serin-canary/serin/e2e/internal/prometheus"
)

// TestPrometheus runs serin against a real Prometheus.
func TestPrometheus(t *testing.T) {
	tools := server.Build(t, "prometheus")
	t.Run("all", func(t *testing.T) { // ends when its parallel parts have
		t.Run("contract", func(t *testing.T) { testContract(t, tools) })
		t.Run("trouble on the way", func(t *testing.T) { testTrouble(t, tools) })
		t.Run("rollouts", func(t *testing.T) { testRollouts(t, tools) })
	})
}

// connect returns a provider that reads from a server.
func connect(t testing.TB, address string) providers.Provider {
	t.Helper()
	provider, err := prometheus.New(prometheus.Config{Address: address})
	if err != nil {
		t.Fatal(err)
	}
	return provider
}

func fetch(ctx context.Context, t testing.TB, p providers.Provider, q providers.Query) []series.Labelled {
	t.Helper()
	answer, err := p.Fetch(ctx, q)
	if err != nil {
		t.Fatalf("Fetch(%s): %v", q.Expr, err)
	}
	return answer
}
