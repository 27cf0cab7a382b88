package stats

import (
	"fmt"
	"math"
)

// Moments collects mean, variance, skewness and kurtosis of a stream in one pass, without keeping the values. The zero
// value is empty and ready to use; parts that were collected apart may be merged.
//
// Definition: the updates of Welford and Pébay for the sums Σ(x − m)^k about the running mean, which is kept to twice the
// digits, in a unit that grows with the values, so that neither an offset of 1e9 spreads nor values of 1e300 or 1e-300
// harm it.
//
// Cost: 10 ns a value. Oracle: exact rational arithmetic; the certified values of NIST's Statistical Reference Datasets.
//
// Reference: Pébay, Terriberry, Kolla and Bennett (2016), "Numerically stable, scalable formulas for parallel and online
// computation of higher-order multivariate central moments", Computational Statistics 31, 1305–1325.
type Moments struct {
	n              int64
	unit           float64 // power of two; the sums below are of values divided by it
	mean, low      float64 // the mean is mean + low
	m2, m3, m4     float64
	least, largest float64
}

// Add adds values to the stream. At the first that is NaN or ±Inf it stops with [ErrNotFinite]; those before it count.
func (m *Moments) Add(values ...float64) error {
	for i, v := range values {
		if v-v != 0 {
			return fmt.Errorf("value %d is %v: %w", i, v, ErrNotFinite)
		}
		m.rescale(math.Abs(v))
		if m.n == 0 {
			m.least, m.largest = v, v
		}
		m.least, m.largest = min(m.least, v), max(m.largest, v)
		m.merge(Moments{n: 1, mean: v / m.unit})
	}
	return nil
}

// Merge adds all values of another stream, in O(1).
func (m *Moments) Merge(other Moments) {
	if other.n == 0 {
		return
	}
	if m.n == 0 {
		*m = other
		return
	}
	m.rescale(other.unit)
	m.least, m.largest = min(m.least, other.least), max(m.largest, other.largest)
	other.convert(m.unit)
	m.merge(other)
}

// rescale makes the unit so large that the fourth power of a value of this size is within range.
func (m *Moments) rescale(size float64) {
	if m.unit == 0 {
		m.unit = max(magnitude([]float64{size}), smallestNormal)
	} else if size > m.unit*0x1p100 {
		m.convert(magnitude([]float64{size}))
	}
}

func (m *Moments) convert(unit float64) {
	f := m.unit / unit
	m.unit = unit
	m.mean, m.low, m.m2, m.m3, m.m4 = m.mean*f, m.low*f, m.m2*f*f, m.m3*f*f*f, m.m4*f*f*f*f
}

// merge adds a stream in the same unit.
func (m *Moments) merge(o Moments) {
	na, nb := float64(m.n), float64(o.n)
	n := na + nb
	d := (o.mean - m.mean) + (o.low - m.low)
	shareA, shareB := na/n, nb/n
	d2 := d * d
	ab := shareA * nb // na·nb/n
	m4 := m.m4 + o.m4 + d2*d2*ab*(shareA*shareA-shareA*shareB+shareB*shareB) +
		6*d2*(shareA*shareA*o.m2+shareB*shareB*m.m2) + 4*d*(shareA*o.m3-shareB*m.m3)
	m3 := m.m3 + o.m3 + d2*d*ab*(shareA-shareB) + 3*d*(shareA*o.m2-shareB*m.m2)
	m.m2 += o.m2 + d2*ab
	m.m3, m.m4 = m3, m4
	step := d * shareB
	sum := m.mean + step
	if math.Abs(m.mean) >= math.Abs(step) {
		m.low += (m.mean - sum) + step
	} else {
		m.low += (step - sum) + m.mean
	}
	m.mean = sum
	m.n += o.n
}

// N is the number of values.
func (m *Moments) N() int64 { return m.n }

// Range returns the least and the largest value. Errors: [ErrSampleSize] without values.
func (m *Moments) Range() (least, largest float64, err error) {
	if m.n == 0 {
		return 0, 0, fmt.Errorf("no values: %w", ErrSampleSize)
	}
	return m.least, m.largest, nil
}

// Mean is the arithmetic mean. Errors: [ErrSampleSize] without values.
func (m *Moments) Mean() (float64, error) {
	if m.n == 0 {
		return 0, fmt.Errorf("no values: %w", ErrSampleSize)
	}
	return clamp((m.mean+m.low)*m.unit, m.least, m.largest), nil
}

// StdDev is the standard deviation with n − 1 degrees of freedom, +Inf beyond the largest float64. Errors:
// [ErrSampleSize] for fewer than 2 values.
func (m *Moments) StdDev() (float64, error) {
	if m.n < 2 {
		return 0, fmt.Errorf("a standard deviation of %d values: %w", m.n, ErrSampleSize)
	}
	return math.Sqrt(m.m2/float64(m.n-1)) * m.unit, nil
}

