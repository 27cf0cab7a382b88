package stats

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"
)

// checkSane says that a result has no NaN and no p-value outside [0, 1], or that the error wraps one of the sentinels.
func checkSane(t testing.TB, call string, result any, err error) {
	t.Helper()
	if err != nil {
		for _, sentinel := range []error{
			ErrSampleSize, ErrNotFinite, ErrConstant, ErrZero, ErrConfidence, ErrProbability, ErrCounts, ErrOption,
		} {
			if errors.Is(err, sentinel) {
				return
			}
		}
		t.Errorf("%s: error %v wraps none of the sentinels", call, err)
		return
	}
	checkValue(t, call, "", reflect.ValueOf(result))
}

func checkValue(t testing.TB, call, field string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		f := v.Float()
		if math.IsNaN(f) || field == ".P" && !(f >= 0 && f <= 1) {
			t.Errorf("%s%s is %v", call, field, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			checkValue(t, call, "."+v.Type().Field(i).Name, v.Field(i))
		}
		if i, ok := v.Interface().(Interval); ok && !(i.Lo <= i.Hi) {
			t.Errorf("%s: not an interval: %+v", call, i)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			checkValue(t, call, field, v.Index(i))
		}
	default:
	}
}

// nastySamples are samples at the edges of what float64 and the methods can hold.
func nastySamples() map[string][]float64 {
	many, far := make([]float64, 500), make([]float64, 300)
	state := lcg(1)
	for i := range many {
		many[i] = 10 + state.draw("irwin_hall", []float64{0, 1})
	}
	for i := range far {
		far[i] = 1e9 + math.Floor(8*state.uniform())
	}
	negativeZero := math.Copysign(0, -1)
	return map[string][]float64{
		"empty": {}, "one": {1}, "another one": {2}, "zero": {0}, "negative zero": {negativeZero},
		"two": {1, 2}, "ties": {3, 3, 3, 3, 3}, "two ties": {3, 3}, "zeros": {0, negativeZero, 0, negativeZero},
		"subnormal": {5e-324, 1e-323, 0, 2e-320, -5e-324}, "tiny": {1e-300, 2e-300, 4e-300, 7e-300, 8e-300},
		"huge": {1e300, 3e300, -2e300, 5e300}, "largest": {math.MaxFloat64, -math.MaxFloat64, math.MaxFloat64},
		"mixed": {1e300, 1e-300, 1, -1, 0, 1e308}, "small range": {1e16, 1e16 + 2, 1e16 + 4},
		"many": many, "far": far, "few": {4, 1, 3, 2.5, 7, 1, 0.5}, "NaN": {1, math.NaN()}, "infinite": {1, math.Inf(1), 2},
	}
}

func TestSamplesRobust(t *testing.T) {
	samples := nastySamples()
	for baselineName, baseline := range samples {
		for canaryName, canary := range samples {
			name := func(call string) string { return fmt.Sprintf("%s of %s and %s", call, baselineName, canaryName) }
			for alternative := TwoSided; alternative <= Greater+1; alternative++ {
				checkTwoSamples(t, name, baseline, canary, alternative)
			}
			for method := MeanWelch; method <= MeanKnown+1; method++ {
				b, errB := Summarize(baseline)
				c, errC := Summarize(canary)
				checkSane(t, name("Summarize"), b, errB)
				if errB == nil && errC == nil {
					checkSummaries2(t, name, b, c, method)
				}
			}
			for center := LeveneMedian; center <= LeveneTrimmed+1; center++ {
				r, err := Levene(center, baseline, canary)
				checkSane(t, name("Levene"), r, err)
			}
			for ties := MedianTiesBelow; ties <= MedianTiesIgnored+1; ties++ {
				r, err := MedianTest(ties, ChiSquareYates, baseline, canary)
				checkSane(t, name("MedianTest"), r, err)
			}
		}
		checkOneSample(t, func(call string) string { return call + " of " + baselineName }, baseline)
	}
}

