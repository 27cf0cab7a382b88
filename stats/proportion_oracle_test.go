package stats

import (
	"errors"
	"math"
	"testing"
)

func TestTwoProportionOracle(t *testing.T) {
	runOracle(t, "two_proportion_z", 6288, func(c *oracleCase) {
		var in struct {
			X1, N1, X2, N2 int64
			Level          float64 `json:"conf_level"`
		}
		c.decode(&in)
		canary, baseline := Proportion{in.X1, in.N1}, Proportion{in.X2, in.N2}
		c.equal("p1", canary.Value())
		c.equal("p2", baseline.Value())
		c.proportionTests(baseline, canary)
		c.differenceIntervals(baseline, canary, in.Level)
		c.ratioIntervals(baseline, canary, in.Level)
		c.oddsRatioIntervals(baseline, canary, in.Level)
		c.proportionIntervals("ci_p1", canary, in.Level)
		c.proportionIntervals("ci_p2", baseline, in.Level)
	})
}

func (c *oracleCase) proportionTests(baseline, canary Proportion) {
	for key, test := range map[string]ProportionTest{"z_pooled": Pooled, "z_pooled_cc": PooledCorrected, "z_unpooled": Unpooled} {
		for name, alternative := range alternatives {
			r, err := TwoProportionTest(baseline, canary, alternative, test)
			if err != nil {
				c.t.Fatal(err)
			}
			c.equal("diff", r.Difference)
			c.equal(key+".se", r.SE)
			if r.SE == 0 && r.Difference == 0 {
				if r.Z != 0 || r.P != 1 {
					c.t.Errorf("nothing but one outcome: got Z = %v, P = %v, want 0 and 1", r.Z, r.P)
				}
				c.skip("nothing but one outcome: Z is 0 and P is 1, where the formula is 0/0", key+".z", key+".p_"+name)
				continue
			}
			c.equalWithin(key+".z", r.Z, 1e-50) // the reference leaves rounding errors where the correction cancels d
			c.equal(key+".p_"+name, r.P)
		}
	}
}

func (c *oracleCase) differenceIntervals(baseline, canary Proportion, level float64) {
	for name, method := range map[string]DifferenceMethod{
		"newcombe": DifferenceNewcombe, "miettinen_nurminen": DifferenceMiettinenNurminen, "mee": DifferenceMee,
		"agresti_caffo": DifferenceAgrestiCaffo, "wald": DifferenceWald, "wald_cc": DifferenceWaldCorrected,
	} {
		i, err := ProportionDifference(baseline, canary, level, method)
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal("ci_diff."+name, i.Lo, i.Hi)
	}
}

func (c *oracleCase) ratioIntervals(baseline, canary Proportion, level float64) {
	for name, method := range map[string]RatioMethod{
		"score": RatioScore, "log": RatioLog, "log_adjusted": RatioLogAdjusted, "delta": RatioDelta,
	} {
		i, err := ProportionRatio(baseline, canary, level, method)
		if err != nil {
			if !errors.Is(err, ErrCounts) || method == RatioLogAdjusted || baseline.Events > 0 && canary.Events > 0 {
				c.t.Fatal(err)
			}
			if method == RatioScore {
				c.skip("no events on either side: an error, where the limits are 0 and ∞", "ci_ratio.score")
			}
			continue
		}
		c.equal("ci_ratio."+name, i.Lo, i.Hi)
		if method == RatioScore {
			c.equal("ratio", i.Value)
			if !math.IsInf(i.Value, 0) {
				c.equalWithin("lift", i.Value-1, 1e-15)
			}
		}
	}
	c.equal("se_log_ratio", math.Sqrt(baseline.logVariance(0)+canary.logVariance(0)))
	c.skip("no baseline events: an error or an infinite ratio", "ratio", "lift")
}

func (c *oracleCase) oddsRatioIntervals(baseline, canary Proportion, level float64) {
	i, err := OddsRatio(baseline, canary, level, OddsRatioLogitAdjusted)
	if err != nil {
		c.t.Fatal(err)
	}
	c.equal("ci_odds_ratio.logit_adjusted", i.Lo, i.Hi)
	if i, err = OddsRatio(baseline, canary, level, OddsRatioLogit); err == nil {
		c.equal("ci_odds_ratio.logit", i.Lo, i.Hi)
		c.equal("odds_ratio", i.Value)
	}
	c.skip("a count of zero: an error, where the odds ratio is 0, ∞ or undefined", "odds_ratio")
}

func (c *oracleCase) proportionIntervals(key string, p Proportion, level float64) {
	for name, method := range map[string]ProportionMethod{
		"wald": ProportionWald, "wilson": ProportionWilson, "wilson_cc": ProportionWilsonCorrected,
		"clopper_pearson": ProportionClopperPearson, "agresti_coull": ProportionAgrestiCoull, "jeffreys": ProportionJeffreys,
	} {
		i, err := ProportionInterval(p, level, method)
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal(key+"."+name, i.Lo, i.Hi)
	}
}
