// Package stats holds the estimators, tests and intervals that compare a canary with its baseline.
//
// Everything is a pure function: it takes slices or counts, leaves them unmodified, and returns a number or a small
// struct. Nothing reads a clock, draws random numbers, logs, or panics.
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
//	the same, from two histograms                MannWhitneyCounts      A12 in its result
//	is a proportion (error ratio) larger?        TwoProportionZ         Newcombe, ProportionDifference, ProportionRatio
//	the same, with few events                    FisherExact            ProportionRatio, OddsRatio
//	is a rate (events per exposure) larger?      RateTest               RateDifference, RateRatio
package stats
