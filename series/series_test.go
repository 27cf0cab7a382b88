package series

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func at(minutes float64) time.Time {
	return noon().Add(time.Duration(minutes * float64(time.Minute)))
}

func diff(got, want []float64) string { return cmp.Diff(want, got, cmpopts.EquateNaNs()) }

// The value at t describes the step that ends at t: a sample belongs to the step that holds it, its end included.
func TestFromSamples(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		name    string
		samples []Sample
		want    []float64
	}{
		{"on the grid", []Sample{{at(1), 1}, {at(2), 2}, {at(3), 3}}, []float64{1, 2, 3}},
		{"a gap", []Sample{{at(1), 1}, {at(3), 3}}, []float64{1, nan, 3}},
		{"jitter", []Sample{{at(0.9), 1}, {at(1.1), 2}, {at(3), 3}}, []float64{1, 2, 3}},
		{"start excluded, end included", []Sample{{at(0), 9}, {at(3), 3}, {at(3.001), 9}}, []float64{nan, nan, 3}},
		{"the last of a step counts", []Sample{{at(1.2), 1}, {at(1.8), 2}}, []float64{nan, 2, nan}},
		{"none", nil, []float64{nan, nan, nan}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := FromSamples(test.samples, at(0), at(3), time.Minute)
			if d := diff(got.Values, test.want); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWindow(t *testing.T) {
	nan := math.NaN()
	s := Series{Start: at(0), Step: time.Minute, Values: []float64{1, 2, 3, 4}}
	for _, test := range []struct {
		name       string
		start, end float64
		want       []float64
	}{
		{"the same", 0, 4, []float64{1, 2, 3, 4}},
		{"inside", 1, 3, []float64{2, 3}},
		{"beyond both ends", -1, 6, []float64{nan, 1, 2, 3, 4, nan, nan}},
		{"between the steps", 0.5, 3.5, []float64{1, 2, 3}},
		{"elsewhere", 10, 12, []float64{nan, nan}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if d := diff(s.Window(at(test.start), at(test.end)).Values, test.want); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestIncrease(t *testing.T) {
	nan := math.NaN()
	for _, test := range []struct {
		name    string
		counter []float64
		want    []float64
		resets  []int
	}{
		{"grows", []float64{10, 12, 15}, []float64{2, 3}, nil},
		{"stands", []float64{10, 10, 10}, []float64{0, 0}, nil},
		{"restarts", []float64{10, 12, 3, 5}, []float64{2, 3, 2}, []int{1}},
		{"is born in the window", []float64{nan, nan, nan, 4, 5}, []float64{nan, nan, 4, 1}, []int{2}},
		{"misses its first scrapes", []float64{nan, nan, 4000, 4001}, []float64{nan, nan, 1}, nil},
		{"has a gap", []float64{10, nan, 15}, []float64{nan, 5}, nil},
		{"restarts in a gap", []float64{10, nan, 2}, []float64{nan, 2}, []int{1}},
		{"is never there", []float64{nan, nan}, []float64{nan}, nil},
		{"one value", []float64{10}, []float64{}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, resets := Increase(Series{Start: at(-1), Step: time.Minute, Values: test.counter})
			if d := diff(got.Values, test.want); d != "" || !slices.Equal(resets, test.resets) {
				t.Errorf("%s resets %v, want %v", d, resets, test.resets)
			}
			if !got.Start.Equal(at(0)) {
				t.Errorf("starts at %v, want one step later than the counter", got.Start)
			}
		})
	}
}
