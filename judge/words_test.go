package judge

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestSinceOfALateChange(t *testing.T) {
	r := noiseOf(81)
	canary := raised(r.around(40, 395, 4), 32, 40, 60)
	f := decide(t, planOf(40, metricOf("latency", Gauge, NoPreset)), gaugesOf(r.around(40, 400, 4), canary)).Findings[0]
	t.Log(f.Class, f.Sentence, f.Evidence[0].Shift)
	if off := f.Since.Sub(noon().Add(32 * time.Minute)).Abs(); off > time.Minute {
		t.Errorf("since %v: %s", f.Since, f.Sentence)
	}
}

func TestSinceOfSpread(t *testing.T) {
	r := noiseOf(82)
	said := 0
	for range 40 {
		f := decide(t, planOf(40, metricOf("latency", Gauge, NoPreset)), gaugesOf(r.around(40, 400, 4), r.around(40, 400, 16))).Findings[0]
		if _, ok := lookingAt(f, Spread); ok && !f.Since.IsZero() {
			said++
			if said == 1 {
				t.Log(f.Sentence)
			}
		}
	}
	if said > 4 {
		t.Errorf("of 40 canaries that scatter all the time %d are said to do so since some moment", said)
	}
}

func TestSinceAllTheTime(t *testing.T) {
	r := noiseOf(83)
	said := 0
	for range 40 {
		f := decide(t, planOf(40, metricOf("latency", Gauge, NoPreset)), gaugesOf(r.around(40, 400, 8), r.around(40, 412, 8))).Findings[0]
		if !f.Since.IsZero() {
			said++
			if said == 1 {
				t.Log(f.Sentence)
			}
		}
	}
	if said > 4 {
		t.Errorf("of 40 canaries that are worse all the time %d are said to be so since some moment", said)
	}
}

func TestWaitOfTheSecondQuantile(t *testing.T) {
	m := metricOf("latency", Histogram, Latency)
	bounds := []float64{0.1, 0.2, 0.4, 0.8, 1.6, math.Inf(1)}
	o := Observation{Slices: []Slice{{Baseline: Arm{Buckets: bucketsOf(30, bounds, 40, 40, 15, 4, 1, 0)}, Canary: Arm{Buckets: bucketsOf(30, bounds, 4, 4, 1.5, 0.4, 0.1, 0)}}}}
	waits := map[float64]time.Duration{}
	for _, q := range []float64{0.95, 0.5} {
		m.Quantiles = []float64{q}
		f := decide(t, planOf(30, m), o).Findings[0]
		t.Log(q, f.Class, f.Wait, f.Sentence)
		waits[q] = f.Wait
	}
	m.Quantiles = []float64{0.5, 0.95}
	if f := decide(t, planOf(30, m), o).Findings[0]; f.Wait < waits[0.95] {
		t.Errorf("p95 alone waits %v, after p50 %v: %s", waits[0.95], f.Wait, f.Sentence)
	}
}

func TestNearestForEither(t *testing.T) {
	m := metricOf("traffic", Gauge, NoPreset)
	m.Direction = EitherIsWorse
	result := decide(t, planOf(30, m), gaugesOf(wave(30, 400, 10), wave(30, 393, 10)))
	for _, f := range result.Flips {
		t.Errorf("a deviation beside a value: %q", f.Sentence)
	}
}

func TestNearestBeyondItsMargin(t *testing.T) {
	m := metricOf("latency", Gauge, NoPreset)
	m.Pause, m.Abort = Margin{Absolute: 2}, Margin{Absolute: 60}
	result := decide(t, planOf(30, m, metricOf("b", Gauge, NoPreset)), gaugesOf(wave(30, 400, 30), wave(30, 404, 30)), gaugesOf(wave(30, 400, 10), wave(30, 400, 10)))
	for _, f := range result.Flips {
		if e := result.Findings[0].Evidence[0]; e.Harm > e.PauseMargin {
			t.Errorf("%v, harm %v: %q", result.Verdict, e.Harm, f.Sentence)
		}
	}
}

func TestImprovementScatters(t *testing.T) {
	r := noiseOf(84)
	f := decide(t, planOf(60, metricOf("latency", Gauge, NoPreset)), gaugesOf(r.around(60, 400, 4), raised(r.around(60, 400, 4), 40, 60, -80))).Findings[0]
	if f.Class != Pass {
		t.Errorf("a canary that got faster: %v: %s", f.Class, f.Sentence)
	}
}

func TestQuorumSentences(t *testing.T) {
	for _, errors := range [][]float64{{40, 10, 10, 10}, {40, 13, 10, 10}} {
		plan := planOf(30, metricOf("errors", Ratio, Errors))
		plan.RollUp = RollUp{QuorumOfSlices, 0.5}
		if f := decide(t, plan, sliced(errors, []float64{10, 10, 10, 10})).Findings[0]; !strings.Contains(f.Sentence, "a") || strings.HasPrefix(f.Sentence, "in b") {
			t.Errorf("%v, and a failed: %s", f.Class, f.Sentence)
		}
	}
}

