package stats

import (
	"fmt"
	"math"
)

// Rate is a number of events in an exposure: restarts in pod-hours, errors in minutes. Unlike a [Proportion] it has no
// largest number of events.
type Rate struct {
	Events   int64   // 0 to 2⁵³
	Exposure float64 // positive, in any unit, the same on both sides
}

// Value is Events/Exposure, 0 without exposure.
func (r Rate) Value() float64 {
	if r.Exposure == 0 {
		return 0
	}
	return float64(r.Events) / r.Exposure
}

func (r Rate) check(name string) error {
	switch {
	case r.Events < 0:
		return fmt.Errorf("%s has %d events, below zero: %w", name, r.Events, ErrCounts)
	case r.Events > largestCount:
		return fmt.Errorf("%s has %d events, above 2^53: %w", name, r.Events, ErrCounts)
	case math.IsNaN(r.Exposure) || math.IsInf(r.Exposure, 0):
		return fmt.Errorf("exposure of %s is %v: %w", name, r.Exposure, ErrNotFinite)
	case r.Exposure <= 0:
		return fmt.Errorf("exposure of %s is %v, not positive: %w", name, r.Exposure, ErrCounts)
	case math.IsInf(r.Value(), 1):
		return fmt.Errorf("%s has %d events in %v, a rate that overflows: %w", name, r.Events, r.Exposure, ErrCounts)
	}
	return nil
}

func checkRates(baseline, canary Rate) error {
	if err := baseline.check("baseline"); err != nil {
		return err
	}
	return canary.check("canary")
}

// shares returns the parts of the exposure that are the baseline's and the canary's, each to full precision.
func shares(baseline, canary Rate) (b, c float64) {
	tb, tc := baseline.Exposure, canary.Exposure
	if math.IsInf(tb+tc, 1) {
		tb, tc = tb/2, tc/2
	}
	return tb / (tb + tc), tc / (tb + tc)
}
