package stats

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var mirror = map[Alternative]Alternative{TwoSided: TwoSided, Less: Greater, Greater: Less}

func TestMeanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		baseline, canary := must(Summarize(drawSample(t, "baseline"))), must(Summarize(drawSample(t, "canary")))
		for method := MeanWelch; method <= MeanKnown; method++ {
			for _, a := range []Alternative{TwoSided, Less, Greater} {
				r, err := MeanTest(baseline, canary, a, method)
				if err != nil {
					return
				}
				s := must(MeanTest(canary, baseline, mirror[a], method))
				if s.T != -r.T || !near(s.P, r.P, 1e-13, 0) || !near(s.DF, r.DF, 1e-13, 0) {
					t.Fatalf("swapping does not mirror: %+v and %+v", r, s)
				}
			}
			p, i := must(MeanTest(baseline, canary, TwoSided, method)).P, must(MeanDifference(baseline, canary, 0.9, method))
			checkInterval(t, i, true)
			if outside := i.Lo > 0 || i.Hi < 0; outside != (p < 0.1) && !near(p, 0.1, 1e-9, 0) {
				t.Fatalf("P = %v, but the interval is %+v", p, i)
			}
			scaled := canary
			scaled.Mean += 8
			if moved := must(MeanDifference(baseline, scaled, 0.9, method)); !near(moved.Lo, i.Lo+8, 1e-12, 1e-9) {
				t.Fatalf("a shift by 8 does not shift the interval: %+v and %+v", i, moved)
			}
		}
	})
}

// TestLiftInvertsTest checks Fieller's limits against the test they come from.
func TestLiftInvertsTest(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for range 100 {
		baseline := Summary{2 + rng.Int64N(50), 2 + rng.Float64(), 0.5 * rng.Float64()}
		canary := Summary{2 + rng.Int64N(50), 3 * rng.Float64(), rng.Float64()}
		i := must(MeanLift(baseline, canary, 0.9, LiftFieller))
		for _, lift := range []float64{i.Lo, i.Hi} {
			scaled := baseline
			scaled.Mean *= 1 + lift
			scaled.StdDev *= math.Abs(1 + lift)
			if p := must(MeanTest(scaled, canary, TwoSided, MeanKnown)).P; !math.IsInf(lift, 0) && !near(p, 0.1, 1e-8, 0) {
				t.Errorf("lift %v of %+v to %+v: P = %v, want 0.1", lift, baseline, canary, p)
			}
		}
	}
}

func TestMeanCalibration(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	const runs = 4000 // four standard errors are 0.014
	welch, brunner := 0, 0
	for range runs {
		baseline, canary := normalSample(rng, 25, 0), normalSample(rng, 15, 0)
		for i := range canary {
			canary[i] *= 3
		}
		if must(Welch(baseline, canary, TwoSided)).P <= 0.05 {
			welch++
		}
		if must(BrunnerMunzel(baseline, canary, TwoSided)).P <= 0.05 {
			brunner++
		}
	}
	for name, n := range map[string]int{"Welch": welch, "BrunnerMunzel": brunner} {
		if share := float64(n) / runs; share < 0.036 || share > 0.066 {
			t.Errorf("%s rejects %.3f of canaries that only spread more, want 0.05", name, share)
		}
	}
}

func TestDistributionTestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		baseline, canary := drawSample(t, "baseline"), drawSample(t, "canary")
		increasing := func(v float64) float64 { return 3*v*v*v + v - 7 }
		b, c := transformed(shuffled(baseline), increasing), transformed(shuffled(canary), increasing)
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			for _, test := range []func(b, c []float64, a Alternative) (DistributionTest, error){
				KolmogorovSmirnov, KolmogorovSmirnovAsymptotic,
				func(b, c []float64, _ Alternative) (DistributionTest, error) { return CramerVonMises(b, c) },
			} {
				r := must(test(baseline, canary, a))
				if s := must(test(canary, baseline, mirror[a])); s.Statistic != r.Statistic || !near(s.P, r.P, 1e-12, 0) {
					t.Fatalf("%v: swapping does not mirror: %+v and %+v", a, r, s)
				}
				if s := must(test(b, c, a)); s != r {
					t.Fatalf("%v: order or an increasing transform matters: %+v and %+v", a, r, s)
				}
			}
			if r, err := BrunnerMunzel(baseline, canary, a); err == nil {
				if s := must(BrunnerMunzel(canary, baseline, mirror[a])); !near(s.T, -r.T, 1e-12, 0) || !near(s.P, r.P, 1e-12, 0) {
					t.Fatalf("%v: swapping does not mirror: %+v and %+v", a, r, s)
				}
				if s := must(BrunnerMunzel(b, c, a)); s != r {
					t.Fatalf("%v: order or an increasing transform matters: %+v and %+v", a, r, s)
				}
			}
			if len(baseline)+len(canary) <= 14 {
				r, s := must(PermutationTest(baseline, canary, a)), must(PermutationTest(canary, baseline, mirror[a]))
				if s.P != r.P || s.Statistic != -r.Statistic {
					t.Fatalf("%v: swapping does not mirror: %+v and %+v", a, r, s)
				}
			}
		}
	})
}

