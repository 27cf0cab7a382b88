package quality

import (
	"fmt"
	"math"
	"slices"

	"github.com/serin-canary/serin/internal/backtest"
)

// A Delay is after how many minutes canaries were flagged.
type Delay struct {
	Alarm
	Minutes []float64 // of every canary, in ascending order; +Inf: not within the hour
}

// Within returns how many were flagged after so many minutes or less.
func (d Delay) Within(minutes float64) Share {
	s := Share{Of: len(d.Minutes)}
	for _, m := range d.Minutes {
		if m <= minutes {
			s.Hits++
		}
	}
	return s
}

// Quantile returns after how many minutes that part of the canaries was flagged.
func (d Delay) Quantile(q float64) float64 {
	return d.Minutes[max(0, int(math.Ceil(q*float64(len(d.Minutes))))-1)]
}

// TimeToFlag watches so many canaries, for an hour each.
func TimeToFlag(rule backtest.Rule, w Watched, runs int, seed uint64) (Delay, error) {
	all, err := each(runs, func(i int) (seen, error) {
		return w.draw(stream(seed, fmt.Sprintf("delay %s %s", w.Scene, w.Common), i)).run(rule)
	})
	if err != nil {
		return Delay{}, err
	}
	var d Delay
	for _, s := range all {
		d.add(s)
		minutes := math.Inf(1)
		if s.flagged > 0 {
			minutes = float64(s.flagged)
		}
		d.Minutes = append(d.Minutes, minutes)
	}
	slices.Sort(d.Minutes)
	return d, nil
}
