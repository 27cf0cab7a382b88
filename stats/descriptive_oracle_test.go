package stats

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"testing"
)

func TestDescriptiveOracle(t *testing.T) {
	runOracle(t, "descriptive", 7925, func(c *oracleCase) {
		var in struct{ X, Probs sample }
		c.decode(&in)
		n := len(in.X)
		mean, mad := must(Mean(in.X)), must(MAD(in.X))
		c.equal("n", float64(n))
		c.equal("mean", mean)
		c.equal("median", must(Median(in.X)))
		c.equal("min", must(Quantile(in.X, 0)))
		c.equal("max", must(Quantile(in.X, 1)))
		c.equal("mad_raw", mad)
		c.equal("mad", mad*MADToSD)
		c.equal("iqr", must(Quantile(in.X, 0.75))-must(Quantile(in.X, 0.25)))
		if c.has("sd") {
			sd := must(StdDev(in.X))
			c.equal("sd", sd)
			c.equal("var", sd*sd)
			if c.has("cv") {
				c.equal("cv", sd/mean)
			}
		}
		c.equal("sum", mean*float64(n))
		for kind := QuantileType(1); kind <= 9; kind++ {
			c.equal(fmt.Sprintf("quantiles.type%d", kind), must(QuantilesOfType(kind, in.X, in.Probs...))...)
		}
		for _, share := range []float64{0.05, 0.1, 0.2, 0.25} {
			c.equal(fmt.Sprintf("trimmed_mean.%g", share), must(TrimmedMean(in.X, share)))
			c.equal(fmt.Sprintf("winsorized_mean.%g", share), must(WinsorizedMean(in.X, share)))
		}
		five := must(FiveNumbers(in.X))
		c.equal("fivenum", five[:]...)
		if c.has("geometric_mean") {
			c.equal("geometric_mean", must(GeometricMean(in.X)))
		} else if _, err := GeometricMean(in.X); !errors.Is(err, ErrCounts) {
			c.t.Errorf("geometric mean with values that are not positive: got error %v, want ErrCounts", err)
		}
		c.shape(in.X)
		c.lagOne(in.X)
		c.lags(in.X)
	})
}

func (c *oracleCase) shape(x []float64) {
	for i, method := range []MomentMethod{MomentSample, MomentAdjusted, MomentB} {
		skewness, err := Skewness(x, method)
		if field := "skewness." + []string{"g1", "G1", "b1"}[i]; c.has(field) {
			c.equal(field, skewness)
		} else if !errors.Is(err, ErrConstant) && !errors.Is(err, ErrSampleSize) {
			c.t.Errorf("%s: got %v, %v, want an error", field, skewness, err)
		}
		kurtosis, err := Kurtosis(x, method)
		if field := "kurtosis." + []string{"g2", "G2", "b2"}[i]; c.has(field) {
			c.equal(field, kurtosis)
		} else if !errors.Is(err, ErrConstant) && !errors.Is(err, ErrSampleSize) {
			c.t.Errorf("%s: got %v, %v, want an error", field, kurtosis, err)
		}
	}
}

func (c *oracleCase) lags(x []float64) {
	if !c.has("acf") {
		if _, err := EffectiveSize(x, EffectiveGeyer); !errors.Is(err, ErrConstant) && !errors.Is(err, ErrSampleSize) {
			c.t.Errorf("constant or too short series: got error %v", err)
		}
		return
	}
	c.equal("acf", must(Autocorrelations(x, min(10, len(x)-1)))...)
	n, d := float64(len(x)), must(centered(x))
	for field, method := range map[string]EffectiveMethod{"ess_ar1": EffectiveAR1, "ess_lag10": EffectiveLag10, "ess_geyer": EffectiveGeyer} {
		raw := n / d.time(method) // the oracle does not keep it within [1, n]
		if math.Abs(raw) > 1e15 {
			c.skip("n/0: the series alternates exactly, and the reference is a rounding error", field)
		}
		c.equal(field, raw)
		kept := raw
		if raw <= 0 || raw > n {
			kept = n
		}
		if got := must(EffectiveSize(x, method)); got != max(1, kept) {
			c.t.Errorf("EffectiveSize by method %d: got %v, want %v within [1, n]", method, got, raw)
		}
	}
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
	if first := must(Autocorrelations(x, 1))[0]; !near(rho, first, 1e-12, 1e-13) {
		c.t.Errorf("Autocorrelation1: got %v, Autocorrelations says %v", rho, first)
	}
	size := must(EffectiveSize(x, EffectiveAR1))
	if got := EffectiveN(float64(len(x)), rho); !near(got, size, 1e-4, 0) {
		c.t.Errorf("EffectiveN: got %v, EffectiveSize says %v", got, size)
	}
}

func TestMomentsOracle(t *testing.T) {
	runOracle(t, "streaming_moments", 388, func(c *oracleCase) {
		var in struct {
			X       sample
			Pattern *struct {
				First float64
				Pair  [2]float64
				Pairs int
			}
			Splits []int
		}
		c.decode(&in)
		x := []float64(in.X)
		if p := in.Pattern; p != nil {
			x = append(x, p.First)
			for range p.Pairs {
				x = append(x, p.Pair[:]...)
			}
		}
		var whole, merged Moments
		if err := whole.Add(x...); err != nil {
			c.t.Fatal(err)
		}
		kept := maps.Clone(c.fields)
		c.moments(x, whole)
		c.fields = kept
		for from, i := 0, 0; from < len(x); i++ {
			to := len(x)
			if i < len(in.Splits) {
				to = in.Splits[i]
			}
			var part Moments
			if err := part.Add(x[from:to]...); err != nil {
				c.t.Fatal(err)
			}
			merged.Merge(part)
			from = to
		}
		c.moments(x, merged)
	})
}

func (c *oracleCase) moments(x []float64, m Moments) {
	lo, hi, err := m.Range()
	if err != nil {
		c.t.Fatal(err)
	}
	sd := must(m.StdDev())
	c.equal("n", float64(m.N()))
	c.equal("min", lo)
	c.equal("max", hi)
	c.equal("mean", must(m.Mean()))
	c.equal("sd", sd)
	c.equal("var", sd*sd)
	c.equal("m2", sd*sd*float64(m.N()-1))
	c.equal("certified.mean", must(m.Mean()))
	c.equal("certified.sd", sd)
	skewness, err := m.Skewness(MomentSample)
	if !c.has("skewness_g1") {
		if !errors.Is(err, ErrConstant) {
			c.t.Errorf("skewness: got %v, %v, want ErrConstant", skewness, err)
		}
		return
	}
	c.equal("skewness_g1", skewness)
	c.equal("kurtosis_g2", must(m.Kurtosis(MomentSample)))
	c.equal("acf1", must(Autocorrelation1(x)))
	c.equal("certified.acf1", must(Autocorrelation1(x)))
}
