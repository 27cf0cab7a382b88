package providertest

import (
	"math"
	"time"

	"github.com/serin-canary/serin/series"
)

// Data is what the backend must hold before the suite asks.
type Data struct {
	Start   time.Time     // of the window the suite asks for; excluded from its grid
	End     time.Time     // included
	Step    time.Duration // of the grid
	Metrics []Metric
}

// A Metric is what one query asks for.
type Metric struct {
	Name   string   // a word of lower-case letters and _
	Series []Series // told apart by their labels; none: the backend has never heard of the metric
}

// A Series is what the backend stores. A missing sample is a gap, even a single one: a backend that looks back for the
// last value it has seen (Prometheus: for five minutes) must be told to look no further than one step.
type Series struct {
	Labels  map[string]string
	Samples []series.Sample // in the order of their times, some of them outside the window
}

// Answer returns what the contract demands for a metric on the grid of the data.
func (d Data) Answer(m Metric) []series.Labelled {
	return m.on(d.Start, d.End, d.Step)
}

// on returns what the contract demands for a metric on a grid.
func (m Metric) on(start, end time.Time, step time.Duration) []series.Labelled {
	answer := make([]series.Labelled, 0, len(m.Series))
	for _, s := range m.Series {
		answer = append(answer, series.Labelled{
			Labels: s.Labels,
			Series: series.FromSamples(s.Samples, start, end, step),
		})
	}
	return answer
}

// find returns the metric with a name.
func (d Data) find(name string) Metric {
	for _, m := range d.Metrics {
		if m.Name == name {
			return m
		}
	}
	return Metric{Name: name}
}

// The metrics, each named after what it is for.
const (
	plain   = "serin_plain"   // a value in every step
	odd     = "serin_odd"     // values at the ends of what a number can be
	holes   = "serin_holes"   // gaps of one and of ten steps, and at both ends
	jitter  = "serin_jitter"  // samples that come before their step's end
	edges   = "serin_edges"   // samples just at the window's ends
	several = "serin_several" // three series
	nothing = "serin_nothing" // no series
)

const (
	steps = 30
	step  = time.Minute
)

func testData(start time.Time) Data {
	return Data{
		Start: start, End: start.Add(steps * step), Step: step,
		Metrics: []Metric{
			{plain, []Series{{nil, every(start, 0, func(i int) float64 { return float64(100 + i%7) })}}},
			{odd, []Series{{nil, samples(start, 0, 0, -1.5, 1e15, 1e-9, 0.1+0.2, math.Inf(1), math.Inf(-1), 42)}}},
			{holes, []Series{{nil, holed(start)}}},
			{jitter, []Series{{nil, every(start, -13*time.Second, func(i int) float64 { return float64(i * i) })}}},
			{edges, []Series{{nil, []series.Sample{
				{Time: start, Value: 1}, // belongs to the step before the window
				{Time: start.Add(step), Value: 2},
				{Time: start.Add(steps * step), Value: 3},
				{Time: start.Add(steps*step + time.Second), Value: 4}, // to the one after it
			}}}},
			{several, []Series{
				{map[string]string{"region": "ap-south"}, every(start, 0, func(i int) float64 { return float64(i) })},
				{map[string]string{"region": "eu-west", "zone": "a"}, samples(start, 20*step, 7, 8, 9)},
				{map[string]string{"region": "eu-west", "zone": "b"}, samples(start, 0, 5)},
			}},
			{nothing, nil},
		},
	}
}

// every returns one sample per step, each off its step's end by the given time.
func every(start time.Time, off time.Duration, value func(i int) float64) []series.Sample {
	values := make([]float64, steps)
	for i := range values {
		values[i] = value(i)
	}
	return samples(start, off, values...)
}

// samples returns one sample per step, beginning with the first step after start plus off.
func samples(start time.Time, off time.Duration, values ...float64) []series.Sample {
	all := make([]series.Sample, len(values))
	for i, v := range values {
		all[i] = series.Sample{Time: start.Add(off + time.Duration(i+1)*step), Value: v}
	}
	return all
}

func holed(start time.Time) []series.Sample {
	var some []series.Sample
	for i, sample := range every(start, 0, func(i int) float64 { return float64(i) }) {
		if i >= 2 && i != 5 && (i < 12 || i >= 22) && i < steps-2 {
			some = append(some, sample)
		}
	}
	return some
}
