package stats

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

var alternatives = map[string]Alternative{"two_sided": TwoSided, "less": Less, "greater": Greater}

func TestMannWhitneyOracle(t *testing.T) {
	runOracle(t, "mann_whitney", 2592, func(c *oracleCase) {
		var in struct {
			X, Y  sample
			Level float64 `json:"conf_level"`
		}
		c.decode(&in)
		canary, baseline := []float64(in.X), []float64(in.Y)
		if c.has("error") {
			c.wantRefusal(baseline, canary, in.Level)
			return
		}
		if hasNaN(baseline) || hasNaN(canary) {
			if _, err := MannWhitney(baseline, canary, TwoSided); !errors.Is(err, ErrNotFinite) {
				c.t.Errorf("MannWhitney with NaN: got error %v, want ErrNotFinite", err)
			}
			baseline, canary = withoutNaN(baseline), withoutNaN(canary) // R drops NaN, the caller does it here
		}
		c.ranks(baseline, canary)
		c.exactLaw(baseline, canary)
		c.normalLaw(baseline, canary)
		c.shift(baseline, canary, in.Level)
		c.skip("no variance without the tie correction is offered: it is wrong with ties", "asymptotic_no_tie_correction")
	})
}

// wantRefusal checks that empty samples are refused.
func (c *oracleCase) wantRefusal(baseline, canary []float64, level float64) {
	baseline, canary = withoutNaN(baseline), withoutNaN(canary)
	c.equal("n1", float64(len(canary)))
	c.equal("n2", float64(len(baseline)))
	if _, err := MannWhitney(baseline, canary, TwoSided); !errors.Is(err, ErrSampleSize) {
		c.t.Errorf("MannWhitney of an empty sample: got error %v, want ErrSampleSize", err)
	}
	if _, err := HodgesLehmann(baseline, canary, level); !errors.Is(err, ErrSampleSize) {
		c.t.Errorf("HodgesLehmann of an empty sample: got error %v, want ErrSampleSize", err)
	}
	c.rest("the text of an error, of which the test wants the kind")
}

func (c *oracleCase) ranks(baseline, canary []float64) {
	r, err := MannWhitney(baseline, canary, TwoSided)
	if err != nil {
		c.t.Fatal(err)
	}
	a12, err := A12(baseline, canary)
	if err != nil || a12 != r.A12 {
		c.t.Errorf("A12: got %v, %v, want %v as in MannWhitney", a12, err, r.A12)
	}
	m, n := float64(len(baseline)), float64(len(canary))
	c.equal("n1", float64(r.NCanary))
	c.equal("n2", float64(r.NBaseline))
	c.equal("u1", r.U)
	c.equal("u2", m*n-r.U)
	c.equal("rank_sum_x", r.U+n*(n+1)/2)
	c.equal("rank_sum_y", m*n-r.U+m*(m+1)/2)
	c.equal("ties", map[bool]float64{true: 1}[r.TieSum > 0])
	c.equal("tie_sum", r.TieSum)
	c.equal("effect.cles", r.A12)
	c.equal("effect.rank_biserial", 2*r.A12-1)
}

// exactLaw compares the counted law, which MannWhitney itself uses for the smallest samples only, and MannWhitney with it.
func (c *oracleCase) exactLaw(baseline, canary []float64) {
	for name, alternative := range alternatives {
		for _, field := range []string{"exact.p_" + name, "exact_permutation.p_" + name, "exact_permutation.p_" + name + "_doubled"} {
			if !c.has(field) {
				continue
			}
			counted, r := countedP(baseline, canary, alternative), must(MannWhitney(baseline, canary, alternative))
			c.equal(field, counted)
			rtol := 1e-6
			if r.Method != Exact { // U moves in steps, where values are few, which shows in the largest p-values
				rtol = 0.04
			}
			if !near(r.P, counted, rtol, 0) {
				c.t.Errorf("MannWhitney(%v): got %+v, want P = %v", alternative, r, counted)
			}
		}
	}
	c.skip("the two-sided p-value is twice the smaller tail, not the sum of both tails beyond |U − mn/2|",
		"exact_permutation.p_two_sided_absdev")
}

// countedP is the p-value by counting, whatever it costs.
func countedP(baseline, canary []float64, alternative Alternative) float64 {
	b, c := must(ascending("", baseline)), must(ascending("", canary))
	r := rank(b, c)
	m, n, total := r.baseline, r.canary, choose(r.baseline, r.canary)
	switch {
	case r.spread == 0:
		return 1
	case r.tieSum > 0:
		less, greater, _ := r.tiedTails(b, c, math.MaxInt)
		return alternative.choose(less, greater)
	}
	upTo := func(u int64) float64 {
		if far := int64(m)*int64(n) - u; u >= far {
			return 1 - countedTail(m, n, float64(far)-1)/total
		}
		return countedTail(m, n, float64(u)) / total
	}
	u := r.twiceU / 2
	return alternative.choose(upTo(u), upTo(int64(m)*int64(n)-u))
}

