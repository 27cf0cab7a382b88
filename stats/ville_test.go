package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// poisson draws a number of events, by Knuth's method.
func poisson(rng *rand.Rand, mean float64) (n float64) {
	for p := rng.Float64(); p > math.Exp(-mean); p *= rng.Float64() {
		n++
	}
	return n
}

// alarms counts the streams in which the evidence reaches 20 at some look.
func alarms(runs int, stream func(rng *rand.Rand) (look func() (logE float64))) (n float64) {
	rng := rand.New(rand.NewPCG(20, 60))
	for range runs {
		look := stream(rng)
		for range 60 {
			if look() >= math.Log(20) {
				n++
				break
			}
		}
	}
	return n
}

// TestVille looks every minute of an hour at streams in which nothing differs: at most 5 % of them may ever reach an e-value
// of 20. Of those in which the canary is worse, one-sided, most have to.
func TestVille(t *testing.T) {
	// Errors of a canary with a share of 20 %, in the rhythm of the day.
	counts := func(ratio float64, a Alternative) func(rng *rand.Rand) func() float64 {
		weight := must(CountWeight(0.2, 1.5))
		return func(rng *rand.Rand) func() float64 {
			b, c, minute := 0.0, 0.0, 0.0
			return func() float64 {
				minute++
				mean := 12 * (1 + math.Sin(minute/10))
				b, c = b+poisson(rng, 0.8*mean), c+poisson(rng, 0.2*mean*ratio)
				return must(SequentialCounts(b, c, 0.2, weight, a))
			}
		}
	}
	// A ramp from 5 % over 20 % to 50 %, every step a stratum of its own.
	ramp := func(ratio float64, a Alternative) func(rng *rand.Rand) func() float64 {
		return func(rng *rand.Rand) func() float64 {
			minute, sum, b, c, last := 0, 0.0, 0.0, 0.0, 0.0
			return func() float64 {
				share := []float64{0.05, 0.2, 0.5}[minute/20]
				if minute%20 == 0 {
					sum, b, c = sum+last, 0, 0
				}
				minute++
				b, c = b+poisson(rng, 10*(1-share)), c+poisson(rng, 10*share*ratio)
				last = must(SequentialCounts(b, c, share, must(CountWeight(share, 1.5)), a))
				return sum + last
			}
		}
	}
	split := func(ratio float64, _ Alternative) func(rng *rand.Rand) func() float64 {
		return func(rng *rand.Rand) func() float64 {
			counts := make([]int64, 3)
			return func() float64 {
				for i, mean := range []float64{20, 2 * ratio, 1} {
					counts[i] += int64(poisson(rng, mean))
				}
				return must(SequentialSplit(counts, []float64{20, 2, 1}, 100))
			}
		}
	}
	// Means of normal values with a known variance, and of values whose variance is not known.
	normal := func(shift float64, a Alternative) func(rng *rand.Rand) func() float64 {
		prior := must(MixtureGain(0.05, a, TuneExact)) / 15
		return func(rng *rand.Rand) func() float64 {
			n, sum := 0.0, 0.0
			return func() float64 {
				n, sum = n+1, sum+rng.NormFloat64()+shift-1
				return must(SequentialNormal(sum/n, 1/n, prior, a))
			}
		}
	}
	student := func(shift float64, a Alternative) func(rng *rand.Rand) func() float64 {
		weight := 15 / must(MixtureGain(0.05, a, TuneFirstOrder))
		return func(rng *rand.Rand) func() float64 {
			n, mean, m2 := 1.0, 3*(rng.NormFloat64()+shift-1), 0.0
			return func() float64 {
				x := 3 * (rng.NormFloat64() + shift - 1)
				n++
				d := x - mean
				mean += d / n
				m2 += d * (x - mean)
				return must(SequentialT(mean/math.Sqrt(m2/(n-1)/n), n, weight, a))
			}
		}
	}
	// Latencies with an exponential law in buckets of equal width; p80 is inside one.
	quantile := func(ratio float64, a Alternative) func(rng *rand.Rand) func() float64 {
		gain := must(MixtureGain(0.05, a, TuneFirstOrder))
		return func(rng *rand.Rand) func() float64 {
			b, c := make([]float64, 9), make([]float64, 9)
			add := func(counts []float64, n int, unit float64) {
				for range n {
					counts[min(len(counts)-1, int(unit*rng.ExpFloat64()/0.3))]++
				}
			}
			return func() float64 {
				add(b, 12, 1)
				add(c, 4, ratio)
				return must(SequentialQuantile(b, c, 0.8, 180/gain-1, 60/gain-1, a))
			}
		}
	}
	for name, test := range map[string]struct {
		stream func(effect float64, a Alternative) func(rng *rand.Rand) func() float64
		worse  float64 // 1 is no effect
		runs   int
	}{
		"counts": {counts, 2, 2000}, "ramp": {ramp, 2, 2000}, "split": {split, 1.5, 2000}, "normal": {normal, 2, 4000}, "t": {student, 2, 4000},
		"quantile": {quantile, 4, 400},
	} {
		runs := float64(test.runs)
		for _, a := range sides {
			if n := alarms(test.runs, test.stream(1, a)); n > 0.05*runs+4*math.Sqrt(runs*0.05*0.95) {
				t.Errorf("%s, %v: %v false alarms in %v streams", name, a, n, runs)
			}
		}
		if n := alarms(test.runs, test.stream(test.worse, Greater)); n < 0.8*runs {
			t.Errorf("%s: a worse canary is found in %v of %v streams", name, n, runs)
		}
		if n := alarms(test.runs, test.stream(1/test.worse, Greater)); n > 0.01*runs && name != "split" {
			t.Errorf("%s: a better canary gives %v alarms in %v streams", name, n, runs)
		}
	}
}
