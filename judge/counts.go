package judge

import (
	"fmt"
	"math"

	"github.com/serin-canary/serin/stats"
)

const (
	// fewEvents is the number of baseline events below which its rate is too vague for a relative margin to be
	// excluded: 10 events have a standard error of a third.
	fewEvents = 10
	// fewEventsMargin stands in for it, for a ratio where higher is worse: one percentage point.
	fewEventsMargin = 0.01
	// fewExpected is the expected count below which the exact test replaces the normal one. At a 5 %/95 % split the
	// normal test nearly doubles its false alarms at 1 % with 6 expected events, and still exceeds them by a tenth with
	// 100 (TestNormalTestAtSmallShares).
	fewExpected = 100
)

// minEvents is how many events of the canary it takes to call it worse, however certain they are by their number: a
// single failed request of a canary that hardly has any must not stop a rollout.
const minEvents = 3

// fewBad says so if a canary that looks worse has too few events for it to count; nothing otherwise.
func (u *unit) fewBad() string {
	events, _ := u.canary.sums()
	if u.metric.judge() != ZTest || u.metric.Direction == LowerIsWorse || u.evidence[0].Shift <= 0 || math.Round(events) >= minEvents {
		return ""
	}
	return fmt.Sprintf("%.0f of the canary, and it takes %d", math.Round(events), minEvents)
}

// compareCounts judges a ratio by its two proportions, and a count by its two rates, over the whole window.
func (u *unit) compareCounts() {
	variance := u.scaleBaseline()
	correction, dispersion := u.dispersion(variance)
	e := newEvidence(u.metric)
	e.Dispersion = dispersion
	var err error
	if u.metric.Kind == Ratio {
		err = u.compareProportions(&e, correction)
	} else {
		err = u.compareRates(&e, correction)
	}
	if err != nil {
		u.refuse(NotFinite, 0, "%v", err)
		return
	}
	if u.looks.many() {
		logE, err := u.countsE(e, correction.df, variance)
		u.anytime(&e, logE, err)
	}
	u.evidence = []Evidence{e}
	if dispersion > 1.5 {
		u.note("counts scatter %.1f times as much as independent events would; allowed for", dispersion)
	}
}

func (u *unit) compareProportions(e *Evidence, correction inflation) error {
	m := u.metric
	baseline, canary := proportion(u.baseline), proportion(u.canary)
	e.BaselineN, e.CanaryN = float64(baseline.Trials), float64(canary.Trials)
	e.EffectiveN = (e.BaselineN + e.CanaryN) / e.Dispersion
	e.Baseline = float64(baseline.Events) / e.BaselineN
	e.Canary = float64(canary.Events) / e.CanaryN
	p, z, method, err := proportionP(baseline, canary, m.Alternative())
	if err != nil {
		return err
	}
	e.Method, e.P = method, correction.p(p, z, m.Alternative())
	interval := stats.Interval{Lo: -1, Hi: 1}
	if confidence := correction.confidence(u.bound); confidence < 1 {
		if interval, err = stats.Newcombe(baseline, canary, confidence); err != nil {
			return err
		}
	}
	e.setShift(m, e.Canary-e.Baseline, interval.Lo, interval.Hi)
	e.setMargins(m, scale{value: e.Baseline, counted: true})
	if baseline.Events < fewEvents && m.Direction == HigherIsWorse {
		e.passMargin = max(fewEventsMargin, e.AbortMargin)
	}
	return nil
}

func (u *unit) compareRates(e *Evidence, correction inflation) error {
	m := u.metric
	baseline, canary := rate(u.baseline), rate(u.canary)
	e.BaselineN, e.CanaryN = float64(baseline.Events), float64(canary.Events)
	e.EffectiveN = (e.BaselineN + e.CanaryN) / e.Dispersion
	e.Baseline = float64(baseline.Events) / baseline.Exposure
	e.Canary = float64(canary.Events) / canary.Exposure
	test, err := stats.RateTest(baseline, canary, m.Alternative())
	if err != nil {
		return err
	}
	e.Method, e.P = test.Method, correction.p(test.P, test.Z, m.Alternative())
	interval := stats.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}
	if confidence := correction.confidence(u.bound); confidence < 1 {
		if interval, err = stats.RateDifference(baseline, canary, confidence); err != nil {
			return err
		}
	}
	e.setShift(m, e.Canary-e.Baseline, interval.Lo, interval.Hi)
	e.setMargins(m, scale{value: e.Baseline, counted: true})
	if baseline.Events < fewEvents {
		e.passMargin = max(m.Abort.Absolute, m.Abort.Floor)
	}
	return nil
}

// proportionP returns the p-value of equal proportions: Fisher's exact test where few events or few non-events are
// expected on a side, else the pooled z-test; and the z of the latter.
func proportionP(baseline, canary stats.Proportion, alternative stats.Alternative) (p, z float64, method stats.Method, err error) {
	test, err := stats.TwoProportionZ(baseline, canary, alternative)
	if err != nil {
		return 0, 0, 0, err
	}
	trials := float64(baseline.Trials) + float64(canary.Trials)
	events := float64(baseline.Events) + float64(canary.Events)
	smaller := min(float64(baseline.Trials), float64(canary.Trials)) / trials
	if smaller*min(events, trials-events) < fewExpected {
		p, err := stats.FisherExact(baseline, canary, alternative)
		return p, test.Z, stats.Exact, err
	}
	return test.P, test.Z, stats.Normal, nil
}

func proportion(a arm) stats.Proportion {
	events, total := a.sums()
	return stats.Proportion{Events: int64(math.Round(events)), Trials: int64(math.Round(total))}
}

func rate(a arm) stats.Rate {
	events, total := a.sums()
	return stats.Rate{Events: int64(math.Round(events)), Exposure: total}
}
