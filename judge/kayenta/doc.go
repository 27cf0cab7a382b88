// Package kayenta is the rule of NetflixACAJudge-v1.0, the judge that Kayenta uses, quirks included, so that a team that
// moves over can see its old verdict beside the new one. It is no recommendation: what it finds and what it misses stands
// in the tests of this package; package judge is the better rule.
//
// [Judge] is the whole of it, and reads in the order in which it works:
//
//	clean      drop or replace NaN; remove outliers if asked to
//	compare    a location shift with its 98 % interval, and an effect size
//	label      Pass, High or Low; Nodata, NodataFailMetric or Error where nothing could be compared
//	score      share of Pass in each group, weighted; critical metrics and missing data override it
//
// What may surprise:
//
//   - A metric is High or Low when its interval lies beyond a quarter of its own estimate and the effect size agrees. No
//     change is too small, as long as the data are tight; effect sizes of the mean cannot judge metrics whose mean is
//     negative; one outlier in the control can veto.
//   - The interval is searched to 1e-4 in the metric's own unit, so values of about 1e-3 and below are compared with noise.
//   - What cannot be compared is good: a group of Error and Nodata alone counts as 100. An analysis without any group
//     has a score of 0.
//   - Weights are used as they come: two groups of 100 give 200.
//   - Two samples that are constant but differ get a little noise. Kayenta's is drawn anew each time, so that its interval,
//     estimate and ratio cannot be reproduced; here it comes from a generator with a fixed seed, the same for every metric.
//
// The words are Kayenta's: the experiment is the canary, the control the baseline. The package is pure: no clock, no I/O, no
// map order. Sums over groups are made in the order in which the groups appear; Kayenta's order is that of a hash table,
// which can differ in the last bit before a score is rounded to two decimals.
//
// Source: behaviour of spinnaker/kayenta at a69573be (2025-04-08), read, and measured by running its classes.
package kayenta
