package recorded

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/serin-canary/serin/series"
)

// An Answer is what a backend said to one query: series, or an error. Neither is an empty answer.
type Answer struct {
	Expr string // the query, as it was sent
	// Start and End are the window that was asked for. Left out, an answer with series is for their grid, and one
	// without series holds at all times.
	Start, End time.Time
	Series     []series.Labelled // on one grid, told apart by their labels
	Err        error             // why there was no answer; handed out as it is
}

// keep returns a copy that shares nothing with the answer, its window filled in, or what is wrong with it.
func (a Answer) keep() (Answer, error) {
	if a.Err != nil && len(a.Series) > 0 {
		return a, errors.New("it has series and an error; a failed query has no series")
	}
	kept := a
	kept.Series = make([]series.Labelled, len(a.Series))
	for i, s := range a.Series {
		kept.Series[i] = clone(s)
	}
	if err := kept.checkSeries(); err != nil {
		return a, err
	}
	if len(kept.Series) > 0 && kept.always() {
		first := kept.Series[0]
		kept.Start, kept.End = first.Start, first.Time(len(first.Values)-1)
	}
	if !kept.always() && !kept.Start.Before(kept.End) {
		return a, fmt.Errorf("its window from %s to %s is empty", clock(kept.Start), clock(kept.End))
	}
	return kept, nil
}

// checkSeries reports series on several grids, and such that cannot be told apart.
func (a Answer) checkSeries() error {
	known := map[string]bool{}
	for _, s := range a.Series {
		first := a.Series[0]
		switch {
		case s.Step <= 0:
			return fmt.Errorf("series %v: step %v is not above 0", s.Labels, s.Step)
		case s.Step != first.Step || !s.Start.Equal(first.Start) || len(s.Values) != len(first.Values):
			return fmt.Errorf("series %v is on another grid than %v", s.Labels, first.Labels)
		case known[key(s.Labels)]:
			return fmt.Errorf("two series have the labels %v", s.Labels)
		}
		known[key(s.Labels)] = true
	}
	return nil
}

// always says that the answer holds at all times.
func (a Answer) always() bool {
	return a.Start.IsZero() && a.End.IsZero()
}

// overlaps says whether the answer has something to say about a window.
func (a Answer) overlaps(start, end time.Time) bool {
	return a.always() || a.Start.Before(end) && start.Before(a.End)
}

// inOrder sorts the answers to one query, and reports those that contradict each other.
func inOrder(answers []Answer) error {
	slices.SortStableFunc(answers, func(a, b Answer) int { return a.Start.Compare(b.Start) })
	var mistakes []error
	for i, b := range answers[1:] {
		a := answers[i]
		switch {
		case a.always() || b.always():
			return errors.New("several, and one without a window; set Start and End of each")
		case a.overlaps(b.Start, b.End):
			mistakes = append(mistakes, fmt.Errorf("the windows from %s to %s and from %s to %s overlap",
				clock(a.Start), clock(a.End), clock(b.Start), clock(b.End)))
		}
	}
	return errors.Join(append(mistakes, oneStep(answers))...)
}

// oneStep reports answers with different steps.
func oneStep(answers []Answer) error {
	step := cmp.Or(steps(answers)...)
	for _, s := range steps(answers) {
		if s != 0 && s != step {
			return fmt.Errorf("steps of %v and of %v; record them with one", step, s)
		}
	}
	return nil
}

// steps returns the step of each answer, 0 for one without series.
func steps(answers []Answer) []time.Duration {
	all := make([]time.Duration, len(answers))
	for i, a := range answers {
		if len(a.Series) > 0 {
			all[i] = a.Series[0].Step
		}
	}
	return all
}

func clone(s series.Labelled) series.Labelled {
	s.Labels = maps.Clone(s.Labels)
	s.Values = slices.Clone(s.Values)
	return s
}

// key returns a text that is the same for equal labels and no others.
func key(labels map[string]string) string {
	var k []byte
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		k = fmt.Appendf(k, "%q=%q,", name, labels[name])
	}
	return string(k)
}

func clock(t time.Time) string {
	return t.UTC().Format(time.RFC3339Nano)
}
