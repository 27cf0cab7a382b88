package stats

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMain fixes the seed of the property tests, unless one is given by -rapid.seed, and keeps them from writing files.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("rapid.seed").Value.String() == "0" {
		err := errors.Join(flag.Set("rapid.seed", "20260714"), flag.Set("rapid.nofailfile", "true"))
		if err != nil {
			panic(err)
		}
	}
	code := m.Run()
	if *update {
		if err := writeNumbers(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// drawSample draws quarters, so that sums and products below are exact; some samples have many ties.
func drawSample(t *rapid.T, label string) []float64 {
	reach := rapid.SampledFrom([]int{2, 20, 100_000}).Draw(t, label+" reach")
	quarters := rapid.SliceOfN(rapid.IntRange(-reach, reach), 1, 24).Draw(t, label)
	x := make([]float64, len(quarters))
	for i, q := range quarters {
		x[i] = float64(q) / 4
	}
	return x
}

func transformed(x []float64, f func(float64) float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = f(v)
	}
	return y
}

func shuffled(x []float64) []float64 {
	y := slices.Clone(x)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(y), func(i, j int) { y[i], y[j] = y[j], y[i] })
	return y
}

// must is for inputs that are known to be valid.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestRankTestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		baseline, canary := drawSample(t, "baseline"), drawSample(t, "canary")
		kept := [][]float64{slices.Clone(baseline), slices.Clone(canary)}
		for _, test := range []func(b, c []float64, a Alternative) (RankTest, error){
			MannWhitney,
			func(b, c []float64, a Alternative) (RankTest, error) { return MannWhitneyNormal(b, c, a, true) },
			func(b, c []float64, a Alternative) (RankTest, error) { return MannWhitneyNormal(b, c, a, false) },
		} {
			checkRankTest(t, baseline, canary, test)
		}
		if !slices.Equal(baseline, kept[0]) || !slices.Equal(canary, kept[1]) {
			t.Fatal("the input was modified")
		}
	})
}

func checkRankTest(t *rapid.T, baseline, canary []float64, test func(b, c []float64, a Alternative) (RankTest, error)) {
	pairs := float64(len(baseline) * len(canary))
	for _, a := range []Alternative{TwoSided, Less, Greater} {
		r := must(test(baseline, canary, a))
		if !(r.P >= 0 && r.P <= 1) || !(r.A12 >= 0 && r.A12 <= 1) || math.IsNaN(r.Z) {
			t.Fatalf("%v: out of range: %+v", a, r)
		}
		mirror := map[Alternative]Alternative{TwoSided: TwoSided, Less: Greater, Greater: Less}[a]
		s := must(test(canary, baseline, mirror))
		if s.U != pairs-r.U || !near(s.A12, 1-r.A12, 0, 1e-15) || s.Z != -r.Z || !near(s.P, r.P, 1e-14, 0) {
			t.Fatalf("%v: swapping the samples does not mirror: %+v and %+v", a, r, s)
		}
		if s := must(test(shuffled(baseline), shuffled(canary), a)); s != r {
			t.Fatalf("%v: order matters: %+v and %+v", a, r, s)
		}
		increasing := func(v float64) float64 { return 3*v*v*v + v - 7 }
		if s := must(test(transformed(baseline, increasing), transformed(canary, increasing), a)); s != r {
			t.Fatalf("%v: an increasing transform matters: %+v and %+v", a, r, s)
		}
	}
}

func TestHodgesLehmannLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		baseline, canary := drawSample(t, "baseline"), drawSample(t, "canary")
		confidence := rapid.SampledFrom([]float64{0.01, 0.5, 0.8, 0.95, 0.999, 1 - 1e-13}).Draw(t, "confidence")
		e := must(HodgesLehmann(baseline, canary, confidence))
		if !(e.Lo <= e.Value && e.Value <= e.Hi) || e.Confidence < confidence {
			t.Fatalf("not an interval around the estimate: %+v", e)
		}
		if s := must(HodgesLehmann(canary, baseline, confidence)); s.Value != -e.Value || s.Lo != -e.Hi || s.Hi != -e.Lo || s.Method != e.Method {
			t.Fatalf("swapping the samples does not mirror: %+v and %+v", e, s)
		}
		if s := must(HodgesLehmann(shuffled(baseline), shuffled(canary), confidence)); s != e {
			t.Fatalf("order matters: %+v and %+v", e, s)
		}
		scale := float64(rapid.IntRange(1, 1000).Draw(t, "scale"))
		scaled := func(v float64) float64 { return scale * v }
		if s := must(HodgesLehmann(transformed(baseline, scaled), transformed(canary, scaled), confidence)); s.Value != scale*e.Value || s.Lo != scale*e.Lo || s.Hi != scale*e.Hi {
			t.Fatalf("scaling both samples does not scale the estimate: %+v and %+v", e, s)
		}
		if e.Method == Exact {
			return // a shift may create ties, and with them another method
		}
		shift := float64(rapid.IntRange(-1000, 1000).Draw(t, "shift"))
		moved := must(HodgesLehmann(baseline, transformed(canary, func(v float64) float64 { return v + shift }), confidence))
		if moved.Method == Normal && (moved.Value != e.Value+shift || moved.Lo != e.Lo+shift || moved.Hi != e.Hi+shift) {
			t.Fatalf("a shift by %v does not shift the estimate: %+v and %+v", shift, e, moved)
		}
	})
}

// TestHodgesLehmannInvertsTest checks the interval against the test it comes from, for samples without ties.
func TestHodgesLehmannInvertsTest(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for range 50 {
		baseline, canary := normalSample(rng, 4+rng.IntN(30), 0), normalSample(rng, 4+rng.IntN(30), 0.5)
		e := must(HodgesLehmann(baseline, canary, 0.9))
		p := func(shift float64) float64 {
			moved := transformed(canary, func(v float64) float64 { return v - shift })
			return must(MannWhitney(baseline, moved, TwoSided)).P
		}
		const little = 1e-9
		for _, limit := range []float64{e.Lo + little, e.Hi - little} {
			if got := p(limit); got <= 1-e.Confidence {
				t.Errorf("shift %v inside [%v, %v] has P = %v, want more than %v", limit, e.Lo, e.Hi, got, 1-e.Confidence)
			}
		}
		for _, limit := range []float64{e.Lo - little, e.Hi + little} {
			if got := p(limit); got > 0.1 {
				t.Errorf("shift %v outside [%v, %v] has P = %v, want at most 0.1", limit, e.Lo, e.Hi, got)
			}
		}
	}
}

func normalSample(rng *rand.Rand, n int, shift float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = shift + rng.NormFloat64()
	}
	return x
}

func drawProportion(t *rapid.T, label string) Proportion {
	most := rapid.SampledFrom([]int64{3, 50, 10_000, 1_000_000_000}).Draw(t, label+" most")
	trials := rapid.Int64Range(1, most).Draw(t, label+" trials")
	events := rapid.Int64Range(0, trials).Draw(t, label+" events")
	if rapid.Bool().Draw(t, label+" few") {
		events = min(events, trials, 1+events%7)
	}
	return Proportion{events, trials}
}

func TestProportionTestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		baseline, canary := drawProportion(t, "baseline"), drawProportion(t, "canary")
		p := map[Alternative]float64{}
		for _, test := range []ProportionTest{Pooled, PooledCorrected, Unpooled} {
			for _, a := range []Alternative{TwoSided, Less, Greater} {
				r := must(TwoProportionTest(baseline, canary, a, test))
				if !(r.P >= 0 && r.P <= 1) || math.IsNaN(r.Z) || math.IsNaN(r.SE) {
					t.Fatalf("out of range: %+v", r)
				}
				mirror := map[Alternative]Alternative{TwoSided: TwoSided, Less: Greater, Greater: Less}[a]
				if s := must(TwoProportionTest(canary, baseline, mirror, test)); s.Z != -r.Z || s.P != r.P || s.Difference != -r.Difference {
					t.Fatalf("swapping does not mirror: %+v and %+v", r, s)
				}
				if s := must(TwoProportionTest(baseline.complement(), canary.complement(), mirror, test)); !near(s.Z, -r.Z, 1e-12, 0) {
					t.Fatalf("counting the others does not mirror: %+v and %+v", r, s)
				}
				p[a] = r.P
			}
		}
	})
}

func TestProportionIntervalLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		baseline, canary := drawProportion(t, "baseline"), drawProportion(t, "canary")
		confidence := rapid.SampledFrom([]float64{0.01, 0.5, 0.95, 0.999, 1 - 1e-13}).Draw(t, "confidence")
		for method := DifferenceNewcombe; method <= DifferenceWaldCorrected; method++ {
			i := must(ProportionDifference(baseline, canary, confidence, method))
			checkInterval(t, i, method != DifferenceAgrestiCaffo)
			s := must(ProportionDifference(canary, baseline, confidence, method))
			if !near(s.Lo, -i.Hi, 1e-9, 1e-12) || !near(s.Hi, -i.Lo, 1e-9, 1e-12) || s.Value != -i.Value {
				t.Fatalf("method %d: swapping does not mirror: %+v and %+v", method, i, s)
			}
		}
		for method := RatioScore; method <= RatioDelta; method++ {
			i, err := ProportionRatio(baseline, canary, confidence, method)
			if err == nil {
				checkInterval(t, i, true)
			}
		}
		for method := OddsRatioLogitAdjusted; method <= OddsRatioLogit; method++ {
			i, err := OddsRatio(baseline, canary, confidence, method)
			if err == nil {
				checkInterval(t, i, true)
			}
		}
		for method := ProportionWilson; method <= ProportionWald; method++ {
			i := must(ProportionInterval(canary, confidence, method))
			// Jeffreys's limits exclude 0 and 1; Agresti and Coull have another centre.
			checkInterval(t, i, method != ProportionAgrestiCoull && method != ProportionJeffreys)
			s := must(ProportionInterval(canary.complement(), confidence, method))
			if !near(s.Lo, 1-i.Hi, 1e-9, 1e-12) || !near(s.Hi, 1-i.Lo, 1e-9, 1e-12) {
				t.Fatalf("method %d: counting the others does not mirror: %+v and %+v", method, i, s)
			}
		}
	})
}

func checkInterval(t *rapid.T, i Interval, around bool) {
	t.Helper()
	if math.IsNaN(i.Value) || !(i.Lo <= i.Hi) || i.Confidence <= 0 {
		t.Fatalf("not an interval: %+v", i)
	}
	if around && !(i.Lo <= i.Value || near(i.Lo, i.Value, 1e-12, 0)) || around && !(i.Value <= i.Hi || near(i.Hi, i.Value, 1e-12, 0)) {
		t.Fatalf("not an interval around the estimate: %+v", i)
	}
}

func TestCountTestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, c := drawProportion(t, "baseline"), drawProportion(t, "canary")
		baseline, canary := Rate{b.Events, float64(b.Trials)}, Rate{c.Events, float64(c.Trials)}
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			mirror := map[Alternative]Alternative{TwoSided: TwoSided, Less: Greater, Greater: Less}[a]
			p, s := must(FisherExact(b, c, a)), must(FisherExact(c, b, mirror))
			if !(p >= 0 && p <= 1) || !near(p, s, 1e-7, 0) {
				t.Fatalf("FisherExact %v: %v, and %v after swapping", a, p, s)
			}
			r, q := must(RateTest(baseline, canary, a)), must(RateTest(canary, baseline, mirror))
			if !(r.P >= 0 && r.P <= 1) || !near(r.P, q.P, 1e-9, 0) || !near(r.Z, -q.Z, 1e-9, 1e-9) {
				t.Fatalf("RateTest %v: %+v, and %+v after swapping", a, r, q)
			}
		}
		d, s := must(RateDifference(baseline, canary, 0.95)), must(RateDifference(canary, baseline, 0.95))
		checkInterval(t, d, true)
		if d.Lo != -s.Hi || d.Hi != -s.Lo {
			t.Fatalf("RateDifference: %+v, and %+v after swapping", d, s)
		}
		if ratio, err := RateRatio(baseline, canary, 0.95); err == nil {
			checkInterval(t, ratio, true)
		}
	})
}
