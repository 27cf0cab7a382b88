package recording

import (
	"fmt"
	"time"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// maxSteps is how many steps a window may have: one more than the largest limit anybody sets on an analysis.
const maxSteps = 1 << 20

// A grid is where the values of a population lie: at start + step, …, start + steps·step.
type grid struct {
	start time.Time
	step  time.Duration
	steps int
}

// newGrid returns the grid of a window, or what is wrong with it.
func newGrid(window *serinv1.Window, step time.Duration) (g grid, problem string) {
	if window == nil {
		return g, "required: the start and end of what was judged, or a window for each population"
	}
	if window.GetStart().CheckValid() != nil || window.GetEnd().CheckValid() != nil {
		return g, "needs a start and an end, times such as 2026-01-31T09:30:00Z"
	}
	start, end := window.GetStart().AsTime(), window.GetEnd().AsTime()
	switch length := end.Sub(start); {
	case length <= 0:
		return g, "the end must come after the start"
	case length%step != 0:
		return g, fmt.Sprintf("%v is no whole number of steps of %v", length, step)
	case length/step > maxSteps:
		return g, fmt.Sprintf("%d steps of %v; at most %d are read", length/step, step, maxSteps)
	}
	return grid{start: start, step: step, steps: series.Steps(start, end, step)}, ""
}

// earlier returns the grid that begins one step earlier, for raw counters.
func (g grid) earlier() grid {
	return grid{start: g.start.Add(-g.step), step: g.step, steps: g.steps + 1}
}

// end returns the time of the last value.
func (g grid) end() time.Time {
	return g.start.Add(time.Duration(g.steps) * g.step)
}

// index returns the place of a time on the grid, or why it has none.
func (g grid) index(t time.Time) (i int, problem string) {
	offset := t.Sub(g.start)
	switch {
	case offset <= 0 || t.After(g.end()):
		return 0, fmt.Sprintf("%s lies outside of the window; its steps end at %s, …, %s",
			clock(t), clock(g.start.Add(g.step)), clock(g.end()))
	case offset%g.step != 0:
		before := t.Add(-(offset % g.step))
		return 0, fmt.Sprintf("%s is not the end of a step of %v; steps end at %s and %s",
			clock(t), g.step, clock(before), clock(before.Add(g.step)))
	}
	return int(offset/g.step) - 1, ""
}

// empty returns a series of gaps.
func (g grid) empty() series.Series {
	return series.New(g.start, g.step, g.steps)
}

// holds says whether a series lies on the grid.
func (g grid) holds(s series.Series) bool {
	return s.Start.Equal(g.start) && s.Step == g.step && len(s.Values) == g.steps
}

func clock(t time.Time) string {
	return t.UTC().Format(time.RFC3339Nano)
}
