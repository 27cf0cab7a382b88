package stats

import (
	"fmt"
	"math"
	"slices"
)

// adExactOrders is the number of choices of the smaller sample up to which AndersonDarling is exact; some 10 ms.
const adExactOrders = 13_000

// AndersonDarlingTies chooses how ties enter the statistic; without any the versions differ little.
type AndersonDarlingTies int

const (
	// AndersonDarlingMidranks takes the mean of the distribution functions before and after a value, version 2.
	AndersonDarlingMidranks AndersonDarlingTies = iota
	// AndersonDarlingPlain takes the distribution functions after a value, version 1.
	AndersonDarlingPlain
)

// AndersonDarlingTest is the result of [AndersonDarling].
type AndersonDarlingTest struct {
	A2     float64 // the statistic, about 1 if nothing differs
	T      float64 // (A2 − 1)/σ, σ its standard deviation if nothing differs
	P      float64 // upper tail
	Method Method  // how P was found
}

// AndersonDarling tests whether two samples come from one distribution, with more weight on their tails than
// [CramerVonMises]. It has no one-sided form.
//
// Definition: the statistic of Scholz and Stephens for two samples. With N = m + n, the sums over the samples i of n_i values
// and over the distinct values z of l ones each, M of sample i and B of both at most z (Plain), or both less half of those
// that equal z (Midranks),
//
//	Plain     A² = 1/N·Σ 1/n_i·Σ l·(N·M − n_i·B)²/(B(N−B)), without the largest z
//	Midranks  A² = (N−1)/N²·Σ 1/n_i·Σ l·(N·M − n_i·B)²/(B(N−B) − N·l/4)
//
// The p-value is the chance of such an A², or a larger one: exact over all choices of the smaller sample up to 13,000 of them,
// otherwise by the limiting law, [AndersonDarlingSurvival] at A².
//
// Inputs: independent samples, in any order, of 4 values or more together. Only their order matters.
//
// Result: see [AndersonDarlingTest]. (kSamples and SciPy interpolate tables instead of the limiting law.)
//
// Errors: [ErrSampleSize] for an empty sample, or fewer than 4 values; [ErrNotFinite] for NaN; [ErrConstant] if all values
// are equal; [ErrOption].
//
// Cost: sorting; exact up to 10 ms. Oracle: kSamples ad.test; SciPy anderson_ksamp; R goftest for the limiting law.
//
// Reference: Scholz and Stephens (1987), "k-sample Anderson–Darling tests", Journal of the American Statistical Association
// 82, 918–924.
func AndersonDarling(baseline, canary []float64, ties AndersonDarlingTies) (AndersonDarlingTest, error) {
	b, c, err := sortedPair(baseline, canary, TwoSided)
	if err != nil {
		return AndersonDarlingTest{}, err
	}
	n := len(b) + len(c)
	switch {
	case ties < AndersonDarlingMidranks || ties > AndersonDarlingPlain:
		return AndersonDarlingTest{}, fmt.Errorf("AndersonDarlingTies(%d): %w", int(ties), ErrOption)
	case n < 4:
		return AndersonDarlingTest{}, fmt.Errorf("%d values on both sides: %w", n, ErrSampleSize)
	}
	counts := newValueCounts(b, c)
	if len(counts.all) == 1 {
		return AndersonDarlingTest{}, fmt.Errorf("all %d values are equal: %w", n, ErrConstant)
	}
	t := AndersonDarlingTest{A2: counts.statistic(ties), Method: Asymptotic}
	t.T = (t.A2 - 1) / scholzStephensSigma(len(b), len(c))
	if choices(n, min(len(b), len(c))) <= adExactOrders {
		t.P, t.Method = counts.exactP(ties), Exact
		return t, nil
	}
	t.P = AndersonDarlingSurvival(t.A2)
	return t, nil
}

// valueCounts says how often each distinct value, ascending, is in each group, and in all.
type valueCounts struct {
	groups [][]float64
	all    []float64
}

