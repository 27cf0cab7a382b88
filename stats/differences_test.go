package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// shapes are laws that make a selection difficult in different ways.
var shapes = map[string]func(rng *rand.Rand) float64{
	"normal":           func(rng *rand.Rand) float64 { return rng.NormFloat64() },
	"heavy tails":      func(rng *rand.Rand) float64 { return math.Pow(rng.Float64(), -8) },
	"all magnitudes":   func(rng *rand.Rand) float64 { return math.Ldexp(rng.Float64()-0.5, rng.IntN(2000)-1000) },
	"few values":       func(rng *rand.Rand) float64 { return float64(rng.IntN(3)) },
	"whole numbers":    func(rng *rand.Rand) float64 { return math.Round(10 * rng.NormFloat64()) },
	"tenths":           func(rng *rand.Rand) float64 { return math.Round(10*rng.NormFloat64()) / 10 },
	"mostly one value": func(rng *rand.Rand) float64 { return math.Max(0, rng.NormFloat64()-1.5) },
	"half zero":        func(rng *rand.Rand) float64 { return math.Max(0, rng.NormFloat64()) },
	"two clusters":     func(rng *rand.Rand) float64 { return float64(rng.IntN(2))*1e9 + rng.Float64() },
	"last bits":        func(rng *rand.Rand) float64 { return 1 + float64(rng.IntN(20))*0x1p-52 },
	"about zero":       func(rng *rand.Rand) float64 { return math.Copysign(float64(rng.IntN(3))*5e-324, rng.Float64()-0.5) },
	"largest":          func(rng *rand.Rand) float64 { return (2*rng.Float64() - 1) * math.MaxFloat64 },
	"random bits": func(rng *rand.Rand) float64 {
		for {
			if v := math.Float64frombits(rng.Uint64()); v-v == 0 {
				return v
			}
		}
	},
}

// drawn returns an ascending sample of 1 to limit values.
func drawn(rng *rand.Rand, limit int, draw func(rng *rand.Rand) float64) []float64 {
	sample := make([]float64, 1+rng.IntN(limit))
	for i := range sample {
		sample[i] = draw(rng)
	}
	slices.Sort(sample)
	return sample
}

func TestDifferencesSelect(t *testing.T) {
	for name, draw := range shapes {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 1))
			for i := range 90 {
				limits := [][2]int{{70, 70}, {20, 70}, {150, 150}, {3, 1500}, {1500, 2}}[i%5]
				d := differences{drawn(rng, limits[0], draw), drawn(rng, limits[1], draw)}
				all := bruteDifferences(d.baseline, d.canary)
				var wanted [3]ranks
				for range 10 {
					for q := range wanted {
						k := 1 + rng.Int64N(d.count())
						wanted[q] = ranks{k, min(k+rng.Int64N(2), d.count())}
					}
					for q, got := range d.at(wanted) {
						w := wanted[q]
						if want := (bounds{all[w.from-1], all[w.to-1]}); got != want {
							t.Fatalf("differences %d and %d of %d by %d: got %v, want %v",
								w.from, w.to, len(d.baseline), len(d.canary), got, want)
						}
						if math.Signbit(got.first) && got.first == 0 || math.Signbit(got.last) && got.last == 0 {
							t.Fatalf("differences %d and %d are −0", w.from, w.to)
						}
					}
				}
			}
		})
	}
}

// TestSearchPasses counts passes where the guess is as good as none, and where it is good.
func TestSearchPasses(t *testing.T) {
	for name, draw := range shapes {
		rng := rand.New(rand.NewPCG(1, 4))
		for range 40 {
			d := differences{drawn(rng, 200, draw), drawn(rng, 200, shapes["random bits"])}
			total := d.count()
			wanted := [3]ranks{{1 + rng.Int64N(total), 0}, {1 + rng.Int64N(total), 0}, {1 + rng.Int64N(total), 0}}
			for q := range wanted {
				wanted[q].to = wanted[q].from
			}
			far := bounds{-math.MaxFloat64, -math.MaxFloat64}
			s := d.search(wanted)
			for s.try([3]bounds{far, far, far}); !s.done(); {
				s.pass()
			}
			if s.passes > 300 {
				t.Errorf("%s: %d passes without a good guess, want at most 300", name, s.passes)
			}
		}
	}
	baselines, canaries := benchPairs(1440, false)
	passes := 0
	for i, b := range baselines {
		d := differences{b, canaries[i]}
		slices.Sort(d.baseline)
		slices.Sort(d.canary)
		half := d.count() / 2
		wanted := [3]ranks{{half - 40_000, half - 40_000}, {half, half + 1}, {half + 40_000, half + 40_000}}
		some, among := d.quantiles(wanted)
		s := d.search(wanted)
		for s.try(some.guess(among)); !s.done(); {
			s.pass()
		}
		passes += s.passes
	}
	if mean := float64(passes) / float64(len(baselines)); mean > 1.2 {
		t.Errorf("normal samples take %.2f passes, want one as a rule", mean)
	}
}

// TestWalks compares the ways to count the differences up to a pivot with the plain one.
func TestWalks(t *testing.T) {
	inf := math.Inf(1)
	for name, draw := range shapes {
		rng := rand.New(rand.NewPCG(1, 3))
		for i := range 100 {
			limits := [][2]int{{70, 70}, {7, 200}, {200, 7}, {2, 1500}, {1500, 1}}[i%5]
			d := differences{drawn(rng, limits[0], draw), drawn(rng, limits[1], draw)}
			all := bruteDifferences(d.baseline, d.canary)
			some := func() float64 { return all[rng.IntN(len(all))] }
			for _, pivots := range [][3]float64{{some(), some(), some()}, {-inf, some(), inf}, {math.NaN(), some(), before(some())}} {
				traces := newTraces(len(d.baseline))
				upto := d.follow(pivots, traces)
				var around [3]bounds
				for q, p := range pivots {
					around[q] = bounds{after(p), p}
				}
				below, last := d.countAround(around)
				for q, p := range pivots {
					plain := make(trace, len(d.baseline))
					d.finish(p, plain, 0, 0)
					if !slices.Equal(traces[q], plain) || upto[q] != countAtMost(all, p) || last[q] != upto[q] {
						t.Fatalf("%s: up to %v of %v − %v: got %v, %d and %d, want %v",
							name, p, d.canary, d.baseline, traces[q], upto[q], last[q], plain)
					}
					if want := countAtMost(all, before(after(p))); below[q] != want {
						t.Fatalf("%s: below %v: got %d, want %d", name, after(p), below[q], want)
					}
				}
			}
		}
	}
}

func countAtMost(sorted []float64, pivot float64) (n int64) {
	for _, v := range sorted {
		if v <= pivot {
			n++
		}
	}
	return n
}

// BenchmarkShift is the selection alone, of sorted samples.
func BenchmarkShift(b *testing.B) {
	for _, ties := range []bool{false, true} {
		for _, n := range []int{20, 60, 120, 250, 1440, 100_000} {
			baselines, canaries := benchPairs(n, ties)
			for i := range baselines {
				slices.Sort(baselines[i])
				slices.Sort(canaries[i])
			}
			b.Run(fmt.Sprintf("n=%d/ties=%v", n, ties), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					d := differences{baselines[i%len(baselines)], canaries[i%len(canaries)]}
					d.shift(normalPosition(d.baseline, d.canary, 0.95))
				}
			})
		}
	}
}
