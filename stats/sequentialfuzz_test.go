package stats

import (
	"fmt"
	"math"
	"testing"
)

func FuzzSequential(f *testing.F) {
	f.Add(3.0, 9.0, 0.2, 24.0, 0.05)
	f.Add(0.0, 1e15, 1e-12, 1e-3, 0.49)
	f.Add(9007199254740992.0, 0.5, 0.999, 9007199254740992.0, 1e-300)
	f.Add(1e300, 1e-300, 0.5, 1e300, 0.999)
	f.Fuzz(func(t *testing.T, a, b, share, weight, alpha float64) {
		call := fmt.Sprintf("(%v, %v, %v, %v, %v)", a, b, share, weight, alpha)
		finite := func(name string, logE float64, err error) {
			t.Helper()
			checkSane(t, name+call, logE, err)
			if math.IsInf(logE, 0) {
				t.Errorf("%s%s: evidence of %v", name, call, logE)
			}
		}
		for side := TwoSided; side <= Greater; side++ {
			e, err := SequentialCounts(a, b, share, weight, side)
			finite("SequentialCounts", e, err)
			e, err = SequentialNormal(a-b, share, weight, side)
			finite("SequentialNormal", e, err)
			e, err = SequentialT(a-b, share*a, weight, side)
			finite("SequentialT", e, err)
			e, err = SequentialQuantile([]float64{a, b, alpha, weight}, []float64{b, alpha, a, a}, share, weight, a, side)
			finite("SequentialQuantile", e, err)
			r, err := SequentialRadius(share, weight, alpha, side)
			checkSane(t, "SequentialRadius"+call, r, err)
			r, err = SequentialTCritical(a, weight, alpha, side)
			checkSane(t, "SequentialTCritical"+call, r, err)
			for tuning := TuneFirstOrder; tuning <= TuneExact; tuning++ {
				g, err := MixtureGain(alpha, side, tuning)
				checkSane(t, "MixtureGain"+call, g, err)
				if err == nil && !(g > 0) {
					t.Errorf("MixtureGain%s is %v", call, g)
				}
			}
		}
		i, err := SequentialRateRatio(a, b, share, weight, alpha)
		checkSane(t, "SequentialRateRatio"+call, i, err)
		i, err = SequentialMeanDifference(Summary{9, a, b}, Summary{7, b, a}, weight, alpha)
		checkSane(t, "SequentialMeanDifference"+call, i, err)
		w, err := CountWeight(share, weight)
		checkSane(t, "CountWeight"+call, w, err)
		if math.Abs(a) < 1e18 && math.Abs(b) < 1e18 {
			e, err := SequentialSplit([]int64{int64(a), int64(b), 3}, []float64{share, alpha, 1}, weight)
			finite("SequentialSplit", e, err)
		}
	})
}

func FuzzPlanning(f *testing.F) {
	f.Add(0.1, 0.12, 5000.0, 0.05, 0.8, 1.0)
	f.Add(0.0, 1.0, 1.0, 1e-300, 0.999999, 1e9)
	f.Add(-3.0, 1e-3, 1e15, 0.3, 0.31, 1e-9)
	f.Fuzz(func(t *testing.T, x, y, n, alpha, power, ratio float64) {
		call := fmt.Sprintf("(%v, %v, %v, %v, %v, %v)", x, y, n, alpha, power, ratio)
		for side := TwoSided; side <= Greater; side++ {
			plan := PowerPlan{Alpha: alpha, Alternative: side, Ratio: ratio, Strict: true}
			for name, calls := range map[string]plannedTest{
				"Mean": {
					func(n float64) (float64, error) { return MeanPower(x, y, ratio, n, plan) },
					func(power float64) (PowerSize, error) { return MeanSize(x, y, ratio, power, plan) },
					func(n, power float64) (float64, error) { return MeanEffect(x, y, n, power, plan) },
				},
				"Student": {
					func(n float64) (float64, error) { return StudentPower(x, y, n, plan) },
					func(power float64) (PowerSize, error) { return StudentSize(x, y, power, plan) },
					func(n, power float64) (float64, error) { return StudentEffect(y, n, power, plan) },
				},
				"Proportion": {
					func(n float64) (float64, error) { return ProportionPower(x, y, n, plan, PowerPooled) },
					func(power float64) (PowerSize, error) { return ProportionSize(x, y, power, plan, PowerUnpooled) },
					func(n, power float64) (float64, error) { return ProportionEffect(x, n, power, plan, PowerPooled) },
				},
				"Rank": {
					func(n float64) (float64, error) { return RankPower(x, n, plan) },
					func(power float64) (PowerSize, error) { return RankSize(x, power, plan) },
					func(n, power float64) (float64, error) { return ProportionEffect(x, n, power, plan, PowerArcsine) },
				},
			} {
				p, err := calls.power(n)
				checkSane(t, name+"Power"+call, struct{ P float64 }{p}, err)
				s, err := calls.size(power)
				checkSane(t, name+"Size"+call, s, err)
				e, err := calls.effect(n, power)
				checkSane(t, name+"Effect"+call, e, err)
			}
		}
	})
}

func FuzzGroupSequential(f *testing.F) {
	f.Add(0.2, 0.6, 1.0, 0.05, 0.5, 2.0)
	f.Add(1e-9, 2e-9, 0.999, 0.5, 100.0, -3.0)
	f.Add(0.5, 0.50001, 0.50002, 1e-300, -10.0, 1e9)
	f.Fuzz(func(t *testing.T, t1, t2, t3, alpha, shape, drift float64) {
		if t2-t1 < 1e-4*t2 || t3-t2 < 1e-4*t3 || math.Abs(drift) > 1000 {
			return // slow
		}
		for design := SpendOBrienFleming; design <= BoundWangTsiatis; design++ {
			for side := TwoSided; side <= Greater; side++ {
				call := fmt.Sprintf("GroupSequential(%v, %v, %v; %v, %v, %v, %v)", t1, t2, t3, design, shape, alpha, side)
				b, err := GroupSequential([]float64{t1, t2, t3}, GroupPlan{design, shape, alpha, side})
				checkSane(t, call, b, err)
				if err != nil {
					continue
				}
				for _, look := range b.Looks {
					if !(look.Exit >= 0 && look.Spent <= 1+1e-9) {
						t.Errorf("%s: %+v", call, b)
					}
				}
				if p := b.Power(drift); !(p >= 0 && p <= 1) {
					t.Errorf("%s.Power(%v) = %v", call, drift, p)
				}
			}
		}
	})
}
