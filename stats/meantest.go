package stats

import (
	"fmt"
	"math"
)

// MeanMethod chooses the standard error, and the law of the statistic, for a comparison of two means.
type MeanMethod int

const (
	// MeanWelch takes the variance of each side by itself, and Student's t with the Welch–Satterthwaite degrees of freedom.
	MeanWelch MeanMethod = iota
	// MeanStudent takes one variance from both sides together. It misleads if they differ and the sizes do too.
	MeanStudent
	// MeanZ is Welch's with the normal law in place of Student's, for large samples.
	MeanZ
	// MeanKnown is MeanZ for standard deviations that are known beforehand, so that one value on each side is enough.
	MeanKnown
)

// MeanComparison is the result of a test of two means.
type MeanComparison struct {
	Difference  float64     // canary − baseline, in the unit of the values
	SE          float64     // standard error of the difference
	T           float64     // Difference/SE; positive when the canary is larger; may be infinite
	DF          float64     // degrees of freedom of T; +Inf for the normal law
	P           float64     // p-value for Alternative
	Alternative Alternative // what P is about
}

// Welch tests whether the canary's mean differs from the baseline's: [MeanTest] with [MeanWelch] on two samples.
//
// Definition: with s² the variance of each sample,
//
//	t = (m_c − m_b)/√(s_c²/n_c + s_b²/n_b)
//
// is compared with Student's t with (s_c²/n_c + s_b²/n_b)² / ((s_c²/n_c)²/(n_c−1) + (s_b²/n_b)²/(n_b−1)) degrees of freedom.
//
// Inputs: independent samples in one unit, in any order, about normal or large. For latencies [MannWhitney] is more
// powerful, and does not hang on the largest values; a mean is right where the total matters, such as cost or revenue.
//
// Result: see [MeanComparison].
//
// Errors: [ErrSampleSize] for fewer than 2 values, [ErrNotFinite] for NaN or ±Inf, [ErrConstant] if no sample varies,
// [ErrOption].
//
// Cost: a few passes. Oracle: R t.test(canary, baseline).
//
// Reference: Welch (1947), "The generalization of 'Student's' problem when several different population variances are
// involved", Biometrika 34(1/2), 28–35.
func Welch(baseline, canary []float64, alternative Alternative) (MeanComparison, error) {
	b, err := summarize("baseline", baseline)
	if err != nil {
		return MeanComparison{}, err
	}
	c, err := summarize("canary", canary)
	if err != nil {
		return MeanComparison{}, err
	}
	return MeanTest(b, c, alternative, MeanWelch)
}

// MeanTest is [Welch] from summaries, with a choice of method.
//
// Definition: t = (m_c − m_b)/SE with
//
//	Welch    SE² = s_c²/n_c + s_b²/n_b, Student's t with Welch–Satterthwaite degrees of freedom
//	Student  SE² = s²·(1/n_c + 1/n_b), s² = ((n_c−1)s_c² + (n_b−1)s_b²)/(n_c+n_b−2), Student's t with n_c+n_b−2
//	Z        SE as Welch, normal law
//	Known    SE as Welch, with s known beforehand; normal law
//
// Inputs: see [Summary]. Result: see [MeanComparison].
//
// Errors: [ErrSampleSize] for fewer than 2 values on a side (Student: fewer than 3 on both together; Known: none),
// [ErrConstant] if no side varies, [ErrNotFinite] for numbers that are not finite, or a difference that overflows;
// [ErrCounts] for more than 2⁵³ values or a negative standard deviation; [ErrOption].
//
// Cost: O(1), some µs. Oracle: R t.test(var.equal = …); SciPy ttest_ind_from_stats; mpmath for the normal law.
//
// Reference: Welch (1947), Biometrika 34, 28–35; Student (1908), Biometrika 6, 1–25.
func MeanTest(baseline, canary Summary, alternative Alternative, method MeanMethod) (MeanComparison, error) {
	if err := alternative.check(); err != nil {
		return MeanComparison{}, err
	}
	e, err := newMeanError(baseline, canary, method)
	if err != nil {
		return MeanComparison{}, err
	}
	t := MeanComparison{
		Difference: canary.Mean - baseline.Mean, SE: e.se * e.unit, DF: e.df, Alternative: alternative,
	}
	t.T = t.Difference / e.unit / e.se
	t.P = studentP(t.T, t.DF, alternative)
	return t, nil
}

