package stats

import (
	"math"
	"slices"
	"testing"
)

func TestConfidenceSequencesOracle(t *testing.T) {
	runOracle(t, "confidence_sequences", 1692, func(c *oracleCase) {
		var in struct{ Kind string }
		c.decode(&in)
		compare, ok := map[string]func(c *oracleCase){
			"normal_mixture":           compareNormalMixture,
			"mean_cs":                  compareMeanSequence,
			"asymptotic_cs":            compareAsymptotic,
			"asymptotic_cs_two_sample": compareTwoSample,
			"running_asymptotic_cs":    compareRunning,
			"rho_opt":                  compareGain,
			"msprt":                    compareMSPRT,
			"msprt_stream":             compareMSPRT,
			"sequential_srm":           compareSplit,
			"sequential_poisson_null":  compareSplit,
		}[in.Kind]
		if !ok {
			c.t.Fatalf("kind %q", in.Kind)
		}
		compare(c)
	})
}

// A sum of intrinsic time v is the estimate, with variance v; the boundary's ρ is the reciprocal of the prior variance of the
// drift.
func compareNormalMixture(c *oracleCase) {
	var in struct {
		Rho, Alpha float64
		V          []float64
	}
	c.decode(&in)
	var two, one []float64
	for _, v := range in.V {
		two = append(two, must(SequentialRadius(v, v*v/in.Rho, in.Alpha, TwoSided)))
		one = append(one, must(SequentialRadius(v, v*v/in.Rho, in.Alpha, Greater)))
	}
	c.equal("two_sided", two...)
	c.equal("one_sided_closed", one...)
}

func compareMeanSequence(c *oracleCase) {
	var in struct {
		Rho, Sigma, Alpha float64
		T                 []float64
	}
	c.decode(&in)
	var radius []float64
	for _, t := range in.T {
		s2 := in.Sigma * in.Sigma
		radius = append(radius, must(SequentialRadius(s2/t, s2*s2/in.Rho, in.Alpha, TwoSided)))
	}
	c.equal("radius", radius...)
}

func compareAsymptotic(c *oracleCase) {
	var in struct {
		Rho, SD, Alpha float64
		T              []float64
	}
	c.decode(&in)
	var two, one []float64
	for _, t := range in.T {
		s2 := in.SD * in.SD
		two = append(two, must(SequentialRadius(s2/t, in.Rho*in.Rho*s2, in.Alpha, TwoSided)))
		one = append(one, must(SequentialRadius(s2/t, in.Rho*in.Rho*s2, in.Alpha, Less)))
	}
	c.equal("radius", two...)
	c.equal("one_sided_radius", one...)
}

func compareTwoSample(c *oracleCase) {
	var in struct {
		N1, N2                               int64
		Mean1, Var1, Mean2, Var2, Rho, Alpha float64
	}
	c.decode(&in)
	canary, baseline := Summary{in.N1, in.Mean1, math.Sqrt(in.Var1)}, Summary{in.N2, in.Mean2, math.Sqrt(in.Var2)}
	i := must(SequentialMeanDifference(baseline, canary, in.Rho, 1-in.Alpha))
	c.equal("diff", i.Value)
	c.equal("se", must(MeanTest(baseline, canary, TwoSided, MeanZ)).SE)
	c.equal("radius", (i.Hi-i.Lo)/2)
	c.equal("ci", i.Lo, i.Hi)
}

func compareRunning(c *oracleCase) {
	var in struct {
		X          sample
		Times      []int
		Rho, Alpha float64
	}
	c.decode(&in)
	fields := map[string][]float64{}
	add := func(field string, v float64) { fields[field] = append(fields[field], v) }
	var looks []Interval
	for _, n := range in.Times {
		s := must(Summarize(in.X[:n]))
		variance := s.StdDev * s.StdDev * float64(n-1) / float64(n)
		radius := must(SequentialRadius(variance/float64(n), in.Rho*in.Rho*variance, in.Alpha, TwoSided))
		looks = append(looks, Interval{Value: s.Mean, Lo: s.Mean - radius, Hi: s.Mean + radius, Confidence: 1 - in.Alpha})
		add("mean", s.Mean)
		add("sd", math.Sqrt(variance))
		add("radius", radius)
		add("lower", s.Mean-radius)
		add("upper", s.Mean+radius)
	}
	for _, i := range must(RunningIntersection(looks)) {
		add("running_lower", i.Lo)
		add("running_upper", i.Hi)
	}
	for field, values := range fields {
		c.equal(field, values...)
	}
}

func compareGain(c *oracleCase) {
	var in struct{ Alpha, T float64 }
	c.decode(&in)
	c.equal("rho_approx", math.Sqrt(must(MixtureGain(in.Alpha, TwoSided, TuneFirstOrder))/in.T))
	c.equal("rho_exact", math.Sqrt(must(MixtureGain(in.Alpha, TwoSided, TuneExact))/in.T))
	c.skip("another first-order form of the tuning that is offered exactly, and to first order", "rho_approx_alt")
}

func compareMSPRT(c *oracleCase) {
	var in struct {
		Tau2, Sigma2, Theta0, Alpha float64
		Stages                      []struct {
			MeanX float64 `json:"mean_x"`
			MeanY float64 `json:"mean_y"`
			V     float64
		}
		X, Y sample
	}
	c.decode(&in)
	var logE, ends, running []float64
	var looks []Interval
	look := func(d, v float64) {
		logE = append(logE, must(SequentialNormal(d, v, in.Tau2, TwoSided)))
		radius := must(SequentialRadius(v, in.Tau2, in.Alpha, TwoSided))
		looks = append(looks, Interval{Value: d, Lo: d - radius, Hi: d + radius, Confidence: 1 - in.Alpha})
		ends = append(ends, d-radius, d+radius)
	}
	for _, s := range in.Stages {
		look(s.MeanX-s.MeanY-in.Theta0, s.V)
	}
	var x, y Moments
	for i := range in.X {
		if x.Add(in.X[i]) != nil || y.Add(in.Y[i]) != nil {
			c.t.Fatal("value not finite")
		}
		look(must(x.Mean())-must(y.Mean()), 2*in.Sigma2/float64(i+1))
	}
	for _, i := range must(RunningIntersection(looks)) {
		running = append(running, i.Lo, i.Hi)
	}
	p := must(RunningP(logE))
	c.equal("log_lambda", logE...)
	c.equal("p", p...)
	c.equal("ci", ends...)
	c.equal("running_ci", running...)
	c.equal("first_rejection", float64(1+slices.IndexFunc(p, func(p float64) bool { return p <= in.Alpha })))
}

// Two cells are counts too: the first is the canary's.
func compareSplit(c *oracleCase) {
	var in struct {
		Theta0        []float64
		Concentration float64
		Stages        [][]int64
	}
	c.decode(&in)
	var logE []float64
	for _, counts := range in.Stages {
		l := must(SequentialSplit(counts, in.Theta0, in.Concentration))
		logE = append(logE, l)
		if len(counts) == 2 {
			share := in.Theta0[0] / (in.Theta0[0] + in.Theta0[1])
			two := must(SequentialCounts(float64(counts[1]), float64(counts[0]), share, in.Concentration, TwoSided))
			if !near(two, l, 1e-12, 1e-9) {
				c.t.Errorf("SequentialCounts of %v: got %v, SequentialSplit %v", counts, two, l)
			}
		}
	}
	c.equal("log_e", logE...)
	c.equal("p", must(RunningP(logE))...)
}
