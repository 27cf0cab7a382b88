package stats

import (
	"errors"
	"testing"
)

var adjustments = map[string]Adjustment{
	"holm": Holm, "bonferroni": Bonferroni, "hochberg": Hochberg, "hommel": Hommel, "bh": BenjaminiHochberg,
	"by": BenjaminiYekutieli, "sidak": Sidak, "holm_sidak": HolmSidak,
}

func TestAdjustOracle(t *testing.T) {
	runOracle(t, "multiple_testing", 10064, func(c *oracleCase) {
		var in struct {
			P     sample
			Alpha float64
		}
		c.decode(&in)
		for name, method := range adjustments {
			if hasNaN(in.P) {
				if _, err := AdjustP(in.P, method); !errors.Is(err, ErrNotFinite) {
					c.t.Errorf("NaN: got error %v, want ErrNotFinite", err)
				}
				continue
			}
			adjusted := must(AdjustP(in.P, method))
			c.equal(name, adjusted...)
			rejected := 0.0
			for _, p := range adjusted {
				if p <= in.Alpha {
					rejected++
				}
			}
			c.equal("rejected."+name, rejected)
		}
		if hasNaN(in.P) {
			c.rest("NaN is refused")
		}
	})
}
