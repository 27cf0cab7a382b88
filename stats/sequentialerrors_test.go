package stats

import (
	"errors"
	"math"
	"testing"
)

func TestSequentialErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	plan, group := PowerPlan{Alpha: 0.05}, GroupPlan{Alpha: 0.05}
	counts := []float64{3, 4}
	for _, tt := range []struct {
		name string
		got  error
		want error
	}{
		{"tuning for level 1", failure(MixtureGain(1, TwoSided, TuneExact)), ErrProbability},
		{"one-sided tuning for a half", failure(MixtureGain(0.5, Less, TuneExact)), ErrProbability},
		{"tuning unknown", failure(MixtureGain(0.05, TwoSided, 9)), ErrOption},
		{"evidence NaN", failure(RunningP([]float64{0, nan})), ErrNotFinite},
		{"interval NaN", failure(RunningIntersection([]Interval{{Lo: nan, Hi: 1}})), ErrNotFinite},
		{"events below zero", failure(SequentialCounts(-1, 2, 0.5, 10, TwoSided)), ErrCounts},
		{"infinitely many events", failure(SequentialCounts(1, inf, 0.5, 10, TwoSided)), ErrNotFinite},
		{"all of the traffic", failure(SequentialCounts(1, 2, 1, 10, TwoSided)), ErrCounts},
		{"prior of no weight", failure(SequentialCounts(1, 2, 0.5, 0, TwoSided)), ErrCounts},
		{"alternative unknown", failure(SequentialCounts(1, 2, 0.5, 10, 9)), ErrOption},
		{"ratio of zero", failure(EventShare(0.5, 0)), ErrCounts},
		{"share that rounds to 1", failure(EventShare(0.5, 1e300)), ErrCounts},
		{"weight for no difference", failure(CountWeight(0.5, 1)), ErrCounts},
		{"ratio without events", failure(SequentialRateRatio(0, 0, 0.5, 10, 0.95)), ErrCounts},
		{"ratio at confidence 1", failure(SequentialRateRatio(3, 4, 0.5, 10, 1)), ErrConfidence},
		{"ratio of NaN events", failure(SequentialRateRatio(3, nan, 0.5, 10, 0.95)), ErrNotFinite},
		{"split of one cell", failure(SequentialSplit([]int64{3}, []float64{1}, 10)), ErrSampleSize},
		{"split of negative counts", failure(SequentialSplit([]int64{3, -1}, []float64{1, 1}, 10)), ErrCounts},
		{"split with too few proportions", failure(SequentialSplit([]int64{3, 1}, []float64{1}, 10)), ErrCounts},
		{"split with weight NaN", failure(SequentialSplit([]int64{3, 1}, []float64{1, 1}, nan)), ErrCounts},
		{"estimate NaN", failure(SequentialNormal(nan, 1, 1, TwoSided)), ErrNotFinite},
		{"estimate without variance", failure(SequentialNormal(1, 0, 1, TwoSided)), ErrConstant},
		{"prior without variance", failure(SequentialNormal(1, 1, 0, TwoSided)), ErrCounts},
		{"infinite variance", failure(SequentialRadius(inf, 1, 0.05, TwoSided)), ErrNotFinite},
		{"radius at level 0", failure(SequentialRadius(1, 1, 0, TwoSided)), ErrProbability},
		{"sequence without rho", failure(SequentialMeanDifference(Summary{9, 1, 1}, Summary{9, 1, 1}, 0, 0.95)), ErrCounts},
		{"sequence of constants", failure(SequentialMeanDifference(Summary{9, 1, 0}, Summary{9, 1, 0}, 1, 0.95)), ErrConstant},
		{"sequence at confidence 0", failure(SequentialMeanDifference(Summary{9, 1, 1}, Summary{9, 1, 1}, 1, 0)), ErrConfidence},
		{"t of one difference", failure(SequentialT(1, 1, 2, TwoSided)), ErrSampleSize},
		{"t NaN", failure(SequentialT(nan, 9, 2, TwoSided)), ErrNotFinite},
		{"t without weight", failure(SequentialT(1, 9, 0, TwoSided)), ErrCounts},
		{"critical t of NaN", failure(SequentialTCritical(nan, 2, 0.05, TwoSided)), ErrNotFinite},
		{"critical t at level 2", failure(SequentialTCritical(5, 2, 2, TwoSided)), ErrProbability},
		{"quantile of 1", failure(SequentialQuantile(counts, counts, 1, 9, 9, TwoSided)), ErrProbability},
		{"different buckets", failure(SequentialQuantile(counts, counts[:1], 0.5, 9, 9, TwoSided)), ErrCounts},
		{"no observations", failure(SequentialQuantile(counts, []float64{0, 0}, 0.5, 9, 9, TwoSided)), ErrSampleSize},
		{"quantile without weight", failure(SequentialQuantile(counts, counts, 0.5, 9, 0, Less)), ErrCounts},
		{"no looks", failure(GroupSequential(nil, group)), ErrSampleSize},
		{"looks in disorder", failure(GroupSequential([]float64{0.5, 0.4}, group)), ErrProbability},
		{"more than all information", failure(GroupSequential([]float64{0.5, 1.1}, group)), ErrProbability},
		{"information NaN", failure(GroupSequential([]float64{nan}, group)), ErrNotFinite},
		{"group level of 0.6", failure(GroupSequential([]float64{1}, GroupPlan{Alpha: 0.6})), ErrProbability},
		{"design unknown", failure(GroupSequential([]float64{1}, GroupPlan{Alpha: 0.05, Design: 99})), ErrOption},
		{"spending to no power", failure(GroupSequential([]float64{1}, GroupPlan{Alpha: 0.05, Design: SpendPower})), ErrOption},
		{"group alternative unknown", failure(GroupSequential([]float64{1}, GroupPlan{Alpha: 0.05, Alternative: 9})), ErrOption},
		{"drift of nothing", failure(GroupBounds{}.Drift(0.8)), ErrSampleSize},
		{"drift for power 1", failure(must(GroupSequential([]float64{0.5, 1}, group)).Drift(1)), ErrProbability},
		{"drift for power below the level", failure(must(GroupSequential([]float64{0.5, 1}, group)).Drift(0.01)), ErrProbability},
		{"plan without a level", failure(RankPower(0.6, 10, PowerPlan{})), ErrProbability},
		{"plan with a negative ratio", failure(RankPower(0.6, 10, PowerPlan{Alpha: 0.05, Ratio: -1})), ErrCounts},
		{"A12 of 2", failure(RankPower(2, 10, plan)), ErrProbability},
		{"power of no observations", failure(RankPower(0.6, 0, plan)), ErrCounts},
		{"size for power 1", failure(RankSize(0.6, 1, plan)), ErrProbability},
		{"size for no effect", failure(RankSize(0.5, 0.8, plan)), ErrSampleSize},
		{"size for the wrong direction", failure(StudentSize(-1, 1, 0.8, PowerPlan{Alpha: 0.05, Alternative: Greater})), ErrSampleSize},
		{"size for next to no effect", failure(MeanSize(1e-300, 1, 1, 0.8, plan)), ErrCounts},
		{"size of Student for next to no effect", failure(StudentSize(1e-12, 1, 0.8, plan)), ErrCounts},
		{"means that do not vary", failure(MeanPower(1, 0, 0, 10, plan)), ErrConstant},
		{"negative deviation", failure(MeanPower(1, -1, 0, 10, plan)), ErrCounts},
		{"infinite difference", failure(MeanPower(inf, 1, 1, 10, plan)), ErrNotFinite},
		{"Student with two values", failure(StudentPower(1, 1, 1, plan)), ErrSampleSize},
		{"Student without deviation", failure(StudentPower(1, 0, 10, plan)), ErrConstant},
		{"Student with negative deviation", failure(StudentEffect(-1, 10, 0.8, plan)), ErrCounts},
		{"Student with NaN", failure(StudentPower(nan, 1, 10, plan)), ErrNotFinite},
		{"no effect is enough", failure(StudentEffect(1, 2, 0.8, PowerPlan{Alpha: 1e-9})), ErrSampleSize},
		{"proportion above 1", failure(ProportionPower(0.5, 1.5, 10, plan, PowerPooled)), ErrProbability},
		{"nothing ever happens", failure(ProportionPower(0, 0, 10, plan, PowerPooled)), ErrConstant},
		{"method unknown", failure(ProportionPower(0.1, 0.2, 10, plan, 9)), ErrOption},
		{"no proportion is enough", failure(ProportionEffect(0.5, 3, 0.99, plan, PowerPooled)), ErrSampleSize},
	} {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got error %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
