package stats

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
)

// floats reads a sample from fuzzer bytes: eight for each value, or two for a small value with many ties.
func floats(data []byte, small bool) []float64 {
	var x []float64
	if small {
		for ; len(data) >= 2; data = data[2:] {
			x = append(x, float64(int16(binary.LittleEndian.Uint16(data))%16)/4)
		}
		return x
	}
	for ; len(data) >= 8; data = data[8:] {
		x = append(x, math.Float64frombits(binary.LittleEndian.Uint64(data)))
	}
	return x
}

func bytesOf(x ...float64) (data []byte) {
	for _, v := range x {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	return data
}

func addSamples(f *testing.F) {
	f.Add(bytesOf(1, 2, 3, 4), bytesOf(2, 3, 4, 5), false)
	f.Add(bytesOf(1e300, -1e300, 1e-300, 0), bytesOf(math.Copysign(0, -1), 5e-324, math.MaxFloat64, -math.MaxFloat64), false)
	f.Add(bytesOf(math.Inf(1), math.NaN()), bytesOf(math.Inf(-1), 1), false)
	f.Add(bytesOf(1, 1, 1), bytesOf(1, 1), true)
	f.Add([]byte{}, bytesOf(1), false)
}

func FuzzMannWhitney(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, b, c []byte, small bool) {
		baseline, canary := floats(b, small), floats(c, small)
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			r, err := MannWhitney(baseline, canary, a)
			if valid := len(baseline) > 0 && len(canary) > 0 && !hasNaN(baseline) && !hasNaN(canary); valid != (err == nil) {
				t.Fatalf("valid input %v, error %v", valid, err)
			}
			if err != nil {
				return
			}
			if !(r.P >= 0 && r.P <= 1) || !(r.A12 >= 0 && r.A12 <= 1) || math.IsNaN(r.Z) || r.U != bruteU(baseline, canary) {
				t.Fatalf("%v: got %+v, U should be %v", a, r, bruteU(baseline, canary))
			}
			if normal := must(MannWhitneyNormal(baseline, canary, a, true)); !(normal.P >= 0 && normal.P <= 1) || math.IsNaN(normal.Z) {
				t.Fatalf("%v: got %+v", a, normal)
			}
		}
	})
}

func FuzzHodgesLehmann(f *testing.F) {
	addSamples(f)
	f.Fuzz(func(t *testing.T, b, c []byte, small bool) {
		baseline, canary := floats(b, small), floats(c, small)
		for _, confidence := range []float64{1e-300, 0.5, 0.95, 1 - 1e-13, 1 - 0x1p-53} {
			e, err := HodgesLehmann(baseline, canary, confidence)
			if err != nil {
				return
			}
			if want := sortedMedian(bruteDifferences(baseline, canary)); e.Value != want {
				t.Fatalf("got Δ = %v, want %v", e.Value, want)
			}
			if !(e.Lo <= e.Value && e.Value <= e.Hi) || !(e.Confidence >= confidence && e.Confidence <= 1) {
				t.Fatalf("not an interval at %v: %+v", confidence, e)
			}
		}
	})
}

func FuzzMannWhitneyCounts(f *testing.F) {
	f.Add(bytesOf(1, 2, 3), bytesOf(3, 2, 1))
	f.Add(bytesOf(1e15, 0, 0.5), bytesOf(0, 0, 1))
	f.Fuzz(func(t *testing.T, b, c []byte) {
		r, err := MannWhitneyCounts(floats(b, false), floats(c, false), TwoSided)
		if err == nil && (!(r.P >= 0 && r.P <= 1) || !(r.A12 >= 0 && r.A12 <= 1) || math.IsNaN(r.Z) || math.IsNaN(r.U)) {
			t.Fatalf("got %+v", r)
		}
	})
}

func addCounts(f *testing.F) {
	f.Add(int64(5), int64(100), int64(9), int64(120), 0.95)
	f.Add(int64(0), int64(1), int64(1), int64(1), 0.5)
	f.Add(int64(3), int64(1_000_000_000), int64(1<<53), int64(1<<53), 1-1e-13)
	f.Add(int64(-1), int64(math.MaxInt64), int64(math.MinInt64), int64(0), math.NaN())
}

func FuzzTwoProportion(f *testing.F) {
	addCounts(f)
	f.Fuzz(func(t *testing.T, xb, nb, xc, nc int64, confidence float64) {
		baseline, canary := Proportion{xb, nb}, Proportion{xc, nc}
		for test := Pooled; test <= Unpooled; test++ {
			r, err := TwoProportionTest(baseline, canary, TwoSided, test)
			if err == nil && (!(r.P >= 0 && r.P <= 1) || math.IsNaN(r.Z) || math.IsNaN(r.SE) || math.IsNaN(r.Difference)) {
				t.Fatalf("test %d: got %+v", test, r)
			}
		}
		var all []Interval
		keep := func(i Interval, err error) {
			if err == nil {
				all = append(all, i)
			}
		}
		for m := DifferenceNewcombe; m <= DifferenceWaldCorrected; m++ {
			keep(ProportionDifference(baseline, canary, confidence, m))
		}
		for m := RatioScore; m <= RatioDelta; m++ {
			keep(ProportionRatio(baseline, canary, confidence, m))
		}
		for m := OddsRatioLogitAdjusted; m <= OddsRatioLogit; m++ {
			keep(OddsRatio(baseline, canary, confidence, m))
		}
		for m := ProportionWilson; m <= ProportionWald; m++ {
			keep(ProportionInterval(canary, confidence, m))
		}
		for _, i := range all {
			if math.IsNaN(i.Value) || !(i.Lo <= i.Hi) {
				t.Fatalf("%v, %v at %v: not an interval: %+v", baseline, canary, confidence, i)
			}
		}
	})
}

