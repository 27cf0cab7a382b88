package stats

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkCosts measures what the comments say of costs, at the limits of the exact methods.
func BenchmarkCosts(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	sample := func(n int) []float64 { return normalSample(rng, n, 0) }
	x512, y512 := sample(512), sample(512)
	x60, y60 := sample(60), sample(60)
	x12, y12 := sample(12), sample(12)
	x7, y9 := sample(7), sample(9)
	thousands := sample(100_000)
	p := make([]float64, 10_000)
	for i := range p {
		p[i] = rng.Float64()
	}
	half := [2]Proportion{{500_000_000, 1_000_000_000}, {500_010_000, 1_000_000_000}}
	few := [2]Proportion{{2, 900}, {3, 100}}
	kilo := [2]Proportion{{1105, 24903}, {1203, 24871}}
	for _, c := range []struct {
		name string
		call func()
	}{
		{"Welch 512", func() { must(Welch(x512, y512, TwoSided)) }},
		{"BrunnerMunzel 512", func() { must(BrunnerMunzel(x512, y512, TwoSided)) }},
		{"KolmogorovSmirnov exact 512", func() { must(KolmogorovSmirnov(x512, y512, TwoSided)) }},
		{"CramerVonMises exact 60", func() { must(CramerVonMises(x60, y60)) }},
		{"AndersonDarling exact 7 to 9", func() { must(AndersonDarling(x7, y9, AndersonDarlingMidranks)) }},
		{"PermutationTest 12", func() { must(PermutationTest(x12, y12, TwoSided)) }},
		{"AdjustP Hommel 10,000", func() { must(AdjustP(p, Hommel)) }},
		{"ConditionalOddsRatio few", func() { must(ConditionalOddsRatio(few[0], few[1], 0.95)) }},
		{"ConditionalOddsRatio thousands", func() { must(ConditionalOddsRatio(kilo[0], kilo[1], 0.95)) }},
		{"ConditionalOddsRatio half of 1e9", func() { must(ConditionalOddsRatio(half[0], half[1], 0.95)) }},
		{"RateTestBy NotLikelier 1e8", func() { must(RateTestBy(Rate{50_000_000, 1}, Rate{50_010_000, 1}, TwoSided, RateNotLikelier)) }},
		{"McNemar 2^52 each", func() { must(McNemar(1<<52, 1<<52-1<<24, TwoSided, McNemarMidP)) }},
		{"Moments 100,000", func() {
			var m Moments
			if err := m.Add(thousands...); err != nil {
				b.Fatal(err)
			}
		}},
		{"CramerVonMisesSurvival", func() { CramerVonMisesSurvival(0.5) }},
		{"AndersonDarlingSurvival", func() { AndersonDarlingSurvival(2) }},
		{"NoncentralStudentSurvival", func() { NoncentralStudentSurvival(2, 30, 3) }},
		{"GammaTails 1e8", func() { GammaTails(1e8-10, 1e8) }},
		{"ChiSquareUpperQuantile", func() { ChiSquareUpperQuantile(1e-5, 30) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.call()
			}
		})
	}
}
