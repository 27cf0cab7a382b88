package kayenta

import (
	"errors"
	"math"
	"testing"
)

func TestZeroin(t *testing.T) {
	for _, test := range []struct {
		name         string
		f            func(float64) float64
		lo, hi, want float64
	}{
		{"line", func(x float64) float64 { return 3 - 2*x }, -10, 10, 1.5},
		{"cubic", func(x float64) float64 { return x*x*x - 2 }, 0, 5, math.Cbrt(2)},
		{"steep", func(x float64) float64 { return math.Exp(x) - 1000 }, -20, 20, math.Log(1000)},
		{"step", func(x float64) float64 { return math.Copysign(1, 0.3-x) }, -7, 4, 0.3},
		{"stairs", func(x float64) float64 { return 0.5 - math.Floor(x/3) }, -100, 100, 3},
		{"large", func(x float64) float64 { return 1e12 + 0.5 - x }, 0, 3e12, 1e12},
	} {
		calls := 0
		f := func(x float64) (float64, error) {
			calls++
			return test.f(x), nil
		}
		// The tolerance is absolute, until a float64 has no more digits.
		tolerance := max(rootTolerance, 4*epsilon*math.Abs(test.want)) + 0.5*math.Abs(test.want)/1e12
		got, err := zeroin(f, test.lo, test.hi, test.f(test.lo), test.f(test.hi))
		if err != nil || !near(got, test.want, tolerance) || calls > 60 {
			t.Errorf("%s: got %v, %v after %d calls, want %v", test.name, got, err, calls, test.want)
		}
	}
}

// An end where the function is 0 is the answer, even if there is a root inside; ends of one sign end somewhere.
func TestZeroinAtEnds(t *testing.T) {
	f := func(x float64) (float64, error) { return x * (x - 1) * (x - 2), nil }
	for _, test := range []struct{ lo, hi, want float64 }{{0, 1.5, 0}, {0.5, 2, 2}, {0, 2, 0}} {
		fLo, _ := f(test.lo)
		fHi, _ := f(test.hi)
		if got, err := zeroin(f, test.lo, test.hi, fLo, fHi); got != test.want || err != nil {
			t.Errorf("from %v to %v: got %v, %v, want %v", test.lo, test.hi, got, err, test.want)
		}
	}
	positive := func(x float64) (float64, error) { return 1 + x*x, nil }
	if got, err := zeroin(positive, -1, 2, 2, 5); err != nil || math.IsNaN(got) {
		t.Errorf("without a root: got %v, %v", got, err)
	}
}

// Steps are not counted for ever, and an error ends the search.
func TestZeroinEnds(t *testing.T) {
	calls := 0
	nan := func(float64) (float64, error) {
		calls++
		return math.NaN(), nil
	}
	if _, err := zeroin(nan, 0, 1e6, math.NaN(), math.NaN()); err != nil || calls > rootSteps {
		t.Errorf("%v after %d steps, want at most %d", err, calls, rootSteps)
	}
	fails := func(float64) (float64, error) { return 0, errTied }
	if _, err := zeroin(fails, 0, 1, 1, -1); !errors.Is(err, errTied) {
		t.Errorf("got %v, want errTied", err)
	}
}
