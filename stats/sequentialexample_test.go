package stats_test

import (
	"fmt"
	"log"
	"math"

	"github.com/serin-canary/serin/stats"
)

// Errors of a canary with a tenth of the traffic, looked at every few minutes: an alarm once the evidence is 100, for a level
// of 1 % however often one looks.
func ExampleSequentialCounts() {
	const share = 0.1
	weight, err := stats.CountWeight(share, 1.5)
	if err != nil {
		log.Fatal(err)
	}
	for _, look := range []struct{ baseline, canary float64 }{{80, 9}, {150, 31}, {242, 60}} {
		logE, err := stats.SequentialCounts(look.baseline, look.canary, share, weight, stats.Greater)
		if err != nil {
			log.Fatal(err)
		}
		ratio, err := stats.SequentialRateRatio(look.baseline, look.canary, share, weight, 0.95)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("evidence %.3g, ratio %.2f [%.2f, %.2f]\n", math.Exp(logE), ratio.Value, ratio.Lo, ratio.Hi)
	}
	// Output:
	// evidence 0.626, ratio 1.01 [0.35, 2.34]
	// evidence 27.6, ratio 1.86 [0.96, 3.30]
	// evidence 6.64e+04, ratio 2.23 [1.33, 3.57]
}

// Is it certain that the canary has at most 20 % more errors?
func ExampleEventShare() {
	share, err := stats.EventShare(0.5, 1.2)
	if err != nil {
		log.Fatal(err)
	}
	logE, err := stats.SequentialCounts(1400, 1390, share, 250, stats.Less)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("evidence %.0f that the ratio is below 1.2\n", math.Exp(logE))
	// Output: evidence 55419 that the ratio is below 1.2
}

// Differences of latencies, canary − baseline, minute by minute.
func ExampleSequentialT() {
	differences := []float64{4, 1, 6, 3, 5, 2, 7, 4, 3, 5}
	gain, err := stats.MixtureGain(0.01, stats.Greater, stats.TuneFirstOrder)
	if err != nil {
		log.Fatal(err)
	}
	for n := 4; n <= len(differences); n += 2 {
		s, err := stats.Summarize(differences[:n])
		if err != nil {
			log.Fatal(err)
		}
		t := s.Mean / s.StdDev * math.Sqrt(float64(n))
		logE, err := stats.SequentialT(t, float64(n), 15/gain, stats.Greater)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d minutes: t = %.1f, evidence %.3g\n", n, t, math.Exp(logE))
	}
	// Output:
	// 4 minutes: t = 3.4, evidence 5.54
	// 6 minutes: t = 4.6, evidence 20
	// 8 minutes: t = 5.7, evidence 87
	// 10 minutes: t = 6.9, evidence 525
}

// Histograms of latencies; the buckets end at 50, 100, 200, 400 and 800 ms, and one is open.
func ExampleSequentialQuantile() {
	baseline := []float64{6200, 2400, 1200, 150, 40, 10}
	canary := []float64{590, 230, 100, 55, 20, 5}
	for _, p := range []float64{0.5, 0.9, 0.95} {
		logE, err := stats.SequentialQuantile(baseline, canary, p, 2000, 200, stats.Greater)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("p%.0f: evidence %.3g\n", 100*p, math.Exp(logE))
	}
	// Output:
	// p50: evidence 0.0247
	// p90: evidence 0.0602
	// p95: evidence 291
}

// The canary was to get 5 % of the requests.
func ExampleSequentialSplit() {
	logE, err := stats.SequentialSplit([]int64{95_310, 4_690}, []float64{95, 5}, 1000)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("evidence %.0f against the split\n", math.Exp(logE))
	// Output: evidence 2799 against the split
}

func ExampleGroupSequential() {
	bounds, err := stats.GroupSequential([]float64{0.25, 0.5, 0.75, 1}, stats.GroupPlan{Alpha: 0.05})
	if err != nil {
		log.Fatal(err)
	}
	for _, look := range bounds.Looks {
		fmt.Printf("at %3.0f %%: |z| >= %.2f (P <= %.5f)\n", 100*look.Information, look.Z, look.P)
	}
	drift, err := bounds.Drift(0.8)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("power 0.8 for an effect of %.2f standard errors\n", drift)
	// Output:
	// at  25 %: |z| >= 4.33 (P <= 0.00001)
	// at  50 %: |z| >= 2.96 (P <= 0.00305)
	// at  75 %: |z| >= 2.36 (P <= 0.01832)
	// at 100 %: |z| >= 2.01 (P <= 0.04400)
	// power 0.8 for an effect of 2.83 standard errors
}

// How many requests does it take to see an error ratio of 1.5 % instead of 1 %, with 5 % of them on the canary?
func ExampleProportionSize() {
	plan := stats.PowerPlan{Alpha: 0.01, Alternative: stats.Greater, Ratio: 5. / 95}
	size, err := stats.ProportionSize(0.01, 0.015, 0.8, plan, stats.PowerPooled)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d on the baseline, %d on the canary\n", size.Baseline, size.Canary)
	// Output: 90193 on the baseline, 4747 on the canary
}
