package judge

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestDecide(t *testing.T) {
	nan := math.NaN()
	gap := func(values []float64, from, to int) []float64 {
		for i := from; i < to; i++ {
			values[i] = nan
		}
		return values
	}
	level := func(v float64) *float64 { return &v }
	cpu := metricOf("cpu", Gauge, Saturation)
	cpu.Judge, cpu.Limit.Aggregate = Threshold, Max
	cpu.Pause, cpu.Abort = Margin{Level: level(0.8)}, Margin{Level: level(0.95)}
	either := metricOf("traffic", Gauge, NoPreset)
	either.Direction = EitherIsWorse
	latency, errors := metricOf("latency", Gauge, NoPreset), metricOf("errors", Ratio, Errors)
	for _, test := range []struct {
		name     string
		metric   Metric
		observed Observation
		class    Class
		verdict  Verdict
		code     Code
		headline string
	}{
		{"same level", latency, gaugesOf(wave(30, 400, 10), wave(30, 401, 10)), Pass, Promote, NotWorse, "not to be worse"},
		{"far above", latency, gaugesOf(wave(30, 400, 10), wave(30, 600, 10)), Fail, Abort, Regression, "Roll back: latency at 599 instead of 399 (+50 %), past the limit of 479"},
		{"a little above", latency, gaugesOf(wave(30, 400, 10), wave(30, 420, 10)), Warn, Pause, Regression, "Hold: latency at 419 instead of 399 (+5.0 %), past the warning at"},
		{"far below is no harm", latency, gaugesOf(wave(30, 400, 10), wave(30, 200, 10)), Pass, Promote, NotWorse, "not to be worse"},
		{"far below in either direction", either, gaugesOf(wave(30, 400, 10), wave(30, 200, 10)), Fail, Abort, Regression, "traffic at 199 instead of 399 (-50 %), past the limit of ±79.8"},
		{"two points", latency, gaugesOf(wave(2, 400, 1), wave(2, 400, 1)), NoData, Pause, InsufficientData, "has 2 points; at least 3 are needed"},
		{"nothing", latency, Observation{}, NoData, Pause, InsufficientData, "neither population has any data"},
		{"silent at the end", latency, gaugesOf(wave(30, 400, 10), gap(wave(30, 400, 10), 20, 30)), NoData, Pause, DataQuality, "the canary has been silent since 12:20 UTC"},
		{"mostly holes", latency, gaugesOf(wave(30, 400, 10), gap(wave(30, 400, 10), 4, 22)), NoData, Pause, DataQuality, "the canary has data for only 12 of 30 steps"},
		{"flat", latency, gaugesOf(constant(30, 7), constant(30, 7)), NoData, Pause, DataQuality, "both populations stand at 7 all the time"},
		{"infinite", latency, gaugesOf(wave(30, 400, 10), append(wave(29, 400, 10), math.Inf(1))), NoData, Pause, DataQuality, "infinite values"},
		{"first values above nothing", latency, gaugesOf(constant(30, 0), wave(30, 1, 1)), Warn, Pause, Regression, "latency at 0.913 instead of 0"},
		{"errors tripled", errors, countsOf(constant(30, 3.8), constant(30, 380), constant(30, 0.6), constant(30, 20)), Fail, Abort, Regression, "errors at 3 % instead of 1 % (3 times), past the limit of 2 %"},
		{"no errors, much traffic", errors, countsOf(nil, constant(30, 1000), nil, constant(30, 1000)), Pass, Promote, NotWorse, "not to be worse"},
		{"no errors, little traffic", errors, countsOf(nil, constant(30, 10), nil, constant(30, 1)), Inconclusive, Pause, InsufficientData, "errors at 0 % on both sides"},
		{"no traffic", errors, countsOf(nil, constant(30, 10), nil, constant(30, 0)), NoData, Pause, InsufficientData, "the canary has nothing to count in 30 steps: no traffic"},
		{"traffic stops", errors, countsOf(nil, constant(30, 10), nil, append(constant(20, 10), constant(10, 0)...)), NoData, Pause, DataQuality, "silent since 12:20"},
		{"negative increase", errors, countsOf(nil, constant(30, 10), nil, append(constant(29, 10), -200)), NoData, Pause, DataQuality, "a counter restarted"},
		{"more events than trials", errors, countsOf(nil, constant(30, 10), constant(30, 11), constant(30, 10)), NoData, Pause, DataQuality, "330 events out of a total of 300"},
		{"within its limit", cpu, gaugesOf(nil, wave(30, 0.5, 0.1)), Pass, Promote, NotWorse, "Go on: the canary is within the limits."},
		{"past its limit", cpu, gaugesOf(nil, append(wave(29, 0.5, 0.1), 0.97)), Fail, Abort, Regression, "cpu at a maximum of 0.97, at or past the limit of 0.95"},
		{"provider down", latency, Observation{Failures: []Failure{{Unavailable, Canary, "connection refused"}}}, Error, Pause, ProviderError, "connection refused"},
		{"provider late", latency, Observation{Failures: []Failure{{Timeout, Canary, "no answer in time"}}}, Error, Pause, ProviderTimeout, "no answer in time"},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := decide(t, planOf(30, test.metric), test.observed)
			finding := result.Findings[0]
			if finding.Class != test.class || result.Verdict != test.verdict || result.Reasons[0].Code != test.code {
				t.Errorf("got %v, %v for %v; want %v, %v for %v\n%s", finding.Class, result.Verdict, result.Reasons[0].Code,
					test.class, test.verdict, test.code, finding.Sentence)
			}
			if !strings.Contains(result.Headline, test.headline) {
				t.Errorf("headline %q lacks %q", result.Headline, test.headline)
			}
			again := decide(t, planOf(30, test.metric), test.observed)
			if diff := cmp.Diff(result, again, cmpopts.EquateNaNs(), cmp.AllowUnexported(Finding{}, Evidence{})); diff != "" {
				t.Errorf("the second time it came out otherwise:\n%s", diff)
			}
		})
	}
}
