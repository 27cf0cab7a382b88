package judge

import (
	"math"
	"testing"

	"github.com/serin-canary/serin/series"
)

// bucketsOf makes the cumulative buckets of n equal steps.
func bucketsOf(n int, bounds []float64, counts ...float64) (buckets []Bucket) {
	below := 0.0
	for j, bound := range bounds {
		below += counts[j]
		buckets = append(buckets, Bucket{Bound: bound, Counts: seriesOf(constant(n, below)...)})
	}
	return buckets
}

func TestHistogram(t *testing.T) {
	m := metricOf("latency", Histogram, Latency)
	m.Quantiles = []float64{0.5, 0.9}
	bounds := []float64{0.1, 0.2, 0.4, 0.8, math.Inf(1)}
	baseline := bucketsOf(30, bounds, 40, 30, 20, 9, 1)
	for _, test := range []struct {
		name   string
		canary []Bucket
		class  Class
		causes int
	}{
		{"same", bucketsOf(30, bounds, 40, 30, 20, 9, 1), Pass, 0},
		{"slower", bucketsOf(30, bounds, 5, 20, 30, 40, 5), Fail, 0},
		{"faster", bucketsOf(30, bounds, 80, 10, 5, 4, 1), Pass, 0},
		{"other buckets", bucketsOf(30, []float64{0.1, 0.3, 0.4, 0.8, math.Inf(1)}, 40, 30, 20, 9, 1), NoData, 1},
		{"nothing", nil, NoData, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := Observation{Slices: []Slice{{Baseline: Arm{Buckets: baseline}, Canary: Arm{Buckets: test.canary}}}}
			f := decide(t, planOf(30, m), o).Findings[0]
			if f.Class != test.class || len(f.Causes) != test.causes {
				t.Errorf("got %v, %v: %s", f.Class, f.Causes, f.Sentence)
			}
			if test.causes == 0 && len(f.Evidence) != 2 {
				t.Errorf("%d pieces of evidence for 2 quantiles", len(f.Evidence))
			}
		})
	}
}

// The median of 40, 30, 20, 9, 1 in buckets up to 0.1, 0.2, 0.4, 0.8 is 10 of 30 into the second.
func TestBucketQuantile(t *testing.T) {
	bounds := []float64{0.1, 0.2, 0.4, 0.8, math.Inf(1)}
	counts := []float64{40, 30, 20, 9, 1}
	for _, test := range []struct{ q, want float64 }{{0.5, 0.1 + 0.1*10/30}, {0.2, 0.05}, {0.9, 0.4}, {0.999, 0.8}} {
		if got := bucketQuantile(bounds, counts, test.q, 0).value; math.Abs(got-test.want) > 1e-12 {
			t.Errorf("quantile %v: got %v, want %v", test.q, got, test.want)
		}
	}
}

func TestCount(t *testing.T) {
	m := metricOf("crashes", Count, NoPreset)
	for _, test := range []struct {
		name             string
		baseline, canary float64 // events per step
		exposure         float64 // of the canary; the baseline has 19
		absolute         float64 // abort margin, besides the relative one
		class            Class
	}{
		{"same rate, little of it", 3.8, 0.2, 1, 0, Inconclusive},
		{"same rate, much of it", 1900, 100, 1, 0, Pass},
		{"tripled", 19, 3, 1, 0, Fail},
		{"no events and no absolute margin", 0, 0, 1, 0, Inconclusive},
		{"no events and an absolute margin", 0, 0, 1, 1, Pass},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := m
			m.Abort.Absolute = test.absolute
			f := decide(t, planOf(30, m), countsOf(constant(30, test.baseline), constant(30, 19), constant(30, test.canary), constant(30, test.exposure))).Findings[0]
			if f.Class != test.class {
				t.Errorf("got %v: %s", f.Class, f.Sentence)
			}
		})
	}
}

