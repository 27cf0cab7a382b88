package stats

import "testing"

func TestFisherOracle(t *testing.T) {
	runOracle(t, "fisher_exact", 105, func(c *oracleCase) {
		var in struct{ A, B, C, D int64 }
		c.decode(&in)
		canary, baseline := Proportion{in.A, in.A + in.B}, Proportion{in.C, in.C + in.D}
		if canary.Trials == 0 || baseline.Trials == 0 {
			if _, err := FisherExact(baseline, canary, TwoSided); err == nil {
				c.t.Error("a side without trials: got no error")
			}
			c.rest("a side without trials is refused")
			return
		}
		for name, alternative := range alternatives {
			p, err := FisherExact(baseline, canary, alternative)
			if err != nil {
				c.t.Fatal(err)
			}
			c.equal("p_"+name, p)
		}
		c.rest("not offered: doubled and mid p-values, conditional odds ratio")
	})
}

func TestRateOracle(t *testing.T) {
	runOracle(t, "poisson_rates", 413, func(c *oracleCase) {
		var in struct {
			X1, X2 int64
			T1, T2 float64
			Ratio  float64 `json:"ratio_null"`
			Level  float64 `json:"conf_level"`
		}
		c.decode(&in)
		canary, baseline := Rate{in.X1, in.T1}, Rate{in.X2, in.T2}
		c.equal("rate1", canary.Value())
		c.equal("rate2", baseline.Value())
		scaled := Rate{in.X1, in.T1 * in.Ratio} // a ratio of r under the null is the same as r times the exposure
		c.rateTests(baseline, scaled)
		c.skip("sums the outcomes that are not likelier; here the smaller tail is doubled", "exact_conditional.p_two_sided_minlike")
		c.skip("not offered: mid p-values", "exact_conditional")
		c.skip("not offered: Wald and variance-stabilised tests and intervals", "wald", "sqrt", "ci_diff", "ci_ratio.log")
		if i, err := RateRatio(baseline, canary, in.Level); err == nil {
			c.equal("ratio", i.Value)
			c.equal("ci_ratio.exact", i.Lo, i.Hi)
		}
		c.skip("no events at all: an error, where the limits are 0 and ∞", "ratio", "ci_ratio.exact")
	})
}

func (c *oracleCase) rateTests(baseline, canary Rate) {
	less, greater := rateTails(baseline, canary) // exact at any number of events
	c.equal("exact_conditional.p_less", less)
	c.equal("exact_conditional.p_greater", greater)
	c.equal("exact_conditional.p_two_sided_doubled", TwoSided.choose(less, greater))
	for name, alternative := range alternatives {
		r, err := RateTest(baseline, canary, alternative)
		if err != nil {
			c.t.Fatal(err)
		}
		z, err := RateTestNormal(baseline, canary, alternative)
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal("score.z", z.Z)
		c.equal("score.p_"+name, z.P)
		want := z.P
		if r.Method == Exact {
			want = alternative.choose(less, greater)
		}
		if r.P != want {
			c.t.Errorf("RateTest %v, %v: got %v, want %v", alternative, r.Method, r.P, want)
		}
	}
}
