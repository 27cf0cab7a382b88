package stats

import "testing"

// plannedTest is one of the tests that can be planned: in the oracle group 1, whose size is n1, is the baseline, and ratio is
// the canary's size over it.
type plannedTest struct {
	power  func(n float64) (float64, error)
	size   func(power float64) (PowerSize, error)
	effect func(n, power float64) (float64, error)
}

type plannedInput struct {
	Kind, Solve                 string
	N1, P1, P2, P, Power, Delta float64
	SD, SD1, SD2, Alpha, Ratio  float64
	Sides                       int
	Strict                      bool
}

func (in plannedInput) plan() PowerPlan {
	plan := PowerPlan{Alpha: in.Alpha, Ratio: in.Ratio, Strict: in.Strict}
	if in.Sides == 1 {
		plan.Alternative = Greater
		if in.P1 > in.P2 && in.Solve != "mde" { // the oracle takes the effect to be in the direction tested
			plan.Alternative = Less
		}
	}
	return plan
}

func (in plannedInput) test() plannedTest {
	plan := in.plan()
	switch in.Kind {
	case "two_sample_t":
		return plannedTest{
			func(n float64) (float64, error) { return StudentPower(in.Delta, in.SD, n, plan) },
			func(power float64) (PowerSize, error) { return StudentSize(in.Delta, in.SD, power, plan) },
			func(n, power float64) (float64, error) { return StudentEffect(in.SD, n, power, plan) },
		}
	case "two_sample_z":
		return plannedTest{
			func(n float64) (float64, error) { return MeanPower(in.Delta, in.SD1, in.SD2, n, plan) },
			func(power float64) (PowerSize, error) { return MeanSize(in.Delta, in.SD1, in.SD2, power, plan) },
			func(n, power float64) (float64, error) { return MeanEffect(in.SD1, in.SD2, n, power, plan) },
		}
	case "mann_whitney_noether":
		return plannedTest{
			func(n float64) (float64, error) { return RankPower(in.P, n, plan) },
			func(power float64) (PowerSize, error) { return RankSize(in.P, power, plan) }, nil,
		}
	}
	method := map[string]ProportionPowerMethod{
		"two_proportion": PowerPooled, "two_proportion_unpooled": PowerUnpooled, "two_proportion_arcsine": PowerArcsine,
	}[in.Kind]
	return plannedTest{
		func(n float64) (float64, error) { return ProportionPower(in.P1, in.P2, n, plan, method) },
		func(power float64) (PowerSize, error) { return ProportionSize(in.P1, in.P2, power, plan, method) },
		func(n, power float64) (float64, error) { return ProportionEffect(in.P1, n, power, plan, method) },
	}
}

func TestPowerOracle(t *testing.T) {
	runOracle(t, "power_sample_size", 130, func(c *oracleCase) {
		var in plannedInput
		c.decode(&in)
		planned := in.test()
		if in.Kind == "two_proportion_arcsine" {
			c.equal("effect_h", max(arcsineScale(in.P1)-arcsineScale(in.P2), arcsineScale(in.P2)-arcsineScale(in.P1)))
		}
		switch in.Solve {
		case "power":
			c.equal("power", must(planned.power(in.N1)))
		case "n":
			s := must(planned.size(in.Power))
			c.equal("n1", s.Exact)
			c.equal("n_total", s.Exact*(1+in.Ratio))
			c.equal("n1_ceil", float64(s.Baseline))
			c.equal("n2_ceil", float64(s.Canary))
		case "mde":
			effect := must(planned.effect(in.N1, in.Power))
			if in.Kind == "two_proportion" {
				c.equal("p2", effect)
				effect -= in.P1
			}
			c.equal("mde", effect)
		}
	})
}