func TestThreshold(t *testing.T) {
	level := func(v float64) Margin { return Margin{Level: &v} }
	allowed := func(n int) *int { return &n }
	values := append(wave(28, 50, 10), 95, 97)
	for _, test := range []struct {
		name         string
		limit        Limit
		direction    Direction
		pause, abort Margin
		class        Class
	}{
		{"mean within", Limit{Aggregate: Mean}, HigherIsWorse, level(60), level(80), Pass},
		{"max past the abort level", Limit{Aggregate: Max}, HigherIsWorse, level(60), level(80), Fail},
		{"max past the pause level", Limit{Aggregate: Max}, HigherIsWorse, level(60), level(98), Warn},
		{"last", Limit{Aggregate: Last}, HigherIsWorse, Margin{}, level(97), Fail},
		{"p95", Limit{Aggregate: P95}, HigherIsWorse, Margin{}, level(96), Pass},
		{"median", Limit{Aggregate: Median}, HigherIsWorse, Margin{}, level(60), Pass},
		{"sum", Limit{Aggregate: Sum}, HigherIsWorse, Margin{}, level(1500), Fail},
		{"min, lower is worse", Limit{Aggregate: Min}, LowerIsWorse, level(30), level(20), Pass},
		{"min below, lower is worse", Limit{Aggregate: Min}, LowerIsWorse, level(70), level(20), Warn},
		{"two breaches allowed", Limit{Breaches: allowed(2)}, HigherIsWorse, Margin{}, level(90), Pass},
		{"one breach allowed", Limit{Breaches: allowed(1)}, HigherIsWorse, Margin{}, level(90), Fail},
		{"breaches of the pause level", Limit{Breaches: allowed(2)}, HigherIsWorse, level(20), level(90), Warn},
		{"relative, the same", Limit{Relative: true}, HigherIsWorse, Margin{Relative: 0.1}, Margin{Relative: 0.2}, Pass},
		{"only a pause level", Limit{Aggregate: Max}, HigherIsWorse, level(60), Margin{}, Warn},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := metricOf("cpu", Gauge, NoPreset)
			m.Judge, m.Limit, m.Direction, m.Pause, m.Abort = Threshold, test.limit, test.direction, test.pause, test.abort
			f := decide(t, planOf(30, m), gaugesOf(values, values)).Findings[0]
			if f.Class != test.class {
				t.Errorf("got %v, want %v: %s", f.Class, test.class, f.Sentence)
			}
			if !math.IsNaN(f.Evidence[0].PAdjusted) {
				t.Errorf("a threshold has a p-value")
			}
		})
	}
}

// FuzzDecide feeds arbitrary values to every kind: no panic, and no NaN or infinity where a caller would read a number.
func FuzzDecide(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, uint8(0), uint8(0))
	f.Add(0.0, 0.0, 1e300, -1e300, uint8(1), uint8(1))
	f.Add(math.Inf(1), math.NaN(), 5e-324, 1e15, uint8(2), uint8(2))
	f.Fuzz(func(t *testing.T, a, b, c, d float64, kind, direction uint8) {
		m := metricOf("m", Kind(kind%4)+1, NoPreset)
		m.Direction = Direction(direction%3) + 1
		values := func(x, y float64) series.Series { return seriesOf(x, y, x, x+y, y, x-y, x, y) }
		o := Observation{Slices: []Slice{{
			Baseline: Arm{Value: values(a, b), Events: values(a, b), Total: values(b, a), Buckets: []Bucket{{1, values(a, b)}, {math.Inf(1), values(b, a)}}},
			Canary:   Arm{Value: values(c, d), Events: values(c, d), Total: values(d, c), Buckets: []Bucket{{1, values(c, d)}, {math.Inf(1), values(d, c)}}},
		}}}
		result := decide(t, planOf(8, m), o)
		for _, v := range []*float64{result.Score, result.Coverage} {
			if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
				t.Errorf("score or coverage is %v", *v)
			}
		}
		for _, e := range result.Findings[0].Evidence {
			if math.IsNaN(e.P) || math.IsNaN(e.Harm) || !(e.P >= 0 && e.P <= 1) {
				t.Errorf("p %v, harm %v", e.P, e.Harm)
			}
		}
		if result.Headline == "" || len(result.Reasons) == 0 || result.Findings[0].Sentence == "" {
			t.Errorf("nothing is said: %+v", result)
		}
	})
}
