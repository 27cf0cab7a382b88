// Package prometheus reads from a server with the HTTP API of Prometheus: Prometheus itself, Thanos, Mimir,
// VictoriaMetrics.
//
// A query is evaluated at the end of every step, and its values are handed on as they come: with all their labels,
// __name__ too, NaN as a gap. What follows is what one should know before one trusts them.
//
// # A value is not older than its step
//
// Where a query names a series without a range, as in queue_depth, Prometheus takes its last sample, up to five minutes
// old. A canary that fell silent would keep its last value for those minutes. So every query carries a lookback_delta of
// one step: what is said at t was scraped after t − step, and a silence is a gap from its first step on.
//
// A step shorter than the scrape interval therefore leaves gaps. Choose a step of two scrape intervals or more, since
// scrapes do not come to the millisecond, or say in the query how old a value may be: last_over_time(queue_depth[5m]).
// A subquery, [5m:15s], looks back one step as well.
//
// Prometheus knows lookback_delta since 2.43, Mimir since 2026. A server that does not know it ignores it, and fills
// gaps as it is used to; VictoriaMetrics does.
//
// # Ranges
//
// Let ranges be as long as the step, [${step}]: a longer one counts an event in several steps, a shorter one loses some.
// A rate needs two scrapes in its range, and increases between the last scrape of one step and the first of the next are
// in neither.
//
// A minute holds four scrapes of 15 s with Prometheus 3, where a range excludes its start, and up to five with
// Prometheus 2, where it does not: rates of the same data differ by a tenth. Compare baseline and canary on one server.
// In Prometheus 2 a sample just at t − step also still counts at t.
//
// # increase() is an estimate
//
// It stretches what it saw to the whole range, so that three errors become 3.2; judges of counts bear that. And it sees
// differences only: the first errors of a series that is born with them, {code="500"}, are missing, just where a canary
// is to be caught. Where that matters, query the counter itself and say cumulative: true in the spec. Such a query must
// not add up instances that come and go: to serin a sum that falls is a counter that began again at zero.
//
// # Recording rules
//
// The sample of a rule has the time of the rule's evaluation, and the rule's own idea of a range. Take a step that is
// no shorter than the interval of its group.
//
// # What is refused
//
// An answer with a warning is none: something is missing from it, such as a store that Thanos could not reach. Remarks
// that the server calls infos are ignored.
//
// Native histograms are refused. Compare the classic buckets, sum by (le) (increase(x_bucket[${step}])), or a
// quantile of the native ones, histogram_quantile(0.99, sum(increase(x[${step}]))).
//
// A window with more points than the server answers at once is asked in parts, one after the other. start() and end() in
// a query mean those of the part.
package prometheus
