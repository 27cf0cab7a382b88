package stats

import "math"

// ksExactPairs is the number of pairs m·n up to which KolmogorovSmirnov is exact; some 1 ms.
const ksExactPairs = 1 << 18

// DistributionTest is the result of a test of whether two samples come from one distribution.
type DistributionTest struct {
	Statistic   float64     // see the test
	P           float64     // p-value for Alternative
	Method      Method      // how P was found
	Alternative Alternative // what P is about
}

// KolmogorovSmirnov tests whether two samples come from one distribution, against any other difference.
//
// Definition: with F the share of a sample that is at most x, D is the largest F_b(x) − F_c(x) over all x ([Greater]: the
// canary is larger), the largest F_c(x) − F_b(x) ([Less]), or the larger of the two. The p-value is the chance of such a D:
//
//   - Exact, up to 2¹⁸ pairs: over all orders of the values, given the ties, by counting paths.
//   - Asymptotic otherwise, as [KolmogorovSmirnovAsymptotic], which ignores ties, and so is too large with many.
//
// R and SciPy name the one-sided tests after the distribution function, which is smaller where values are larger: their
// "less" is our Greater.
//
// Inputs: independent samples, in any order. Only their order matters, so that ±Inf is allowed; −0 equals +0.
//
// Result: Statistic is D, in [0, 1]. It sees a change of shape that [MannWhitney] does not, and a shift less well.
//
// Edge cases: if all values are equal, P is 1.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN, [ErrOption].
//
// Cost: sorting; exact O(m·n), up to 1 ms.
//
// Oracle: R ks.test(canary, baseline, exact = TRUE), two-sided; enumeration.
//
// Reference: Smirnov (1939); Hodges (1958), "The significance probability of the Smirnov two-sample test", Arkiv för
// Matematik 3, 469–486; Schröer and Trenkler (1995), Computational Statistics & Data Analysis 20, 185–202, for ties.
func KolmogorovSmirnov(baseline, canary []float64, alternative Alternative) (DistributionTest, error) {
	s, err := newSteps(baseline, canary, alternative)
	if err != nil {
		return DistributionTest{}, err
	}
	if s.m*s.n > ksExactPairs {
		return s.asymptotic(alternative), nil
	}
	t := DistributionTest{Statistic: s.share(alternative), Method: Exact, Alternative: alternative}
	t.P = s.exactP(alternative)
	return t, nil
}

// KolmogorovSmirnovAsymptotic is [KolmogorovSmirnov] by the limiting law at any size.
//
// Definition: with z² = D²·mn/(m+n), two-sided the tail of [KolmogorovSurvival] at z, one-sided exp(−2z²).
//
// Inputs, result, edge cases, errors: as KolmogorovSmirnov. Cost: sorting.
//
// Oracle: R ks.test(canary, baseline, exact = FALSE).
func KolmogorovSmirnovAsymptotic(baseline, canary []float64, alternative Alternative) (DistributionTest, error) {
	s, err := newSteps(baseline, canary, alternative)
	if err != nil {
		return DistributionTest{}, err
	}
	return s.asymptotic(alternative), nil
}

// steps are the differences of two empirical distribution functions, times m·n.
type steps struct {
	m, n          int64  // sizes of baseline and canary
	less, greater int64  // the largest m·n·(F_c − F_b), and of F_b − F_c
	ends          []bool // of each number of values in the joint order: are they all values up to some x?
}

func newSteps(baseline, canary []float64, alternative Alternative) (steps, error) {
	b, c, err := sortedPair(baseline, canary, alternative)
	if err != nil {
		return steps{}, err
	}
	s := steps{m: int64(len(b)), n: int64(len(c)), ends: make([]bool, len(b)+len(c)+1)}
	i, j := 0, 0
	for i < len(b) || j < len(c) {
		x := math.Inf(1)
		if i < len(b) {
			x = b[i]
		}
		if j < len(c) {
			x = min(x, c[j])
		}
		for i < len(b) && b[i] == x {
			i++
		}
		for j < len(c) && c[j] == x {
			j++
		}
		difference := int64(i)*s.n - int64(j)*s.m
		s.greater, s.less = max(s.greater, difference), max(s.less, -difference)
		s.ends[i+j] = true
	}
	return s, nil
}

func (s steps) largest(alternative Alternative) int64 {
	switch alternative {
	case Less:
		return s.less
	case Greater:
		return s.greater
	}
	return max(s.less, s.greater)
}

func (s steps) share(alternative Alternative) float64 {
	return float64(s.largest(alternative)) / (float64(s.m) * float64(s.n))
}

func (s steps) asymptotic(alternative Alternative) DistributionTest {
	d, m, n := s.share(alternative), float64(s.m), float64(s.n)
	z2 := d * d * (m * n / (m + n))
	t := DistributionTest{Statistic: d, Method: Asymptotic, Alternative: alternative, P: math.Exp(-2 * z2)}
	if alternative == TwoSided {
		t.P = clamp(KolmogorovSurvival(math.Sqrt(z2)), 0, 1)
	}
	return t
}

// exactP is the probability that a random path from (0, 0) to (m, n), all being equally likely, is somewhere as far from
// the diagonal as the one observed. All terms are positive, so that small p-values are relatively accurate.
func (s steps) exactP(alternative Alternative) float64 {
	d := s.largest(alternative)
	if d == 0 {
		return 1
	}
	// touched[j] is the probability that a path to (i, j) has been far at the end of a group of equal values.
	touched := make([]float64, s.n+1)
	for i := range s.m + 1 {
		for j := range s.n + 1 {
			difference := i*s.n - j*s.m
			if alternative == Less || alternative == TwoSided && difference < 0 {
				difference = -difference
			}
			switch {
			case difference >= d && s.ends[i+j]:
				touched[j] = 1
			case i+j == 0:
			case j == 0: // the path came from (i−1, 0)
			case i == 0:
				touched[j] = touched[j-1]
			default:
				share := float64(i) / float64(i+j)
				touched[j] = float64(share*touched[j]) + float64((1-share)*touched[j-1])
			}
		}
	}
	return min(1, touched[s.n])
}
