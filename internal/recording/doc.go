// Package recording reads and writes recordings: the exact inputs of one analysis, kept in a folder that a person can
// read, or in a .zip of it.
//
//	analysis.yaml   spec, populations, window, looks, and what should come out: the message serin.v1.Recording
//	series.csv      what was observed
//	queries.csv     what was asked, and how it was answered; may be missing
//	verdict.json    what was concluded, the message serin.v1.Result; may be missing
//	README.md       what happened; may be missing
//
// # series.csv
//
//	metric,part,population,slice,time,value
//	errors,events,canary,eu-west,2026-03-02T20:01:00Z,5
//	latency,le=0.5,baseline,,2026-03-02T20:01:00Z,381
//
// One row per value. The part is value for a gauge; events and total for a ratio; events and exposure for a count;
// le=0.5, the bucket's upper bound, for a histogram. The population is baseline or canary, or baseline_history or
// canary_history where the spec has a history. The slice is the value of the spec's slice label; empty without slices. The
// time, in UTC, is the end of the step that the value describes, so it lies after the window's start and not after its end.
// A history ends where the canary's window starts. A warm-up is part of the window: its values are kept, and not judged. A
// raw counter (cumulative: true) has one value more, at the window's start. A row that is missing, or has the value NaN, is
// a gap; Inf and -Inf are values.
//
// The times of one series ascend. Beyond that the order of the rows is free, and kept.
//
// # queries.csv
//
//	metric,part,population,provider,query,failure,message
//	errors,events,canary,prometheus,"sum(increase(errors_total{version=""1.42.0""}[1m]))",,
//	latency,buckets,canary,prometheus,sum by (le) (latency_bucket),timeout,no answer within 30s
//
// One row per query, its variables filled in. The part of a histogram is buckets. The failure says why there is no
// answer: query_rejected, unavailable, timeout or too_many_series, with the provider's words as the message. A query
// without a failure and without rows in series.csv was answered with nothing.
//
// Without the file the recording is of series that came with the request, and every series is an answer to no query; there
// must be one at least.
package recording