func (c *oracleCase) normalLaw(baseline, canary []float64) {
	b, _ := ascending("baseline", baseline)
	k, _ := ascending("canary", canary)
	c.equal("asymptotic.sigma", rank(b, k).sigma())
	for key, continuity := range map[string]bool{"asymptotic.cc": true, "asymptotic.no_cc": false} {
		for name, alternative := range alternatives {
			r, err := MannWhitneyNormal(baseline, canary, alternative, continuity)
			if err != nil {
				c.t.Fatal(err)
			}
			if r.TieSum > 0 && rank(b, k).spread == 0 {
				if r.P != 1 || r.Z != 0 {
					c.t.Errorf("all values equal: got P = %v, Z = %v, want 1 and 0", r.P, r.Z)
				}
				continue
			}
			c.equal(key+".p_"+name, r.P)
			if alternative == TwoSided {
				c.equal(key+".z", r.Z)
			}
		}
	}
	c.skip("all values are equal: P is 1 and Z is 0, where R has 0/0", "asymptotic.cc", "asymptotic.no_cc")
}

func (c *oracleCase) shift(baseline, canary []float64, level float64) {
	e, err := HodgesLehmann(baseline, canary, level)
	if !c.has("shift.hodges_lehmann") { // ranks are fine with infinities, differences are not
		if !errors.Is(err, ErrNotFinite) {
			c.t.Errorf("HodgesLehmann with infinities: got error %v, want ErrNotFinite", err)
		}
		return
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.equal("shift.hodges_lehmann", e.Value)
	if c.has("shift.exact.ci") {
		c.exactLimits(e, level, "ci", "achieved_conf")
		one, err := HodgesLehmann(baseline, canary, 2*level-1) // its limits are the one-sided ones at level
		if err != nil {
			c.t.Fatal(err)
		}
		c.exactLimits(one, level, "lower_bound", "achieved_conf_one_sided")
	}
	c.normalLimits(baseline, canary, level, "ci")
	c.normalLimits(baseline, canary, 2*level-1, "lower_bound")
	c.skip("positions without continuity correction are not offered", "shift.asymptotic")
}

const unreachable = "too few values for the level: the limits are infinite, where R takes the extreme differences"

func (c *oracleCase) exactLimits(e Estimate, level float64, field, achieved string) {
	field, achieved = "shift.exact."+field, "shift.exact."+achieved
	switch reached := c.fields[achieved].([]float64)[0]; {
	case e.Method != Exact:
		c.t.Errorf("method: got %v, want exact", e.Method)
	case reached < level-1e-15:
		if !math.IsInf(e.Lo, -1) || !math.IsInf(e.Hi, 1) || e.Confidence != 1 {
			c.t.Errorf("level %v is out of reach (%v): got %+v, want infinite limits", level, reached, e)
		}
		c.skip(unreachable, field, achieved, "shift.exact.upper_bound")
	case strings.HasSuffix(field, "ci"):
		c.equal(field, e.Lo, e.Hi)
		c.equalWithin(achieved, e.Confidence, 1e-8)
	default:
		c.equal(field, e.Lo)
		c.equal("shift.exact.upper_bound", e.Hi)
		c.equalWithin(achieved, (1+e.Confidence)/2, 1e-8)
	}
}

// normalLimits looks below HodgesLehmann, which prefers exact positions for small samples.
func (c *oracleCase) normalLimits(baseline, canary []float64, confidence float64, field string) {
	b, _ := sortedFinite("baseline", baseline)
	k, _ := sortedFinite("canary", canary)
	d := differences{b, k}
	position := normalPosition(b, k, confidence)
	if position < 1 {
		c.skip(unreachable, "shift.asymptotic_cc."+field)
		if field != "ci" {
			c.skip(unreachable, "shift.asymptotic_cc.upper_bound")
		}
		return
	}
	_, lo, hi := d.shift(position)
	if field == "ci" {
		c.equal("shift.asymptotic_cc.ci", lo, hi)
		return
	}
	c.equal("shift.asymptotic_cc.lower_bound", lo)
	c.equal("shift.asymptotic_cc.upper_bound", hi)
}

func hasNaN(x []float64) bool { return slices.ContainsFunc(x, math.IsNaN) }

func withoutNaN(x []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(x), math.IsNaN)
}
