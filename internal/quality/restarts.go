package quality

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
)

// Restarts judges half an hour of raw counters once: 400 requests a minute of either population, of which 2 % fail, of the
// canary's so many times as many. Either population restarts up to three times, and begins again at zero.
func Restarts(rule backtest.Rule, times float64, runs int, seed uint64) (Alarm, error) {
	const minutes, requests, failing = 30, 400, 0.02
	return alarm(rule, runs, func(i int) watch {
		r := stream(seed, fmt.Sprintf("restarts %g", times), i)
		var events, totals [2][]float64
		for side, p := range []float64{baseline: failing, canary: failing * times} {
			restarts := map[int]bool{}
			for range r.IntN(4) {
				restarts[1+r.IntN(minutes)] = true
			}
			events[side], totals[side] = counters(r, minutes, requests, p, restarts)
		}
		m := metricOf(0, judge.Ratio, judge.NoPreset)
		m.Cumulative = true
		return watch{
			plan: planOf(minutes, minutes, m), observed: []judge.Observation{countsOf(events, totals)},
			looks: []int{minutes}, planned: 1, first: 1,
		}
	})
}

// counters draws two raw counters, with the value before the first step. In the step of a restart what was counted before
// it is lost.
func counters(r *rand.Rand, steps int, perStep, failing float64, restarts map[int]bool) (events, totals []float64) {
	total := float64(r.IntN(1e6))
	event := float64(int(total * failing))
	for i := range steps + 1 {
		if i > 0 {
			n := distuv.Poisson{Lambda: perStep, Src: r}.Rand()
			if restarts[i] {
				total, event, n = 0, 0, float64(int(n*r.Float64()))
			}
			total += n
			if n > 0 {
				event += distuv.Binomial{N: n, P: failing, Src: r}.Rand()
			}
		}
		events, totals = append(events, event), append(totals, total)
	}
	return events, totals
}
