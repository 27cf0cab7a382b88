// Package stats holds the estimators, tests and intervals that compare a canary with its baseline.
//
// Everything is a pure function: it takes slices or counts, leaves them unmodified, and returns a number or a small
// struct; only [Moments] collects a stream. Nothing reads a clock, draws random numbers, logs, or panics. docs/numbers.md
// counts how all of it compares with values computed independently.
//
// Conventions, the same in every function:
//
//   - Arguments come baseline, canary. A difference is canary − baseline, a ratio canary / baseline.
//   - An [Alternative] is said of the canary: [Greater] asks whether the canary is larger.
//   - A confidence is a number in (0, 1): 0.95, not 95. It belongs to the two-sided interval.
//   - A sample is a slice of values in any order. NaN is refused; gaps are the caller's to remove. Negative zero equals zero.
//   - A result is never NaN. What cannot be answered is an error that wraps one of the sentinels ([ErrSampleSize],
//     [ErrNotFinite], …) and says what was got. Only the distribution functions, such as [NormalSurvival], return NaN
//     outside their domain, as package math does.
//   - Small p-values are relatively accurate: upper tails are summed or evaluated directly, never as 1 − cdf.
//
// Which to use:
//
//	question                                     test                   effect and interval
//	are values of one sample larger?             MannWhitney            HodgesLehmann, A12
//	the same, though the spreads differ          BrunnerMunzel          A12Interval
//	the same, from two histograms                MannWhitneyCounts      A12 in its result
//	is the mean larger?                          Welch, MeanTest        MeanDifference, MeanLift, HedgesG
//	the same, with a handful of values           PermutationTest        MeanDifference
//	do the distributions differ at all?          KolmogorovSmirnov,     –
//	                                             CramerVonMises, AndersonDarling
//	do they spread differently?                  Levene                 –
//	is a proportion (error ratio) larger?        TwoProportionZ         Newcombe, ProportionDifference, ProportionRatio
//	the same, with few events                    FisherExact            ConditionalOddsRatio, ProportionRatio, OddsRatio
//	the same, of mirrored requests               McNemar                odds ratio in its result
//	is a rate (events per exposure) larger?      RateTest               RateDifference, RateRatio
//	is the traffic split as configured?          ChiSquareFit           –
//	is a mix (of status codes) the same?         ChiSquareTable         CramerV
//	which of many p-values count?                AdjustP                –
//	which values are unlike the others?          Grubbs, ESD            Fences, ModifiedZ
//
// Those are for one look. Whoever looks again and again, and stops once something shows, needs tests that hold at every look:
//
//	question, at any number of looks             evidence               interval
//	is a rate or proportion larger?              SequentialCounts       SequentialRateRatio
//	is a mean larger?                            SequentialNormal       SequentialMeanDifference, SequentialRadius
//	the same, of a handful of paired values      SequentialT            SequentialTCritical
//	is a quantile larger, from two histograms?   SequentialQuantile     –
//	is the traffic split as configured?          SequentialSplit        –
//	any of them, at few looks that are planned   GroupSequential        –
//
// Their evidence is the natural logarithm of an e-value, whose mean is at most 1 if nothing differs, whenever one stops: 1/α is
// significant at level α, or 1/(w·α) for one of several metrics, with weights w that add up to 1. [RunningP] makes p-values of it.
//
// ProportionSize, MeanSize, StudentSize and RankSize say how many observations a test at one look needs.
package stats
