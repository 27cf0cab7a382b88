package judge

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/serin-canary/serin/stats"
)

// smallCanary draws windows of 30 minutes at 20 against 380 requests a minute and a 1 % base error rate, and returns
// how often the verdict flagged the canary.
func smallCanary(direction Direction, times float64, seed uint64, runs int) (flagged, aborted float64) {
	source := rand.NewPCG(seed, 1)
	m := metricOf("errors", Ratio, Errors)
	m.Direction = direction
	for range runs {
		var events, total [2][]float64
		for range 30 {
			for side, requests := range []float64{380, 20} {
				p := 0.01
				if side == 1 {
					p *= times
				}
				n := distuv.Poisson{Lambda: requests, Src: source}.Rand()
				total[side] = append(total[side], n)
				events[side] = append(events[side], distuv.Binomial{N: n, P: p, Src: source}.Rand())
			}
		}
		result, err := Decide(planOf(30, m), []Observation{countsOf(events[0], total[0], events[1], total[1])})
		if err != nil {
			panic(err)
		}
		if result.Reasons[0].Code == Regression {
			flagged++
		}
		if result.Verdict == Abort {
			aborted++
		}
	}
	return flagged / float64(runs), aborted / float64(runs)
}

// A canary of one part in twenty is where rates per minute mislead: most of its minutes have no error at all. Judged
// on the counts of the window, a healthy one must be flagged no more than alpha allows, in either direction, and a
// tripled error rate must be stopped nearly always.
func TestSmallCanary(t *testing.T) {
	const runs = 4000
	for _, test := range []struct {
		name                string
		direction           Direction
		times               float64
		least, most, aborts float64
	}{
		{"healthy is not called worse", HigherIsWorse, 1, 0, 0.05, 0.01},
		{"healthy is not called better", LowerIsWorse, 1, 0, 0.05, 0.01},
		{"tripled is stopped", HigherIsWorse, 3, 0.95, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			flagged, aborted := smallCanary(test.direction, test.times, 20260301, runs)
			t.Logf("flagged %.4f, aborted %.4f of %d windows", flagged, aborted, runs)
			if flagged < test.least || flagged > test.most || aborted > test.aborts {
				t.Errorf("flagged %.4f, want %v to %v; aborted %.4f, want at most %v", flagged, test.least, test.most, aborted, test.aborts)
			}
		})
	}
}

// flaggedGauges draws so many analyses of one gauge whose two populations follow the same AR(1) law, and returns how
// often the canary was flagged.
func flaggedGauges(rho float64, points, runs int, seed uint64) float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	draw := func() []float64 {
		values := make([]float64, points)
		previous := r.NormFloat64()
		for i := range values {
			previous = rho*previous + math.Sqrt(1-rho*rho)*r.NormFloat64()
			values[i] = 100 + 5*previous
		}
		return values
	}
	m := metricOf("latency", Gauge, NoPreset)
	// Without margins to speak of: what is measured is the test, not the margin that makes it stricter.
	m.Pause, m.Abort = Margin{Absolute: 1e-9}, Margin{Absolute: 1e9}
	flagged := 0
	for range runs {
		result, err := Decide(planOf(points, m), []Observation{gaugesOf(draw(), draw())})
		if err != nil {
			panic(err)
		}
		if result.Reasons[0].Code == Regression {
			flagged++
		}
	}
	return float64(flagged) / float64(runs)
}

// The tests alone, without the margins that make the rule stricter, flag harmless canaries about as often as alpha says,
// also when values follow their predecessors, up to where a window holds but three independent ones (60 points at 0.9).
func TestHarmlessGauges(t *testing.T) {
	const runs = 2000
	for _, test := range []struct {
		rho  float64
		most float64
	}{{0, 0.05}, {0.3, 0.06}, {0.6, 0.07}, {0.9, 0.13}} {
		flagged := flaggedGauges(test.rho, 60, runs, 20260301)
		t.Logf("autocorrelation %.1f: flagged %.4f of %d", test.rho, flagged, runs)
		if flagged > test.most {
			t.Errorf("autocorrelation %.1f: flagged %.4f, want at most %v", test.rho, flagged, test.most)
		}
	}
}