func TestDipsAreCalledPeaks(t *testing.T) {
	r := noiseOf(86)
	m := metricOf("throughput", Gauge, NoPreset)
	m.Direction = LowerIsWorse
	f := decide(t, planOf(60, m), gaugesOf(r.around(60, 400, 4), at(r.around(60, 400, 4), 5, 9, 20, 33, 51))).Findings[0]
	if strings.Contains(f.Sentence, "peaks") {
		t.Errorf("%s", f.Sentence)
	}
}

func TestHistoryAtAnotherLevel(t *testing.T) {
	r := noiseOf(87)
	m := metricOf("latency", Gauge, NoPreset)
	o := gaugesOf(r.around(40, 100, 2), r.around(40, 125, 2))
	without := decide(t, planOf(40, m), o).Findings[0]
	with := decide(t, withHistory(planOf(40, m), 40), withGaugeHistory(o, r.around(40, 50, 2), r.around(40, 50, 2))).Findings[0]
	if with.Class != without.Class {
		t.Errorf("without a history %v: %s; with one at night %v: %s", without.Class, without.Sentence, with.Class, with.Sentence)
	}
}

func TestOffsetOfSuccessesIsNotAllowedFor(t *testing.T) {
	m := metricOf("ok", Ratio, NoPreset)
	m.Direction = LowerIsWorse
	total := constant(40, 1000)
	o := countHistory(countsOf(constant(40, 960), total, constant(40, 700), total), constant(40, 960), total, constant(40, 700), total)
	f := decide(t, withHistory(planOf(40, m), 40), o).Findings[0]
	if notes := strings.Join(f.Notes, "; "); f.Class != Pass && strings.Contains(notes, "allowed for") {
		t.Errorf("%v: %s; %s", f.Class, f.Sentence, notes)
	}
}

func TestRateOfScaledExposure(t *testing.T) {
	total := constant(30, 1000)
	o := countHistory(countsOf(constant(30, 100), total, constant(30, 40), total), constant(30, 100), total, constant(30, 10), total)
	f := decide(t, withHistory(planOf(30, metricOf("errors", Ratio, Errors)), 30), o).Findings[0]
	if e := f.Evidence[0]; e.CanaryN != 30000 || math.Abs(e.Canary-0.04) > 1e-9 {
		t.Errorf("4 %% of 30000 reads: %v of %v: %s", e.Canary, e.CanaryN, f.Sentence)
	}
}

func TestLateErrorsDrownInTheirOwnScatter(t *testing.T) {
	r := noiseOf(88)
	total := constant(40, 1000)
	f := decide(t, planOf(40, metricOf("errors", Ratio, Errors)), countsOf(poissons(r, 40, 10), total, append(poissons(r, 30, 10), poissons(r, 10, 60)...), total)).Findings[0]
	if f.Class != Fail && f.Class != Warn {
		t.Errorf("errors six times as many for ten minutes: %v, dispersion %v: %s", f.Class, f.Evidence[0].Dispersion, f.Sentence)
	}
}

// The bound of the harm, where differences from moment to moment tell more, must hold as often as it says.
func TestBoundOfDifferences(t *testing.T) {
	r := noiseOf(89)
	ar := func(n int, rho, sd float64) []float64 {
		values, previous := make([]float64, n), r.NormFloat64()
		for i := range values {
			previous = rho*previous + math.Sqrt(1-rho*rho)*r.NormFloat64()
			values[i] = sd * previous
		}
		return values
	}
	for _, test := range []struct {
		points int
		rho    float64
		least  float64 // of 12 points the autocorrelation is hardly known
	}{{10, 0, 0.93}, {12, 0.6, 0.9}, {40, 0.8, 0.93}} {
		const runs = 1000
		held := 0
		for range runs {
			shared := r.around(test.points, 400, 40)
			o := gaugesOf(sum(shared, ar(test.points, test.rho, 2)), sum(shared, ar(test.points, test.rho, 2)))
			if e := decide(t, planOf(test.points, metricOf("latency", Gauge, NoPreset)), o).Findings[0].Evidence[0]; e.HarmUpper >= 0 {
				held++
			}
		}
		if part := float64(held) / runs; part < test.least {
			t.Errorf("%d points, autocorrelation %v: a bound at 0.95 holds in %.3f", test.points, test.rho, part)
		}
	}
}

func TestFewPointsAtPlannedLooks(t *testing.T) {
	plan := planOf(4, metricOf("latency", Gauge, NoPreset))
	plan.Looks = Looks{Planned: 4, Taken: 4} // a share of 0.0125, and 4 points on each side reach 1/70
	f := decide(t, plan, gaugesOf([]float64{400, 401, 402, 403}, []float64{400, 403, 402, 401})).Findings[0]
	if f.Class != Inconclusive {
		t.Errorf("%v: %s", f.Class, f.Sentence)
	}
}
