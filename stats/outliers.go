package stats

import (
	"fmt"
	"math"
)

// FenceMethod chooses the fences beyond which values are called outliers.
type FenceMethod int

const (
	// FenceTukey is q1 − k·(q3 − q1) and q3 + k·(q3 − q1), q the quartiles of [Quantile]. Usual k: 1.5, far out 3.
	FenceTukey FenceMethod = iota
	// FenceHinges is the same with Tukey's hinges of [FiveNumbers], as in a box plot of R.
	FenceHinges
	// FenceHampel is median ∓ k·1.4826·MAD. Usual k: 3. Half of the values cannot spoil it.
	FenceHampel
)

// Fences returns the limits beyond which a value is unlike the others; see [Outside].
//
// Definition: see [FenceMethod].
//
// Inputs: finite values in any order; k >= 0. Result: lo <= hi in the unit of the values; may be infinite.
//
// Edge cases: if half of the values are equal, both limits of FenceHampel are that value: check [MAD].
//
// Errors: [ErrSampleSize] for an empty sample; [ErrNotFinite] for NaN or ±Inf, also of k; [ErrCounts] for a negative k;
// [ErrOption].
//
// Cost: a sort or two. Oracle: R quantile, boxplot.stats, mad.
//
// Reference: Tukey (1977), "Exploratory Data Analysis"; Hampel (1974), Journal of the American Statistical Association 69,
// 383–393.
func Fences(x []float64, k float64, method FenceMethod) (lo, hi float64, err error) {
	switch {
	case k-k != 0:
		return 0, 0, fmt.Errorf("k = %v: %w", k, ErrNotFinite)
	case k < 0:
		return 0, 0, fmt.Errorf("k = %v, below zero: %w", k, ErrCounts)
	}
	var q1, q3 float64
	switch method {
	case FenceTukey:
		q, err := Quantiles(x, 0.25, 0.75)
		if err != nil {
			return 0, 0, err
		}
		q1, q3 = q[0], q[1]
	case FenceHinges:
		five, err := FiveNumbers(x)
		if err != nil {
			return 0, 0, err
		}
		q1, q3 = five[1], five[3]
	case FenceHampel:
		sorted, err := sortedFinite("sample", x)
		if err != nil {
			return 0, 0, err
		}
		center, half := sortedMedian(sorted), float64(k*MADToSD)*sortedMedian(deviations(sorted))
		if k == 0 { // 0·∞
			half = 0
		}
		return center - half, center + half, nil
	default:
		return 0, 0, fmt.Errorf("FenceMethod(%d): %w", int(method), ErrOption)
	}
	half := k * (q3 - q1)
	if k == 0 {
		half = 0
	}
	return q1 - half, q3 + half, nil
}

// Outside returns the indices of the values below lo or above hi, in order; nil if there are none. NaN is neither.
func Outside(x []float64, lo, hi float64) (indices []int) {
	for i, v := range x {
		if v < lo || v > hi {
			indices = append(indices, i)
		}
	}
	return indices
}

// ModifiedZ says how far each value is from the median, in robust standard deviations.
//
// Definition: 0.6745·(x − median)/MAD. By custom |z| > 3.5 is an outlier.
//
// Inputs: finite values. Result: in the order of the input.
//
// Errors: [ErrSampleSize] for an empty sample; [ErrNotFinite] for NaN or ±Inf; [ErrConstant] if the MAD is zero, because half
// of the values are equal.
//
// Cost: two sorts. Oracle: R median, mad.
//
// Reference: Iglewicz and Hoaglin (1993), "How to detect and handle outliers", ASQC.
func ModifiedZ(x []float64) ([]float64, error) {
	if err := checkFinite("sample", x); err != nil {
		return nil, err
	}
	z := inUnits(x, magnitude(x))
	sorted, err := ascending("sample", z)
	if err != nil {
		return nil, err
	}
	center, mad := sortedMedian(sorted), sortedMedian(deviations(sorted))
	if mad == 0 {
		return nil, fmt.Errorf("median absolute deviation of %d values is 0: %w", len(x), ErrConstant)
	}
	deviation := make([]float64, len(z))
	for i, v := range z {
		deviation[i] = 0.6745 * ((v - center) / mad)
	}
	return deviation, nil
}

// GrubbsTest is the result of [Grubbs].
type GrubbsTest struct {
	G           float64     // distance of the value from the mean, in standard deviations
	Index       int         // which value
	P           float64     // p-value for Alternative; Bonferroni's bound, nearly exact if small
	Alternative Alternative // what was looked for
}

// Grubbs tests whether the value furthest from the mean is an outlier among normal ones: the largest ([Greater]), the least
// ([Less]), or whichever is further away.
//
// Definition: G = |x − mean|/sd of that value, the first of several; P = min(1, n·P(T > t)), twice that for TwoSided, with
// t² = n(n−2)G²/((n−1)² − nG²) and T Student's t with n − 2 degrees of freedom.
//
// Inputs: finite values in any order. Result: see [GrubbsTest]. For the G of some level see [GrubbsCritical].
//
// Errors: [ErrSampleSize] for fewer than 3 values; [ErrNotFinite] for NaN or ±Inf; [ErrConstant]; [ErrOption].
//
// Cost: some passes. Oracle: NIST/SEMATECH handbook 1.3.5.17; mpmath.
//
// Reference: Grubbs (1969), "Procedures for detecting outlying observations in samples", Technometrics 11(1), 1–21.
func Grubbs(x []float64, alternative Alternative) (GrubbsTest, error) {
	if err := alternative.check(); err != nil {
		return GrubbsTest{}, err
	}
	if err := checkFinite("sample", x); err != nil {
		return GrubbsTest{}, err
	}
	if len(x) < 3 {
		return GrubbsTest{}, fmt.Errorf("%d values: %w", len(x), ErrSampleSize)
	}
	index, g := furthest(x, nil, alternative)
	if index < 0 {
		return GrubbsTest{}, fmt.Errorf("all %d values are equal: %w", len(x), ErrConstant)
	}
	n := float64(len(x))
	t := math.Inf(1)
	if rest := (n-1)*(n-1) - n*g*g; rest > 0 {
		t = g * math.Sqrt(n*(n-2)/rest)
	}
	p := n * StudentSurvival(t, n-2)
	if alternative == TwoSided {
		p *= 2
	}
	return GrubbsTest{G: g, Index: index, P: min(1, p), Alternative: alternative}, nil
}

