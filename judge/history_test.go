package judge

import (
	"math"
	"strings"
	"testing"
)

// withGaugeHistory adds what both populations showed before.
func withGaugeHistory(o Observation, baseline, canary []float64) Observation {
	o.Slices[0].BaselineHistory = Arm{Value: before(len(baseline), baseline)}
	o.Slices[0].CanaryHistory = Arm{Value: before(len(canary), canary)}
	return o
}

// What the canary stood apart from the baseline before the rollout is no harm of the canary, and what it stands apart beyond
// that is.
func TestStandingOffset(t *testing.T) {
	r := noiseOf(41)
	m := metricOf("latency", Gauge, NoPreset)
	m.Unit = "ms"
	note := "the baseline before the rollout already; allowed for"
	for _, test := range []struct {
		name          string
		before, after float64 // the canary's level
		points        int     // of history
		class         Class
		note          string
	}{
		{"none", 400, 400, 60, Pass, ""},
		{"stands where it stood", 430, 430, 60, Pass, note},
		{"worse than it stood", 430, 460, 60, Fail, note},
		{"healthy, but it stood lower", 370, 400, 60, Fail, "below the baseline"},
		{"too little history", 430, 430, 19, Fail, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := withGaugeHistory(gaugesOf(r.around(30, 400, 4), r.around(30, test.after, 4)),
				r.around(test.points, 400, 4), r.around(test.points, test.before, 4))
			f := decide(t, withHistory(planOf(30, m), test.points), o).Findings[0]
			notes := strings.Join(f.Notes, "; ")
			if (f.Class == Pass) != (test.class == Pass) || !strings.Contains(notes, test.note) || test.note == "" && strings.Contains(notes, "stood") {
				t.Errorf("got %v, %q: %s", f.Class, notes, f.Sentence)
			}
		})
	}
}

// What is taken off the canary's values is known from the history no better than its points say: the interval is wider by so
// much.
func TestUncertaintyOfTheOffset(t *testing.T) {
	r := noiseOf(42)
	m := metricOf("latency", Gauge, NoPreset)
	widths := map[int]float64{}
	baseline, canary := r.around(40, 400, 4), r.around(40, 400, 4)
	for _, points := range []int{0, 20, 400} {
		plan, o := planOf(40, m), gaugesOf(baseline, canary)
		if points > 0 {
			plan, o = withHistory(plan, points), withGaugeHistory(o, r.around(points, 400, 4), r.around(points, 400, 4))
		}
		e := decide(t, plan, o).Findings[0].Evidence[0]
		widths[points] = e.ShiftUpper - e.ShiftLower
	}
	total := constant(30, 1000)
	for _, test := range []struct{ before, most float64 }{{8, 3}, {80, 1.2}} { // events of a step of the history
		o := countsOf(constant(30, 20), total, constant(30, 20), total)
		plain := decide(t, planOf(30, metricOf("errors", Ratio, NoPreset)), o).Findings[0].Evidence[0]
		o = countHistory(o, constant(30, test.before), total, constant(30, test.before), total)
		e := decide(t, withHistory(planOf(30, metricOf("errors", Ratio, NoPreset)), 30), o).Findings[0].Evidence[0]
		if times := (e.ShiftUpper - e.ShiftLower) / (plain.ShiftUpper - plain.ShiftLower); !(times > 1.05 && times < test.most) || test.before == 8 && times < 1.5 {
			t.Errorf("%v events before make the interval %v times as wide", 30*test.before, times)
		}
	}
	if !(widths[20] > 1.3*widths[0]) || !(widths[400] < 1.2*widths[0]) {
		t.Errorf("widths by points of history: %v", widths)
	}
}

// Replicas that stand two spreads apart all the time are the false alarms of real data. A history takes them away, and does
// not make new ones.
func TestHarmlessCanariesThatStandApart(t *testing.T) {
	const runs = 200
	r := noiseOf(43)
	m := metricOf("latency", Gauge, NoPreset)
	m.Pause, m.Abort = Margin{Spreads: 1}, Margin{Spreads: 2}
	rates := map[string]float64{}
	for _, test := range []struct {
		name   string
		offset float64
		points int
	}{{"apart, without", 10, 0}, {"apart, with", 10, 40}, {"apart, with little", 10, 20}, {"not apart, with", 0, 40}} {
		rates[test.name] = flaggedPart(t, runs, func(int) (Plan, []Observation) {
			plan, o := planOf(30, m), gaugesOf(r.around(30, 400, 5), r.around(30, 400+test.offset, 5))
			if test.points > 0 {
				plan = withHistory(plan, test.points)
				o = withGaugeHistory(o, r.around(test.points, 400, 5), r.around(test.points, 400+test.offset, 5))
			}
			return plan, []Observation{o}
		})
	}
	t.Log(rates)
	if rates["apart, without"] < 0.9 || rates["apart, with"] > 0.05 || rates["apart, with little"] > 0.06 || rates["not apart, with"] > 0.05 {
		t.Errorf("flagged %v", rates)
	}
}