func newValueCounts(groups ...[]float64) valueCounts {
	joint := slices.Concat(groups...)
	slices.Sort(joint)
	joint = slices.Compact(joint)
	v := valueCounts{groups: make([][]float64, len(groups)), all: make([]float64, len(joint))}
	for g, x := range groups {
		v.groups[g] = make([]float64, len(joint))
		for _, value := range x {
			i, _ := slices.BinarySearch(joint, value)
			v.groups[g][i]++
			v.all[i]++
		}
	}
	return v
}

// statistic is A² of any number of groups.
func (v valueCounts) statistic(ties AndersonDarlingTies) float64 {
	a := 0.0
	for _, counts := range v.groups {
		a += v.part(counts, ties)
	}
	return a
}

// part is what one group adds to A².
func (v valueCounts) part(counts []float64, ties AndersonDarlingTies) float64 {
	n, total := sum(counts), sum(v.all)
	before, beforeAll, part := 0.0, 0.0, 0.0
	for i, all := range v.all {
		if ties == AndersonDarlingPlain {
			before, beforeAll = before+counts[i], beforeAll+all
			if beforeAll < total {
				d := total*before - n*beforeAll
				part += all * d / beforeAll * (d / (total - beforeAll))
			}
			continue
		}
		m, b := before+counts[i]/2, beforeAll+all/2
		if weight := b*(total-b) - total*all/4; weight > 0 {
			d := total*m - n*b
			part += all * d / weight * d
		}
		before, beforeAll = before+counts[i], beforeAll+all
	}
	part /= n * total
	if ties == AndersonDarlingMidranks {
		part *= (total - 1) / total
	}
	return part
}

func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}

// exactP goes through all choices of the smaller of two groups: how many of each distinct value it has, weighted by the
// number of ways. Statistics that differ by rounding only count as equal.
func (v valueCounts) exactP(ties AndersonDarlingTies) float64 {
	size := min(sum(v.groups[0]), sum(v.groups[1]))
	limit := v.statistic(ties) * (1 - 1e-12)
	chosen, rest := make([]float64, len(v.all)), make([]float64, len(v.all))
	hits, ways := 0.0, 0.0
	var choose func(i int, left, weight float64)
	choose = func(i int, left, weight float64) {
		if i == len(v.all) {
			if left > 0 {
				return
			}
			ways += weight
			if v.part(chosen, ties)+v.part(rest, ties) >= limit {
				hits += weight
			}
			return
		}
		for k := 0.0; k <= min(left, v.all[i]); k++ {
			chosen[i], rest[i] = k, v.all[i]-k
			choose(i+1, left-k, weight*choices(int(v.all[i]), int(k)))
		}
	}
	choose(0, size, 1)
	return hits / ways
}

// choices is the number of ways to choose k of n, +Inf beyond the largest float64.
func choices(n, k int) float64 {
	c := 1.0
	for i := range min(k, n-k) {
		c *= float64(n-i) / float64(i+1)
		if c > 1e300 {
			return math.Inf(1)
		}
	}
	return math.Round(c)
}

// scholzStephensSigma is the standard deviation of A² if nothing differs, for any number of groups.
func scholzStephensSigma(sizes ...int) float64 {
	total, k, inverse := 0, float64(len(sizes)), 0.0
	for _, n := range sizes {
		total += n
		inverse += 1 / float64(n)
	}
	h, g, tail := 0.0, 0.0, 0.0
	for i := 1; i < total; i++ {
		h += 1 / float64(i)
		if i > 1 {
			tail += 1 / float64(total-i+1)
			g += tail / float64(i)
		}
	}
	n := float64(total)
	a := (4*g-6)*(k-1) + (10-6*g)*inverse
	b := (2*g-4)*k*k + 8*h*k + (2*g-14*h-4)*inverse - 8*h + 4*g - 6
	c := (6*h+2*g-2)*k*k + (4*h-4*g+6)*k + (2*h-6)*inverse + 4*h
	d := (2*h+6)*k*k - 4*h*k
	return math.Sqrt((a + b/n + c/(n*n) + d/(n*n*n)) * n / (n - 1) * n / (n - 2) * n / (n - 3))
}