// An overdispersed ratio: events of 30 steps of 1,000 requests whose rate varies by half from step to step, by itself on
// either side, as retries and caches make it.
func drawScattered(r *rand.Rand, source rand.Source, rate float64) (events, total []float64) {
	const variation = 0.5
	sigma := math.Sqrt(math.Log(1 + variation*variation))
	for range 30 {
		p := min(1, rate*math.Exp(sigma*r.NormFloat64()-sigma*sigma/2))
		total = append(total, 1000)
		events = append(events, distuv.Binomial{N: 1000, P: p, Src: source}.Rand())
	}
	return events, total
}

// Counts that scatter more than independent events do not make a harmless canary look worse: failures judged as they
// are, and successes, of which nearly all trials are events.
func TestHarmlessScatteredCounts(t *testing.T) {
	const runs = 1500
	for _, test := range []struct {
		name      string
		successes bool
	}{{"failures", false}, {"successes", true}} {
		t.Run(test.name, func(t *testing.T) {
			source := rand.NewPCG(20260301, 3)
			r := rand.New(source)
			m := metricOf("errors", Ratio, NoPreset)
			significant := 0
			for range runs {
				var events, total [2][]float64
				for side := range events {
					events[side], total[side] = drawScattered(r, source, 0.01)
					if test.successes {
						m.Direction = LowerIsWorse
						for i := range events[side] {
							events[side][i] = total[side][i] - events[side][i]
						}
					}
				}
				result := decide(t, planOf(30, m), countsOf(events[0], total[0], events[1], total[1]))
				if result.Findings[0].Evidence[0].P <= 0.05 {
					significant++
				}
			}
			rate := float64(significant) / runs
			t.Logf("p at most 0.05 in %.4f of %d", rate, runs)
			if rate > 0.065 {
				t.Errorf("p at most 0.05 in %.4f of %d harmless windows", rate, runs)
			}
		})
	}
}

// The two tests of proportions at a 5 %/95 % split of healthy traffic with a 1 % error rate, by the errors expected of the
// canary: why the exact one is used up to fewExpected.
func TestNormalTestAtSmallShares(t *testing.T) {
	const runs = 20000
	source := rand.NewPCG(20260301, 4)
	for _, expected := range []float64{6, 30, 100, 400} {
		canaryTrials, baselineTrials := int64(100*expected), int64(1900*expected)
		var normal, exact [2]float64 // at 5 % and at 1 %
		for range runs {
			baseline := stats.Proportion{Events: int64(distuv.Poisson{Lambda: 19 * expected, Src: source}.Rand()), Trials: baselineTrials}
			canary := stats.Proportion{Events: int64(distuv.Poisson{Lambda: expected, Src: source}.Rand()), Trials: canaryTrials}
			z, err := stats.TwoProportionZ(baseline, canary, stats.Greater)
			if err != nil {
				t.Fatal(err)
			}
			p, err := stats.FisherExact(baseline, canary, stats.Greater)
			if err != nil {
				t.Fatal(err)
			}
			for i, alpha := range []float64{0.05, 0.01} {
				if z.P <= alpha {
					normal[i] += 1. / runs
				}
				if p <= alpha {
					exact[i] += 1. / runs
				}
			}
		}
		t.Logf("%3.0f expected: normal %.4f and %.4f, exact %.4f and %.4f, at 5 %% and 1 %%", expected, normal[0], normal[1], exact[0], exact[1])
		if exact[0] > 0.055 || exact[1] > 0.0125 {
			t.Errorf("the exact test exceeds its level: %v", exact)
		}
		if expected < fewExpected && normal[1] < 0.0115 {
			t.Errorf("the normal test keeps its level with %v expected; fewExpected could be lower", expected)
		}
	}
}
