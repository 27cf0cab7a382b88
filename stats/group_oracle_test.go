package stats

import "testing"

func TestGroupSequentialOracle(t *testing.T) {
	runOracle(t, "group_sequential", 708, func(c *oracleCase) {
		var in struct {
			Design                   string
			Times, Drifts            []float64
			Alpha, Phi, Gamma, Delta float64
			Sides                    int
		}
		c.decode(&in)
		plan := GroupPlan{Alpha: in.Alpha, Shape: in.Phi + in.Gamma + in.Delta} // at most one is given
		if in.Sides == 1 {
			plan.Alternative = Greater
		}
		design, ok := map[string]GroupDesign{
			"spending_obf": SpendOBrienFleming, "spending_pocock": SpendPocock, "spending_power": SpendPower, "spending_hsd": SpendHwang,
			"obrien_fleming": BoundOBrienFleming, "pocock": BoundPocock, "wang_tsiatis": BoundWangTsiatis,
		}[in.Design]
		if !ok {
			c.t.Fatalf("design %q", in.Design)
		}
		plan.Design = design
		bounds := must(GroupSequential(in.Times, plan))
		var z, p, exit, spent []float64
		for _, look := range bounds.Looks {
			z, p, exit, spent = append(z, look.Z), append(p, look.P), append(exit, look.Exit), append(spent, look.Spent)
		}
		c.equal("z", z...)
		c.equal("nominal_p", p...)
		c.equal("exit_prob_null", exit...)
		c.equal("alpha_spent", spent...)
		c.equal("constant", bounds.Constant)
		var drifted, power []float64
		for _, drift := range in.Drifts {
			drifted, power = append(drifted, bounds.Exit(drift)...), append(power, bounds.Power(drift))
		}
		c.equal("exit_prob_drift", drifted...)
		c.equal("power", power...)
		if in.Drifts != nil {
			c.equal("drift_for_power.0.8", must(bounds.Drift(0.8)))
			c.equal("drift_for_power.0.9", must(bounds.Drift(0.9)))
		}
	})
}
