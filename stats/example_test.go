package stats_test

import (
	"errors"
	"fmt"
	"log"
	"math"

	"github.com/serin-canary/serin/stats"
)

// Latencies in milliseconds, one value per minute.
var (
	baseline = []float64{102, 98, 105, 99, 101, 97, 103, 100, 104, 96}
	canary   = []float64{110, 107, 113, 106, 112, 109, 101.5, 115, 108, 111}
)

func ExampleMannWhitney() {
	test, err := stats.MannWhitney(baseline, canary, stats.Greater)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("U = %v of %d pairs, P = %.2g (%v, %v)\n", test.U, test.NBaseline*test.NCanary, test.P, test.Method, test.Alternative)
	// Output: U = 96 of 100 pairs, P = 6.5e-05 (exact, greater)
}

func ExampleMannWhitney_errors() {
	_, err := stats.MannWhitney(baseline, []float64{110, math.NaN()}, stats.TwoSided)
	fmt.Println(err)
	fmt.Println(errors.Is(err, stats.ErrNotFinite))
	// Output:
	// canary[1] is NaN: value is not finite
	// true
}

func ExampleMannWhitneyCounts() {
	// Requests per latency bucket: up to 50 ms, 100 ms, 250 ms, 500 ms, and above.
	before := []float64{8120, 1430, 310, 92, 48}
	after := []float64{760, 171, 44, 15, 10}
	test, err := stats.MannWhitneyCounts(before, after, stats.Greater)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("A12 = %.3f, P = %.2g\n", test.A12, test.P)
	// Output: A12 = 0.527, P = 1.8e-05
}

func ExampleRankTestMinP() {
	for n := 3; n <= 5; n++ {
		fmt.Printf("%d against %d: %.4f\n", n, n, stats.RankTestMinP(n, n))
	}
	// Output:
	// 3 against 3: 0.0500
	// 4 against 4: 0.0143
	// 5 against 5: 0.0040
}

func ExampleHodgesLehmann() {
	shift, err := stats.HodgesLehmann(baseline, canary, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("slower by %v ms, [%v, %v] at %.3f (%v)\n", shift.Value, shift.Lo, shift.Hi, shift.Confidence, shift.Method)
	// Output: slower by 9 ms, [5, 12] at 0.957 (exact)
}

func ExampleA12() {
	a, err := stats.A12(baseline, canary)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("a minute of the canary is slower with probability %.2f\n", a)
	// Output: a minute of the canary is slower with probability 0.96
}

// Failed requests.
var (
	stable    = stats.Proportion{Events: 105, Trials: 50_000}
	candidate = stats.Proportion{Events: 19, Trials: 5_000}
)

func ExampleTwoProportionZ() {
	test, err := stats.TwoProportionZ(stable, candidate, stats.Greater)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("z = %.2f, P = %.3f\n", test.Z, test.P)
	// Output: z = 2.42, P = 0.008
}

func ExampleNewcombe() {
	d, err := stats.Newcombe(stable, candidate, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+.2f points [%+.2f, %+.2f]\n", 100*d.Value, 100*d.Lo, 100*d.Hi)
	// Output: +0.17 points [+0.03, +0.39]
}

func ExampleProportionRatio() {
	r, err := stats.ProportionRatio(stable, candidate, 0.95, stats.RatioScore)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f times as many errors [%.2f, %.2f]\n", r.Value, r.Lo, r.Hi)
	// Output: 1.81 times as many errors [1.12, 2.93]
}

func ExampleProportionInterval() {
	p, err := stats.ProportionInterval(stats.Proportion{Events: 0, Trials: 300}, 0.95, stats.ProportionClopperPearson)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("no failure in 300: at most %.2f %%\n", 100*p.Hi)
	// Output: no failure in 300: at most 1.22 %
}

func ExampleFisherExact() {
	p, err := stats.FisherExact(stats.Proportion{Events: 0, Trials: 900}, stats.Proportion{Events: 3, Trials: 100}, stats.Greater)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("P = %.5f\n", p)
	// Output: P = 0.00097
}

// Restarts in pod-hours.
var (
	restarts    = stats.Rate{Events: 4, Exposure: 120}
	newRestarts = stats.Rate{Events: 5, Exposure: 12}
)

func ExampleRateTest() {
	test, err := stats.RateTest(restarts, newRestarts, stats.Greater)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("P = %.5f (%v)\n", test.P, test.Method)
	// Output: P = 0.00057 (exact)
}

func ExampleRateDifference() {
	d, err := stats.RateDifference(restarts, newRestarts, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f more per pod-hour [%.2f, %.2f]\n", d.Value, d.Lo, d.Hi)
	// Output: 0.38 more per pod-hour [0.14, 0.94]
}

func ExampleRateRatio() {
	r, err := stats.RateRatio(restarts, newRestarts, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f times as many [%.1f, %.1f]\n", r.Value, r.Lo, r.Hi)
	// Output: 12.5 times as many [2.7, 63.0]
}

func ExampleQuantiles() {
	q, err := stats.Quantiles(canary, 0.5, 0.9, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.1f\n", q)
	// Output: [109.5 113.2 115.0]
}

func ExampleMAD() {
	mad, err := stats.MAD([]float64{101, 99, 100, 102, 98, 5000})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f, as a standard deviation %.2f\n", mad, mad*stats.MADToSD)
	// Output: 1.50, as a standard deviation 2.22
}

func ExampleEffectiveN() {
	queue := []float64{3, 4, 6, 7, 7, 5, 4, 2, 1, 1, 2, 4, math.NaN(), 6, 7, 6, 5, 3}
	rho, err := stats.Autocorrelation1(queue)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("ρ = %.2f: 17 values count as %.1f\n", rho, stats.EffectiveN(17, rho))
	// Output: ρ = 0.79: 17 values count as 2.0
}
