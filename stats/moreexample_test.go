package stats_test

import (
	"fmt"
	"log"

	"github.com/serin-canary/serin/stats"
)

func ExampleWelch() {
	test, err := stats.Welch(baseline, canary, stats.Greater)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+.1f ms, t = %.2f with %.1f degrees of freedom, P = %.2g\n", test.Difference, test.T, test.DF, test.P)
	// Output: +8.8 ms, t = 5.62 with 17.0 degrees of freedom, P = 1.5e-05
}

func ExampleMeanLift() {
	before := stats.Summary{N: 24_903, Mean: 3.011, StdDev: 19.7} // revenue per visitor
	after := stats.Summary{N: 24_871, Mean: 3.217, StdDev: 20.3}
	lift, err := stats.MeanLift(before, after, 0.95, stats.LiftFieller)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+.1f %% [%+.1f %%, %+.1f %%]\n", 100*lift.Value, 100*lift.Lo, 100*lift.Hi)
	// Output: +6.8 % [-4.6 %, +19.7 %]
}

func ExampleHedgesG() {
	b, err := stats.Summarize(baseline)
	if err != nil {
		log.Fatal(err)
	}
	c, err := stats.Summarize(canary)
	if err != nil {
		log.Fatal(err)
	}
	g, err := stats.HedgesG(b, c)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f standard deviations slower\n", g)
	// Output: 2.4 standard deviations slower
}

func ExampleBrunnerMunzel() {
	test, err := stats.BrunnerMunzel(baseline, canary, stats.TwoSided)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("A12 = %.2f, P = %.2g\n", test.A12, test.P)
	// Output: A12 = 0.96, P = 1.9e-07
}

func ExampleKolmogorovSmirnov() {
	test, err := stats.KolmogorovSmirnov(baseline, canary, stats.TwoSided)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("D = %.1f, P = %.2g (%v)\n", test.Statistic, test.P, test.Method)
	// Output: D = 0.9, P = 0.00022 (exact)
}

func ExampleLevene() {
	test, err := stats.Levene(stats.LeveneMedian, baseline, canary)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("F = %.2f, P = %.2f\n", test.F, test.P)
	// Output: F = 0.26, P = 0.61
}

func ExampleAdjustP() {
	p := []float64{0.001, 0.04, 0.012, 0.7}
	for _, method := range []stats.Adjustment{stats.Holm, stats.BenjaminiHochberg} {
		adjusted, err := stats.AdjustP(p, method)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%.4f\n", adjusted)
	}
	// Output:
	// [0.0040 0.0800 0.0360 0.7000]
	// [0.0040 0.0533 0.0240 0.7000]
}

// Of a hundred thousand requests five percent should have reached the canary.
func ExampleChiSquareFit() {
	srm, err := stats.ChiSquareFit([]int64{95_310, 4_690}, []float64{95, 5}, stats.ChiSquarePearson)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("χ² = %.1f, P = %.1g\n", srm.Statistic, srm.P)
	// Output: χ² = 20.2, P = 7e-06
}

func ExampleChiSquareTable() {
	table := [][]int64{ // 2xx, 4xx, 5xx
		{48_210, 1_630, 160},
		{4_790, 171, 39},
	}
	test, err := stats.ChiSquareTable(table, stats.ChiSquarePearson)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("χ² = %.1f with %v degrees of freedom, P = %.1g\n", test.Statistic, test.DF, test.P)
	// Output: χ² = 27.1 with 2 degrees of freedom, P = 1e-06
}

func ExampleMcNemar() {
	// Mirrored requests: 3 failed in the baseline only, 14 in the canary only.
	test, err := stats.McNemar(3, 14, stats.Greater, stats.McNemarMidP)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("odds ratio %.1f, P = %.4f\n", test.OddsRatio, test.P)
	// Output: odds ratio 4.7, P = 0.0038
}

func ExampleConditionalOddsRatio() {
	r, err := stats.ConditionalOddsRatio(stats.Proportion{Events: 2, Trials: 900}, stats.Proportion{Events: 3, Trials: 100}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f [%.1f, %.1f]\n", r.Value, r.Lo, r.Hi)
	// Output: 13.8 [1.6, 167.2]
}

func ExampleMoments() {
	var pods [2]stats.Moments
	for i, values := range [][]float64{baseline, canary} {
		if err := pods[i].Add(values...); err != nil {
			log.Fatal(err)
		}
	}
	pods[0].Merge(pods[1])
	all, err := pods[0].Summary()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d values, %.2f ± %.2f ms\n", all.N, all.Mean, all.StdDev)
	// Output: 20 values, 104.88 ± 5.62 ms
}

func ExampleQuantilesOfType() {
	for _, kind := range []stats.QuantileType{1, 6, 7, 8} {
		q, err := stats.QuantilesOfType(kind, canary, 0.9)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("type %d: %.2f\n", kind, q[0])
	}
	// Output:
	// type 1: 113.00
	// type 6: 114.80
	// type 7: 113.20
	// type 8: 114.27
}

func ExampleTrimmedMean() {
	m, err := stats.TrimmedMean([]float64{101, 99, 100, 102, 98, 5000}, 0.2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m)
	// Output: 100.5
}

func ExampleESD() {
	steps, err := stats.ESD([]float64{10.1, 9.8, 10, 10.3, 9.9, 30, 10.2, 9.7, 31, 10}, 3, 0.05)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range steps {
		fmt.Printf("value %d: %.2f, limit %.2f, outlier %v\n", s.Index, s.R, s.Lambda, s.Outlier)
	}
	// Output:
	// value 8: 1.95, limit 2.29, outlier true
	// value 5: 2.67, limit 2.22, outlier true
	// value 3: 1.50, limit 2.13, outlier false
}

func ExampleEffectiveSize() {
	queue := []float64{3, 4, 6, 7, 7, 5, 4, 2, 1, 1, 2, 4, 6, 7, 6, 5, 3}
	for _, method := range []stats.EffectiveMethod{stats.EffectiveAR1, stats.EffectiveLag10, stats.EffectiveGeyer} {
		n, err := stats.EffectiveSize(queue, method)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%.1f ", n)
	}
	// Output: 2.6 17.0 6.9
}
