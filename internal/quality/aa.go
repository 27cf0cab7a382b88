package quality

import (
	"fmt"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
)

// A Share is how many of so many.
type Share struct{ Hits, Of int }

// add counts one of them.
func (s *Share) add(hit bool) {
	s.Of++
	if hit {
		s.Hits++
	}
}

// An Alarm is how often canaries were flagged at any look, and aborted; and held at the last one for another reason than
// a regression.
type Alarm struct{ Flagged, Aborted, Held Share }

func (a *Alarm) add(s seen) {
	a.Flagged.add(s.flagged > 0)
	a.Aborted.add(s.aborted > 0)
	a.Held.add(s.held)
}

// Looks is a plan of looks at metrics that are values per step.
type Looks struct {
	Metrics int
	Steps   []int // in the window at each look; nil: every minute of an hour
	Open    bool  // nobody knows how many looks there will be
}

func (l Looks) watch() (w watch) {
	w.looks, w.planned, w.first = l.Steps, len(l.Steps), 1
	if l.Steps == nil {
		w.looks, w.planned, w.first = everyMinute(60)
	}
	w.open = l.Open
	return w
}

// AA judges canaries that are as good as their baselines: Gaussian values that follow their predecessors with
// correlation rho, in either population by itself.
func AA(rule backtest.Rule, l Looks, rho float64, runs int, seed uint64) (Alarm, error) {
	return alarm(rule, runs, func(i int) watch {
		r := stream(seed, fmt.Sprintf("aa %d %d %g", l.Metrics, len(l.Steps), rho), i)
		w := l.watch()
		n := w.looks[len(w.looks)-1]
		w.plan = planOf(n, n)
		for k := range l.Metrics {
			var sides [2][]float64
			for side := range sides {
				sides[side] = autoregressive(r, rho, n)
				for t, v := range sides[side] {
					sides[side][t] = 100 + 5*v
				}
			}
			w.plan.Metrics = append(w.plan.Metrics, metricOf(k, judge.Gauge, judge.NoPreset))
			w.observed = append(w.observed, gaugesOf(sides[baseline], sides[canary]))
		}
		return w
	})
}

// alarm watches so many canaries.
func alarm(rule backtest.Rule, runs int, draw func(i int) watch) (Alarm, error) {
	all, err := each(runs, func(i int) (seen, error) { return draw(i).run(rule) })
	if err != nil {
		return Alarm{}, err
	}
	var a Alarm
	for _, s := range all {
		a.add(s)
	}
	return a, nil
}
