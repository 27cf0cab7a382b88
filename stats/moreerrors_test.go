package stats

import (
	"errors"
	"math"
	"testing"
)

func failure[T any](_ T, err error) error { return err }

func TestMoreErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good, two, tied := Summary{5, 1, 1}, []float64{1, 2}, []float64{3, 3, 3}
	for _, tt := range []struct {
		name string
		got  error
		want error
	}{
		{"summary without values", failure(MeanTest(Summary{0, 1, 1}, good, TwoSided, MeanWelch)), ErrSampleSize},
		{"summary of too many", failure(MeanTest(good, Summary{1<<53 + 1, 1, 1}, TwoSided, MeanWelch)), ErrCounts},
		{"mean NaN", failure(MeanTest(Summary{5, nan, 1}, good, TwoSided, MeanWelch)), ErrNotFinite},
		{"infinite deviation", failure(MeanTest(Summary{5, 1, inf}, good, TwoSided, MeanWelch)), ErrNotFinite},
		{"negative deviation", failure(MeanTest(Summary{5, 1, -1}, good, TwoSided, MeanWelch)), ErrCounts},
		{"difference overflows", failure(MeanTest(Summary{5, 1e308, 1}, Summary{5, -1e308, 1}, TwoSided, MeanWelch)), ErrNotFinite},
		{"one value has no variance", failure(MeanTest(Summary{1, 1, 0}, good, TwoSided, MeanWelch)), ErrSampleSize},
		{"one value each", failure(MeanTest(Summary{1, 1, 0}, Summary{1, 2, 0}, TwoSided, MeanStudent)), ErrSampleSize},
		{"two constants", failure(Welch(tied, tied, TwoSided)), ErrConstant},
		{"baseline of zero", failure(MeanLift(Summary{5, 0, 1}, good, 0.95, LiftDelta)), ErrZero},
		{"Hedges of three", failure(HedgesG(Summary{1, 1, 0}, Summary{2, 2, 1})), ErrSampleSize},
		{"p NaN", failure(AdjustP([]float64{0.5, nan}, Holm)), ErrNotFinite},
		{"p above 1", failure(AdjustP([]float64{1.5}, Holm)), ErrProbability},
		{"adjustment unknown", failure(AdjustP(nil, 99)), ErrOption},
		{"no overlap", failure(BrunnerMunzel([]float64{1, 2}, []float64{3, 4}, TwoSided)), ErrConstant},
		{"placements of one", failure(BrunnerMunzel([]float64{1}, two, TwoSided)), ErrSampleSize},
		{"interval at 1", failure(A12Interval(two, two, 1)), ErrConfidence},
		{"KS of NaN", failure(KolmogorovSmirnov(two, []float64{nan}, TwoSided)), ErrNotFinite},
		{"one group", failure(Levene(LeveneMedian, two)), ErrSampleSize},
		{"groups of one", failure(Levene(LeveneMedian, []float64{1}, []float64{2})), ErrSampleSize},
		{"one cell", failure(ChiSquareFit([]int64{4}, []float64{1}, ChiSquarePearson)), ErrSampleSize},
		{"weights and cells", failure(ChiSquareFit([]int64{4, 5}, []float64{1}, ChiSquarePearson)), ErrCounts},
		{"nothing counted", failure(ChiSquareFit([]int64{0, 0}, []float64{1, 1}, ChiSquarePearson)), ErrCounts},
		{"ragged table", failure(ChiSquareTable([][]int64{{1, 2}, {3}}, ChiSquarePearson)), ErrCounts},
		{"no pair differs", failure(McNemar(0, 0, TwoSided, McNemarExact)), ErrCounts},
		{"only one table", failure(ConditionalOddsRatio(Proportion{0, 5}, Proportion{0, 6}, 0.95)), ErrCounts},
		{"rate method unknown", failure(RateTestBy(Rate{1, 1}, Rate{1, 1}, TwoSided, 99)), ErrOption},
		{"log ratio of none", failure(RateRatioBy(Rate{0, 1}, Rate{1, 1}, 0.95, RateRatioLog)), ErrCounts},
		{"quantile type 10", failure(QuantilesOfType(10, two, 0.5)), ErrOption},
		{"trimming more than all", failure(TrimmedMean(two, 0.6)), ErrProbability},
		{"geometric mean of zero", failure(GeometricMean([]float64{0, 1})), ErrCounts},
		{"skewness of a constant", failure(Skewness(tied, MomentSample)), ErrConstant},
		{"adjusted kurtosis of three", failure(Kurtosis([]float64{1, 2, 4}, MomentAdjusted)), ErrSampleSize},
		{"more lags than values", failure(Autocorrelations(two, 2)), ErrSampleSize},
		{"mean of an empty stream", failure(new(Moments).Mean()), ErrSampleSize},
		{"infinite value in a stream", new(Moments).Add(inf), ErrNotFinite},
		{"values far from a dozen", failure(PermutationTest(make([]float64, 50), make([]float64, 50), TwoSided)), ErrCounts},
		{"Anderson and Darling of a constant", failure(AndersonDarling(tied, tied, AndersonDarlingPlain)), ErrConstant},
		{"Grubbs of two", failure(Grubbs(two, TwoSided)), ErrSampleSize},
		{"Grubbs at level 0", failure(GrubbsCritical(9, 0, TwoSided)), ErrProbability},
		{"as many outliers as values", failure(ESD([]float64{1, 2, 3}, 2, 0.05)), ErrSampleSize},
		{"half of the values equal", failure(ModifiedZ([]float64{1, 1, 1, 2})), ErrConstant},
		{"all values on one side of the median", failure(MedianTest(MedianTiesBelow, ChiSquarePearson, tied, tied)), ErrCounts},
	} {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got error %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// TestTailsOutsideDomain says what the distribution functions do where package math returns NaN.
func TestTailsOutsideDomain(t *testing.T) {
	nan := math.NaN()
	pair := func(a, b float64) float64 { return a + b }
	for name, got := range map[string]float64{
		"GammaTails":                pair(GammaTails(1, -1)),
		"PoissonTails":              pair(PoissonTails(1, -1)),
		"BinomialTails":             pair(BinomialTails(1, 2.5, 0.5)),
		"FSurvival":                 FSurvival(1, 0, 1),
		"GammaQuantile":             GammaQuantile(2, 1),
		"KolmogorovSurvival":        KolmogorovSurvival(nan),
		"CramerVonMisesSurvival":    CramerVonMisesSurvival(nan),
		"NormalLogSurvival":         NormalLogSurvival(nan),
		"NoncentralStudentSurvival": NoncentralStudentSurvival(1, 1, 1e5),
	} {
		if !math.IsNaN(got) {
			t.Errorf("%s outside its domain: got %v, want NaN", name, got)
		}
	}
	for name, got := range map[string][2]float64{
		"Poisson below zero":   {first(PoissonTails(-1, 2)), 0},
		"Poisson at infinity":  {first(PoissonTails(math.Inf(1), 2)), 1},
		"binomial below zero":  {first(BinomialTails(-1, 5, 0.5)), 0},
		"binomial at n":        {first(BinomialTails(5, 5, 0.5)), 1},
		"variance below known": {FSurvival(2, 3, math.Inf(1)), ChiSquareSurvival(6, 3)},
		"variance above known": {FSurvival(2, math.Inf(1), 4), first(GammaTails(1, 2))},
		"log survival at +Inf": {NormalLogSurvival(math.Inf(1)), math.Inf(-1)},
		"log survival at −Inf": {NormalLogSurvival(math.Inf(-1)), 0},
	} {
		if !near(got[0], got[1], 1e-14, 0) {
			t.Errorf("%s: got %v, want %v", name, got[0], got[1])
		}
	}
}

func first(a, _ float64) float64 { return a }
