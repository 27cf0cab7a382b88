package kayenta

import (
	"math"
	"math/rand/v2"
	"slices"
)

// samples are the values of both sides of a pair, cleaned, in their order.
type samples struct{ control, experiment []float64 }

// clean removes or replaces NaN, then removes outliers, on each side alone.
func (m MetricConfig) clean(pair MetricPair) samples {
	side := func(values []float64) []float64 {
		values = m.NaNStrategy.clean(values)
		if m.Outliers.Remove {
			values = m.Outliers.clean(values)
		}
		return values
	}
	return samples{control: side(pair.Control), experiment: side(pair.Experiment)}
}

// clean returns the values without NaN. Infinities stay.
func (s NaNStrategy) clean(values []float64) []float64 {
	clean := make([]float64, 0, len(values))
	for _, v := range values {
		switch {
		case !math.IsNaN(v):
			clean = append(clean, v)
		case s == Replace:
			clean = append(clean, 0)
		}
	}
	return clean
}

// clean returns the values between the fences.
func (o Outliers) clean(values []float64) []float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	q1, q3 := percentile(sorted, 25), percentile(sorted, 75)
	reach := o.factor() * (q3 - q1)
	// min and max give NaN for NaN, as Java's do; nothing is beyond that.
	lower, upper := min(percentile(sorted, 1), q1-reach), max(percentile(sorted, 99), q3+reach)
	return slices.DeleteFunc(values, func(v float64) bool { return v < lower || v > upper })
}

// empty reports whether a side has no values.
func (s samples) empty() bool { return len(s.control) == 0 || len(s.experiment) == 0 }

// tied reports whether all values of both sides are one.
func (s samples) tied() bool { return s.constant() && s.control[0] == s.experiment[0] }

// constant reports whether each side has one value only.
func (s samples) constant() bool { return constant(s.control) && constant(s.experiment) }

func constant(values []float64) bool {
	return !slices.ContainsFunc(values, func(v float64) bool { return v != values[0] })
}

const (
	// noiseScale is the standard deviation of the noise added to a constant, as a part of it.
	noiseScale = 1e-5
	// noiseSeed is any number: what matters is that it never changes.
	noiseSeed = 20250408
)

// withNoise adds to the values of two constant sides noise in proportion to them, so that 0 stays. The same sizes get the same
// noise, whatever else is judged. Infinite values stay: noise in proportion to them would be NaN.
func (s samples) withNoise() samples {
	random := rand.New(rand.NewPCG(noiseSeed, noiseSeed))
	noisy := func(values []float64) []float64 {
		result := slices.Clone(values)
		for i, v := range values {
			if noise := random.NormFloat64(); !math.IsInf(v, 0) {
				result[i] = v + float64(noise*(v*noiseScale))
			}
		}
		return result
	}
	experiment := noisy(s.experiment)
	return samples{control: noisy(s.control), experiment: experiment}
}
