package stats

import (
	"fmt"
	"math"
	"testing"
)

func FuzzTwoSamples(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, b, c []byte, small bool) {
		baseline, canary := floats(b, small), floats(c, small)
		if len(baseline)+len(canary) > 60 {
			return
		}
		name := func(call string) string { return fmt.Sprintf("%s(%v, %v)", call, baseline, canary) }
		for alternative := TwoSided; alternative <= Greater; alternative++ {
			checkTwoSamples(t, name, baseline, canary, alternative)
		}
		for center := LeveneMedian; center <= LeveneTrimmed; center++ {
			r, err := Levene(center, baseline, canary)
			checkSane(t, name("Levene"), r, err)
		}
		for ties := MedianTiesBelow; ties <= MedianTiesIgnored; ties++ {
			r, err := MedianTest(ties, ChiSquareYates, baseline, canary)
			checkSane(t, name("MedianTest"), r, err)
		}
		checkOneSample(t, name, baseline)
	})
}

func FuzzSummaries(f *testing.F) {
	f.Add(int64(5), 10.0, 2.0, int64(9), 12.0, 3.0)
	f.Add(int64(1), 0.0, 0.0, int64(1<<53), math.MaxFloat64, 5e-324)
	f.Add(int64(2), -math.MaxFloat64, math.MaxFloat64, int64(2), math.MaxFloat64, math.MaxFloat64)
	f.Fuzz(func(t *testing.T, nb int64, mb, sb float64, nc int64, mc, sc float64) {
		baseline, canary := Summary{nb, mb, sb}, Summary{nc, mc, sc}
		for method := MeanWelch; method <= MeanKnown; method++ {
			checkSummaries2(t, func(call string) string { return fmt.Sprintf("%s(%+v, %+v)", call, baseline, canary) }, baseline, canary, method)
		}
	})
}

func FuzzCounts(f *testing.F) {
	addCounts(f)
	f.Fuzz(func(t *testing.T, a, b, c, d int64, confidence float64) {
		call := fmt.Sprintf("(%d, %d, %d, %d, %v)", a, b, c, d, confidence)
		for method := ChiSquarePearson; method <= ChiSquareYates; method++ {
			r, err := ChiSquareTable([][]int64{{a, b}, {c, d}}, method)
			checkSane(t, "ChiSquareTable"+call, r, err)
			r, err = ChiSquareFit([]int64{a, b, c}, []float64{confidence, 1, 2}, method)
			checkSane(t, "ChiSquareFit"+call, r, err)
		}
		for alternative := TwoSided; alternative <= Greater; alternative++ {
			for method := McNemarExact; method <= McNemarCorrected; method++ {
				r, err := McNemar(a, c, alternative, method)
				checkSane(t, "McNemar"+call, r, err)
			}
			for method := RateExact; method <= RateSqrt; method++ {
				r, err := RateTestBy(Rate{a, confidence}, Rate{c, 3}, alternative, method)
				checkSane(t, "RateTestBy"+call, r, err)
			}
			for method := FisherNotLikelier; method <= FisherMidP; method++ {
				p, err := FisherTest(Proportion{a, b}, Proportion{c, d}, alternative, method)
				checkSane(t, "FisherTest"+call, struct{ P float64 }{p}, err)
			}
		}
		i, err := RateRatioBy(Rate{a, 2}, Rate{c, 3}, confidence, RateRatioLog)
		checkSane(t, "RateRatioBy"+call, i, err)
		i, err = RateDifferenceBy(Rate{a, 2}, Rate{c, 3}, confidence, RateDifferenceWald)
		checkSane(t, "RateDifferenceBy"+call, i, err)
		if min(b, d) < 1_000_000 { // it may take a second beyond
			i, err = ConditionalOddsRatio(Proportion{a, b}, Proportion{c, d}, confidence)
			checkSane(t, "ConditionalOddsRatio"+call, i, err)
		}
	})
}

func FuzzAdjust(f *testing.F) {
	f.Add(bytesOf(0.01, 0.02, 0.5, 1, 0, 5e-324))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := floats(data, false)
		for method := Holm; method <= HolmSidak; method++ {
			adjusted, err := AdjustP(p, method)
			checkSane(t, fmt.Sprintf("AdjustP(%v, %d)", p, method), adjusted, err)
			for i, v := range adjusted {
				if v < p[i] || v > 1 {
					t.Fatalf("AdjustP(%v, %d)[%d] is %v", p, method, i, v)
				}
			}
		}
	})
}

func FuzzTails(f *testing.F) {
	f.Add(1.5, 3.0, 0.5)
	f.Add(1e-300, 0.01, 1e300)
	f.Add(0.5508708112874781, 633.4789682539682, 4.6656e+306)
	f.Fuzz(func(t *testing.T, x, a, b float64) {
		if math.IsNaN(x) || !(a > 0) || !(b > 0) || math.IsInf(a, 1) || math.IsInf(b, 1) {
			return
		}
		lower, upper := GammaTails(x, a)
		if !(lower >= 0 && upper >= 0) || !near(lower+upper, 1, 1e-9, 0) {
			t.Errorf("GammaTails(%v, %v) = %v, %v", x, a, lower, upper)
		}
		for name, p := range map[string]float64{
			"FSurvival": FSurvival(x, a, b), "KolmogorovSurvival": KolmogorovSurvival(x), "CramerVonMisesSurvival": CramerVonMisesSurvival(x),
			"AndersonDarlingSurvival": AndersonDarlingSurvival(x), "NoncentralStudentSurvival": NoncentralStudentSurvival(x, a, min(b, 100)),
		} {
			if !(p >= 0 && p <= 1) {
				t.Errorf("%s(%v, %v, %v) = %v", name, x, a, b, p)
			}
		}
		if q := GammaQuantile(min(math.Abs(x), 1), a); !(q >= 0) {
			t.Errorf("GammaQuantile(%v, %v) = %v", x, a, q)
		}
	})
}
