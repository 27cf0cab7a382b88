package stats

import "math"

// cvmSteps limits the work of the exact distribution; some 30 ms.
const cvmSteps = 1 << 24

// CramerVonMises tests whether two samples come from one distribution, against any other difference.
//
// Definition: with r_i the ranks of the canary's values and s_j those of the baseline, ascending, in the joint order,
// N = m + n, and midranks for ties,
//
//	U = n·Σ (r_i − i)² + m·Σ (s_j − j)², T = U/(mnN) − (4mn − 1)/(6N)
//
// (n values of the canary, m of the baseline). The p-value is the chance of such a T, or a larger one:
//
//   - Exact, without ties, if the sizes are small or have a large common divisor (20 against 20, not 20 against 21).
//   - Asymptotic otherwise, as [CramerVonMisesAsymptotic].
//
// Inputs: independent samples, in any order. Only their order matters, so that ±Inf is allowed; −0 equals +0.
//
// Result: Statistic is T; Alternative is always TwoSided. It sees more than [KolmogorovSmirnov] as a rule, and a shift less
// well than [MannWhitney].
//
// Edge cases: if all values are equal, or for 1 against 1, P is 1.
//
// Errors: [ErrSampleSize] for an empty sample, [ErrNotFinite] for NaN.
//
// Cost: sorting; exact at most 30 ms. Oracle: enumeration; SciPy cramervonmises_2samp.
//
// Reference: Anderson (1962), "On the distribution of the two-sample Cramér–von Mises criterion", Annals of Mathematical
// Statistics 33, 1148–1159; Xiao, Gordon and Yakovlev (2007), Journal of Statistical Software 17(8).
func CramerVonMises(baseline, canary []float64) (DistributionTest, error) {
	c, err := newCramer(baseline, canary)
	if err != nil {
		return DistributionTest{}, err
	}
	if target := c.target(); !c.tied && target*float64(c.m*c.n) <= cvmSteps {
		return DistributionTest{Statistic: c.t, P: c.exactP(int(target)), Method: Exact}, nil
	}
	return c.asymptotic(), nil
}

// CramerVonMisesAsymptotic is [CramerVonMises] by the limiting law at any size.
//
// Definition: the tail of [CramerVonMisesSurvival] at 1/6 + (T − E)/√(45·V), with the mean E = (1 + 1/N)/6 and the variance
// V = (N+1)(4mnN − 3(m² + n²) − 2mn)/(180·N²·mn) of T.
//
// Inputs, result, errors: as CramerVonMises. Cost: sorting. Oracle: SciPy cramervonmises_2samp(method = "asymptotic").
func CramerVonMisesAsymptotic(baseline, canary []float64) (DistributionTest, error) {
	c, err := newCramer(baseline, canary)
	if err != nil {
		return DistributionTest{}, err
	}
	return c.asymptotic(), nil
}

// cramer is what the joint order of two samples says.
type cramer struct {
	m, n int     // sizes of baseline and canary
	t    float64 // the statistic
	sum  float64 // Σ (i·n − j·m)² over the joint order without ties, i and j counting values of each sample
	tied bool
}

func newCramer(baseline, canary []float64) (cramer, error) {
	b, c, err := sortedPair(baseline, canary, TwoSided)
	if err != nil {
		return cramer{}, err
	}
	k := cramer{m: len(b), n: len(c)}
	m, n := float64(k.m), float64(k.n)
	u := 0.0
	for i, j := 0, 0; i < len(b) || j < len(c); {
		x := math.Inf(1)
		if i < len(b) {
			x = b[i]
		}
		if j < len(c) {
			x = min(x, c[j])
		}
		i0, j0 := i, j
		for i < len(b) && b[i] == x {
			i++
		}
		for j < len(c) && c[j] == x {
			j++
		}
		k.tied = k.tied || i+j-i0-j0 > 1
		rank := float64(i0+j0+i+j+1) / 2
		u += n*squaredSteps(rank, j0, j) + m*squaredSteps(rank, i0, i)
		d := float64(i)*n - float64(j)*m
		k.sum += d * d
	}
	total := m + n
	k.t = u/(m*n)/total - (4*m*n-1)/(6*total)
	return k, nil
}

func (k cramer) asymptotic() DistributionTest {
	return DistributionTest{Statistic: k.t, P: CramerVonMisesSurvival(k.standardised()), Method: Asymptotic}
}

// standardised is the statistic moved and scaled to the mean and variance of the limiting law.
func (k cramer) standardised() float64 {
	m, n := float64(k.m), float64(k.n)
	total := m + n
	mean := (1 + 1/total) / 6
	variance := (total + 1) / total / 45 * (4*m*n*total - 3*(m*m+n*n) - 2*m*n) / (total * 4 * m * n)
	if variance == 0 { // 1 against 1
		return 0
	}
	return 1./6 + (k.t-mean)/math.Sqrt(45*variance)
}

// target is the sum in units of the squared common divisor of the sizes.
func (k cramer) target() float64 {
	g := float64(gcd(k.m, k.n))
	return k.sum / g / g
}

// squaredSteps is Σ (rank − place)² over the places from+1 … to.
func squaredSteps(rank float64, from, to int) float64 {
	sum := 0.0
	for place := from + 1; place <= to; place++ {
		d := rank - float64(place)
		sum += d * d
	}
	return sum
}

// exactP is the probability that the sum over a random path from (0, 0) to (m, n) reaches the target. Paths that have
// reached it are counted at once, so that all terms are positive, and few sums are kept.
func (k cramer) exactP(target int) float64 {
	if target == 0 {
		return 1
	}
	g := gcd(k.m, k.n)
	a, b := k.n/g, k.m/g
	p := 0.0
	// paths[j][v] is the probability of a path through (i, j) with the sum v so far.
	paths := make([][]float64, k.n+1)
	for j := range paths {
		paths[j] = make([]float64, target)
	}
	paths[0][0] = 1
	for i := range k.m + 1 {
		for j := range k.n + 1 {
			if i+j == 0 {
				continue
			}
			down, right := 0.0, 0.0 // probabilities of the last step, from (i−1, j) and from (i, j−1)
			var left []float64
			rest := float64(k.m + k.n - i - j + 1)
			if i > 0 {
				down = float64(k.m-i+1) / rest
			}
			if j > 0 {
				right, left = float64(k.n-j+1)/rest, paths[j-1]
			}
			p += advance(paths[j], left, down, right, min((i*a-j*b)*(i*a-j*b), target))
		}
	}
	return min(1, p)
}

// advance moves here·down + left·right up by so many places; it returns what is moved out.
func advance(here, left []float64, down, right float64, by int) (out float64) {
	at := func(v int) float64 {
		if left == nil {
			return here[v] * down
		}
		return float64(here[v]*down) + float64(left[v]*right)
	}
	for v := len(here) - 1; v >= 0; v-- {
		if v+by >= len(here) {
			out += at(v)
		}
		if v >= by {
			here[v] = at(v - by)
		} else {
			here[v] = 0
		}
	}
	return out
}