// MeanDifference estimates by how much the canary's mean differs from the baseline's, with an interval.
//
// Definition: m_c − m_b ∓ q·SE, with SE and the law of its (1 + confidence)/2 quantile q as in [MeanTest].
//
// Inputs: see [Summary]; confidence in (0, 1). Result: in the unit of the values. A one-sided limit at level c is that
// of the interval at 2c − 1.
//
// Edge cases: a limit beyond the largest float64 is infinite.
//
// Errors: as MeanTest, and [ErrConfidence].
//
// Cost: O(1), some µs. Oracle: R t.test(canary, baseline)$conf.int.
func MeanDifference(baseline, canary Summary, confidence float64, method MeanMethod) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	e, err := newMeanError(baseline, canary, method)
	if err != nil {
		return Interval{}, err
	}
	d := canary.Mean - baseline.Mean
	half := -StudentQuantile((1-confidence)/2, e.df) * e.se * e.unit
	return Interval{Value: d, Lo: d - half, Hi: d + half, Confidence: confidence}, nil
}

// meanError is the standard error of a difference of means, in a unit that keeps squares within range.
type meanError struct {
	se, unit, df float64
}

func newMeanError(baseline, canary Summary, method MeanMethod) (meanError, error) {
	if err := checkSummaries(baseline, canary); err != nil {
		return meanError{}, err
	}
	switch method {
	case MeanWelch, MeanZ:
		if baseline.N < 2 || canary.N < 2 {
			return meanError{}, fmt.Errorf("%d and %d values, but each side needs a variance: %w", baseline.N, canary.N, ErrSampleSize)
		}
	case MeanStudent:
		if baseline.N+canary.N < 3 {
			return meanError{}, fmt.Errorf("one value on each side has no variance: %w", ErrSampleSize)
		}
		return pooledError(baseline, canary)
	case MeanKnown:
	default:
		return meanError{}, fmt.Errorf("MeanMethod(%d): %w", int(method), ErrOption)
	}
	e := meanError{unit: magnitude([]float64{baseline.StdDev, canary.StdDev}), df: math.Inf(1)}
	if e.unit == 0 {
		return meanError{}, errNoVariance(baseline, canary)
	}
	nb, nc := float64(baseline.N), float64(canary.N)
	seB, seC := baseline.StdDev/e.unit/math.Sqrt(nb), canary.StdDev/e.unit/math.Sqrt(nc)
	e.se = math.Hypot(seB, seC)
	if method == MeanWelch {
		shareB, shareC := seB/e.se*(seB/e.se), seC/e.se*(seC/e.se)
		e.df = 1 / (shareB*shareB/(nb-1) + shareC*shareC/(nc-1))
	}
	return e, nil
}

// pooledError is the standard error from one variance for both sides.
func pooledError(baseline, canary Summary) (meanError, error) {
	sd, unit := pooledSD(baseline, canary)
	if sd == 0 {
		return meanError{}, errNoVariance(baseline, canary)
	}
	nb, nc := float64(baseline.N), float64(canary.N)
	return meanError{se: sd * math.Sqrt(1/nb+1/nc), unit: unit, df: nb + nc - 2}, nil
}

// pooledSD is √(((n_b−1)s_b² + (n_c−1)s_c²)/(n_b+n_c−2)), in the unit that is returned with it.
func pooledSD(baseline, canary Summary) (sd, unit float64) {
	db, dc := float64(baseline.N-1), float64(canary.N-1)
	unit = magnitude([]float64{baseline.StdDev, canary.StdDev})
	if unit == 0 {
		return 0, 0
	}
	return math.Hypot(math.Sqrt(db/(db+dc))*(baseline.StdDev/unit), math.Sqrt(dc/(db+dc))*(canary.StdDev/unit)), unit
}

func errNoVariance(baseline, canary Summary) error {
	return fmt.Errorf("neither the %d values of the baseline nor the %d of the canary vary: %w", baseline.N, canary.N, ErrConstant)
}

// studentP is the p-value of a statistic with Student's t distribution.
func studentP(t, df float64, alternative Alternative) float64 {
	switch alternative {
	case Less:
		return StudentSurvival(-t, df)
	case Greater:
		return StudentSurvival(t, df)
	}
	return min(1, 2*StudentSurvival(math.Abs(t), df))
}
