package kayenta

import (
	"errors"
	"math"
	"slices"

	"github.com/serin-canary/serin/stats"
)

// errTied says that at some shift all values tie, where the rank sum has no variance.
var errTied = errors.New("all values tie at some shift")

// shift is by how much the experiment is higher than the control, with an interval.
type shift struct{ estimate, lower, upper float64 }

// ranking holds both sides in ascending order, to rank them together.
type ranking struct {
	experiment, control []float64
	shifted             []float64 // the experiment, lowered; written by every call of sums
}

func rank(s samples) ranking {
	ascending := func(values []float64) []float64 {
		values = slices.Clone(values)
		slices.SortFunc(values, compare)
		return values
	}
	return ranking{
		experiment: ascending(s.experiment), control: ascending(s.control), shifted: make([]float64, len(s.experiment)),
	}
}

// compare orders values with −0 before 0, because Kayenta's ranks tell them apart.
func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	case a != 0 || math.Signbit(a) == math.Signbit(b):
		return 0
	case math.Signbit(a):
		return -1
	}
	return 1
}

// shift estimates the location shift and its interval from ranks, as R's wilcox.test(exact = FALSE, correct = TRUE, conf.int =
// TRUE) does for the interval. R's estimate is another one: it drops the continuity correction, which makes the function that is
// searched flat around its root.
func (r ranking) shift(confidence float64) (s shift, err error) {
	z := -stats.NormalQuantile((1 - confidence) / 2)
	for _, search := range []struct {
		result  *float64
		z       float64
		guarded bool
	}{{&s.lower, z, true}, {&s.upper, -z, true}, {&s.estimate, 0, false}} {
		if *search.result, err = r.root(search.z, search.guarded); err != nil {
			return shift{}, err
		}
	}
	return s, nil
}

// root finds the shift at which the sides are z standard deviations apart, among those at which they overlap. If it is guarded,
// the least or the largest such shift is the answer where there is no root.
func (r ranking) root(z float64, guarded bool) (float64, error) {
	f := func(mu float64) (float64, error) { return r.distance(mu, z) }
	least := r.experiment[0] - r.control[len(r.control)-1]
	largest := r.experiment[len(r.experiment)-1] - r.control[0]
	atLeast, err := f(least)
	if err != nil {
		return 0, err
	}
	atLargest, err := f(largest)
	switch {
	case err != nil:
		return 0, err
	case guarded && atLeast <= 0:
		return least, nil
	case guarded && atLargest >= 0:
		return largest, nil
	}
	return zeroin(f, least, largest, atLeast, atLargest)
}

// distance is how many standard deviations the rank sum of the experiment, lowered by mu, is above what is expected of equal
// sides, with continuity correction, less z. It falls in steps as mu grows, but for ties, which narrow the deviation.
func (r ranking) distance(mu, z float64) (float64, error) {
	m, n := float64(len(r.experiment)), float64(len(r.control))
	sum, ties := r.sums(mu)
	above := sum - m*(m+1)/2 - m*n/2
	sigma := math.Sqrt(m * n / 12 * (m + n + 1 - ties/((m+n)*(m+n-1))))
	if sigma == 0 {
		return 0, errTied
	}
	correction := 0.0
	if above != 0 {
		correction = math.Copysign(0.5, above)
	}
	return (above-correction)/sigma - z, nil
}

// sums returns the rank sum of the experiment lowered by mu, where equal values share the mean of their ranks, and the sum of
// t³ − t over the groups of t equal values; both are exact. Lowering keeps the order, so that one merge does it.
func (r ranking) sums(mu float64) (rankSum, ties float64) {
	x, y := r.shifted, r.control
	for i, v := range r.experiment {
		if x[i] = v - mu; math.IsNaN(x[i]) {
			x[i] = math.Inf(1) // ∞ − ∞ ranks last
		}
	}
	for i, j := 0, 0; i < len(x) || j < len(y); {
		startX, startY := i, j
		if j == len(y) || i < len(x) && compare(x[i], y[j]) <= 0 {
			i = endOfRun(x, i, x[i])
			j = endOfRun(y, j, x[startX])
		} else {
			j = endOfRun(y, j, y[j])
		}
		if i > startX {
			rankSum += float64(i-startX) * float64(startX+startY+i+j+1) / 2
		}
		if t := float64(i - startX + j - startY); t > 1 {
			ties += float64(t*t*t) - t
		}
	}
	return rankSum, ties
}

// endOfRun returns where the values end that start at i and are the same as v, bit by bit.
func endOfRun(ascending []float64, i int, v float64) int {
	for i < len(ascending) && math.Float64bits(ascending[i]) == math.Float64bits(v) {
		i++
	}
	return i
}

// identical reports whether both sides have the same values.
func (r ranking) identical() bool { return slices.Equal(r.experiment, r.control) }

// cles is P(experiment > control) + ½·P(equal).
func (r ranking) cles() float64 {
	sum, _ := r.sums(0)
	m, n := float64(len(r.experiment)), float64(len(r.control))
	return (2*sum - m*(m+1)) / (2 * n * m)
}
