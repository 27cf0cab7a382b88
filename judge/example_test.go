package judge_test

import (
	"fmt"
	"time"

	"github.com/serin-canary/serin/judge"
	"github.com/serin-canary/serin/series"
)

// Half an hour of errors out of requests: the canary gets one request in twenty, and fails three times as often.
func ExampleDecide() {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	window := judge.Window{Start: start, End: start.Add(30 * time.Minute)}
	errors := judge.Metric{Name: "errors", Kind: judge.Ratio, Direction: judge.HigherIsWorse, Weight: 1, Role: judge.Critical}
	errors.Pause, errors.Abort = judge.DefaultMargins(errors.Kind, judge.Errors)
	plan := judge.Plan{
		Name: "checkout", Step: time.Minute, Baseline: window, Canary: window,
		Alpha: judge.DefaultAlpha(), Score: judge.DefaultScorePolicy(), Metrics: []judge.Metric{errors},
	}

	every := func(value float64) series.Series {
		s := series.New(start, time.Minute, 30)
		for i := range s.Values {
			s.Values[i] = value
		}
		return s
	}
	observed := judge.Observation{Slices: []judge.Slice{{
		Baseline: judge.Arm{Events: every(4), Total: every(380)},
		Canary:   judge.Arm{Events: every(0.6), Total: every(20)},
	}}}

	result, err := judge.Decide(plan, []judge.Observation{observed})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict, "for", result.Reasons[0].Code)
	fmt.Println(result.Headline)
	// Output:
	// ABORT for REGRESSION
	// Roll back: errors at 3 % instead of 1.05 % (2.85 times), past the limit of 2.11 %.
}
