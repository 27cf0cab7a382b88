package stats

import (
	"fmt"
	"math"
)

// ChiSquareMethod chooses how a χ² test measures the distance of counts from those expected.
type ChiSquareMethod int

const (
	// ChiSquarePearson is Σ (o − e)²/e.
	ChiSquarePearson ChiSquareMethod = iota
	// ChiSquareLikelihood is the likelihood ratio G = 2·Σ o·ln(o/e).
	ChiSquareLikelihood
	// ChiSquareCressieRead is 9/5·Σ o·((o/e)^⅔ − 1), between the two, and nearer to χ² with small counts.
	ChiSquareCressieRead
	// ChiSquareYates is Pearson's with |o − e| smaller by ½, at most by itself, for 2×2 tables only. It is conservative.
	ChiSquareYates
)

// ChiSquareTest is the result of a χ² test.
type ChiSquareTest struct {
	Statistic   float64 // distance of the counts from those expected, at least 0
	DF          float64 // degrees of freedom
	P           float64 // upper tail of χ²
	Log10P      float64 // decimal logarithm of P, also where P underflows to 0
	MinExpected float64 // least count expected; with less than 5 in many cells, P is rough
}

// ChiSquareFit tests whether counts follow given proportions. With the configured split of traffic as proportions it tells
// a sample ratio mismatch (SRM).
//
// Definition: with e_i = N·w_i/Σw expected of the total N, the distance by method has, if N is large, a χ² distribution
// with k − 1 degrees of freedom.
//
// Inputs: observed counts of k >= 2 cells, each 0 to 2⁵³; one positive weight for each, in any unit.
//
// Result: see [ChiSquareTest].
//
// Errors: [ErrSampleSize] for fewer than 2 cells; [ErrCounts] for negative counts, no count at all, a sum above 2⁵³, a
// weight that is not positive, or so small beside the others that it underflows, or if there is not one weight for each
// count; [ErrNotFinite] for NaN or ±Inf; [ErrOption], also for ChiSquareYates.
//
// Cost: O(k). Oracle: R chisq.test(observed, p = weights, rescale.p = TRUE); SciPy power_divergence.
//
// Reference: Pearson (1900), Philosophical Magazine 50, 157–175; Cressie and Read (1984), Journal of the Royal Statistical
// Society B 46, 440–464. SRM: Fabijan et al. (2019), "Diagnosing sample ratio mismatch in online controlled experiments".
func ChiSquareFit(observed []int64, weights []float64, method ChiSquareMethod) (ChiSquareTest, error) {
	if method < ChiSquarePearson || method > ChiSquareCressieRead {
		return ChiSquareTest{}, fmt.Errorf("ChiSquareMethod(%d): %w", int(method), ErrOption)
	}
	if len(observed) < 2 {
		return ChiSquareTest{}, fmt.Errorf("%d cells: %w", len(observed), ErrSampleSize)
	}
	total, err := sumCounts(observed)
	if err != nil {
		return ChiSquareTest{}, err
	}
	expected, err := expectedCounts(total, weights, len(observed))
	if err != nil {
		return ChiSquareTest{}, err
	}
	t := ChiSquareTest{DF: float64(len(observed) - 1), MinExpected: math.Inf(1)}
	for i, o := range observed {
		t.add(float64(o), expected[i], method)
	}
	return t.finish(), nil
}

// sumCounts adds counts, none of which may be negative, to a sum that may neither be zero nor exceed 2⁵³.
func sumCounts(counts []int64) (float64, error) {
	var total int64
	for i, n := range counts {
		switch {
		case n < 0:
			return 0, fmt.Errorf("count %d is %d: %w", i, n, ErrCounts)
		case n > largestCount-total:
			return 0, fmt.Errorf("sum of counts is above 2^53: %w", ErrCounts)
		}
		total += n
	}
	if total == 0 {
		return 0, fmt.Errorf("all %d counts are zero: %w", len(counts), ErrCounts)
	}
	return float64(total), nil
}

// expectedCounts divides a total by weights.
func expectedCounts(total float64, weights []float64, cells int) ([]float64, error) {
	if len(weights) != cells {
		return nil, fmt.Errorf("%d weights for %d counts: %w", len(weights), cells, ErrCounts)
	}
	if err := checkFinite("weights", weights); err != nil {
		return nil, err
	}
	unit := magnitude(weights)
	shares, sum := make([]float64, cells), 0.0
	for i, w := range weights {
		if shares[i] = w / max(unit, math.SmallestNonzeroFloat64); shares[i] < 1e-300 {
			return nil, fmt.Errorf("weight %d is %v, not positive or too small beside the others: %w", i, w, ErrCounts)
		}
		sum += shares[i]
	}
	for i := range shares {
		shares[i] = total * (shares[i] / sum)
	}
	return shares, nil
}

