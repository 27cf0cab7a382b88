package backtest

import (
	"errors"
	"math"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/stats"
)

// level is that of the plain tests.
const level = 0.05

// MannWhitney flags a metric whose values per step differ by the rank test at a level of 5 %: one-sided where one direction
// is worse, else two-sided.
func MannWhitney() Rule {
	return plain{"mann_whitney_0.05", func(p engine.Pair) (worse, compared bool) {
		t, err := stats.MannWhitney(p.Baseline.Present(), p.Canary.Present(), p.Metric.Alternative())
		return err == nil && t.P < level, err == nil
	}}
}

// ZTest flags a metric whose mean differs by the z-test at a level of 5 %, with each side's own variance; for a ratio the
// proportions of all events are compared (pooled variance), for a count the rates.
func ZTest() Rule {
	return plain{"z_test_0.05", func(p engine.Pair) (worse, compared bool) {
		test := meanP
		switch p.Metric.Kind {
		case judge.Ratio:
			test = proportionP
		case judge.Count:
			test = rateP
		}
		value, err := test(p, p.Metric.Alternative())
		if errors.Is(err, stats.ErrConstant) { // no doubt is left where nothing varies
			return harm(p) > 0, true
		}
		return err == nil && value < level, err == nil
	}}
}

// Threshold flags a metric whose mean is more than 20 % worse than the baseline's: of a ratio or count its rate over the
// window. Beside a mean of 0 anything that is worse is.
func Threshold() Rule {
	const limit = 0.2
	return plain{"threshold_20", func(p engine.Pair) (worse, compared bool) {
		harm := harm(p)
		return harm > limit*math.Abs(mean(p.Baseline, p.Counted())), !math.IsNaN(harm)
	}}
}

// harm is by how much the canary's mean is worse; NaN when a side has none.
func harm(p engine.Pair) float64 {
	return p.Metric.Harm(mean(p.Canary, p.Counted()) - mean(p.Baseline, p.Counted()))
}

// mean is that of the values, or the rate of all events; NaN when there is none.
func mean(s engine.Side, counted bool) float64 {
	switch {
	case counted && s.Total == 0:
		return math.NaN()
	case counted:
		return s.Events / s.Total
	}
	m, err := stats.Mean(s.Present())
	if err != nil {
		return math.NaN()
	}
	return m
}

func meanP(p engine.Pair, alternative stats.Alternative) (float64, error) {
	b, err := stats.Summarize(p.Baseline.Present())
	if err != nil {
		return 0, err
	}
	c, err := stats.Summarize(p.Canary.Present())
	if err != nil {
		return 0, err
	}
	t, err := stats.MeanTest(b, c, alternative, stats.MeanZ)
	return t.P, err
}

func proportionP(p engine.Pair, alternative stats.Alternative) (float64, error) {
	of := func(s engine.Side) stats.Proportion {
		return stats.Proportion{Events: int64(math.Round(s.Events)), Trials: int64(math.Round(s.Total))}
	}
	t, err := stats.TwoProportionZ(of(p.Baseline), of(p.Canary), alternative)
	return t.P, err
}

func rateP(p engine.Pair, alternative stats.Alternative) (float64, error) {
	of := func(s engine.Side) stats.Rate {
		return stats.Rate{Events: int64(math.Round(s.Events)), Exposure: s.Total}
	}
	t, err := stats.RateTestNormal(of(p.Baseline), of(p.Canary), alternative)
	return t.P, err
}
