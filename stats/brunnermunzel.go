package stats

import (
	"fmt"
	"math"
)

// PlacementTest is the result of [BrunnerMunzel].
type PlacementTest struct {
	A12         float64     // P(canary > baseline) + ½·P(equal), estimated as in [A12]
	SE          float64     // standard error of A12, whether or not the samples come from one distribution
	T           float64     // (A12 − ½)/SE; positive when the canary is larger
	DF          float64     // degrees of freedom of T
	P           float64     // p-value for Alternative
	Alternative Alternative // what P is about
}

// BrunnerMunzel tests whether P(canary > baseline) + ½·P(equal) differs from ½, where the samples may spread differently.
//
// Definition: the placement of a value is how many values of the other sample lie below it, ties counting ½. With S² the
// variance of the placements in each sample,
//
//	T = (A12 − ½)/SE, SE² = S_c²/(n_c·n_b²) + S_b²/(n_b·n_c²)
//
// is compared with Student's t with (n_c·S_c² + n_b·S_b²)²/((n_c·S_c²)²/(n_c−1) + (n_b·S_b²)²/(n_b−1)) degrees of freedom.
// [MannWhitney] asks the same but is right only if equal medians mean equal distributions: with a spread that differs it
// may reject too often.
//
// Inputs: independent samples, in any order; ±Inf is allowed. Some ten values on each side, or more.
//
// Result: see [PlacementTest]. SciPy's statistic has the other sign, its x being our canary.
//
// Errors: [ErrSampleSize] for fewer than 2 values, [ErrNotFinite] for NaN, [ErrConstant] if placements do not vary, because
// the samples do not overlap or all values are equal (MannWhitney has an answer); [ErrOption].
//
// Cost: sorting. Oracle: SciPy brunnermunzel, mpmath.
//
// Reference: Brunner and Munzel (2000), "The nonparametric Behrens–Fisher problem: asymptotic theory and a small-sample
// approximation", Biometrical Journal 42(1), 17–25.
func BrunnerMunzel(baseline, canary []float64, alternative Alternative) (PlacementTest, error) {
	if err := alternative.check(); err != nil {
		return PlacementTest{}, err
	}
	p, err := newPlacements(baseline, canary)
	if err != nil {
		return PlacementTest{}, err
	}
	t := PlacementTest{A12: p.a12, SE: p.se, T: p.half / p.se, DF: p.df, Alternative: alternative}
	t.P = studentP(t.T, t.DF, alternative)
	return t, nil
}

// A12Interval estimates P(canary > baseline) + ½·P(equal), as [A12], with an interval.
//
// Definition: A12 ∓ q·SE, with SE and the law of its (1 + confidence)/2 quantile q as in [BrunnerMunzel].
//
// Inputs: independent samples, in any order; confidence in (0, 1). Result: limits may leave [0, 1].
//
// Errors: as BrunnerMunzel, and [ErrConfidence]. Cost: sorting. Oracle: statsmodels rank_compare_2indep.
func A12Interval(baseline, canary []float64, confidence float64) (Interval, error) {
	if err := checkConfidence(confidence); err != nil {
		return Interval{}, err
	}
	p, err := newPlacements(baseline, canary)
	if err != nil {
		return Interval{}, err
	}
	half := -StudentQuantile((1-confidence)/2, p.df) * p.se
	return Interval{Value: p.a12, Lo: p.a12 - half, Hi: p.a12 + half, Confidence: confidence}, nil
}

// placements is what the placements of two samples say.
type placements struct {
	a12, half            float64 // half is a12 − ½
	varianceB, varianceC float64 // S² of each sample
	se, df               float64
}

func newPlacements(baseline, canary []float64) (placements, error) {
	b, c, err := sortedPair(baseline, canary, TwoSided)
	if err != nil {
		return placements{}, err
	}
	if len(b) < 2 || len(c) < 2 {
		return placements{}, fmt.Errorf("%d and %d values, but each side needs a variance: %w", len(b), len(c), ErrSampleSize)
	}
	r := rank(b, c)
	nb, nc := float64(len(b)), float64(len(c))
	p := placements{a12: r.a12(), half: (float64(r.twiceU) - nb*nc) / (2 * nb * nc)}
	p.varianceC = placementVariance(c, b, float64(r.twiceU)/2/nc)
	p.varianceB = placementVariance(b, c, nc-float64(r.twiceU)/2/nb)
	wb, wc := nb*p.varianceB, nc*p.varianceC
	if wb+wc == 0 {
		return placements{}, fmt.Errorf("the samples do not overlap, or all values are equal: %w", ErrConstant)
	}
	p.se = math.Sqrt(wb+wc) / (nb * nc)
	shareB, shareC := wb/(wb+wc), wc/(wb+wc)
	p.df = 1 / (shareB*shareB/(nb-1) + shareC*shareC/(nc-1))
	return p, nil
}

// placementVariance is the variance of the placements of x among others, both ascending, about their mean.
func placementVariance(x, others []float64, mean float64) float64 {
	below, upto := 0, 0
	var squares, rest float64
	for _, v := range x {
		for below < len(others) && others[below] < v {
			below++
		}
		upto = max(upto, below)
		for upto < len(others) && others[upto] == v {
			upto++
		}
		d := float64(below+upto)/2 - mean
		squares += d * d
		rest += d
	}
	n := float64(len(x))
	return max(0, squares-rest*rest/n) / (n - 1)
}
