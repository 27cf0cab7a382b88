package stats

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestFisherExactEnumerates compares with rational arithmetic over all tables.
func TestFisherExactEnumerates(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		baseline := Proportion{Trials: 1 + rng.Int64N(40)}
		canary := Proportion{Trials: 1 + rng.Int64N(40)}
		baseline.Events, canary.Events = rng.Int64N(baseline.Trials+1), rng.Int64N(canary.Trials+1)
		less, greater, two := bruteFisher(baseline, canary)
		for a, want := range map[Alternative]float64{Less: less, Greater: greater, TwoSided: two} {
			if got := must(FisherExact(baseline, canary, a)); !near(got, want, 1e-12, 0) {
				t.Errorf("FisherExact(%v, %v, %v): got %v, want %v", baseline, canary, a, got, want)
			}
		}
	}
}

func bruteFisher(baseline, canary Proportion) (less, greater, two float64) {
	events := baseline.Events + canary.Events
	var l, g, tw, all big.Int
	weight := func(k int64) *big.Int {
		var a, b big.Int
		return a.Mul(a.Binomial(canary.Trials, k), b.Binomial(baseline.Trials, events-k))
	}
	observed := weight(canary.Events)
	for k := max(0, events-baseline.Trials); k <= min(events, canary.Trials); k++ {
		w := weight(k)
		all.Add(&all, w)
		if k <= canary.Events {
			l.Add(&l, w)
		}
		if k >= canary.Events {
			g.Add(&g, w)
		}
		if w.Cmp(observed) <= 0 {
			tw.Add(&tw, w)
		}
	}
	share := func(x *big.Int) float64 {
		f, _ := new(big.Rat).SetFrac(x, &all).Float64()
		return f
	}
	return share(&l), share(&g), share(&tw)
}

func TestFisherExactEdges(t *testing.T) {
	const billion = 1_000_000_000
	for _, tt := range []struct {
		name             string
		baseline, canary Proportion
		alternative      Alternative
		want             float64
	}{
		{"one trial each", Proportion{0, 1}, Proportion{1, 1}, Greater, 0.5},
		{"no events", Proportion{0, 9}, Proportion{0, 4}, TwoSided, 1},
		{"nothing but events", Proportion{9, 9}, Proportion{4, 4}, Less, 1},
		{"a billion trials, no events in the baseline", Proportion{0, billion}, Proportion{10, billion}, Greater, 0x1p-10 * (1 - 45./(2*billion))},
		{"a billion trials, all events", Proportion{billion, billion}, Proportion{0, 1}, Less, 1. / (billion + 1)},
		{"deep tail", Proportion{0, 500}, Proportion{500, 500}, Greater, math.Exp(logBinomialCoefficient(1000, 500))},
	} {
		got, err := FisherExact(tt.baseline, tt.canary, tt.alternative)
		if err != nil || !near(got, tt.want, 1e-12, 0) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, got, err, tt.want)
		}
	}
	huge := Proportion{1 << 51, 1 << 52}
	if got, err := FisherExact(huge, huge, TwoSided); !errors.Is(err, ErrCounts) {
		t.Errorf("a standard deviation of 3e7: got %v, %v, want ErrCounts", got, err)
	}
}

// logBinomialCoefficient is −ln C(n, k).
func logBinomialCoefficient(n, k int64) float64 {
	var c big.Int
	f, _ := new(big.Float).SetInt(c.Binomial(n, k)).Float64()
	return -math.Log(f)
}

func BenchmarkFisherExact(b *testing.B) {
	for name, p := range map[string][2]Proportion{
		"few events in 1e9":       {{5, 1_000_000_000}, {13, 1_000_000_000}},
		"thousands in 1e5":        {{1105, 24903}, {1203, 24871}},
		"half of 1e9":             {{500_000_000, 1_000_000_000}, {500_010_000, 1_000_000_000}},
		"few events, small sides": {{1, 40}, {6, 50}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				must(FisherExact(p[0], p[1], TwoSided))
			}
		})
	}
}
