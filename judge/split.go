package judge

import (
	"fmt"
	"math"
)

// splitZ is how many standard errors the canary's part of the traffic must be off: a chance of 1 in 1,000.
const splitZ = 3.29

// split compares the canary's part of the traffic with what its exposure says, on the totals of each ratio metric. A canary
// that others are sent to than intended cannot be compared. It returns what is wrong; nothing if all is well, or not asked for.
func (p Plan) split(units []*unit) string {
	expected := p.CanaryExposure / (p.BaselineExposure + p.CanaryExposure)
	if p.Split == 0 || !(expected > 0 && expected < 1) {
		return ""
	}
	type sums struct{ baseline, canary float64 }
	var names []string
	totals := map[string]sums{}
	for _, u := range units {
		if u.metric.Kind != Ratio || len(u.causes) > 0 || u.metric.CanaryAlone() || !u.baseline.window.equal(u.canary.window) {
			continue
		}
		if _, seen := totals[u.metric.Name]; !seen {
			names = append(names, u.metric.Name)
		}
		t := totals[u.metric.Name]
		for i, n := range u.canary.total {
			if both := u.baseline.total[i] + n; !math.IsNaN(both) {
				t.baseline, t.canary = t.baseline+u.baseline.total[i], t.canary+n
			}
		}
		totals[u.metric.Name] = t
	}
	for _, name := range names {
		t := totals[name]
		n := t.baseline + t.canary
		part := t.canary / n
		z := (part - expected) / math.Sqrt(expected*(1-expected)/n)
		if math.Abs(part/expected-1) > p.Split && math.Abs(z) > splitZ {
			return fmt.Sprintf("the canary got %s %% of the traffic that %s counts, and %s %% was intended",
				number(100*part, leastDigits), name, number(100*expected, leastDigits))
		}
	}
	return ""
}