func checkTwoSamples(t testing.TB, name func(string) string, baseline, canary []float64, alternative Alternative) {
	t.Helper()
	w, err := Welch(baseline, canary, alternative)
	checkSane(t, name("Welch"), w, err)
	b, err := BrunnerMunzel(baseline, canary, alternative)
	checkSane(t, name("BrunnerMunzel"), b, err)
	for call, test := range map[string]func(b, c []float64, a Alternative) (DistributionTest, error){
		"KolmogorovSmirnov": KolmogorovSmirnov, "KolmogorovSmirnovAsymptotic": KolmogorovSmirnovAsymptotic,
	} {
		r, err := test(baseline, canary, alternative)
		checkSane(t, name(call), r, err)
	}
	if len(baseline)+len(canary) < 20 {
		p, err := PermutationTest(baseline, canary, alternative)
		checkSane(t, name("PermutationTest"), p, err)
	}
	if alternative != TwoSided {
		return
	}
	i, err := A12Interval(baseline, canary, 0.95)
	checkSane(t, name("A12Interval"), i, err)
	if len(baseline)*len(canary) < 10_000 {
		r, err := CramerVonMises(baseline, canary)
		checkSane(t, name("CramerVonMises"), r, err)
	}
	r, err := CramerVonMisesAsymptotic(baseline, canary)
	checkSane(t, name("CramerVonMisesAsymptotic"), r, err)
	for ties := AndersonDarlingMidranks; ties <= AndersonDarlingPlain+1; ties++ {
		a, err := AndersonDarling(baseline, canary, ties)
		checkSane(t, name("AndersonDarling"), a, err)
	}
}

func checkSummaries2(t testing.TB, name func(string) string, b, c Summary, method MeanMethod) {
	t.Helper()
	for _, confidence := range []float64{1e-300, 0.5, 0.95, 1 - 0x1p-53, 1} {
		r, err := MeanTest(b, c, TwoSided, method)
		checkSane(t, name("MeanTest"), r, err)
		i, err := MeanDifference(b, c, confidence, method)
		checkSane(t, name("MeanDifference"), i, err)
		for lift := LiftFieller; lift <= LiftDelta+1; lift++ {
			i, err := MeanLift(b, c, confidence, lift)
			checkSane(t, name("MeanLift"), i, err)
		}
	}
	d, err := CohenD(b, c)
	checkSane(t, name("CohenD"), d, err)
	g, err := HedgesG(b, c)
	checkSane(t, name("HedgesG"), g, err)
}

func checkOneSample(t testing.TB, name func(string) string, x []float64) {
	t.Helper()
	for kind := QuantileType(-1); kind <= 10; kind++ {
		q, err := QuantilesOfType(kind, x, 0, 1e-300, 0.25, 0.5, 0.99, 1)
		checkSane(t, name("QuantilesOfType"), q, err)
	}
	for _, share := range []float64{0, 0.1, 0.5, math.NaN()} {
		m, err := TrimmedMean(x, share)
		checkSane(t, name("TrimmedMean"), m, err)
		m, err = WinsorizedMean(x, share)
		checkSane(t, name("WinsorizedMean"), m, err)
	}
	for method := MomentSample; method <= MomentB+1; method++ {
		m, err := Skewness(x, method)
		checkSane(t, name("Skewness"), m, err)
		m, err = Kurtosis(x, method)
		checkSane(t, name("Kurtosis"), m, err)
	}
	for method := EffectiveAR1; method <= EffectiveGeyer+1; method++ {
		n, err := EffectiveSize(x, method)
		checkSane(t, name("EffectiveSize"), n, err)
		if err == nil && !(n >= 1 && n <= float64(len(x))) {
			t.Errorf("%s is %v", name("EffectiveSize"), n)
		}
	}
	five, err := FiveNumbers(x)
	checkSane(t, name("FiveNumbers"), five, err)
	g, err := GeometricMean(x)
	checkSane(t, name("GeometricMean"), g, err)
	rho, err := Autocorrelations(x, 2)
	checkSane(t, name("Autocorrelations"), rho, err)
	z, err := ModifiedZ(x)
	checkSane(t, name("ModifiedZ"), z, err)
	for method := FenceTukey; method <= FenceHampel+1; method++ {
		for _, k := range []float64{0, 1.5, 1e308, math.Inf(1), -1} {
			lo, hi, err := Fences(x, k, method)
			checkSane(t, name("Fences"), []float64{lo, hi}, err)
		}
	}
	for alternative := TwoSided; alternative <= Greater+1; alternative++ {
		r, err := Grubbs(x, alternative)
		checkSane(t, name("Grubbs"), r, err)
	}
	steps, err := ESD(x, 2, 0.05)
	checkSane(t, name("ESD"), steps, err)
	p, err := AdjustP(x, Hommel)
	checkSane(t, name("AdjustP"), p, err)
	checkStream(t, name, x)
}

