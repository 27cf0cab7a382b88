package judge

import "fmt"

// A Kind says what a metric is; the judge follows from it.
type Kind int

// The kinds of metrics.
const (
	Ratio     Kind = iota + 1 // events out of a total
	Count                     // events per exposure
	Gauge                     // one value per step
	Histogram                 // buckets per step
)

func (k Kind) String() string {
	return word(k, "kind", "ratio", "count", "gauge", "histogram")
}

// A Judge compares the two populations in one metric.
type Judge int

// The judges. The zero value is the one that follows from the kind.
const (
	ByKind      Judge = iota
	MannWhitney       // rank test and Hodges-Lehmann shift
	ZTest             // two proportions or rates
	Threshold         // bound on an aggregate
)

func (j Judge) String() string {
	return word(j+1, "judge", "by_kind", "mann_whitney", "z_test", "threshold")
}

// A Direction says which change of a metric is harmful.
type Direction int

// The directions.
const (
	HigherIsWorse Direction = iota + 1
	LowerIsWorse
	EitherIsWorse
)

func (d Direction) String() string {
	return word(d, "direction", "higher_is_worse", "lower_is_worse", "either_is_worse")
}

// A Role says what a metric may do to the verdict.
type Role int

// The roles.
const (
	Scored   Role = iota // counts in the score
	Critical             // aborts alone, and must pass for a promotion
	Signal               // may pause, never aborts, outside the score
	Muted                // shown, never counts
)

func (r Role) String() string {
	return word(r+1, "role", "scored", "critical", "signal", "muted")
}

// An Aspect is what a piece of evidence compares of a metric.
type Aspect int

// The aspects. The zero value is the one that every judge compares.
const (
	Level  Aspect = iota // where the values, the rate or a quantile stand
	Tail                 // the largest values, or the smallest where lower is worse
	Late                 // where the last part of the window stands
	Spread               // how far the values scatter
	Peaks                // single values far beyond all of the baseline's
	Order                // how far values follow their predecessors
)

func (a Aspect) String() string {
	return word(a+1, "aspect", "level", "tail", "late", "spread", "peaks", "order")
}

// A RollUpRule says how the findings of slices become that of the metric.
type RollUpRule int

// The rules.
const (
	AnySlice       RollUpRule = iota // as bad as the worst slice
	QuorumOfSlices                   // as bad as a part of the slices is at least
	QuorumOfWeight                   // as bad as slices with a part of the canary's traffic are
)

// A Class is what was found for a metric.
type Class int

// The classes. The zero value can do no harm.
const (
	Inconclusive Class = iota // neither worse nor shown not worse
	Pass                      // harm as large as the abort margin is excluded
	Warn                      // worse by the pause margin or more
	Fail                      // worse by the abort margin or more
	NoData                    // the data cannot be judged
	Error                     // the provider did not answer
)

func (c Class) String() string {
	return word(c+1, "class", "INCONCLUSIVE", "PASS", "WARN", "FAIL", "NO_DATA", "ERROR")
}

// judged reports whether the class says anything about the canary.
func (c Class) judged() bool { return c == Pass || c == Warn || c == Fail }

// A Verdict is what the caller should do.
type Verdict int

// The verdicts. The zero value holds the rollout.
const (
	Pause   Verdict = iota // hold; a person or more data must decide
	Promote                // go on
	Abort                  // roll back
)

func (v Verdict) String() string {
	return word(v+1, "verdict", "PAUSE", "PROMOTE", "ABORT")
}

// A Cause says why data could not be judged.
type Cause int

// The causes: first those of the data, then those of the provider.
const (
	Empty       Cause = iota + 1 // no points at all
	TooFew                       // fewer points than any test needs
	Stale                        // the series ends long before the window does
	Flat                         // both populations stand at one same value all the time
	Reset                        // an increase is negative
	HalfMissing                  // less than half of the steps have a value
	NotFinite                    // a value is infinite, or makes no sense for the kind

	QueryRejected // the provider rejected the query
	Unavailable   // the provider could not answer in full
	Timeout       // the provider did not answer in time
	TooManySeries // the query answered with more series than the kind takes
)

func (c Cause) String() string {
	return word(c, "cause", "EMPTY", "TOO_FEW", "STALE", "FLAT", "RESET", "HALF_MISSING", "NOT_FINITE",
		"QUERY_REJECTED", "UNAVAILABLE", "TIMEOUT", "TOO_MANY_SERIES")
}

// providers reports whether the cause is a provider's failure.
func (c Cause) providers() bool { return c >= QueryRejected }

// A Policy says what to conclude from data that cannot be judged.
type Policy int

// The policies.
const (
	NotJudged  Policy = iota // not judged, lowers the coverage
	PassAnyway               // the metric passes
	FailAnyway               // the metric fails
	Ignore                   // left out, as if muted
)

// A Code is the reason for a verdict, to switch on.
type Code int

// The codes.
const (
	Regression       Code = iota + 1 // a metric is worse than its margin allows: the canary is flagged
	NotWorse                         // everything asked for is shown not to be worse
	InsufficientData                 // too little evidence to exclude harm
	DataQuality                      // the data cannot be trusted
	Confounded                       // something else than the canary explains the difference
	ProviderError                    // a provider did not answer, or not in full
	ProviderTimeout                  // a provider did not answer in time
	Overridden                       // a person decided
)

func (c Code) String() string {
	return word(c, "reason", "REGRESSION", "NOT_WORSE", "INSUFFICIENT_DATA", "DATA_QUALITY", "CONFOUNDED",
		"PROVIDER_ERROR", "TIMEOUT", "OVERRIDDEN")
}

// A Population is one of the two observed groups of instances.
type Population int

// The populations, and the same before the canary changed.
const (
	Baseline        Population = iota + 1 // the version in service
	Canary                                // the version on trial
	BaselineHistory                       // the version in service, before
	CanaryHistory                         // what is now the canary, before
)

func (p Population) String() string {
	return word(p, "population", "baseline", "canary", "baseline's history", "canary's history")
}

// IsHistory reports whether the population is one of the time before the canary changed.
func (p Population) IsHistory() bool { return p == BaselineHistory || p == CanaryHistory }

// An AbsentEvents policy says what a step means that has a total and no events.
type AbsentEvents int

// The policies for absent events.
const (
	AbsentIsZero AbsentEvents = iota // none happened
	AbsentIsGap                      // not known
)

// An Aggregate makes one value of the values per step.
type Aggregate int

// The aggregates.
const (
	Mean Aggregate = iota
	Median
	P95
	Last
	Min
	Max
	Sum
)

func (a Aggregate) String() string {
	return word(a+1, "aggregate", "mean", "median", "p95", "last", "min", "max", "sum")
}

// word returns the i-th of words, from 1, or what and the number for a value that has no word.
func word[T ~int](i T, what string, words ...string) string {
	if i < 1 || int(i) > len(words) {
		return fmt.Sprintf("%s(%d)", what, i)
	}
	return words[i-1]
}
