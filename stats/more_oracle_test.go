package stats

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
)

func asFloats[T int | int64](x []T) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

func TestMedianTestOracle(t *testing.T) {
	runOracle(t, "median_test", 332, func(c *oracleCase) {
		var in struct{ Groups []sample }
		c.decode(&in)
		groups := make([][]float64, len(in.Groups))
		for i, g := range in.Groups {
			groups[i] = g
		}
		for name, ties := range map[string]MedianTies{
			"ties_below": MedianTiesBelow, "ties_above": MedianTiesAbove, "ties_ignore": MedianTiesIgnored,
		} {
			r, err := MedianTest(ties, ChiSquarePearson, groups...)
			if c.has(name + ".error") {
				if !errors.Is(err, ErrCounts) {
					c.t.Errorf("got %+v, %v, want ErrCounts", r, err)
				}
				c.skip("all values on one side of the median: an error", name)
				continue
			}
			if err != nil {
				c.t.Fatal(err)
			}
			c.equal("grand_median", r.Median)
			c.equal(name+".above", asFloats(r.Above)...)
			c.equal(name+".below", asFloats(r.Below)...)
			c.equal(name+".chi2", r.Statistic)
			c.equal(name+".p", r.P)
			if c.has(name + ".chi2_cc") {
				r := must(MedianTest(ties, ChiSquareYates, groups...))
				c.equal(name+".chi2_cc", r.Statistic)
				c.equal(name+".p_cc", r.P)
			}
		}
		if len(c.fields) == 1 { // nothing but errors
			c.equal("grand_median", must(Median(groups[0])))
		}
	})
}

func TestCramerVonMisesOracle(t *testing.T) {
	runOracle(t, "cvm_2samp", 162, func(c *oracleCase) {
		var in struct{ X, Y sample }
		c.decode(&in)
		c.equal("n1", float64(len(in.X)))
		c.equal("n2", float64(len(in.Y)))
		k := must(newCramer(in.Y, in.X))
		c.equal("ties", map[bool]float64{true: 1}[k.tied])
		r := must(CramerVonMisesAsymptotic(in.Y, in.X))
		c.equal("statistic", r.Statistic)
		c.equal("tn", k.standardised())
		c.equal("p_asymptotic", r.P)
		if c.has("p_exact") {
			exact := k.exactP(int(k.target()))
			c.equal("p_exact", exact)
			if r := must(CramerVonMises(in.Y, in.X)); r.Method == Exact && r.P != exact {
				c.t.Errorf("got %+v, want P = %v", r, exact)
			}
		}
	})
}

func TestAndersonDarlingOracle(t *testing.T) {
	runOracle(t, "anderson_darling", 108, func(c *oracleCase) {
		var in struct{ Groups []sample }
		c.decode(&in)
		groups, sizes := make([][]float64, len(in.Groups)), make([]int, len(in.Groups))
		for i, g := range in.Groups {
			groups[i], sizes[i] = g, len(g)
		}
		sigma := scholzStephensSigma(sizes...)
		c.equal("k", float64(len(groups)))
		c.equal("sigma", sigma)
		for name, ties := range map[string]AndersonDarlingTies{"version1": AndersonDarlingPlain, "version2": AndersonDarlingMidranks} {
			a2 := newValueCounts(groups...).statistic(ties)
			c.equal(name+".a2", a2)
			c.equal(name+".t", (a2-float64(len(groups)-1))/sigma)
			if len(groups) != 2 {
				continue
			}
			// The reference is the limiting law at the statistic as kSamples returns it, rounded.
			digits := map[AndersonDarlingTies]int{AndersonDarlingPlain: 5, AndersonDarlingMidranks: 3}[ties]
			c.equal(name+".p_limit", AndersonDarlingSurvival(significant(a2, digits)))
			r := must(AndersonDarling(groups[1], groups[0], ties))
			if (r.Method == Exact) != c.has(name+".p_exact") || !near(r.A2, a2, 1e-14, 0) {
				c.t.Errorf("got %+v, want A2 = %v", r, a2)
			}
			if r.Method == Exact {
				c.equal(name+".p_exact", r.P)
			}
		}
	})
}

// significant rounds to so many significant digits.
func significant(v float64, digits int) float64 {
	return must(strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64))
}

