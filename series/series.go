// Package series holds time series on a regular grid.
//
// The convention of the whole project: a grid has a start, which it excludes, and a step; its points are
// start + step, start + 2·step, … A value at t describes the step that ends at t, the interval (t − step, t].
// A gap, an expected value that is missing, is NaN.
package series

import (
	"math"
	"time"
)

// A Series is one value per step. Values[i] describes the step that ends at [Series.Time](i).
type Series struct {
	Start  time.Time     // start of the first step, excluded from the grid
	Step   time.Duration // length of a step, above 0
	Values []float64     // one value per step; NaN is a gap
}

// Labelled is a series with the labels that tell it from its siblings.
type Labelled struct {
	Labels map[string]string
	Series
}

// A Sample is a value at a time, as it comes from a backend whose clock is not ours.
type Sample struct {
	Time  time.Time
	Value float64
}

// New returns a series of n gaps.
func New(start time.Time, step time.Duration, n int) Series {
	values := make([]float64, n)
	for i := range values {
		values[i] = math.NaN()
	}
	return Series{Start: start, Step: step, Values: values}
}

// Time returns the time of value i, the end of its step.
func (s Series) Time(i int) time.Time {
	return s.Start.Add(time.Duration(i+1) * s.Step)
}

// Steps returns how many whole steps fit between start and end.
func Steps(start, end time.Time, step time.Duration) int {
	return int(end.Sub(start) / step)
}

// FromSamples puts samples on the grid from start to end. A sample belongs to the step that holds it, also when it
// comes a little before the step's end; of several in one step the last one counts. Samples outside the grid are
// left out. The samples must be in the order of their times.
func FromSamples(samples []Sample, start, end time.Time, step time.Duration) Series {
	s := New(start, step, Steps(start, end, step))
	for _, sample := range samples {
		if i := s.index(sample.Time); i >= 0 && i < len(s.Values) {
			s.Values[i] = sample.Value
		}
	}
	return s
}

// index returns the step that holds t: that with end − step < t <= end.
func (s Series) index(t time.Time) int {
	offset := t.Sub(s.Start)
	if offset <= 0 {
		return -1
	}
	return int((offset - 1) / s.Step)
}

// Window returns the series on the grid from start to end, which is the series itself if that is its grid; steps it does
// not cover are gaps. A series whose grid lies between the steps of the new one is moved to the step that holds each
// value.
func (s Series) Window(start, end time.Time) Series {
	n := Steps(start, end, s.Step)
	if s.Start.Equal(start) && len(s.Values) == n {
		return s
	}
	out := New(start, s.Step, n)
	for i, v := range s.Values {
		if j := out.index(s.Time(i)); j >= 0 && j < n {
			out.Values[j] = v
		}
	}
	return out
}

// Present returns the values that are not gaps, in order.
func (s Series) Present() []float64 {
	present := make([]float64, 0, len(s.Values))
	for _, v := range s.Values {
		if !math.IsNaN(v) {
			present = append(present, v)
		}
	}
	return present
}
