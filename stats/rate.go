package stats

import (
	"fmt"
	"math"
)

// Rate is a number of events in an exposure: restarts in pod-hours, errors in minutes. Unlike a [Proportion] it has no
// largest number of events.
type Rate struct {
	Events   int64   // at least 0
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
		return fmt.Errorf("%s has %d events: %w", name, r.Events, ErrCounts)
	case math.IsNaN(r.Exposure) || math.IsInf(r.Exposure, 0):
		return fmt.Errorf("exposure of %s is %v: %w", name, r.Exposure, ErrNotFinite)
	case r.Exposure <= 0:
		return fmt.Errorf("exposure of %s is %v, not positive: %w", name, r.Exposure, ErrCounts)
	case math.IsInf(r.Value(), 1):
		return fmt.Errorf("%s has %d events in %v, a rate that overflows: %w", name, r.Events, r.Exposure, ErrCounts)
	}
	return nil
}

// checkRates accepts two rates whose events can be added.
func checkRates(baseline, canary Rate) error {
	if err := baseline.check("baseline"); err != nil {
		return err
	}
	if err := canary.check("canary"); err != nil {
		return err
	}
	if baseline.Events > math.MaxInt64-canary.Events {
		return fmt.Errorf("%d and %d events overflow: %w", baseline.Events, canary.Events, ErrCounts)
	}
	return nil
}

// shares returns the parts of the exposure that are the baseline's and the canary's, each to full precision.
func shares(baseline, canary Rate) (b, c float64) {
	tb, tc := baseline.Exposure, canary.Exposure
	if math.IsInf(tb+tc, 1) {
		tb, tc = tb/2, tc/2
	}
	return tb / (tb + tc), tc / (tb + tc)
}
