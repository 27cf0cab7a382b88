package stats

import (
	"errors"
	"testing"
)

func TestBrunnerMunzelOracle(t *testing.T) {
	runOracle(t, "brunner_munzel", 396, func(c *oracleCase) {
		var in struct {
			X, Y  sample
			Level float64 `json:"conf_level"`
		}
		c.decode(&in)
		a := must(A12(in.Y, in.X))
		c.equalWithin("p_hat", 1-a, 1e-15) // of the baseline over the canary
		n1, n2 := float64(len(in.X)), float64(len(in.Y))
		c.equal("mean_rank_x", a*n2+(n1+1)/2)
		c.equal("mean_rank_y", (1-a)*n1+(n2+1)/2)
		p, err := newPlacements(in.Y, in.X)
		if c.has("degenerate") {
			if !errors.Is(err, ErrConstant) {
				c.t.Errorf("got %+v, %v, want ErrConstant", p, err)
			}
			c.rest("samples that do not overlap, or all values equal: an error")
			return
		}
		c.equal("s2_x", p.varianceC)
		c.equal("s2_y", p.varianceB)
		for name, alternative := range alternatives {
			r := must(BrunnerMunzel(in.Y, in.X, alternative))
			c.equal("statistic", -r.T)
			c.equal("se", r.SE)
			c.equal("df", r.DF)
			c.equal("t_p_"+name, r.P)
			c.equal("normal_p_"+name, normalP(r.T, alternative))
		}
		i := must(A12Interval(in.Y, in.X, in.Level))
		c.equal("ci", 1-i.Hi, 1-i.Lo)
	})
}

func TestKolmogorovSmirnovOracle(t *testing.T) {
	// The oracle's alternatives are said of the distribution function.
	mirrored := map[string]Alternative{"two_sided": TwoSided, "less": Greater, "greater": Less}
	runOracle(t, "ks_2samp", 336, func(c *oracleCase) {
		var in struct{ X, Y sample }
		c.decode(&in)
		c.equal("n1", float64(len(in.X)))
		c.equal("n2", float64(len(in.Y)))
		ties := 0.0
		if rank(must(ascending("", in.Y)), must(ascending("", in.X))).tieSum > 0 {
			ties = 1
		}
		c.equal("ties", ties)
		for name, alternative := range mirrored {
			r := must(KolmogorovSmirnovAsymptotic(in.Y, in.X, alternative))
			c.equal(map[string]string{"two_sided": "d", "less": "d_minus", "greater": "d_plus"}[name], r.Statistic)
			c.equal("asymptotic.p_"+name, r.P)
			exact := must(KolmogorovSmirnov(in.Y, in.X, alternative))
			if exact.Statistic != r.Statistic {
				c.t.Errorf("got D = %v and %v", exact.Statistic, r.Statistic)
			}
			if exact.Method == Exact {
				c.equal("exact.p_"+name, exact.P)
			}
		}
		c.skip("not offered: Hodges's correction of the one-sided limiting law", "asymptotic_hodges")
	})
}

func TestLeveneOracle(t *testing.T) {
	runOracle(t, "levene", 168, func(c *oracleCase) {
		var in struct{ Groups []sample }
		c.decode(&in)
		groups := make([][]float64, len(in.Groups))
		for i, g := range in.Groups {
			groups[i] = g
		}
		for name, center := range map[string]LeveneCenter{"mean": LeveneMean, "median": LeveneMedian, "trimmed": LeveneTrimmed} {
			r, err := Levene(center, groups...)
			if c.has(name + ".error") {
				if !errors.Is(err, ErrConstant) {
					c.t.Errorf("got %+v, %v, want ErrConstant", r, err)
				}
				c.skip("no variation: an error", name)
				continue
			}
			if err != nil {
				c.t.Fatal(err)
			}
			c.equal(name+".f", r.F)
			c.equal(name+".df1", r.DF1)
			c.equal(name+".df2", r.DF2)
			c.equal(name+".p", r.P)
		}
	})
}

func TestChiSquareFitOracle(t *testing.T) {
	runOracle(t, "chi_square_gof", 270, func(c *oracleCase) {
		var in struct {
			Observed []int64
			Weights  []float64
		}
		c.decode(&in)
		n := must(sumCounts(in.Observed))
		c.equal("n", n)
		c.equal("expected", must(expectedCounts(n, in.Weights, len(in.Observed)))...)
		for _, m := range []struct {
			method           ChiSquareMethod
			statistic, p, lg string
		}{
			{ChiSquarePearson, "chi2", "p", "log10_p"},
			{ChiSquareLikelihood, "g", "p_g", "log10_p_g"},
			{ChiSquareCressieRead, "cressie_read", "p_cressie_read", ""},
		} {
			r := must(ChiSquareFit(in.Observed, in.Weights, m.method))
			c.equal("df", r.DF)
			c.equal(m.statistic, r.Statistic)
			c.equal(m.p, r.P)
			c.equal(m.lg, r.Log10P)
		}
	})
}

func TestChiSquareTableOracle(t *testing.T) {
	runOracle(t, "chi_square_contingency", 131, func(c *oracleCase) {
		var in struct{ Table [][]int64 }
		c.decode(&in)
		if c.has("error") {
			if r, err := ChiSquareTable(in.Table, ChiSquarePearson); !errors.Is(err, ErrCounts) {
				c.t.Errorf("got %+v, %v, want ErrCounts", r, err)
			}
			c.rest("a row or column without counts: an error")
			return
		}
		_, _, n, err := margins(in.Table)
		if err != nil {
			c.t.Fatal(err)
		}
		c.equal("n", n)
		r := must(ChiSquareTable(in.Table, ChiSquarePearson))
		c.equal("df", r.DF)
		c.equal("chi2", r.Statistic)
		c.equal("p", r.P)
		c.equal("log10_p", r.Log10P)
		c.equal("min_expected", r.MinExpected)
		c.equal("cramers_v", must(CramerV(in.Table)))
		r = must(ChiSquareTable(in.Table, ChiSquareLikelihood))
		c.equal("g", r.Statistic)
		c.equal("p_g", r.P)
		if c.has("yates_chi2") {
			r = must(ChiSquareTable(in.Table, ChiSquareYates))
			c.equal("yates_chi2", r.Statistic)
			c.equal("yates_p", r.P)
		} else if _, err := ChiSquareTable(in.Table, ChiSquareYates); !errors.Is(err, ErrOption) {
			c.t.Errorf("Yates beyond 2×2: got error %v, want ErrOption", err)
		}
	})
}