func FuzzFisher(f *testing.F) {
	addCounts(f)
	f.Fuzz(func(t *testing.T, xb, nb, xc, nc int64, _ float64) {
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			p, err := FisherExact(Proportion{xb, nb}, Proportion{xc, nc}, a)
			if err == nil && !(p >= 0 && p <= 1) {
				t.Fatalf("%v: got %v", a, p)
			}
		}
	})
}

func FuzzRate(f *testing.F) {
	f.Add(int64(5), 10.0, int64(9), 12.0, 0.95)
	f.Add(int64(0), 1e300, int64(1<<53), 1e-300, 0.5)
	f.Add(int64(1<<53), math.MaxFloat64, int64(1), math.SmallestNonzeroFloat64, 1-1e-13)
	f.Add(int64(1<<53-68), math.MaxFloat64, int64(1), 0.6, 1-1e-13) // the ratio of exposures overflows, that of rates does not
	f.Fuzz(func(t *testing.T, xb int64, tb float64, xc int64, tc float64, confidence float64) {
		baseline, canary := Rate{xb, tb}, Rate{xc, tc}
		for _, a := range []Alternative{TwoSided, Less, Greater} {
			r, err := RateTest(baseline, canary, a)
			if err == nil && (!(r.P >= 0 && r.P <= 1) || math.IsNaN(r.Z) || math.IsNaN(r.Difference)) {
				t.Fatalf("%v: got %+v", a, r)
			}
		}
		for _, call := range []func(b, c Rate, confidence float64) (Interval, error){RateDifference, RateRatio} {
			i, err := call(baseline, canary, confidence)
			if err == nil && (math.IsNaN(i.Value) || !(i.Lo <= i.Value && i.Value <= i.Hi)) {
				t.Fatalf("%v, %v at %v: not an interval: %+v", baseline, canary, confidence, i)
			}
		}
	})
}

func FuzzDescriptive(f *testing.F) {
	f.Add(bytesOf(1, 2, 3, 4), 0.5)
	f.Add(bytesOf(math.MaxFloat64, -math.MaxFloat64, 5e-324), 1.0)
	f.Fuzz(func(t *testing.T, data []byte, p float64) {
		x := floats(data, false)
		if _, err := Mean(x); err != nil {
			rho, err := Autocorrelation1(x) // may have gaps
			if err == nil && !(rho >= -1 && rho <= 1) {
				t.Fatalf("autocorrelation: got %v", rho)
			}
			return
		}
		lo, hi := slices.Min(x), slices.Max(x)
		for name, v := range map[string]float64{"mean": must(Mean(x)), "median": must(Median(x))} {
			if !(v >= lo && v <= hi) {
				t.Errorf("%s: got %v, outside [%v, %v]", name, v, lo, hi)
			}
		}
		if q, err := Quantile(x, p); err == nil && !(q >= lo && q <= hi) {
			t.Errorf("quantile: got %v, outside [%v, %v]", q, lo, hi)
		}
		if mad := must(MAD(x)); !(mad >= 0) {
			t.Errorf("MAD: got %v", mad)
		}
		if sd, err := StdDev(x); err == nil && !(sd >= 0) {
			t.Errorf("standard deviation: got %v", sd)
		}
		if rho, err := Autocorrelation1(x); err == nil && !(rho >= -1 && rho <= 1) {
			t.Errorf("autocorrelation: got %v", rho)
		}
	})
}

func FuzzDistributions(f *testing.F) {
	f.Add(1.5, 3.0)
	f.Add(1e-300, 0.01)
	f.Fuzz(func(t *testing.T, v, df float64) {
		for name, p := range map[string]float64{"normal": NormalSurvival(v), "Student": StudentSurvival(v, df)} {
			if !math.IsNaN(v) && (name == "normal" || df > 0) && !(p >= 0 && p <= 1) {
				t.Fatalf("%s: survival of %v (df %v) is %v", name, v, df, p)
			}
		}
		if v >= 0 && v <= 1 && df > 0 && (math.IsNaN(NormalQuantile(v)) || math.IsNaN(StudentQuantile(v, df))) {
			t.Fatalf("quantiles of %v (df %v) are %v and %v", v, df, NormalQuantile(v), StudentQuantile(v, df))
		}
	})
}
