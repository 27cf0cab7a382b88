package stats

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestPowerInverts: the size for a power has that power, and so has the effect for a size.
func TestPowerInverts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := PowerPlan{
			Alpha:       rapid.Float64Range(1e-6, 0.2).Draw(t, "alpha"),
			Alternative: rapid.SampledFrom(sides).Draw(t, "alternative"),
			Ratio:       rapid.SampledFrom([]float64{0, 0.1, 0.5, 1, 7}).Draw(t, "ratio"),
			Strict:      rapid.Bool().Draw(t, "strict"),
		}
		power := rapid.Float64Range(0.3, 0.999).Draw(t, "power")
		p1, p2 := rapid.Float64Range(0.01, 0.99).Draw(t, "p1"), rapid.Float64Range(0.01, 0.99).Draw(t, "p2")
		n := rapid.Float64Range(3, 1e5).Draw(t, "n")
		sign := 1.0
		if plan.Alternative == Less {
			sign = -1
		}
		tests := map[string]plannedTest{
			"means": {
				func(n float64) (float64, error) { return MeanPower(p2-p1, 3*p1, 2, n, plan) },
				func(power float64) (PowerSize, error) { return MeanSize(p2-p1, 3*p1, 2, power, plan) }, nil,
			},
			"Student": {
				func(n float64) (float64, error) { return StudentPower(p2-p1, 1, n, plan) },
				func(power float64) (PowerSize, error) { return StudentSize(p2-p1, 1, power, plan) }, nil,
			},
			"ranks": {
				func(n float64) (float64, error) { return RankPower(p1, n, plan) },
				func(power float64) (PowerSize, error) { return RankSize(p1, power, plan) }, nil,
			},
		}
		for method := PowerPooled; method <= PowerArcsine; method++ {
			tests[[]string{"pooled", "unpooled", "arcsine"}[method]] = plannedTest{
				func(n float64) (float64, error) { return ProportionPower(p1, p2, n, plan, method) },
				func(power float64) (PowerSize, error) { return ProportionSize(p1, p2, power, plan, method) }, nil,
			}
			if p, err := ProportionEffect(p1, n, power, plan, method); err == nil {
				if got := must(ProportionPower(p1, p, n, plan, method)); !near(got, power, 1e-7, 0) || (p < p1) != (sign < 0) {
					t.Fatalf("method %d: %v instead of %v has the power %v, want %v", method, p, p1, got, power)
				}
			} else if !errors.Is(err, ErrSampleSize) {
				t.Fatal(err)
			}
		}
		for name, test := range tests {
			s, err := test.size(power)
			if errors.Is(err, ErrSampleSize) || errors.Is(err, ErrCounts) { // wrong direction, or no effect
				continue
			}
			if err != nil || s.Exact > float64(s.Baseline) || s.Canary < 1 {
				t.Fatalf("%s: %+v, %v", name, s, err)
			}
			if s.Exact*(1+plan.ratio()) < 3.001 {
				continue
			}
			if got := must(test.power(s.Exact)); !near(got, power, 1e-7, 0) {
				t.Fatalf("%s: %v observations have the power %v, want %v", name, s.Exact, got, power)
			}
			if got := must(test.power(s.Exact * 1.1)); got < power {
				t.Fatalf("%s: more observations have the power %v, less than %v", name, got, power)
			}
		}
		if d := must(MeanEffect(p1, p2, n, power, plan)); !near(must(MeanPower(sign*d, p1, p2, n, plan)), power, 1e-7, 0) {
			t.Fatalf("a difference of %v has another power than %v", d, power)
		}
		if d, err := StudentEffect(p1, n, power, plan); err == nil && !near(must(StudentPower(sign*d, p1, n, plan)), power, 1e-7, 0) {
			t.Fatalf("Student: a difference of %v has another power than %v", d, power)
		}
	})
}

func TestPowerEdges(t *testing.T) {
	plan := PowerPlan{Alpha: 0.05}
	for _, tt := range []struct {
		name      string
		got, want float64
	}{
		{"certain outcome", must(ProportionPower(0, 1, 10, plan, PowerPooled)), 1},
		{"certain outcome of one", must(ProportionPower(0, 1, 1, plan, PowerPooled)), 0},
		{"no difference, strictly", must(MeanPower(0, 1, 1, 10, PowerPlan{Alpha: 0.05, Strict: true})), 0.05},
		{"no difference of ranks", must(RankPower(0.5, 10, plan)), 0.025},
		{"the wrong direction", must(MeanPower(-50, 1, 1, 10, PowerPlan{Alpha: 0.05, Alternative: Greater})), 0},
		{"an effect beyond all", must(StudentPower(1e300, 1e-300, 10, plan)), 1},
		{"huge sizes", must(MeanPower(1e-6, 1, 1, 1<<53, plan)), 1},
		{"size of a huge effect", float64(must(MeanSize(1e300, 1e-300, 0, 0.8, plan)).Baseline), 1},
	} {
		if !near(tt.got, tt.want, 1e-9, 1e-300) || math.IsNaN(tt.got) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
