package judge

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
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
