package judge

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/serin-canary/serin/series"
)

// FuzzDecideAtLength feeds arbitrary values to every kind, in windows long enough for all aspects, with a history, slices with
// a quorum, and looks: no panic, no number that nobody can read, and the same twice.
func FuzzDecideAtLength(f *testing.F) {
	for kind := range uint8(4) {
		f.Add(1.0, 2.0, 3.0, 4.0, kind, uint8(0), 1.0)
		f.Add(0.0, 0.0, 1e300, -1e300, kind, uint8(0xff), 0.0)
		f.Add(1e308, -1e308, 1e308, -1.7e308, kind, uint8(0x55), -1.0)
		f.Add(math.Inf(1), math.NaN(), 5e-324, 1e15, kind, uint8(0xaa), 700.0)
		f.Add(400.0, 4.0, 400.0, 200.0, kind, uint8(0x1b), 3.0)
		f.Add(0.0, 0.0, 0.0, 3.0, kind, uint8(0x40), 3.0)
	}
	f.Fuzz(func(t *testing.T, a, b, c, d float64, kind, options uint8, logE float64) {
		const n = 24
		draw := func(n int, x, y float64) []float64 {
			values := make([]float64, n)
			for i := range values {
				values[i] = x + y*math.Sin(float64(i*i))
			}
			return values
		}
		arm := func(start time.Time, x, y float64) Arm {
			s := func(x, y float64) series.Series {
				return series.Series{Start: start, Step: time.Minute, Values: draw(n, x, y)}
			}
			return Arm{Value: s(x, y), Events: s(x, y), Total: s(y, x), Buckets: []Bucket{{1, s(x, y)}, {2, s(x+y, y)}, {math.Inf(1), s(y, x)}}}
		}
		m := metricOf("m", Kind(kind%4)+1, NoPreset)
		m.Direction = Direction(options%3) + 1
		other := metricOf("other", Gauge, NoPreset)
		plan := planOf(n, m, other)
		o := Observation{Slices: []Slice{{Name: "east", Baseline: arm(noon(), a, b), Canary: arm(noon(), c, d)}}}
		if options&4 != 0 {
			plan = withHistory(plan, n)
			o.Slices[0].BaselineHistory, o.Slices[0].CanaryHistory = arm(plan.History.Start, a, b), arm(plan.History.Start, c, b)
		}
		if options&8 != 0 {
			o.Slices = append(o.Slices, Slice{Name: "west", Baseline: arm(noon(), b, a), Canary: arm(noon(), d, c)}, Slice{Name: "south"})
			plan.RollUp = RollUp{RollUpRule(options >> 6 % 3), 0.5}
		}
		switch {
		case options&16 != 0 && !math.IsNaN(logE) && !math.IsInf(logE, 0):
			plan.Looks = Looks{Open: true, Earlier: []Earlier{{Metric: "m", Slice: "east", LogE: logE}}}
		case options&32 != 0:
			plan.Looks = Looks{Planned: 3, Taken: 2}
		}
		if options&64 != 0 {
			plan.Split, plan.BaselineExposure, plan.CanaryExposure = 0.1, 1, 1
		}
		twin := gaugesOf(draw(n, a, b), draw(n, c, d))
		result := decide(t, plan, o, twin)
		published(t, result)
		if diff := cmp.Diff(result, decide(t, plan, o, twin), cmpopts.EquateNaNs(), cmp.AllowUnexported(Finding{}, Evidence{})); diff != "" {
			t.Errorf("the second time it came out otherwise:\n%s", diff)
		}
	})
}