// furthest returns the index of the value furthest from the mean, −1 if they are equal, and its distance in standard
// deviations. Values that were removed do not count.
func furthest(x []float64, removed []bool, alternative Alternative) (index int, g float64) {
	kept := make([]float64, 0, len(x))
	for i, v := range x {
		if removed == nil || !removed[i] {
			kept = append(kept, v)
		}
	}
	unit := magnitude(kept)
	kept = inUnits(kept, unit)
	sd, err := StdDev(kept)
	if err != nil || sd == 0 {
		return -1, 0
	}
	index, g = -1, math.Inf(-1)
	center := mean(kept)
	for i, v := range x {
		d := v/unit - center
		switch {
		case removed != nil && removed[i]:
			continue
		case alternative == Less:
			d = -d
		case alternative == TwoSided:
			d = math.Abs(d)
		}
		if d > g {
			index, g = i, d
		}
	}
	return index, g / sd
}

// GrubbsCritical is the G above which [Grubbs] rejects at level alpha.
//
// Definition: (n−1)/√n·√(t²/(n−2+t²)), t the upper alpha/n quantile of Student's t with n − 2 degrees of freedom, alpha/(2n)
// for TwoSided.
//
// Errors: [ErrSampleSize] for n < 3; [ErrProbability] for alpha outside (0, 1); [ErrOption].
//
// Cost: O(1). Oracle: NIST/SEMATECH handbook; mpmath.
func GrubbsCritical(n int, alpha float64, alternative Alternative) (float64, error) {
	if err := alternative.check(); err != nil {
		return 0, err
	}
	switch {
	case n < 3:
		return 0, fmt.Errorf("%d values: %w", n, ErrSampleSize)
	case !(alpha > 0 && alpha < 1):
		return 0, fmt.Errorf("level %v: %w", alpha, ErrProbability)
	}
	if alternative == TwoSided {
		alpha /= 2
	}
	m := float64(n)
	t := -StudentQuantile(alpha/m, m-2)
	return (m - 1) / math.Sqrt(m) / math.Sqrt(1+(m-2)/t/t), nil
}

// ESDStep is one removal of [ESD].
type ESDStep struct {
	Index   int     // which value was removed
	R       float64 // its distance from the mean of those left, in their standard deviations
	Lambda  float64 // the distance above which it is an outlier
	Outlier bool    // whether it is one: it, or one removed later, is beyond its Lambda
}

// ESD finds up to most outliers among normal values, without knowing how many there are (generalised extreme studentised
// deviate, Rosner's test). A plain repeated [Grubbs] is misled by outliers that hide each other.
//
// Definition: most times the value furthest from the mean of those left is removed (the first of several). With n values in
// all and t the upper alpha/(2(n−i+1)) quantile of Student's t with n−i−1 degrees of freedom, Lambda of the i-th removal is
// (n−i)·t/√((n−i−1+t²)(n−i+1)). The outliers are those up to the last with R > Lambda.
//
// Inputs: finite values in any order; most from 1 to n − 2; alpha in (0, 1). Right for some 25 values or more.
//
// Result: one step for each removal; fewer than most if the values left are equal.
//
// Errors: [ErrSampleSize] for fewer than 3 values, or most out of range; [ErrNotFinite] for NaN or ±Inf; [ErrProbability].
//
// Cost: O(n·most). Oracle: NIST/SEMATECH handbook 1.3.5.17.3; mpmath.
//
// Reference: Rosner (1983), "Percentage points for a generalized ESD many-outlier procedure", Technometrics 25(2), 165–172.
func ESD(x []float64, most int, alpha float64) ([]ESDStep, error) {
	if err := checkFinite("sample", x); err != nil {
		return nil, err
	}
	switch {
	case len(x) < 3 || most < 1 || most > len(x)-2:
		return nil, fmt.Errorf("%d outliers among %d values: %w", most, len(x), ErrSampleSize)
	case !(alpha > 0 && alpha < 1):
		return nil, fmt.Errorf("level %v: %w", alpha, ErrProbability)
	}
	removed := make([]bool, len(x))
	var steps []ESDStep
	outliers := 0
	for i := 1; i <= most; i++ {
		index, r := furthest(x, removed, TwoSided)
		if index < 0 {
			break
		}
		removed[index] = true
		left := float64(len(x) - i)
		t := -StudentQuantile(alpha/(2*(left+1)), left-1)
		steps = append(steps, ESDStep{Index: index, R: r, Lambda: left / math.Sqrt(left+1) / math.Sqrt(1+(left-1)/t/t)})
		if r > steps[i-1].Lambda {
			outliers = i
		}
	}
	for i := range outliers {
		steps[i].Outlier = true
	}
	return steps, nil
}
