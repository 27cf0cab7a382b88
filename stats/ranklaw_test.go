package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRankTail compares the law of U without ties with the counted one, over all U: the errors that MannWhitney promises,
// and a tail that only increases, also where one way of computing it takes over from another.
func TestRankTail(t *testing.T) {
	for _, size := range [][2]int{
		{3, 4},
		{7, 30},
		{12, 100},
		{20, 20},
		{20, 21},
		{20, 300},
		{25, 25},
		{26, 30},
		{30, 30},
		{30, 200},
		{45, 60},
		{60, 60},
		{50, 110},
		{100, 100},
		{150, 150},
	} {
		m, n := size[0], size[1]
		t.Run(fmt.Sprintf("%d against %d", m, n), func(t *testing.T) {
			pairs := float64(m * n)
			orders, total, last := 0.0, choose(m, n), 0.0
			for u, c := range rankCounts(m, n, m*n/2) {
				orders += c
				got, want := rankTail(m, n, float64(u)), orders/total
				rtol := 2e-6
				if want < 1e-9 {
					rtol = 2e-5
				}
				if want > 1e-20 && !near(got, want, rtol, 0) {
					t.Fatalf("P(U <= %d): got %v, want %v, off by %.1g", u, got, want, got/want-1)
				}
				if got < last || u > 0 && want > 1e-20 && rankTail(m, n, float64(u)-0.5) < last {
					t.Fatalf("P(U <= %d) is %v, after %v", u, got, last)
				}
				if last = got; want > 1e-20 && u < m*n/2 && !near(1-rankTail(m, n, pairs-float64(u)-1), got, 1e-12, 1e-15) {
					t.Fatalf("P(U <= %d) is %v, but P(U < mn − %d) is %v", u, got, u, rankTail(m, n, pairs-float64(u)-1))
				}
			}
		})
	}
}

// TestRankTailOfManyValues holds what no counted law can tell: the tail increases over its whole range, and is normal in
// the middle.
func TestRankTailOfManyValues(t *testing.T) {
	for _, size := range [][2]int{{10, 100_000}, {300, 300}, {512, 512}, {520, 520}, {2000, 30}, {1440, 1440}, {100_000, 100_000}} {
		m, n := size[0], size[1]
		pairs := float64(m) * float64(n)
		last := 0.0
		for i := range 1001 {
			p := rankTail(m, n, math.Floor(pairs*float64(i)/1000))
			if !(p >= last && p <= 1) && p > 1e-320 {
				t.Errorf("%d against %d, %v of all pairs: %v after %v", m, n, float64(i)/1000, p, last)
			}
			last = p
		}
		sigma := rankSigma(float64(m), float64(n), cube(float64(m+n)))
		if got, want := rankTail(m, n, math.Floor(pairs/2-1.5*sigma)), NormalSurvival(1.5); !near(got, want, 0.02, 0) {
			t.Errorf("%d against %d, 1.5 σ: got %v, want about %v", m, n, got, want)
		}
	}
}

// TestExactPosition compares the positions of limits with counted ones.
func TestExactPosition(t *testing.T) {
	for _, size := range [][2]int{{1, 2}, {1, 40}, {5, 8}, {20, 20}, {20, 31}, {60, 60}, {100, 110}} {
		counts, total := rankCounts(size[0], size[1], size[0]*size[1]/2), choose(size[0], size[1])
		for _, confidence := range []float64{0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1 - 1e-9} {
			want, below := 0, 0.0 // P(U < want)
			for want < len(counts)-1 && below+counts[want]/total < (1-confidence)/2-1e-15 {
				below += counts[want] / total
				want++
			}
			if want == 0 { // the limits lie beyond the first difference, or at it
				want, below = 1, 1/total
			}
			k, level := exactPosition(size[0], size[1], confidence)
			if out := 2/total > 1-confidence+1e-12; out && (k != 0 || level != 1) {
				t.Errorf("%v at %v: got %d, %v, want none", size, confidence, k, level)
			} else if !out && (k != int64(want) || !near(level, 1-2*below, 0, 1e-7)) {
				t.Errorf("%v at %v: got %d, %v, want %d, %v", size, confidence, k, level, want, 1-2*below)
			}
		}
	}
}

