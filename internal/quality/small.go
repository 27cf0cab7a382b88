package quality

import (
	"fmt"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
)

// Small judges a canary of one part in twenty once: 600 of its requests in half an hour, against 11,400 of the
// baseline, of which 1 % fail; of the canary's so many times as many.
func Small(rule backtest.Rule, d judge.Direction, p judge.Preset, times float64, runs int, seed uint64) (Alarm, error) {
	const minutes = 30
	return alarm(rule, runs, func(i int) watch {
		r := stream(seed, fmt.Sprintf("small %v %g", d, times), i)
		var events, totals [2][]float64
		for range minutes {
			for side, requests := range []float64{baseline: 380, canary: 20} {
				failing := 0.01
				if side == canary {
					failing *= times
				}
				n := distuv.Poisson{Lambda: requests, Src: r}.Rand()
				totals[side] = append(totals[side], n)
				events[side] = append(events[side], distuv.Binomial{N: n, P: failing, Src: r}.Rand())
			}
		}
		m := metricOf(0, judge.Ratio, p)
		m.Direction = d
		return watch{
			plan: planOf(minutes, minutes, m), observed: []judge.Observation{countsOf(events, totals)},
			looks: []int{minutes}, planned: 1, first: 1,
		}
	})
}
