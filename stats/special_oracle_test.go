package stats

import (
	"math"
	"testing"
)

// poissonLog is the logarithm of the probability of x events, as the gamma distribution is built on it.
func poissonLog(x, mean float64) float64 {
	if x == 0 {
		return -mean
	}
	return logPoisson(x, mean)
}

func TestSpecialFunctionsOracle(t *testing.T) {
	runOracle(t, "special_functions", 2265, func(c *oracleCase) {
		var in struct {
			Fn     string
			Params struct{ DF, A, B, N, P, D1, D2, NCP, Lambda float64 }
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
			"binom_cdf":      func(x float64) float64 { v, _ := BinomialTails(x, p.N, p.P); return v },
			"binom_sf":       func(x float64) float64 { _, v := BinomialTails(x, p.N, p.P); return v },
			"poisson_pmf":    func(x float64) float64 { return math.Exp(poissonLog(x, p.Lambda)) },
			"poisson_cdf":    func(x float64) float64 { v, _ := PoissonTails(x, p.Lambda); return v },
			"poisson_sf":     func(x float64) float64 { _, v := PoissonTails(x, p.Lambda); return v },
			"gamma_p":        func(x float64) float64 { v, _ := GammaTails(x, p.A); return v },
			"gamma_q":        func(x float64) float64 { _, v := GammaTails(x, p.A); return v },
			"gamma_ppf":      func(x float64) float64 { return GammaQuantile(x, p.A) },
			"chi2_sf":        func(x float64) float64 { return ChiSquareSurvival(x, p.DF) },
			"chi2_cdf":       func(x float64) float64 { v, _ := GammaTails(x/2, p.DF/2); return v },
			"chi2_ppf":       func(x float64) float64 { return ChiSquareQuantile(x, p.DF) },
			"chi2_isf":       func(x float64) float64 { return ChiSquareUpperQuantile(x, p.DF) },
			"f_sf":           func(x float64) float64 { return FSurvival(x, p.D1, p.D2) },
			"kolmogorov_sf":  KolmogorovSurvival,
			"nct_sf":         func(x float64) float64 { return NoncentralStudentSurvival(x, p.DF, p.NCP) },
			"norm_logsf":     NormalLogSurvival,
			"norm_logcdf":    func(x float64) float64 { return NormalLogSurvival(-x) },
		}[in.Fn]
		if !ok {
			c.rest("densities of the normal and t laws, log-gamma and log-beta: elementary, or in package math")
			return
		}
		got := make([]float64, len(in.X))
		for i, x := range in.X {
			got[i] = f(x)
		}
		c.equal("values", got...)
	})
}
