package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func equalLooks(n int) []float64 {
	t := make([]float64, n)
	for i := range t {
		t[i] = float64(i+1) / float64(n)
	}
	return t
}

func TestGroupBoundsLaws(t *testing.T) {
	unequal := []float64{0.02, 0.3, 0.31, 0.7, 1}
	for design := SpendOBrienFleming; design <= BoundWangTsiatis; design++ {
		for _, a := range sides {
			plan := GroupPlan{Design: design, Shape: 0.4, Alpha: 0.03, Alternative: a}
			b := must(GroupSequential(unequal, plan))
			if spent := b.Looks[4].Spent; !near(spent, 0.03, 1e-9, 0) {
				t.Errorf("design %d, %v: spends %v", design, a, spent)
			}
			if design.spends() { // later looks are not known to earlier ones
				early := must(GroupSequential(unequal[:3], plan))
				for k, look := range early.Looks {
					if !near(look.Z, b.Looks[k].Z, 1e-9, 0) {
						t.Errorf("design %d, %v: look %d is %+v, with looks to follow %+v", design, a, k, look, b.Looks[k])
					}
				}
			}
			one := must(GroupSequential([]float64{1}, plan)).Looks[0]
			if !near(one.P, 0.03, 1e-12, 0) || !near(one.Exit, 0.03, 1e-12, 0) {
				t.Errorf("design %d, %v: a single look is %+v", design, a, one)
			}
			if up := b.Power(0); !near(up, 0.03/plan.sides(), 1e-9, 0) {
				t.Errorf("design %d, %v: power %v without an effect", design, a, up)
			}
			if d := must(b.Drift(0.9)); b.Power(d+0.1) <= 0.9 || !near(b.Power(d), 0.9, 1e-9, 0) {
				t.Errorf("design %d, %v: power %v at drift %v", design, a, b.Power(d), d)
			}
		}
	}
	for name, pair := range map[string][2]GroupPlan{
		"O'Brien and Fleming": {{Design: BoundWangTsiatis, Alpha: 0.1}, {Design: BoundOBrienFleming, Alpha: 0.1}},
		"Pocock":              {{Design: BoundWangTsiatis, Shape: 0.5, Alpha: 0.1}, {Design: BoundPocock, Alpha: 0.1}},
		"spending evenly":     {{Design: SpendHwang, Alpha: 0.1}, {Design: SpendPower, Shape: 1, Alpha: 0.1}},
		"mirrored":            {{Alpha: 0.1, Alternative: Less}, {Alpha: 0.1, Alternative: Greater}},
	} {
		x, y := must(GroupSequential(unequal, pair[0])), must(GroupSequential(unequal, pair[1]))
		for k := range x.Looks {
			if !near(x.Looks[k].Z, y.Looks[k].Z, 1e-9, 0) {
				t.Errorf("%s: bounds %v and %v", name, x.Looks[k].Z, y.Looks[k].Z)
			}
		}
	}
}

// TestGroupManyLooks has bounds that are out of reach at first, and looks close together.
func TestGroupManyLooks(t *testing.T) {
	last := math.Inf(1)
	for _, look := range must(GroupSequential(equalLooks(120), GroupPlan{Alpha: 0.05})).Looks {
		if !(look.Z > 0 && look.Z <= last) {
			t.Errorf("O'Brien and Fleming's bounds go down, but %+v follows %v", look, last)
		}
		last = look.Z
	}
	for _, times := range [][]float64{equalLooks(120), {0.001, 0.002, 0.5, 0.50001, 0.50002, 1}} {
		for design := SpendOBrienFleming; design <= SpendHwang; design++ {
			looks := must(GroupSequential(times, GroupPlan{Design: design, Shape: 2, Alpha: 0.05})).Looks
			if spent := looks[len(looks)-1].Spent; !near(spent, 0.05, 1e-9, 0) {
				t.Errorf("design %d: %d looks spend %v", design, len(times), spent)
			}
		}
	}
}

// TestGroupSimulated follows Brownian motions.
func TestGroupSimulated(t *testing.T) {
	const runs = 40_000
	rng := rand.New(rand.NewPCG(3, 7))
	times := []float64{0.1, 0.4, 0.5, 1}
	for _, plan := range []GroupPlan{
		{Alpha: 0.05}, {Design: SpendPocock, Alpha: 0.1, Alternative: Greater}, {Design: BoundPocock, Alpha: 0.05},
	} {
		b := must(GroupSequential(times, plan))
		for _, drift := range []float64{0, 2} {
			want, hits := b.Exit(drift), make([]float64, len(times))
			for range runs {
				motion, before := 0.0, 0.0
				for k, look := range b.Looks {
					step := look.Information - before
					motion += drift*step + math.Sqrt(step)*rng.NormFloat64()
					before = look.Information
					z := motion / math.Sqrt(look.Information)
					if z >= look.Z {
						hits[k]++
					}
					if z >= look.Z || plan.Alternative == TwoSided && z <= -look.Z {
						break
					}
				}
			}
			for k, p := range want {
				if got := hits[k] / runs; math.Abs(got-p) > 4.5*math.Sqrt(p*(1-p)/runs)+1e-9 {
					t.Errorf("%+v, drift %v, look %d: reached in %v of the runs, want %v", plan, drift, k, got, p)
				}
			}
		}
	}
}
