package stats

import (
	"fmt"
	"math/bits"
)

// Proportion is a number of events out of a number of trials: errors out of requests, conversions out of visitors.
type Proportion struct {
	Events, Trials int64 // 0 <= Events <= Trials, 1 <= Trials <= 2⁵³
}

// Value is Events/Trials, 0 without trials.
func (p Proportion) Value() float64 {
	if p.Trials == 0 {
		return 0
	}
	return float64(p.Events) / float64(p.Trials)
}

func (p Proportion) check(name string) error {
	switch {
	case p.Events < 0 || p.Trials < 0:
		return fmt.Errorf("%s has %d events in %d trials, below zero: %w", name, p.Events, p.Trials, ErrCounts)
	case p.Trials == 0:
		return fmt.Errorf("%s has no trials: %w", name, ErrCounts)
	case p.Events > p.Trials:
		return fmt.Errorf("%s has %d events in only %d trials: %w", name, p.Events, p.Trials, ErrCounts)
	case p.Trials > largestCount:
		return fmt.Errorf("%s has %d trials, above 2^53: %w", name, p.Trials, ErrCounts)
	}
	return nil
}

// largestCount is the largest count that float64 holds like every smaller one.
const largestCount = 1 << 53

func checkProportions(baseline, canary Proportion) error {
	if err := baseline.check("baseline"); err != nil {
		return err
	}
	return canary.check("canary")
}

// counts returns events and trials as float64.
func (p Proportion) counts() (x, n float64) { return float64(p.Events), float64(p.Trials) }

// complement counts the trials without the event.
func (p Proportion) complement() Proportion { return Proportion{p.Trials - p.Events, p.Trials} }

// proportionDifference is canary − baseline, from products of whole numbers, so that nothing cancels.
func proportionDifference(baseline, canary Proportion) float64 {
	return crossDifference(baseline, canary) / (float64(baseline.Trials) * float64(canary.Trials))
}

// crossDifference is the canary's events × the baseline's trials − the baseline's events × the canary's trials, in
// 128-bit arithmetic, rounded once.
func crossDifference(baseline, canary Proportion) float64 {
	chi, clo := bits.Mul64(uint64(canary.Events), uint64(baseline.Trials))
	bhi, blo := bits.Mul64(uint64(baseline.Events), uint64(canary.Trials))
	sign := 1.0
	if chi < bhi || chi == bhi && clo < blo {
		chi, clo, bhi, blo, sign = bhi, blo, chi, clo, -1
	}
	lo, borrow := bits.Sub64(clo, blo, 0)
	hi, _ := bits.Sub64(chi, bhi, borrow)
	return sign * (float64(hi)*0x1p64 + float64(lo))
}