func checkStream(t testing.TB, name func(string) string, x []float64) {
	t.Helper()
	var m Moments
	if err := m.Add(x...); err != nil {
		checkSane(t, name("Moments.Add"), nil, err)
		return
	}
	s, err := m.Summary()
	checkSane(t, name("Moments.Summary"), s, err)
	sd, err := m.StdDev()
	checkSane(t, name("Moments.StdDev"), sd, err)
	lo, hi, err := m.Range()
	checkSane(t, name("Moments.Range"), []float64{lo, hi}, err)
	for method := MomentSample; method <= MomentB+1; method++ {
		v, err := m.Skewness(method)
		checkSane(t, name("Moments.Skewness"), v, err)
		v, err = m.Kurtosis(method)
		checkSane(t, name("Moments.Kurtosis"), v, err)
	}
	if want, err := StdDev(x); err == nil && !near(sd, want, 1e-9, 0) && !(want < 1e-290) {
		t.Errorf("%s is %v, want %v", name("Moments.StdDev"), sd, want)
	}
}

func TestCountsRobust(t *testing.T) {
	counts := []int64{-1, 0, 1, 2, 7, 1000, 999_999_999, 1_000_000_000, 1 << 53, math.MaxInt64}
	for _, a := range counts {
		for _, b := range counts {
			for alternative := TwoSided; alternative <= Greater+1; alternative++ {
				for method := McNemarExact; method <= McNemarCorrected+1; method++ {
					r, err := McNemar(a, b, alternative, method)
					checkSane(t, fmt.Sprintf("McNemar(%d, %d, %d, %d)", a, b, alternative, method), r, err)
				}
				for method := RateExact; method <= RateSqrt+1; method++ {
					r, err := RateTestBy(Rate{a, 3}, Rate{b, 1e-3}, alternative, method)
					checkSane(t, fmt.Sprintf("RateTestBy(%d in 3, %d in 1e-3, %d, %d)", a, b, alternative, method), r, err)
				}
			}
			for method := RateRatioExact; method <= RateRatioLog+1; method++ {
				r, err := RateRatioBy(Rate{a, 1e300}, Rate{b, 1}, 0.95, method)
				checkSane(t, fmt.Sprintf("RateRatioBy(%d in 1e300, %d in 1, %d)", a, b, method), r, err)
			}
			for method := RateDifferenceMover; method <= RateDifferenceWald+1; method++ {
				r, err := RateDifferenceBy(Rate{a, 1e-290}, Rate{b, 1}, 0.95, method)
				checkSane(t, fmt.Sprintf("RateDifferenceBy(%d in 1e-290, %d in 1, %d)", a, b, method), r, err)
			}
			for method := ChiSquarePearson; method <= ChiSquareYates+1; method++ {
				r, err := ChiSquareFit([]int64{a, b}, []float64{1e-9, 1}, method)
				checkSane(t, fmt.Sprintf("ChiSquareFit(%d, %d, method %d)", a, b, method), r, err)
				r, err = ChiSquareTable([][]int64{{a, 5}, {7, b}}, method)
				checkSane(t, fmt.Sprintf("ChiSquareTable(%d, %d, method %d)", a, b, method), r, err)
			}
			v, err := CramerV([][]int64{{a, 5}, {7, b}})
			checkSane(t, fmt.Sprintf("CramerV(%d, %d)", a, b), v, err)
			baseline, canary := Proportion{7, a}, Proportion{a / 2, b}
			for method := FisherNotLikelier; method <= FisherMidP+1; method++ {
				p, err := FisherTest(baseline, canary, TwoSided, method)
				checkSane(t, fmt.Sprintf("FisherTest(%v, %v, %d)", baseline, canary, method), struct{ P float64 }{p}, err)
			}
			baseline.Events, canary.Events = min(7, a), min(3, b)
			i, err := ConditionalOddsRatio(baseline, canary, 0.95)
			checkSane(t, fmt.Sprintf("ConditionalOddsRatio(%v, %v)", baseline, canary), i, err)
		}
	}
	for _, weights := range [][]float64{{1}, {0, 1}, {-1, 1}, {math.NaN(), 1}, {math.Inf(1), 1}, {1e-320, 1e300}, {math.MaxFloat64, math.MaxFloat64}, {5e-324, 5e-324}} {
		r, err := ChiSquareFit([]int64{3, 4}, weights, ChiSquarePearson)
		checkSane(t, fmt.Sprintf("ChiSquareFit with weights %v", weights), r, err)
	}
	for _, table := range [][][]int64{nil, {{1, 2}}, {{1}, {2}}, {{1, 2}, {3}}, {{1, 2}, {3, 4, 5}}, {{}, {}}, {{1 << 53, 1}, {1, 1}}} {
		r, err := ChiSquareTable(table, ChiSquarePearson)
		checkSane(t, fmt.Sprintf("ChiSquareTable(%v)", table), r, err)
	}
}