// add adds the part of one cell to the statistic. The parts of the likelihood ratio and of Cressie and Read are written so
// that none is negative; the terms added to the definition have the sum Σ (e − o) = 0.
func (t *ChiSquareTest) add(observed, expected float64, method ChiSquareMethod) {
	t.MinExpected = min(t.MinExpected, expected)
	d := observed - expected
	switch method {
	case ChiSquareLikelihood:
		t.Statistic += 2 * deviance(observed, expected, 0)
	case ChiSquareCressieRead:
		part := expected * 2 / 3 // of a cell without any
		if observed > 0 {
			part = observed*math.Expm1(2./3*logRatio(observed, expected)) - 2./3*d
		}
		t.Statistic += 9. / 5 * part
	case ChiSquareYates:
		d = max(0, math.Abs(d)-0.5)
		t.Statistic += d / expected * d
	default:
		t.Statistic += d / expected * d
	}
}

// logRatio is ln(a/b), accurate also if they are nearly equal.
func logRatio(a, b float64) float64 {
	if math.Abs(a-b) < 0.5*b {
		return math.Log1p((a - b) / b)
	}
	return math.Log(a / b)
}

func (t ChiSquareTest) finish() ChiSquareTest {
	t.Statistic = max(0, t.Statistic)
	t.P = ChiSquareSurvival(t.Statistic, t.DF)
	t.Log10P = log10ChiSquare(t.Statistic, t.DF)
	return t
}

// ChiSquareTable tests whether rows and columns of a table of counts are independent: whether, say, the mix of status codes
// is the same in baseline and canary.
//
// Definition: with e_ij = (sum of row i)·(sum of column j)/N, the distance by method has, if the counts are large, a χ²
// distribution with (rows − 1)·(columns − 1) degrees of freedom.
//
// Inputs: two rows or more, of two counts or more each. Result: see [ChiSquareTest].
//
// Errors: [ErrSampleSize] for fewer than 2 rows or columns; [ErrCounts] for rows of different lengths, negative counts, a
// sum above 2⁵³, or a row or column without any count (leave it out); [ErrOption], also for ChiSquareYates beyond 2×2.
//
// Cost: O(cells). Oracle: R chisq.test; SciPy chi2_contingency.
//
// Reference: Pearson (1900), Philosophical Magazine 50, 157–175; Yates (1934).
func ChiSquareTable(table [][]int64, method ChiSquareMethod) (ChiSquareTest, error) {
	rows, columns, total, err := margins(table)
	if err != nil {
		return ChiSquareTest{}, err
	}
	if method < ChiSquarePearson || method > ChiSquareYates || method == ChiSquareYates && len(rows)*len(columns) != 4 {
		return ChiSquareTest{}, fmt.Errorf("ChiSquareMethod(%d) for a %d×%d table: %w", int(method), len(rows), len(columns), ErrOption)
	}
	t := ChiSquareTest{DF: float64((len(rows) - 1) * (len(columns) - 1)), MinExpected: math.Inf(1)}
	for i, row := range table {
		for j, o := range row {
			t.add(float64(o), rows[i]*(columns[j]/total), method)
		}
	}
	return t.finish(), nil
}

// CramerV measures how strongly rows and columns of a table depend on each other.
//
// Definition: √(χ²/(N·(min(rows, columns) − 1))), χ² Pearson's. Result: 0, independent, to 1, one determines the other.
//
// Inputs, errors, cost: as [ChiSquareTable]. Reference: Cramér (1946), "Mathematical Methods of Statistics", chapter 21.
func CramerV(table [][]int64) (float64, error) {
	t, err := ChiSquareTable(table, ChiSquarePearson)
	if err != nil {
		return 0, err
	}
	_, _, total, _ := margins(table)
	return min(1, math.Sqrt(t.Statistic/total/float64(min(len(table), len(table[0]))-1))), nil
}

// margins returns the sums of the rows, of the columns, and of all counts.
func margins(table [][]int64) (rows, columns []float64, total float64, err error) {
	if len(table) < 2 || len(table[0]) < 2 {
		return nil, nil, 0, fmt.Errorf("a table with fewer than 2 rows or columns: %w", ErrSampleSize)
	}
	columns = make([]float64, len(table[0]))
	for i, row := range table {
		if len(row) != len(columns) {
			return nil, nil, 0, fmt.Errorf("row %d has %d counts, the first %d: %w", i, len(row), len(columns), ErrCounts)
		}
		sum, err := sumCounts(row)
		if err != nil {
			return nil, nil, 0, fmt.Errorf("row %d: %w", i, err)
		}
		for j, n := range row {
			columns[j] += float64(n)
		}
		rows, total = append(rows, sum), total+sum
	}
	if total > largestCount {
		return nil, nil, 0, fmt.Errorf("sum of counts is above 2^53: %w", ErrCounts)
	}
	for j, sum := range columns {
		if sum == 0 {
			return nil, nil, 0, fmt.Errorf("column %d has no count: %w", j, ErrCounts)
		}
	}
	return rows, columns, total, nil
}
