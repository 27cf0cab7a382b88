package stats

import (
	"fmt"
	"math"
)

// QuantileType is one of the nine definitions of Hyndman and Fan, by its number, 1 to 9. Zero stands for 7.
type QuantileType int

// QuantilesOfType is [Quantiles] by any of the nine definitions that are in use.
//
// Definition: with x(1) … x(n) in ascending order, 1 to 3 are values of the sample, or the middle of two,
//
//	1  x(⌈np⌉), the inverse of the empirical distribution function
//	2  the same, but the middle of x(np) and x(np+1) if np is whole
//	3  x(np rounded, to the even place if half-way)
//
// and 4 to 9 lie between x(⌊h⌋) and x(⌊h⌋+1) at the fraction h − ⌊h⌋, the places kept within 1 and n:
//
//	4  h = np                  7  h = (n−1)p + 1, see [Quantile]
//	5  h = np + ½              8  h = (n+⅓)p + ⅓, nearly unbiased for the median of the quantile
//	6  h = (n+1)p              9  h = (n+¼)p + ⅜, nearly unbiased for normal data
//
// As in R, an h within 9e-16 of a whole number counts as that for 4, 5, 6, 8 and 9.
//
// Inputs, result, errors, cost: as Quantiles, and [ErrOption] for another type.
//
// Oracle: R quantile(type = …).
//
// Reference: Hyndman and Fan (1996), "Sample quantiles in statistical packages", The American Statistician 50(4), 361–365.
func QuantilesOfType(kind QuantileType, x []float64, p ...float64) ([]float64, error) {
	if kind < 0 || kind > 9 {
		return nil, fmt.Errorf("QuantileType(%d): %w", int(kind), ErrOption)
	}
	q, err := Quantiles(x, p...)
	if err != nil || kind == 0 || kind == 7 {
		return q, err
	}
	sorted, err := sortedFinite("sample", x)
	if err != nil {
		return nil, err
	}
	for i, v := range p {
		q[i] = kind.of(sorted, v)
	}
	return q, nil
}

func (kind QuantileType) of(sorted []float64, p float64) float64 {
	n := float64(len(sorted))
	if kind <= 3 {
		place := float64(n * p)
		if kind == 3 {
			place -= 0.5
		}
		whole := math.Floor(place)
		lo, hi := placed(sorted, whole), placed(sorted, whole+1)
		switch {
		case place > whole || kind == 3 && math.Mod(whole, 2) != 0:
			return hi
		case kind == 2:
			return middle(lo, hi)
		}
		return lo
	}
	a, b := kind.offsets()
	place := a + float64(p*(n+1-a-b))
	const slack = 0x1p-50
	whole := math.Floor(place + slack)
	fraction := place - whole
	lo, hi := placed(sorted, whole), placed(sorted, whole+1)
	if lo == hi || math.Abs(fraction) < slack {
		return lo
	}
	return clamp(float64((1-fraction)*lo)+float64(fraction*hi), lo, hi)
}

// offsets are the a and b of the place a + p·(n + 1 − a − b).
func (kind QuantileType) offsets() (a, b float64) {
	switch kind {
	case 4:
		return 0, 1
	case 5:
		return 0.5, 0.5
	case 6:
		return 0, 0
	case 8:
		return 1. / 3, 1. / 3
	}
	return 3. / 8, 3. / 8
}

// placed is the value at a place counted from 1, or the nearest one.
func placed(sorted []float64, place float64) float64 {
	return sorted[int(clamp(place, 1, float64(len(sorted))))-1] + 0 // not −0
}

// FiveNumbers returns Tukey's summary: least value, lower hinge, median, upper hinge, largest value.
//
// Definition: the hinges are the medians of the lower and upper half, both of which include the median if n is odd.
//
// Inputs, errors, cost: as [Median]. Oracle: R fivenum.
//
// Reference: Tukey (1977), "Exploratory Data Analysis", section 2B.
func FiveNumbers(x []float64) ([5]float64, error) {
	sorted, err := sortedFinite("sample", x)
	if err != nil {
		return [5]float64{}, err
	}
	n := len(sorted)
	half := (n + 1) / 2
	return [5]float64{
		sorted[0] + 0, sortedMedian(sorted[:half]), sortedMedian(sorted), sortedMedian(sorted[n-half:]), sorted[n-1] + 0,
	}, nil
}
