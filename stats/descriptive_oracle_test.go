package stats

import (
	"errors"
	"testing"
)

func TestDescriptiveOracle(t *testing.T) {
	runOracle(t, "descriptive", 1228, func(c *oracleCase) {
		var in struct{ X, Probs sample }
		c.decode(&in)
		n := len(in.X)
		must := func(v float64, err error) float64 {
			c.t.Helper()
			if err != nil {
				c.t.Fatal(err)
			}
			return v
		}
		mean, mad := must(Mean(in.X)), must(MAD(in.X))
		c.equal("n", float64(n))
		c.equal("mean", mean)
		c.equal("median", must(Median(in.X)))
		c.equal("min", must(Quantile(in.X, 0)))
		c.equal("max", must(Quantile(in.X, 1)))
		c.equal("mad_raw", mad)
		c.equal("mad", mad*MADToSD)
		c.equal("iqr", must(Quantile(in.X, 0.75))-must(Quantile(in.X, 0.25)))
		q, err := Quantiles(in.X, in.Probs...)
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal("quantiles.type7", q...)
		if c.has("sd") {
			sd := must(StdDev(in.X))
			c.equal("sd", sd)
			c.equal("var", sd*sd)
			if c.has("cv") {
				c.equal("cv", sd/mean)
			}
		}
		c.lagOne(in.X)
		c.skip("only type 7 is offered", "quantiles")
		c.rest("not offered: sums, trimmed means, moments, other autocorrelations")
	})
}

func (c *oracleCase) lagOne(x []float64) {
	rho, err := Autocorrelation1(x)
	if !c.has("acf") {
		if !errors.Is(err, ErrConstant) && !errors.Is(err, ErrSampleSize) {
			c.t.Errorf("Autocorrelation1 of a constant or too short series: got %v, %v", rho, err)
		}
		return
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.fields["acf"] = c.fields["acf"].([]float64)[:1] // lags above 1 are not offered
	c.equal("acf", rho)
	if got := EffectiveN(float64(len(x)), rho); rho <= 0 || got == 1 {
		c.skip("kept within [1, n]", "ess_ar1")
	} else {
		c.equal("ess_ar1", got)
	}
}
