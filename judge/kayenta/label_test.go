package kayenta

import (
	"math"
	"strings"
	"testing"
)

// What becomes of a metric before, and without, a comparison. The cases stand in the order of the rule.
func TestEarlyAnswers(t *testing.T) {
	nan := math.NaN()
	gaps, data := same(5, nan), ramp(5, 1, 1)
	for _, test := range []struct {
		name                string
		metric              MetricConfig
		control, experiment []float64
		label               Label
		critical            bool
		ratio               float64
		reason              string
	}{
		{"empty control", MetricConfig{}, nil, data, Nodata, false, 1, "no data for m"},
		{"experiment of NaN", MetricConfig{}, data, gaps, Nodata, false, 1, "no data for m"},
		{"both empty", MetricConfig{}, nil, nil, Nodata, false, 1, "no data for m"},
		{"must have data", MetricConfig{MustHaveData: true}, data, nil, NodataFailMetric, false, 1, "no data for m"},
		{"critical", MetricConfig{Critical: true}, data, nil, Nodata, true, 1, "no data for m"},
		{"critical takes precedence", MetricConfig{Critical: true, MustHaveData: true}, data, nil, Nodata, true, 1, "no data for m"},
		{
			"no points, NaN replaced: neither option does anything",
			MetricConfig{NaNStrategy: Replace, Critical: true, MustHaveData: true},
			data, nil, Pass, false, 1, "",
		},
		{"same values in another order", MetricConfig{}, []float64{3, 1, 2}, []float64{1, 2, 3}, Pass, false, 1, "same values"},
		{"same values beside gaps", MetricConfig{}, []float64{3, nan, 1}, []float64{nan, 1, 3}, Pass, false, 1, "same values"},
		{"one value, other numbers of points", MetricConfig{}, same(5, 7), same(3, 7), Pass, false, 1, ""},
		{"both all NaN, replaced", MetricConfig{NaNStrategy: Replace}, gaps, same(4, nan), Pass, false, 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := judgeOne(t, test.metric, test.control, test.experiment)
			if got.Label != test.label || got.Critical != test.critical || got.Ratio != test.ratio {
				t.Errorf("got %v, critical %v, ratio %v; want %v, %v, %v", got.Label, got.Critical, got.Ratio, test.label, test.critical, test.ratio)
			}
			if !strings.Contains(got.Reason, test.reason) || test.reason == "" && got.Reason != "" {
				t.Errorf("reason %q, want %q in it", got.Reason, test.reason)
			}
			for _, v := range []float64{got.Estimate, got.Lower, got.Upper, got.Effect} {
				if !math.IsNaN(v) {
					t.Errorf("%v was computed", v)
				}
			}
		})
	}
}

