package kayenta

import (
	"math"
	"slices"
)

// describe summarizes one side.
func describe(values []float64) Stats {
	if len(values) == 0 {
		return Stats{}
	}
	return Stats{
		Min: slices.Min(values), Max: slices.Max(values), Mean: mean(values), StdDev: stdDev(values), Count: len(values),
	}
}

// mean is the plain mean, plus the mean of what the values differ from it, added in their order. It is not [stats.Mean], which is
// more accurate and refuses infinite values, because the ratio of two means is held against thresholds such as 1.1, where the last
// bit decides. Infinite values make it NaN.
func mean(values []float64) float64 {
	n := float64(len(values))
	sum, rest := 0.0, 0.0
	for _, v := range values {
		sum += v
	}
	first := sum / n
	for _, v := range values {
		rest += v - first
	}
	return first + rest/n
}

// stdDev has n − 1 degrees of freedom; it is 0 for a single value.
func stdDev(values []float64) float64 {
	if len(values) == 1 {
		return 0
	}
	n := float64(len(values))
	center, squares, rest := mean(values), 0.0, 0.0
	for _, v := range values {
		d := v - center
		squares += float64(d * d)
		rest += d
	}
	return math.Sqrt((squares - float64(rest*rest)/n) / (n - 1))
}

// percentile interpolates between sorted values at the place 1 + (n−1)·p/100, counted from 1: type 7 of Hyndman and Fan. Unlike
// [stats.Quantile] it takes infinite values, and it rounds as Kayenta does: the last bit of a fence can decide over a value.
func percentile(sorted []float64, p float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	place := 1 + float64(float64(n-1)*(p/100))
	i := int(place)
	if i >= n {
		return sorted[n-1]
	}
	lower, upper := sorted[i-1], sorted[i]
	return lower + float64((place-float64(i))*(upper-lower))
}

// meanRatio is the mean of the experiment / the mean of the control, NaN if either is 0.
func (s samples) meanRatio() float64 {
	control, experiment := mean(s.control), mean(s.experiment)
	if control == 0 || experiment == 0 {
		return math.NaN()
	}
	return experiment / control
}
