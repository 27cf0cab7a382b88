package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Adjustment chooses how p-values are adjusted for how many of them there are.
type Adjustment int

const (
	// Holm keeps the chance of any false alarm, whatever the dependence of the tests, and is never weaker than Bonferroni.
	Holm Adjustment = iota
	// Bonferroni multiplies by the number of tests: the same guarantee as Holm, each p-value by itself.
	Bonferroni
	// Hochberg is Holm stepping up: stronger, for independent or positively dependent tests.
	Hochberg
	// Hommel closes Simes's test: stronger than Hochberg, under the same condition.
	Hommel
	// BenjaminiHochberg keeps the share of false alarms among all alarms, for independent or positively dependent tests.
	BenjaminiHochberg
	// BenjaminiYekutieli keeps that share whatever the dependence.
	BenjaminiYekutieli
	// Sidak is a little stronger than Bonferroni, for independent tests.
	Sidak
	// HolmSidak is a little stronger than Holm, for independent tests.
	HolmSidak
)

// AdjustP adjusts p-values for their number: each result is the least level at which the method rejects.
//
// Definition: with p(1) <= … <= p(n) and every result at most 1,
//
//	Holm                max over j <= i of (n+1−j)·p(j)
//	Bonferroni          n·p
//	Hochberg            min over j >= i of (n+1−j)·p(j)
//	Hommel              the least level at which Simes's test rejects every set of hypotheses that i belongs to
//	Benjamini–Hochberg  min over j >= i of n/j·p(j)
//	Benjamini–Yekutieli the same times 1 + ½ + … + 1/n
//	Šidák               1 − (1−p)ⁿ
//	Holm–Šidák          max over j <= i of 1 − (1−p(j))^(n+1−j)
//
// Inputs: one p-value in [0, 1] per test, in any order, left unmodified. A test without a p-value is the caller's to leave
// out.
//
// Result: in the order of the input, each at least p; small ones keep their relative accuracy.
//
// Edge cases: none of no p-values; p itself of one.
//
// Errors: [ErrNotFinite] for NaN (R leaves it out, and counts the others), [ErrProbability] for a p outside [0, 1],
// [ErrOption].
//
// Cost: a sort; Hommel O(n²), 0.2 s for 10,000.
//
// Oracle: R p.adjust; statsmodels multipletests for Šidák's.
//
// Reference: Holm (1979), Scandinavian Journal of Statistics 6, 65–70; Hochberg (1988), Biometrika 75, 800–802; Hommel
// (1988), Biometrika 75, 383–386; Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300;
// Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165–1188; Šidák (1967), Journal of the American Statistical
// Association 62, 626–633; Wright (1992), "Adjusted p-values for simultaneous inference", Biometrics 48, 1005–1013.
func AdjustP(p []float64, method Adjustment) ([]float64, error) {
	if method < Holm || method > HolmSidak {
		return nil, fmt.Errorf("Adjustment(%d): %w", int(method), ErrOption)
	}
	for i, v := range p {
		switch {
		case math.IsNaN(v):
			return nil, fmt.Errorf("p[%d] is NaN: %w", i, ErrNotFinite)
		case v < 0 || v > 1:
			return nil, fmt.Errorf("p[%d] is %v: %w", i, v, ErrProbability)
		}
	}
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	sorted := make([]float64, len(p))
	for rank, i := range order {
		sorted[rank] = p[i] + 0 // not −0
	}
	adjusted := make([]float64, len(p))
	for rank, v := range adjustSorted(sorted, method) {
		adjusted[order[rank]] = v
	}
	return adjusted, nil
}

// adjustSorted adjusts ascending p-values.
func adjustSorted(p []float64, method Adjustment) []float64 {
	n := float64(len(p))
	switch method {
	case Holm:
		return stepDown(p, func(i float64, p float64) float64 { return (n - i) * p })
	case HolmSidak:
		return stepDown(p, func(i float64, p float64) float64 { return anyOf(n-i, p) })
	case Bonferroni:
		return stepDown(p, func(_ float64, p float64) float64 { return n * p })
	case Sidak:
		return stepDown(p, func(_ float64, p float64) float64 { return anyOf(n, p) })
	case Hochberg:
		return stepUp(p, func(i float64, p float64) float64 { return (n - i) * p })
	case BenjaminiHochberg:
		return stepUp(p, func(i float64, p float64) float64 { return n * p / (i + 1) })
	case BenjaminiYekutieli:
		harmonic := 0.0
		for i := n; i >= 1; i-- {
			harmonic += 1 / i
		}
		return stepUp(p, func(i float64, p float64) float64 { return harmonic * n / (i + 1) * p })
	}
	return hommel(p)
}

// anyOf is 1 − (1−p)^n.
func anyOf(n, p float64) float64 {
	if n == 1 {
		return p
	}
	return -math.Expm1(n * math.Log1p(-p))
}

func stepDown(p []float64, f func(i, p float64) float64) []float64 {
	adjusted, largest := make([]float64, len(p)), 0.0
	for i, v := range p {
		largest = max(largest, min(1, f(float64(i), v)))
		adjusted[i] = largest
	}
	return adjusted
}

func stepUp(p []float64, f func(i, p float64) float64) []float64 {
	adjusted, least := make([]float64, len(p)), 1.0
	for i := len(p) - 1; i >= 0; i-- {
		least = min(least, f(float64(i), p[i]))
		adjusted[i] = max(p[i], least)
	}
	return adjusted
}

// hommel follows Wright (1992), appendix: for every m the sets of m hypotheses, of which those with the largest p-values
// are the hardest to reject.
func hommel(p []float64) []float64 {
	n := len(p)
	adjusted := slices.Clone(p)
	for m := n; m >= 2; m-- {
		least := math.Inf(1)
		for j := 2; j <= m; j++ { // Simes's test of the m − 1 largest, and of any other as the smallest
			least = min(least, float64(m)*p[n-m+j-1]/float64(j))
		}
		for i := range n - m + 1 {
			adjusted[i] = max(adjusted[i], min(float64(m)*p[i], least))
		}
		rest := min(float64(m)*p[n-m], least)
		for i := n - m + 1; i < n; i++ {
			adjusted[i] = max(adjusted[i], rest)
		}
	}
	for i := range adjusted {
		adjusted[i] = min(1, adjusted[i])
	}
	return adjusted
}