// Direction, effect size and criticality decide over an interval that is beyond the tolerance.
func TestLabel(t *testing.T) {
	base := ramp(10, 100, 1)
	up, down := ramp(10, 150, 1), ramp(10, 50, 1) // ratios 1.478 and 0.522, CLES 1 and 0
	zero := ramp(10, -4.5, 1)                     // of mean 0
	for _, test := range []struct {
		name                string
		metric              MetricConfig
		control, experiment []float64
		label               Label
		critical            bool
	}{
		{"higher", MetricConfig{}, base, up, High, false},
		{"higher, increase", MetricConfig{Direction: Increase}, base, up, High, false},
		{"higher, decrease", MetricConfig{Direction: Decrease}, base, up, Pass, false},
		{"lower", MetricConfig{}, base, down, Low, false},
		{"lower, increase", MetricConfig{Direction: Increase}, base, down, Pass, false},
		{"lower, decrease", MetricConfig{Direction: Decrease}, base, down, Low, false},
		{"allowed increase", MetricConfig{EffectSize: EffectSize{AllowedIncrease: new(1.5)}}, base, up, Pass, false},
		{"more than allowed", MetricConfig{EffectSize: EffectSize{AllowedIncrease: new(1.4)}}, base, up, High, false},
		{"just as much as allowed", MetricConfig{EffectSize: EffectSize{AllowedIncrease: new(2.)}}, base, ramp(10, 200, 2), High, false},
		{"allowed decrease", MetricConfig{EffectSize: EffectSize{AllowedDecrease: new(0.5)}}, base, down, Pass, false},
		{"less than allowed", MetricConfig{EffectSize: EffectSize{AllowedDecrease: new(0.6)}}, base, down, Low, false},
		{"allowed increase is not for decreases", MetricConfig{EffectSize: EffectSize{AllowedIncrease: new(9.)}}, base, down, Low, false},
		{"critical high", MetricConfig{Critical: true}, base, up, High, true},
		{"critical low", MetricConfig{Critical: true}, base, down, Low, true},
		{"critical pass", MetricConfig{Critical: true}, base, ramp(10, 100.5, 1), Pass, false},
		{
			"high but below what is critical",
			MetricConfig{Critical: true, EffectSize: EffectSize{CriticalIncrease: new(1.5)}},
			base, up, High, false,
		},
		{
			"low but above what is critical",
			MetricConfig{Critical: true, EffectSize: EffectSize{CriticalDecrease: new(0.5)}},
			base, down, Low, false,
		},
		{"critical threshold of a metric that is not critical", MetricConfig{EffectSize: EffectSize{CriticalIncrease: new(1.)}}, base, up, High, false},
		{
			"no ratio vetoes nothing",
			MetricConfig{Critical: true, EffectSize: EffectSize{AllowedIncrease: new(99.), CriticalIncrease: new(99.)}},
			zero, up, High, true,
		},
		{"CLES high", MetricConfig{EffectSize: EffectSize{Measure: CLES}}, base, up, High, false},
		{"CLES low", MetricConfig{EffectSize: EffectSize{Measure: CLES}}, base, down, Low, false},
		{"CLES reaches 1", MetricConfig{EffectSize: EffectSize{Measure: CLES, AllowedIncrease: new(1.)}}, base, up, High, false},
		{"CLES beyond 1", MetricConfig{EffectSize: EffectSize{Measure: CLES, AllowedIncrease: new(1.01)}}, base, up, Pass, false},
		{
			"CLES critical",
			MetricConfig{Critical: true, EffectSize: EffectSize{Measure: CLES, CriticalDecrease: new(0.)}},
			base, down, Low, true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := judgeOne(t, test.metric, test.control, test.experiment)
			if got.Label != test.label || got.Critical != test.critical {
				t.Errorf("got %v, critical %v; want %v, %v", got.Label, got.Critical, test.label, test.critical)
			}
			if (got.Reason != "") != (got.Label != Pass) || got.Critical != strings.Contains(got.Reason, "critical") {
				t.Errorf("reason %q of %v", got.Reason, got.Label)
			}
		})
	}
}

// The ratio is that of the means whatever the measure; the effect is that of the measure.
func TestEffects(t *testing.T) {
	control, experiment := []float64{1, 2, 2, 3}, []float64{2, 3, 4, 5, 6} // of 20 pairs 16 are higher, 3 tie
	got := judgeOne(t, MetricConfig{EffectSize: EffectSize{Measure: CLES}}, control, experiment)
	if got.Ratio != 2 || got.Effect != 17.5/20 {
		t.Errorf("ratio %v and CLES %v, want 2 and 0.875", got.Ratio, got.Effect)
	}
	if got := judgeOne(t, MetricConfig{}, control, experiment); got.Ratio != 2 || got.Effect != 2 {
		t.Errorf("ratio %v and effect %v, want 2 and 2", got.Ratio, got.Effect)
	}
}

// Confidence and tolerance cannot be set: 0.98 and a quarter of the estimate, whatever Kayenta's properties say.
func TestFixedTolerance(t *testing.T) {
	// 10 against 10 values a step apart: the interval reaches 4 steps to either side of the shift.
	control := ramp(10, 1000, 1)
	for shift, want := range map[float64]Label{5: Pass, 5.25: Pass, 5.5: High, 6: High, -5.25: Pass, -5.5: Low} {
		got := judgeOne(t, MetricConfig{}, control, ramp(10, 1000+shift, 1))
		if half := (got.Upper - got.Lower) / 2; !near(half, 4, 1e-4) || !near(got.Estimate, shift, 1) || got.Label != want {
			t.Errorf("shift %v: %v of %v ± %v, want %v", shift, got.Label, got.Estimate, half, want)
		}
	}
}
