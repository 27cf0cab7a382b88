package stats

import (
	"math"
	"testing"
)

func TestSpecialFunctionsOracle(t *testing.T) {
	runOracle(t, "special_functions", 1266, func(c *oracleCase) {
		var in struct {
			Fn     string
			Params struct{ DF, A, B, N, P float64 }
			X      sample
		}
		c.decode(&in)
		p := in.Params
		f, ok := map[string]func(x float64) float64{
			"norm_sf":        NormalSurvival,
			"norm_cdf":       func(x float64) float64 { return NormalSurvival(-x) },
			"norm_ppf":       NormalQuantile,
			"norm_isf":       func(x float64) float64 { return -NormalQuantile(x) },
			"t_sf":           func(x float64) float64 { return StudentSurvival(x, p.DF) },
			"t_cdf":          func(x float64) float64 { return StudentSurvival(-x, p.DF) },
			"t_ppf":          func(x float64) float64 { return StudentQuantile(x, p.DF) },
			"t_isf":          func(x float64) float64 { return -StudentQuantile(x, p.DF) },
			"beta_inc":       func(x float64) float64 { lower, _ := betaTails(p.A, p.B, x, 1-x); return lower },
			"beta_inc_upper": func(x float64) float64 { _, upper := betaTails(p.A, p.B, x, 1-x); return upper },
			"beta_ppf":       func(x float64) float64 { v, _ := fromLogit(betaLogit(p.A, p.B, x)); return v },
			"beta_isf":       func(x float64) float64 { _, v := fromLogit(betaLogit(p.B, p.A, x)); return v },
			"binom_logpmf":   func(x float64) float64 { return logBinomial(x, p.N-x, p.P, 1-p.P) },
			"binom_pmf":      func(x float64) float64 { return math.Exp(logBinomial(x, p.N-x, p.P, 1-p.P)) },
		}[in.Fn]
		if !ok {
			c.rest("not offered: " + in.Fn)
			return
		}
		got := make([]float64, len(in.X))
		for i, x := range in.X {
			got[i] = f(x)
		}
		c.equal("values", got...)
	})
}