func TestPermutationOracle(t *testing.T) {
	runOracle(t, "permutation_test", 70, func(c *oracleCase) {
		var in struct{ X, Y sample }
		c.decode(&in)
		c.equal("n_permutations", choices(len(in.X)+len(in.Y), len(in.X)))
		for name, alternative := range alternatives {
			r := must(PermutationTest(in.Y, in.X, alternative))
			c.equal("statistic", r.Statistic)
			if alternative == TwoSided {
				name += "_doubled"
			}
			c.equal("p_"+name, r.P)
		}
		c.skip("the two-sided p-value is twice the smaller tail, not the share of differences of at least that size", "p_two_sided_abs")
	})
}

func TestOutlierOracle(t *testing.T) {
	runOracle(t, "outliers", 1570, func(c *oracleCase) {
		var in struct {
			X     sample
			Alpha float64
			Most  int `json:"esd_max"`
		}
		c.decode(&in)
		for name, method := range map[string]FenceMethod{"tukey": FenceTukey, "tukey_hinges": FenceHinges} {
			lo, hi, err := Fences(in.X, 0, method)
			if err != nil {
				c.t.Fatal(err)
			}
			c.equal(name+".q1", lo)
			c.equal(name+".q3", hi)
			for _, k := range []float64{1.5, 3} {
				lo, hi, err := Fences(in.X, k, method)
				if err != nil {
					c.t.Fatal(err)
				}
				c.equal(fmt.Sprintf("%s.fences_%g", name, k), lo, hi)
				c.equal(fmt.Sprintf("%s.outliers_%g", name, k), asFloats(Outside(in.X, lo, hi))...)
			}
		}
		c.equal("mad_z.median", must(Median(in.X)))
		c.equal("mad_z.mad", must(MAD(in.X)))
		z, err := ModifiedZ(in.X)
		if c.has("mad_z.error") {
			if !errors.Is(err, ErrConstant) {
				c.t.Errorf("got %v, %v, want ErrConstant", z, err)
			}
			c.skip("median absolute deviation of zero: an error", "mad_z")
		} else {
			c.equal("mad_z.scores", z...)
			c.equal("mad_z.outliers", asFloats(Outside(z, -3.5, 3.5))...)
			lo, hi, err := Fences(in.X, 3, FenceHampel)
			if err != nil {
				c.t.Fatal(err)
			}
			c.equal("hampel.outliers", asFloats(Outside(in.X, lo, hi))...)
		}
		c.grubbs(in.X, in.Alpha)
		c.esd(in.X, in.Most, in.Alpha)
	})
}

func (c *oracleCase) grubbs(x []float64, alpha float64) {
	r, err := Grubbs(x, TwoSided)
	if !c.has("grubbs.g") {
		if !errors.Is(err, ErrConstant) && !errors.Is(err, ErrSampleSize) {
			c.t.Errorf("got %+v, %v, want an error", r, err)
		}
		c.skip("values that do not vary: an error", "grubbs")
		return
	}
	c.equal("grubbs.g", r.G)
	c.equal("grubbs.index", float64(r.Index))
	c.equal("grubbs.p_two_sided", r.P)
	c.equal("grubbs.critical", must(GrubbsCritical(len(x), alpha, TwoSided)))
	c.equal("grubbs.critical_one_sided", must(GrubbsCritical(len(x), alpha, Greater)))
	most, least := must(Grubbs(x, Greater)), must(Grubbs(x, Less))
	c.equal("grubbs.g_max", most.G)
	c.equal("grubbs.p_max", most.P)
	c.equal("grubbs.g_min", least.G)
	c.equal("grubbs.p_min", least.P)
}

func (c *oracleCase) esd(x []float64, most int, alpha float64) {
	if most == 0 {
		return
	}
	var r, lambda, removed, outliers []float64
	for _, s := range must(ESD(x, most, alpha)) {
		r, lambda, removed = append(r, s.R), append(lambda, s.Lambda), append(removed, float64(s.Index))
		if s.Outlier {
			outliers = append(outliers, float64(s.Index))
		}
	}
	c.equal("esd.r", r...)
	c.equal("esd.lambda", lambda...)
	c.equal("esd.removed", removed...)
	c.equal("esd.n_outliers", float64(len(outliers)))
	c.equal("esd.outliers", outliers...)
}
