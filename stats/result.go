package stats

import "fmt"

// Alternative is what a test looks for, said of the canary.
type Alternative int

const (
	// TwoSided looks for a canary that differs in either direction.
	TwoSided Alternative = iota
	// Less looks for a canary with smaller values, or fewer events.
	Less
	// Greater looks for a canary with larger values, or more events.
	Greater
)

// String returns "two-sided", "less" or "greater".
func (a Alternative) String() string {
	switch a {
	case TwoSided:
		return "two-sided"
	case Less:
		return "less"
	case Greater:
		return "greater"
	}
	return fmt.Sprintf("Alternative(%d)", int(a))
}

func (a Alternative) check() error {
	if a < TwoSided || a > Greater {
		return fmt.Errorf("%v: %w", a, ErrOption)
	}
	return nil
}

// choose turns two tail probabilities into the p-value of the alternative: P(as small or smaller), P(as large or larger),
// or twice the smaller of the two, at most 1.
func (a Alternative) choose(less, greater float64) float64 {
	switch a {
	case Less:
		return min(1, less)
	case Greater:
		return min(1, greater)
	}
	return min(1, 2*min(less, greater))
}

// Method is how a p-value or an interval was computed.
type Method int

const (
	// Exact means from the exact null distribution.
	Exact Method = iota
	// Normal means from a normal approximation.
	Normal
	// Asymptotic means from another limiting law.
	Asymptotic
	// Anytime means 1 over an e-value: valid at any number of looks.
	Anytime
)

// String returns "exact", "normal", "asymptotic" or "anytime".
func (m Method) String() string {
	switch m {
	case Exact:
		return "exact"
	case Normal:
		return "normal"
	case Asymptotic:
		return "asymptotic"
	case Anytime:
		return "anytime"
	}
	return fmt.Sprintf("Method(%d)", int(m))
}

// Estimate is a value estimated from samples, with its interval.
type Estimate struct {
	Value      float64 // the estimate, in the unit of the samples
	Lo, Hi     float64 // limits in the same unit, Lo <= Value <= Hi; may be infinite
	Confidence float64 // true level of the interval (asymptotic if Method is Normal), at least the one asked for
	Method     Method  // how the limits were found
}

// Interval is a value estimated from counts, with its interval.
type Interval struct {
	Value      float64 // the estimate; a difference or ratio is of the canary to the baseline
	Lo, Hi     float64 // limits in the same unit; may be infinite
	Confidence float64 // nominal level
}