// TestTiedTails compares the p-values of larger samples with ties with counted ones: the errors that MannWhitney promises.
func TestTiedTails(t *testing.T) {
	for _, tt := range []struct {
		n             int
		values        string
		transform     func(float64) float64
		low, high     float64 // error at p >= 0.001
		lower, higher float64 // at p >= 1e-6
	}{
		{26, "tenths", tenths, -0.001, 0.02, -0.001, 0.035},
		{60, "tenths", tenths, -0.001, 0.006, -0.001, 0.01},
		{26, "half are zero", atLeast(0), -0.04, 0.04, -0.34, 0.34},
		{60, "half are zero", atLeast(0), -0.02, 0.01, -0.1, 0.01},
	} {
		t.Run(fmt.Sprintf("%d, %s", tt.n, tt.values), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(6, uint64(tt.n)))
			for range 400 {
				baseline := transformed(normalSample(rng, tt.n, 0), tt.transform)
				canary := transformed(normalSample(rng, tt.n, 1.2*rng.Float64()), tt.transform)
				got, want := must(MannWhitney(baseline, canary, Greater)), countedP(baseline, canary, Greater)
				low, high := tt.lower, tt.higher
				if want > 0.001 {
					low, high = tt.low, tt.high
				}
				if off := got.P/want - 1; want > 1e-6 && want < 0.1 && got.Method == Normal && (off < low || off > high) {
					t.Fatalf("P: got %v, want %v, off by %.2g", got.P, want, off)
				}
			}
		})
	}
}

func tenths(v float64) float64 { return math.Round(10*v) / 10 }

// TestRankOfShapes compares the ranking with all pairs.
func TestRankOfShapes(t *testing.T) {
	for name, draw := range shapes {
		rng := rand.New(rand.NewPCG(7, 1))
		for range 200 {
			baseline, canary := make([]float64, 1+rng.IntN(40)), make([]float64, 1+rng.IntN(40))
			for i := range baseline {
				baseline[i] = draw(rng)
			}
			for i := range canary {
				canary[i] = draw(rng)
			}
			if rng.IntN(2) == 0 {
				canary[0] = baseline[rng.IntN(len(baseline))] // one tie
			}
			got := rank(slices.Sorted(slices.Values(baseline)), slices.Sorted(slices.Values(canary)))
			if want := bruteU(baseline, canary); float64(got.twiceU)/2 != want {
				t.Fatalf("%s: rank(%v, %v): got U = %v, want %v", name, baseline, canary, float64(got.twiceU)/2, want)
			}
			all := slices.Concat(baseline, canary)
			tieSum := 0.0
			for _, v := range all {
				equal := 0.0
				for _, w := range all {
					if v == w {
						equal++
					}
				}
				tieSum += equal*equal - 1
			}
			if spread := cube(float64(len(all))) - tieSum; !near(got.tieSum, tieSum, 1e-12, 0) || !near(got.spread, spread, 1e-12, 0) {
				t.Fatalf("%s: rank(%v, %v): got %+v, want ties %v, spread %v", name, baseline, canary, got, tieSum, spread)
			}
		}
	}
}

func BenchmarkRankTail(b *testing.B) {
	for _, n := range []int{10, 20, 60, 1440} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				rankTail(n, n, float64(n*n/2-i%(n*n/5)))
			}
		})
	}
}

func BenchmarkRank(b *testing.B) {
	for _, n := range benchSizes {
		baselines, canaries := benchPairs(n, false)
		for i := range baselines {
			slices.Sort(baselines[i])
			slices.Sort(canaries[i])
		}
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				rank(baselines[i%len(baselines)], canaries[i%len(canaries)])
			}
		})
	}
}
