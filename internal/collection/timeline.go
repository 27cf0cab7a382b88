package collection

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// A timeline is when a population was observed: the times at which any of its metrics has a sample, and the place of each
// on a grid. All metrics of a population share it, so one that is silent for a while has gaps there.
//
// The grid counts samples and not hours: a sample follows the one before it at the next step, unless more than 1.5 steps
// lie between them. Such a break is one step without a value, however long it was. So every other hour of a day is a series
// with short gaps and not one that is half missing, and no two samples count as neighbours that are none.
type timeline struct {
	moments []moment
	places  []int // on the grid, from 0
	step    time.Duration
}

// A moment is a time, and which of several samples of that time it is.
type moment struct {
	at  float64
	nth int
}

// breakSteps is from how many steps on the time between two samples is a break.
const breakSteps = 1.5

// newTimeline returns the timeline of a population with these series.
func newTimeline(all []*samples, step time.Duration) timeline {
	t := timeline{step: step}
	known := map[moment]bool{}
	for _, s := range all {
		for _, m := range s.moments() {
			if !known[m] {
				known[m] = true
				t.moments = append(t.moments, m)
			}
		}
	}
	slices.SortFunc(t.moments, func(a, b moment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.nth, b.nth)) })
	place := 0
	for i, m := range t.moments {
		if i > 0 && m.at-t.moments[i-1].at > breakSteps*step.Seconds() {
			place++
		}
		t.places = append(t.places, place)
		place++
	}
	return t
}

// moments returns when the samples were taken.
func (s *samples) moments() []moment {
	times := s.times()
	moments := make([]moment, len(times))
	for i, at := range times {
		moments[i].at = at
		if i > 0 && times[i-1] == at {
			moments[i].nth = moments[i-1].nth + 1
		}
	}
	return moments
}

// same reports whether two populations were observed at the same times.
func (t timeline) same(other timeline) bool { return slices.Equal(t.moments, other.moments) }

// window returns the window of the timeline, which begins no earlier than a time.
func (t timeline) window(earliest time.Time) judge.Window {
	at := t.moments[0].at
	whole := math.Floor(at)
	start := time.Unix(int64(whole), int64((at-whole)*float64(time.Second))).UTC().Add(-t.step)
	if start.Before(earliest) {
		start = earliest
	}
	return judge.Window{Start: start, End: start.Add(time.Duration(t.places[len(t.places)-1]+1) * t.step)}
}

// series puts samples of the population on the grid of its window.
func (t timeline) series(s *samples, window judge.Window) series.Series {
	grid := series.New(window.Start, t.step, t.places[len(t.places)-1]+1)
	i := 0
	for j, m := range s.moments() {
		for t.moments[i] != m {
			i++
		}
		if v := s.Values[j]; v != nil {
			grid.Values[t.places[i]] = *v
		}
	}
	return grid
}
