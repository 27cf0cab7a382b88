package quality

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/stats"
)

func everyFamily() []Family { return append(Families(), Twins()...) }

// Every law has mean 0 and deviation 1, so that a quiet deviation means the same under all of them.
func TestLaws(t *testing.T) {
	for _, law := range Laws() {
		r := rand.New(rand.NewPCG(1, 1))
		var all []float64
		for range 400 {
			sides := law.noise(r, 0.02, 60, 120)
			all = append(append(all, sides[baseline]...), sides[canary]...)
		}
		mean, _ := stats.Mean(all)
		sd, _ := stats.StdDev(all)
		if math.Abs(mean) > 0.05 || math.Abs(sd-1) > 0.1 {
			t.Errorf("%s: mean %.3f, deviation %.3f; want 0 and 1", law, mean, sd)
		}
	}
}

// Every case can be judged, holds what its family says, and is the same each time.
func TestDraw(t *testing.T) {
	settings := []Setting{{Law: Gaussian, Points: 31}, {Twist: Any}, {Law: AR8Common, Points: 12, Metrics: 5, Twist: Unequal}}
	for _, f := range everyFamily() {
		for _, s := range settings {
			for i := range 20 {
				c := Draw(f, s, TuneSeed, i)
				if _, err := judge.Decide(c.Plan, c.Observed); err != nil {
					t.Fatalf("%s, %v, case %d: %v", f, s, i, err)
				}
				if c.Family != f || c.Truth != f.Truth() || len(c.Plan.Metrics) < 1 || len(c.Plan.Metrics) > 5 {
					t.Errorf("%s, %v, case %d: is %v, %v, with %d metrics", f, s, i, c.Family, c.Truth, len(c.Plan.Metrics))
				}
				if diff := cmp.Diff(c, Draw(f, s, TuneSeed, i), cmpopts.EquateNaNs()); diff != "" {
					t.Errorf("%s, %v, case %d: the second time\n%s", f, s, i, diff)
				}
			}
		}
	}
}

// shapes draws pairs of a family and hands each to check.
func shapes(t *testing.T, f Family, check func(p *pair) string) {
	t.Helper()
	t.Run(string(f), func(t *testing.T) {
		for i := range 200 {
			for _, n := range []int{12, 31, 120} {
				d := draft{Rand: stream(1, string(f), i), Setting: Setting{Law: Gaussian}, family: f, baseline: n, canary: n}
				p := d.quiet()
				p.shape(f)
				if wrong := check(p); wrong != "" {
					t.Fatalf("draw %d of %d points: %s\n%v\n%v", i, n, wrong, p.lift[baseline], p.lift[canary])
				}
			}
		}
	})
}

func TestShapes(t *testing.T) {
	quiet := func(lift []float64) bool { return !slices.ContainsFunc(lift, func(v float64) bool { return v != 0 }) }
	part := func(p *pair, from, to float64) []float64 {
		n := float64(len(p.lift[canary]))
		return p.lift[canary][int(math.Ceil(from*n)):int(to*n)]
	}
	shapes(t, HealedExcess, func(p *pair) string {
		if !quiet(part(p, 0.76, 1)) || slices.Max(part(p, 0, 0.3)) < 0.15 {
			return "not high at first and like the baseline at the end"
		}
		return ""
	})
	shapes(t, HalfHealed, func(p *pair) string {
		last := p.lift[canary][len(p.lift[canary])-1]
		if least := slices.Min(p.lift[canary]); last < 0.1 || last > 0.3 || least < last-1e-9 {
			return fmt.Sprintf("settles at %v and falls to %v", last, least)
		}
		return ""
	})
	shapes(t, LateStep, func(p *pair) string {
		if !quiet(part(p, 0, 0.6)) || slices.Min(part(p, 0.9, 1)) < 0.2 {
			return "not late, or no step"
		}
		return ""
	})
	shapes(t, LateDrift, func(p *pair) string {
		if !quiet(part(p, 0, 0.55)) || !slices.IsSorted(p.lift[canary]) || slices.Max(p.lift[canary]) < 0.2 {
			return "not late, or not rising"
		}
		return ""
	})
	shapes(t, Spikes, func(p *pair) string {
		high := slices.DeleteFunc(slices.Clone(p.lift[canary]), func(v float64) bool { return v == 0 })
		if len(high) < 2 || len(high) > 8 || slices.Min(high) < 1 || slices.Max(high) > 4 {
			return "no 2 to 8 points × 2 to 5"
		}
		return ""
	})
	shapes(t, SustainedHighs, func(p *pair) string {
		same := func(sides [2][]float64) bool {
			return slices.Equal(slices.Sorted(slices.Values(sides[baseline])), slices.Sorted(slices.Values(sides[canary])))
		}
		if !same(p.lift) || !same(p.noise) {
			return "not the same values"
		}
		return ""
	})
	shapes(t, BothStepping, func(p *pair) string {
		if !slices.Equal(p.lift[baseline], p.lift[canary]) || quiet(p.lift[canary]) {
			return "not the same step"
		}
		return ""
	})
}

// The first errors of a canary come where the baseline has none at all.
func TestFirstErrors(t *testing.T) {
	kinds := map[judge.Kind]int{}
	for i := range 200 {
		c := Draw(FirstErrors, Setting{Points: 31, Metrics: 1}, TuneSeed, i)
		kinds[c.Plan.Metrics[0].Kind]++
		s := c.Observed[0].Slices[0]
		of := func(a judge.Arm) []float64 { return append(slices.Clone(a.Value.Values), a.Events.Values...) }
		some := slices.DeleteFunc(of(s.Canary), func(v float64) bool { return v == 0 })
		if slices.Max(of(s.Baseline)) > 0 || len(some) < 4 || len(some) > 19 {
			t.Errorf("case %d: %v beside %v", i, of(s.Canary), of(s.Baseline))
		}
	}
	if kinds[judge.Gauge] < 70 || kinds[judge.Count] < 70 {
		t.Errorf("kinds of 200 cases: %v; want half of them counts", kinds)
	}
}

// The number of processors changes no figure.
func TestAnyNumberOfProcessors(t *testing.T) {
	figures := func() []FamilyTally {
		tallies, err := Benchmark(backtest.Serin{}, everyFamily(), Setting{Twist: Any}, 10, TestSeed)
		if err != nil {
			t.Fatal(err)
		}
		return tallies
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	many := figures()
	runtime.GOMAXPROCS(1)
	if diff := cmp.Diff(many, figures()); diff != "" {
		t.Error(diff)
	}
}
