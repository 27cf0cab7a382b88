package stats

import (
	"fmt"
)

// Autocorrelations estimates how strongly a series resembles itself some steps before, at the lags 1 to lags.
//
// Definition: ρ_k = Σ (x_t − m)(x_{t+k} − m) / Σ (x_t − m)², m the mean. The divisor is that of all values for every lag, so
// that no estimate is beyond 1.
//
// Inputs: finite values at equal steps of time, in order, without gaps ([Autocorrelation1] allows them); lags from 1 to
// n − 1.
//
// Errors: [ErrSampleSize] for lags outside that range, or an empty series; [ErrNotFinite] for NaN or ±Inf; [ErrConstant].
//
// Cost: O(n·lags). Oracle: R acf.
//
// Reference: Box, Jenkins, Reinsel and Ljung (2015), "Time Series Analysis", chapter 2.
func Autocorrelations(x []float64, lags int) ([]float64, error) {
	c, err := centered(x)
	if err != nil {
		return nil, err
	}
	if lags < 1 || lags >= len(x) {
		return nil, fmt.Errorf("%d lags of %d values: %w", lags, len(x), ErrSampleSize)
	}
	rho := make([]float64, lags)
	for k := range rho {
		rho[k] = c.lag(k + 1)
	}
	return rho, nil
}

// deviationsInTime are the deviations of a series from its mean, in some unit, and the sum of their squares.
type deviationsInTime struct {
	d       []float64
	squares float64
}

func centered(x []float64) (deviationsInTime, error) {
	if err := checkFinite("series", x); err != nil {
		return deviationsInTime{}, err
	}
	c := deviationsInTime{d: inUnits(x, magnitude(x))}
	center := mean(c.d)
	for i := range c.d {
		c.d[i] -= center
	}
	unit := magnitude(c.d)
	if unit == 0 {
		return deviationsInTime{}, fmt.Errorf("all %d values are equal: %w", len(x), ErrConstant)
	}
	for i := range c.d {
		c.d[i] /= unit
		c.squares += c.d[i] * c.d[i]
	}
	return c, nil
}

// lag is the autocorrelation at lag k, 0 beyond the series.
func (c deviationsInTime) lag(k int) float64 {
	sum := 0.0
	for i := 0; i+k < len(c.d); i++ {
		sum += c.d[i] * c.d[i+k]
	}
	return clamp(sum/c.squares, -1, 1)
}

// EffectiveMethod chooses how far back an effective sample size looks.
type EffectiveMethod int

const (
	// EffectiveAR1 looks at lag 1 and assumes a first-order autoregressive series, as [EffectiveN].
	EffectiveAR1 EffectiveMethod = iota
	// EffectiveLag10 adds up the lags 1 to 10, or fewer in a short series.
	EffectiveLag10
	// EffectiveGeyer adds up pairs of lags as long as their sum is positive, Geyer's initial positive sequence.
	EffectiveGeyer
)

// EffectiveSize is how many independent values tell as much about a mean as the values of a series.
//
// Definition: n/τ, kept within [1, n], for the reason given at [EffectiveN]; with ρ_k of [Autocorrelations]
//
//	AR1    τ = (1 + ρ_1)/(1 − ρ_1)
//	Lag10  τ = 1 + 2·Σ (1 − k/n)·ρ_k over k = 1 … min(10, n−1)
//	Geyer  τ = −1 + 2·Σ (ρ_2m + ρ_2m+1) over m = 0, 1, … (ρ_0 = 1), up to the first sum that is not positive
//
// Inputs, errors: as Autocorrelations; at least 2 values; [ErrOption].
//
// Cost: O(n) a lag; Geyer looks at as many as the series remembers. Oracle: mpmath.
//
// Reference: Bayley and Hammersley (1946), Supplement to the Journal of the Royal Statistical Society 8, 184–197; Geyer
// (1992), "Practical Markov chain Monte Carlo", Statistical Science 7(4), 473–483.
func EffectiveSize(series []float64, method EffectiveMethod) (float64, error) {
	if method < EffectiveAR1 || method > EffectiveGeyer {
		return 0, fmt.Errorf("EffectiveMethod(%d): %w", int(method), ErrOption)
	}
	if len(series) < 2 {
		return 0, fmt.Errorf("%d values: %w", len(series), ErrSampleSize)
	}
	c, err := centered(series)
	if err != nil {
		return 0, err
	}
	n, tau := float64(len(series)), c.time(method)
	if !(tau > 1) {
		return n, nil
	}
	return max(1, n/tau), nil
}

// time is how many steps apart values are about independent.
func (c deviationsInTime) time(method EffectiveMethod) float64 {
	n := len(c.d)
	switch method {
	case EffectiveAR1:
		rho := c.lag(1)
		return (1 + rho) / (1 - rho)
	case EffectiveLag10:
		tau := 1.0
		for k := 1; k <= min(10, n-1); k++ {
			tau += 2 * (1 - float64(k)/float64(n)) * c.lag(k)
		}
		return tau
	}
	tau := -1.0
	for k := 0; k+1 < n; k += 2 {
		pair := c.lag(k) + c.lag(k+1)
		if pair <= 0 {
			break
		}
		tau += 2 * pair
	}
	return tau
}