// countHistory adds what both populations counted per step before, in n steps.
func countHistory(o Observation, baselineEvents, baselineTotal, canaryEvents, canaryTotal []float64) Observation {
	n := len(baselineEvents)
	o.Slices[0].BaselineHistory = Arm{Events: before(n, baselineEvents), Total: before(n, baselineTotal)}
	o.Slices[0].CanaryHistory = Arm{Events: before(n, canaryEvents), Total: before(n, canaryTotal)}
	return o
}

// A rate that was one and a half times the baseline's before the rollout is no regression; one that has doubled since is.
func TestStandingRatioOfRates(t *testing.T) {
	for _, kind := range []Kind{Ratio, Count} {
		for _, test := range []struct {
			name          string
			before, after float64 // events of the canary per step; the baseline has 20
			class         Class
			note          string
		}{
			{"as before", 30, 30, Pass, "the canary's rate was 1.5 times the baseline's before the rollout already; allowed for"},
			{"worse than before", 30, 60, Fail, "was 1.5 times"},
			{"the same, and was lower", 10, 20, Fail, "was 0.5 times"},
			{"the same as ever", 20, 20, Pass, ""},
			{"hardly any events before", 0.5, 45, Fail, ""},
		} {
			t.Run(kind.String()+" "+test.name, func(t *testing.T) {
				total := constant(30, 1000)
				o := countHistory(countsOf(constant(30, 20), total, constant(30, test.after), total),
					constant(30, 20), total, constant(30, test.before), total)
				f := decide(t, withHistory(planOf(30, metricOf("errors", kind, NoPreset)), 30), o).Findings[0]
				notes := strings.Join(f.Notes, "; ")
				if f.Class != test.class || !strings.Contains(notes, test.note) || test.note == "" && strings.Contains(notes, "before the rollout") {
					t.Errorf("got %v, %q: %s", f.Class, notes, f.Sentence)
				}
			})
		}
	}
}

// How counts scatter is taken from the history, which no regression has touched.
func TestDispersionOfTheHistory(t *testing.T) {
	total := constant(40, 1000)
	scattered := func(shift int) []float64 {
		values := make([]float64, 40)
		for i := range values {
			values[i] = 40 + 30*math.Sin(2.4*float64(i+shift))
		}
		return values
	}
	even := constant(40, 40)
	for _, test := range []struct {
		name       string
		before     [2][]float64
		now        [2][]float64
		at, atMost float64
	}{
		{"scattered before, even now", [2][]float64{scattered(0), scattered(7)}, [2][]float64{even, even}, 3, 40},
		{"even before, scattered now", [2][]float64{even, even}, [2][]float64{scattered(0), scattered(7)}, 1, 1},
	} {
		o := countHistory(countsOf(test.now[0], total, test.now[1], total), test.before[0], total, test.before[1], total)
		e := decide(t, withHistory(planOf(40, metricOf("errors", Ratio, NoPreset)), 40), o).Findings[0].Evidence[0]
		if e.Dispersion < test.at || e.Dispersion > test.atMost {
			t.Errorf("%s: dispersion %v", test.name, e.Dispersion)
		}
	}
}

// A ratio of rates that is known from few events leaves harmless canaries unflagged all the same.
func TestHarmlessRatesThatStandApart(t *testing.T) {
	r := noiseOf(44)
	total := constant(30, 1000)
	rate := func(mean float64) []float64 {
		values := make([]float64, 30)
		for i := range values {
			values[i] = max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
		}
		return values
	}
	m := metricOf("errors", Ratio, NoPreset)
	flagged := flaggedPart(t, 300, func(int) (Plan, []Observation) {
		o := countHistory(countsOf(rate(10), total, rate(20), total), rate(8), total, rate(16), total)
		return withHistory(planOf(30, m), 30), []Observation{o}
	})
	if t.Logf("flagged %.3f", flagged); flagged > 0.06 {
		t.Errorf("flagged %.3f of harmless canaries", flagged)
	}
}