// TestScalesRobust says that a unit does not matter, even one of 1e300.
func TestScalesRobust(t *testing.T) {
	baseline, canary := []float64{1, 2.5, 2, 4, 3, 3.5, 1.25, 9}, []float64{2, 3, 5, 4.5, 6, 2.75, 3.125}
	for _, unit := range []float64{0x1p-1010, 0x1p-500, 0x1p500, 0x1p1018} {
		scaled := func(v float64) float64 { return v * unit }
		b, c := transformed(baseline, scaled), transformed(canary, scaled)
		same := func(name string, got, want float64) {
			t.Helper()
			if !near(got, want, 1e-12, 0) {
				t.Errorf("%s in a unit of %g: got %v, want %v", name, unit, got, want)
			}
		}
		same("Welch", must(Welch(b, c, TwoSided)).P, must(Welch(baseline, canary, TwoSided)).P)
		for method := MeanWelch; method <= MeanKnown; method++ {
			got := must(MeanDifference(must(Summarize(b)), must(Summarize(c)), 0.9, method))
			want := must(MeanDifference(must(Summarize(baseline)), must(Summarize(canary)), 0.9, method))
			same("MeanDifference", got.Lo/unit, want.Lo)
		}
		same("HedgesG", must(HedgesG(must(Summarize(b)), must(Summarize(c)))), must(HedgesG(must(Summarize(baseline)), must(Summarize(canary)))))
		for method := LiftFieller; method <= LiftDelta; method++ {
			got := must(MeanLift(must(Summarize(b)), must(Summarize(c)), 0.9, method))
			same("MeanLift", got.Hi, must(MeanLift(must(Summarize(baseline)), must(Summarize(canary)), 0.9, method)).Hi)
		}
		for center := LeveneMedian; center <= LeveneTrimmed; center++ {
			same("Levene", must(Levene(center, b, c)).P, must(Levene(center, baseline, canary)).P)
		}
		for method := MomentSample; method <= MomentB; method++ {
			same("Skewness", must(Skewness(b, method)), must(Skewness(baseline, method)))
			same("Kurtosis", must(Kurtosis(b, method)), must(Kurtosis(baseline, method)))
		}
		same("Autocorrelations", must(Autocorrelations(b, 3))[2], must(Autocorrelations(baseline, 3))[2])
		same("EffectiveSize", must(EffectiveSize(b, EffectiveGeyer)), must(EffectiveSize(baseline, EffectiveGeyer)))
		same("Grubbs", must(Grubbs(b, TwoSided)).P, must(Grubbs(baseline, TwoSided)).P)
		same("ESD", must(ESD(b, 2, 0.05))[1].R, must(ESD(baseline, 2, 0.05))[1].R)
		same("ModifiedZ", must(ModifiedZ(b))[7], must(ModifiedZ(baseline))[7])
		same("GeometricMean", must(GeometricMean(b))/unit, must(GeometricMean(baseline)))
		same("PermutationTest", must(PermutationTest(b, c, Greater)).P, must(PermutationTest(baseline, canary, Greater)).P)
		same("BrunnerMunzel", must(BrunnerMunzel(b, c, Greater)).P, must(BrunnerMunzel(baseline, canary, Greater)).P)
		var m Moments
		if err := m.Add(append([]float64{0x1p-1022, 0}, b...)...); err != nil {
			t.Fatal(err)
		}
		for _, v := range transformed(b, func(v float64) float64 { return -v }) {
			if err := m.Add(v); err != nil {
				t.Fatal(err)
			}
		}
		same("Moments.StdDev", must(m.StdDev())/unit, must(StdDev(append([]float64{0x1p-1022 / unit, 0}, append(transformed(baseline, func(v float64) float64 { return -v }), baseline...)...))))
	}
}