// Skewness is that of [Skewness]. Errors: the same.
func (m *Moments) Skewness(method MomentMethod) (float64, error) {
	if err := m.checkVaries(); err != nil {
		return 0, err
	}
	return method.skewness(float64(m.n), m.m2, m.m3)
}

// Kurtosis is that of [Kurtosis]. Errors: the same.
func (m *Moments) Kurtosis(method MomentMethod) (float64, error) {
	if err := m.checkVaries(); err != nil {
		return 0, err
	}
	return method.kurtosis(float64(m.n), m.m2, m.m4)
}

func (m *Moments) checkVaries() error {
	switch {
	case m.n < 2:
		return fmt.Errorf("shape of %d values: %w", m.n, ErrSampleSize)
	case m.m2 == 0:
		return fmt.Errorf("all %d values are equal: %w", m.n, ErrConstant)
	}
	return nil
}

// Summary is the [Summary] of the stream. Errors: as [Summarize].
func (m *Moments) Summary() (Summary, error) {
	s := Summary{N: m.n}
	if m.n == 0 {
		return s, fmt.Errorf("no values: %w", ErrSampleSize)
	}
	s.Mean, _ = m.Mean()
	if m.n > 1 {
		s.StdDev, _ = m.StdDev()
	}
	if math.IsInf(s.StdDev, 0) {
		return Summary{}, fmt.Errorf("standard deviation overflows: %w", ErrNotFinite)
	}
	return s, nil
}

// MomentMethod chooses a definition of skewness and kurtosis; they differ by a factor that matters in small samples.
type MomentMethod int

const (
	// MomentSample is g1 = m3/m2^1.5 and g2 = m4/m2² − 3, the moments of the sample itself.
	MomentSample MomentMethod = iota
	// MomentAdjusted is G1 and G2, unbiased for normal data, as in SAS, SPSS and Excel.
	MomentAdjusted
	// MomentB is b1 and b2, with the standard deviation of n − 1, as in Minitab.
	MomentB
)

// Skewness measures how far the right tail reaches beyond the left one.
//
// Definition: with m_k = Σ(x − mean)^k/n and g1 = m3/m2^1.5: g1, G1 = g1·√(n(n−1))/(n−2), or b1 = g1·((n−1)/n)^1.5.
//
// Inputs: finite values in any order. Result: 0 for symmetric samples, positive for a long right tail.
//
// Errors: [ErrSampleSize] for fewer than 2 values (MomentAdjusted: 3), [ErrNotFinite] for NaN or ±Inf, [ErrConstant],
// [ErrOption].
//
// Cost: one pass, see [Moments]. Oracle: e1071 skewness(type = 1, 2, 3).
//
// Reference: Joanes and Gill (1998), "Comparing measures of sample skewness and kurtosis", The Statistician 47(1), 183–189.
func Skewness(x []float64, method MomentMethod) (float64, error) {
	m, err := momentsOf(x)
	if err != nil {
		return 0, err
	}
	return m.Skewness(method)
}

// Kurtosis measures how heavy the tails are, beyond those of a normal distribution (excess kurtosis).
//
// Definition: with g2 = m4/m2² − 3: g2, G2 = ((n+1)g2 + 6)(n−1)/((n−2)(n−3)), or b2 = (g2+3)(1−1/n)² − 3.
//
// Inputs, cost, reference: as [Skewness]. Errors: likewise (MomentAdjusted wants 4 values). Oracle: e1071 kurtosis.
func Kurtosis(x []float64, method MomentMethod) (float64, error) {
	m, err := momentsOf(x)
	if err != nil {
		return 0, err
	}
	return m.Kurtosis(method)
}

func momentsOf(x []float64) (Moments, error) {
	var m Moments
	if err := checkFinite("sample", x); err != nil {
		return m, err
	}
	return m, m.Add(x...)
}

func (method MomentMethod) skewness(n, m2, m3 float64) (float64, error) {
	g := m3 / m2 / math.Sqrt(m2) * math.Sqrt(n)
	switch {
	case method == MomentSample:
		return g, nil
	case method == MomentB:
		return g * math.Pow((n-1)/n, 1.5), nil
	case method != MomentAdjusted:
		return 0, fmt.Errorf("MomentMethod(%d): %w", int(method), ErrOption)
	case n < 3:
		return 0, fmt.Errorf("adjusted skewness of %v values: %w", n, ErrSampleSize)
	}
	return g * math.Sqrt(n*(n-1)) / (n - 2), nil
}

func (method MomentMethod) kurtosis(n, m2, m4 float64) (float64, error) {
	g := n*(m4/m2/m2) - 3
	switch {
	case method == MomentSample:
		return g, nil
	case method == MomentB:
		return (g+3)*(1-1/n)*(1-1/n) - 3, nil
	case method != MomentAdjusted:
		return 0, fmt.Errorf("MomentMethod(%d): %w", int(method), ErrOption)
	case n < 4:
		return 0, fmt.Errorf("adjusted kurtosis of %v values: %w", n, ErrSampleSize)
	}
	return ((n+1)*g + 6) * (n - 1) / ((n - 2) * (n - 3)), nil
}