// TestKolmogorovSmirnovEnumerates compares with all choices of the canary's values, ties included.
func TestKolmogorovSmirnovEnumerates(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for range 40 {
		m, n := 1+rng.IntN(5), 1+rng.IntN(5)
		all := make([]float64, m+n)
		for i := range all {
			all[i] = float64(rng.IntN(6))
		}
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			observed := must(KolmogorovSmirnov(all[:m], all[m:], a))
			extreme, choices := 0, 0
			for mask := range 1 << (m + n) {
				var b, c []float64
				for i, v := range all {
					if mask>>i&1 == 0 {
						b = append(b, v)
					} else {
						c = append(c, v)
					}
				}
				if len(c) != n {
					continue
				}
				choices++
				if must(KolmogorovSmirnov(b, c, a)).Statistic >= observed.Statistic {
					extreme++
				}
			}
			if want := float64(extreme) / float64(choices); !near(observed.P, want, 1e-12, 0) {
				t.Errorf("%v and %v, %v: got P = %v, want %v", all[:m], all[m:], a, observed.P, want)
			}
		}
	}
}

func TestKolmogorovSmirnovDeepTail(t *testing.T) {
	low, high := make([]float64, 400), make([]float64, 400)
	for i := range low {
		low[i], high[i] = float64(i), float64(1000+i)
	}
	var c big.Int
	ways, _ := new(big.Float).SetInt(c.Binomial(800, 400)).Float64()
	if got := must(KolmogorovSmirnov(low, high, Greater)); !near(got.P, 1/ways, 1e-11, 0) || got.Method != Exact {
		t.Errorf("400 values above 400 others: got %+v, want P = %v", got, 1/ways)
	}
}

func TestAdjustLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 30).Draw(t, "p")
		adjusted := map[Adjustment][]float64{}
		for method := Holm; method <= HolmSidak; method++ {
			adjusted[method] = must(AdjustP(p, method))
			for i, v := range adjusted[method] {
				if v < p[i] || v > 1 {
					t.Fatalf("method %d: %v becomes %v", method, p[i], v)
				}
				for j := range p {
					if p[i] < p[j] && v > adjusted[method][j] {
						t.Fatalf("method %d: the order of %v and %v is lost", method, p[i], p[j])
					}
				}
			}
			if mixed := must(AdjustP(shuffled(p), method)); !slices.Equal(mixed, shuffled(adjusted[method])) {
				t.Fatalf("method %d: order matters", method)
			}
		}
		for i := range p {
			for _, pair := range [][2]Adjustment{
				{Hommel, Hochberg},
				{Hochberg, Holm},
				{Holm, Bonferroni},
				{HolmSidak, Holm},
				{Sidak, Bonferroni},
				{BenjaminiHochberg, Hommel},
				{BenjaminiHochberg, BenjaminiYekutieli},
			} {
				if a, b := adjusted[pair[0]][i], adjusted[pair[1]][i]; a > b*(1+1e-13) {
					t.Fatalf("%v of %v: method %d gives %v, %d only %v", p[i], p, pair[0], a, pair[1], b)
				}
			}
		}
	})
}

// TestHommelCloses compares with Simes's test of every set of hypotheses.
func TestHommelCloses(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for range 100 {
		p := make([]float64, 1+rng.IntN(7))
		for i := range p {
			p[i] = rng.Float64() * rng.Float64()
		}
		want := make([]float64, len(p))
		for mask := 1; mask < 1<<len(p); mask++ {
			var set []float64
			for i, v := range p {
				if mask>>i&1 == 1 {
					set = append(set, v)
				}
			}
			slices.Sort(set)
			simes := 1.0
			for i, v := range set {
				simes = min(simes, v*float64(len(set))/float64(i+1))
			}
			for i := range p {
				if mask>>i&1 == 1 {
					want[i] = max(want[i], simes)
				}
			}
		}
		for i, got := range must(AdjustP(p, Hommel)) {
			if !near(got, want[i], 1e-12, 0) {
				t.Errorf("AdjustP(%v, Hommel)[%d]: got %v, want %v", p, i, got, want[i])
			}
		}
	}
}

func TestChiSquareLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, c := drawProportion(t, "baseline"), drawProportion(t, "canary")
		table := [][]int64{{c.Events, c.Trials - c.Events}, {b.Events, b.Trials - b.Events}}
		turned := [][]int64{{c.Events, b.Events}, {c.Trials - c.Events, b.Trials - b.Events}}
		for method := ChiSquarePearson; method <= ChiSquareYates; method++ {
			r, err := ChiSquareTable(table, method)
			if err != nil {
				return
			}
			if s := must(ChiSquareTable(turned, method)); !near(s.Statistic, r.Statistic, 1e-6, 1e-9) || s.DF != r.DF {
				t.Fatalf("method %d: transposing matters: %+v and %+v", method, r, s)
			}
			if r.P > 0 && !near(math.Log10(r.P), r.Log10P, 1e-9, 1e-9) {
				t.Fatalf("P = %v, but Log10P = %v", r.P, r.Log10P)
			}
		}
		z, x := must(TwoProportionZ(b, c, TwoSided)), must(ChiSquareTable(table, ChiSquarePearson))
		if !near(x.Statistic, z.Z*z.Z, 1e-6, 1e-9) {
			t.Fatalf("χ² = %v, but z² = %v", x.Statistic, z.Z*z.Z)
		}
	})
}

func TestCountMethodLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, c := drawProportion(t, "baseline"), drawProportion(t, "canary")
		baseline, canary := Rate{b.Events, float64(b.Trials)}, Rate{c.Events, float64(c.Trials)}
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			for method := RateExact; method <= RateSqrt; method++ {
				r, s := must(RateTestBy(baseline, canary, a, method)), must(RateTestBy(canary, baseline, mirror[a], method))
				if !(r.P >= 0 && r.P <= 1) || !near(r.P, s.P, 1e-7, 0) {
					t.Fatalf("RateTestBy %v, method %d: %+v, and %+v after swapping", a, method, r, s)
				}
			}
			for method := FisherNotLikelier; method <= FisherMidP; method++ {
				p, s := must(FisherTest(b, c, a, method)), must(FisherTest(c, b, mirror[a], method))
				if !(p >= 0 && p <= 1) || !near(p, s, 1e-7, 0) {
					t.Fatalf("FisherTest %v, method %d: %v, and %v after swapping", a, method, p, s)
				}
			}
			for method := McNemarExact; method <= McNemarCorrected; method++ {
				r, err := McNemar(b.Events, c.Events, a, method)
				if err != nil {
					continue
				}
				if s := must(McNemar(c.Events, b.Events, mirror[a], method)); !near(r.P, s.P, 1e-9, 0) || s.Z != -r.Z {
					t.Fatalf("McNemar %v, method %d: %+v, and %+v after swapping", a, method, r, s)
				}
			}
		}
		if b.Trials+c.Trials > 20_000 {
			return
		}
		i, err := ConditionalOddsRatio(b, c, 0.9)
		if err != nil {
			return
		}
		checkInterval(t, i, true)
		p := must(FisherTest(b, c, TwoSided, FisherDoubled))
		if outside := i.Lo > 1 || i.Hi < 1; outside != (p < 0.1) && !near(p, 0.1, 1e-7, 0) {
			t.Fatalf("doubled P = %v, but the interval is %+v", p, i)
		}
	})
}

// TestRateNotLikelierEnumerates sums the outcomes one by one.
func TestRateNotLikelierEnumerates(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for range 300 {
		n := rng.Int64N(40)
		x := rng.Int64N(n + 1)
		baseline, canary := Rate{n - x, 1 + 9*rng.Float64()}, Rate{x, 1 + 9*rng.Float64()}
		shareB, shareC := shares(baseline, canary)
		prob := func(k int64) float64 { return math.Exp(logBinomial(float64(k), float64(n-k), shareC, shareB)) }
		want := 0.0
		for k := range n + 1 {
			if p := prob(k); p <= prob(x)*(1+1e-7) {
				want += p
			}
		}
		if got := must(RateTestBy(baseline, canary, TwoSided, RateNotLikelier)).P; !near(got, min(1, want), 1e-11, 0) {
			t.Errorf("RateTestBy(%+v, %+v, RateNotLikelier): got P = %v, want %v", baseline, canary, got, want)
		}
	}
}

func TestMomentsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := append(drawSample(t, "x"), drawSample(t, "more")...)
		cut := rapid.IntRange(0, len(x)).Draw(t, "cut")
		var whole, head, tail Moments
		for m, part := range map[*Moments][]float64{&whole: x, &head: x[:cut], &tail: x[cut:]} {
			if err := m.Add(part...); err != nil {
				t.Fatal(err)
			}
		}
		head.Merge(tail)
		a, b := must(whole.Summary()), must(head.Summary())
		sd := must(StdDev(x))
		if a.N != b.N || !near(a.Mean, b.Mean, 1e-14, 1e-12) || !near(a.StdDev, b.StdDev, 1e-12, 1e-12) || !near(a.StdDev, sd, 1e-12, 1e-12) {
			t.Fatalf("merging matters: %+v and %+v, the standard deviation being %v", a, b, sd)
		}
		if before := must(whole.StdDev()); before > 0 {
			s, k := must(whole.Skewness(MomentSample)), must(whole.Kurtosis(MomentSample))
			if s2, k2 := must(head.Skewness(MomentSample)), must(head.Kurtosis(MomentSample)); !near(s, s2, 1e-9, 1e-9) || !near(k, k2, 1e-9, 1e-9) {
				t.Fatalf("merging matters: skewness %v and %v, kurtosis %v and %v", s, s2, k, k2)
			}
			if k < s*s-2-1e-9 {
				t.Fatalf("kurtosis %v below skewness² − 2 = %v", k, s*s-2)
			}
		}
	})
}

func TestQuantileTypeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawSample(t, "x")
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 2, 10).Draw(t, "p")
		slices.Sort(p)
		for kind := QuantileType(1); kind <= 9; kind++ {
			q := must(QuantilesOfType(kind, x, p...))
			if !slices.IsSorted(q) || q[0] < slices.Min(x) || q[len(q)-1] > slices.Max(x) {
				t.Fatalf("type %d of %v at %v: %v", kind, x, p, q)
			}
		}
	})
}

// TestAndersonDarlingSurvival compares with the series of Anderson and Darling (1954), integrated by the midpoint rule.
func TestAndersonDarlingSurvival(t *testing.T) {
	for _, z := range []float64{0.1, 0.3, 0.7, 1.5, 3, 6} {
		cdf, coefficient := 0.0, math.Sqrt(2*math.Pi)/z
		for j := range 30 {
			if j > 0 {
				coefficient *= -(float64(j) - 0.5) / float64(j)
			}
			y := float64(4*j + 1)
			q := y * y * math.Pi * math.Pi / (8 * z)
			const h = 1e-3
			for w := h / 2; w < 40; w += h {
				cdf += coefficient * y * math.Exp(z/(8*(w*w+1))-q*(1+w*w)) * h
			}
		}
		if got := AndersonDarlingSurvival(z); !near(got, 1-cdf, 0, 1e-10) {
			t.Errorf("AndersonDarlingSurvival(%v): got %v, want %v", z, got, 1-cdf)
		}
	}
}

// TestNoncentralStudentCentral compares with the central distribution.
func TestNoncentralStudentCentral(t *testing.T) {
	for _, df := range []float64{1e-3, 0.1, 1, 5, 1e3, 1e6, 9e9, 1e12} {
		for _, x := range []float64{-3, 0, 2, 50, 1e6} {
			if df > 1e9 && x > 3 {
				continue // so far out an error of 1/df is none of the last digits
			}
			if got, want := NoncentralStudentSurvival(x, df, 0), StudentSurvival(x, df); !near(got, want, 1e-9, 0) {
				t.Errorf("NoncentralStudentSurvival(%v, %v, 0): got %v, want %v", x, df, got, want)
			}
		}
	}
}

// TestGammaLarge compares both sides of the switch between the ways to compute the tails.
func TestGammaLarge(t *testing.T) {
	for _, z := range []float64{-8, -3, -0.1, 0, 1, 4, 9} {
		const shape = 9.9e7
		x := shape + z*math.Sqrt(shape)
		lower, upper := GammaTails(x, shape)
		l, u := gammaLarge(x, shape)
		if !near(l, lower, 1e-12, 0) || !near(u, upper, 1e-12, 0) {
			t.Errorf("%v standard deviations: got %v and %v, and %v and %v", z, lower, upper, l, u)
		}
	}
}