func TestDistributionsRobust(t *testing.T) {
	values := []float64{0, 5e-324, 1e-300, 1e-10, 0.5, 1, 3, 100, 1e8, 1e15, 1e300, math.MaxFloat64, math.Inf(1)}
	for _, x := range values {
		for _, a := range values {
			for name, p := range map[string]float64{
				"KolmogorovSurvival": KolmogorovSurvival(x), "CramerVonMisesSurvival": CramerVonMisesSurvival(x),
				"AndersonDarlingSurvival": AndersonDarlingSurvival(x), "NoncentralStudentSurvival": NoncentralStudentSurvival(x, max(a, 1e-3), 2),
			} {
				if !(p >= 0 && p <= 1) {
					t.Errorf("%s at %v, %v: got %v", name, x, a, p)
				}
			}
			if a == 0 || math.IsInf(a, 1) {
				continue
			}
			lower, upper := GammaTails(x, a)
			if !(lower >= 0 && lower <= 1 && upper >= 0 && upper <= 1) || !near(lower+upper, 1, 1e-12, 0) {
				t.Errorf("GammaTails(%v, %v): got %v and %v", x, a, lower, upper)
			}
			if p := FSurvival(x, a, 7); !(p >= 0 && p <= 1) {
				t.Errorf("FSurvival(%v, %v, 7): got %v", x, a, p)
			}
			if p := FSurvival(x, 7, a); !(p >= 0 && p <= 1) {
				t.Errorf("FSurvival(%v, 7, %v): got %v", x, a, p)
			}
			if p := min(x, 1); math.IsNaN(GammaQuantile(p, a)) || math.IsNaN(GammaUpperQuantile(p, a)) {
				t.Errorf("quantiles of %v for shape %v: got %v and %v", p, a, GammaQuantile(p, a), GammaUpperQuantile(p, a))
			}
			if atMost, above := PoissonTails(x, a); !near(atMost+above, 1, 1e-12, 0) {
				t.Errorf("PoissonTails(%v, %v): got %v and %v", x, a, atMost, above)
			}
		}
	}
}
