package stats

import (
	"errors"
	"testing"
)

func limits(i Interval) []float64 { return []float64{i.Lo, i.Hi} }

func TestFisherOracle(t *testing.T) {
	runOracle(t, "fisher_exact", 333, func(c *oracleCase) {
		var in struct {
			A, B, C, D int64
			Level      float64 `json:"conf_level"`
		}
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
			c.equal("p_"+name, must(FisherExact(baseline, canary, alternative)))
			doubled := must(FisherTest(baseline, canary, alternative, FisherDoubled))
			mid := must(FisherTest(baseline, canary, alternative, FisherMidP))
			c.equal("midp_"+name, mid)
			if alternative == TwoSided {
				c.equal("p_two_sided_doubled", doubled)
			}
		}
		if i, err := OddsRatio(baseline, canary, in.Level, OddsRatioLogit); err == nil {
			c.equal("odds_ratio_sample", i.Value)
		}
		c.skip("a count of zero: an error, where the odds ratio is 0, ∞ or undefined", "odds_ratio_sample")
		i, err := ConditionalOddsRatio(baseline, canary, in.Level)
		if errors.Is(err, ErrCounts) {
			c.skip("only one table has these totals: an error, where the limits are 0 and ∞", "odds_ratio_conditional", "ci")
			return
		}
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal("odds_ratio_conditional", i.Value)
		c.equal("ci", i.Lo, i.Hi)
	})
}

func TestRateOracle(t *testing.T) {
	runOracle(t, "poisson_rates", 955, func(c *oracleCase) {
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
		c.rateMethods(baseline, scaled)
		c.equal("ci_diff.wald", limits(must(RateDifferenceBy(baseline, canary, in.Level, RateDifferenceWald)))...)
		if i, err := RateRatioBy(baseline, canary, in.Level, RateRatioLog); err == nil {
			c.equal("ci_ratio.log", i.Lo, i.Hi)
		}
		c.skip("a count of zero: an error", "ci_ratio.log")
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

func (c *oracleCase) rateMethods(baseline, canary Rate) {
	for name, alternative := range alternatives {
		for key, method := range map[string]RateMethod{
			"exact_conditional.p_": RateExact, "exact_conditional.midp_": RateMidP, "wald.p_": RateWald, "sqrt.p_": RateSqrt, "score.p_": RateScore,
		} {
			r := must(RateTestBy(baseline, canary, alternative, method))
			c.equal(key+name, r.P)
			if method == RateWald {
				c.equal("wald.z", r.Z)
			}
			if method == RateSqrt {
				c.equal("sqrt.z", r.Z)
			}
		}
	}
	c.equal("exact_conditional.p_two_sided_minlike", must(RateTestBy(baseline, canary, TwoSided, RateNotLikelier)).P)
}

func TestMcNemarOracle(t *testing.T) {
	runOracle(t, "mcnemar", 154, func(c *oracleCase) {
		var in struct{ B, C int64 }
		c.decode(&in)
		if c.has("error") {
			if r, err := McNemar(in.C, in.B, TwoSided, McNemarExact); !errors.Is(err, ErrCounts) {
				c.t.Errorf("got %+v, %v, want ErrCounts", r, err)
			}
			c.rest("no pair differs: an error")
			return
		}
		for name, alternative := range alternatives {
			r := must(McNemar(in.C, in.B, alternative, McNemarExact))
			c.equal("exact.p_"+name, r.P)
			c.equal("odds_ratio", r.OddsRatio)
			c.equal("exact.midp_"+name, must(McNemar(in.C, in.B, alternative, McNemarMidP)).P)
		}
		r := must(McNemar(in.C, in.B, TwoSided, McNemarNormal))
		c.equal("chi2", r.Z*r.Z)
		c.equal("p", r.P)
		r = must(McNemar(in.C, in.B, TwoSided, McNemarCorrected))
		c.equal("chi2_cc", r.Z*r.Z)
		c.equal("p_cc", r.P)
	})
}
