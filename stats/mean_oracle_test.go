package stats

import (
	"errors"
	"math"
	"testing"
)

func TestMeanOracle(t *testing.T) {
	runOracle(t, "mean_tests", 2500, func(c *oracleCase) {
		var in struct {
			X, Y                     sample
			N1, N2                   int64
			Mean1, Mean2, Var1, Var2 float64
			Level                    float64 `json:"conf_level"`
			Kind                     string
			Known1                   float64 `json:"known_var1"`
			Known2                   float64 `json:"known_var2"`
		}
		c.decode(&in)
		canary, baseline := Summary{in.N1, in.Mean1, math.Sqrt(in.Var1)}, Summary{in.N2, in.Mean2, math.Sqrt(in.Var2)}
		if in.Kind == "raw" {
			canary, baseline = must(Summarize(in.X)), must(Summarize(in.Y))
		}
		c.equal("n1", float64(canary.N))
		c.equal("n2", float64(baseline.N))
		c.equal("mean1", canary.Mean)
		c.equal("mean2", baseline.Mean)
		if canary.N > 1 {
			c.equal("var1", canary.StdDev*canary.StdDev)
		}
		c.skip("the variance of one value: 0, where the formula is 0/0", "var1")
		c.equal("var2", baseline.StdDev*baseline.StdDev)
		c.equal("diff", canary.Mean-baseline.Mean)
		c.meanTest("welch", "t", baseline, canary, in.Level, MeanWelch)
		c.meanTest("student", "t", baseline, canary, in.Level, MeanStudent)
		c.meanTest("z", "z", baseline, canary, in.Level, MeanZ)
		if c.has("z_known.z") {
			canary, baseline := canary, baseline
			canary.StdDev, baseline.StdDev = math.Sqrt(in.Known1), math.Sqrt(in.Known2)
			c.meanTest("z_known", "z", baseline, canary, in.Level, MeanKnown)
		}
		c.meanEffects(baseline, canary, in.Level)
	})
}

func (c *oracleCase) meanTest(key, statistic string, baseline, canary Summary, level float64, method MeanMethod) {
	for name, alternative := range alternatives {
		r, err := MeanTest(baseline, canary, alternative, method)
		if c.has(key + ".error") {
			if !errors.Is(err, ErrConstant) && !errors.Is(err, ErrSampleSize) {
				c.t.Errorf("%s: got %+v, %v, want an error", key, r, err)
			}
			continue
		}
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal(key+".se", r.SE)
		c.equal(key+".df", r.DF)
		c.equal(key+"."+statistic, r.T)
		c.equal(key+".p_"+name, r.P)
	}
	if c.has(key + ".error") {
		c.skip("no variance: an error", key)
		return
	}
	i := must(MeanDifference(baseline, canary, level, method))
	c.equal(key+".ci", i.Lo, i.Hi)
	if level == 0.5 {
		c.skip("a one-sided limit at 0.5 is the estimate", key+".lower_bound", key+".upper_bound")
		return
	}
	i = must(MeanDifference(baseline, canary, 2*level-1, method))
	c.equal(key+".lower_bound", i.Lo)
	c.equal(key+".upper_bound", i.Hi)
}

func (c *oracleCase) meanEffects(baseline, canary Summary, level float64) {
	if c.has("cohens_d") {
		c.equal("cohens_d", must(CohenD(baseline, canary)))
		c.equal("hedges_g", must(HedgesG(baseline, canary)))
	}
	if !c.has("lift.est") {
		return
	}
	delta := must(MeanLift(baseline, canary, level, LiftDelta))
	c.equal("lift.est", delta.Value)
	c.equal("lift.delta_ci", delta.Lo, delta.Hi)
	c.equalWithin("lift.delta_se", (delta.Hi-delta.Lo)/2/upperZ(level), 1e-15)
	fieller := must(MeanLift(baseline, canary, level, LiftFieller))
	if !c.has("lift.fieller_ci") {
		if !math.IsInf(fieller.Lo, -1) || !math.IsInf(fieller.Hi, 1) {
			c.t.Errorf("unbounded: got %+v", fieller)
		}
		return
	}
	c.equal("lift.fieller_ci", fieller.Lo, fieller.Hi)
}
