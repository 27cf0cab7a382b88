package judge

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/serin-canary/serin/stats"
)

const (
	// togetherMetrics is how many metrics it takes to look at them together.
	togetherMetrics = 2
	// togetherMargin is how much worse the middle one of them must be, as a part of its baseline.
	togetherMargin = 0.02
	// togetherPart is what they may spend of the alpha of a test.
	togetherPart = 0.3
)

// together tests whether many metrics are each a little worse, though none of them plainly: Stouffer's sum of the
// metrics' z, less certain where metrics move together. It returns nil where there are too few to say.
//
// Reference: Stouffer et al. (1949), "The American Soldier", vol. 1; with correlation Strube (1985), "Combining and
// comparing significance levels from nonindependent hypothesis tests", Psychological Bulletin 97(2), 334–341.
func together(units []*unit) *unit {
	var parts []*unit
	names := map[string]bool{}
	for _, u := range units {
		if u.samples != nil && len(u.evidence) > 0 && u.metric.scores() && u.metric.Direction != EitherIsWorse && math.Abs(u.samples.scale.value) > 0 {
			parts = append(parts, u)
			names[u.metric.Name] = true
		}
	}
	if len(names) < togetherMetrics {
		return nil
	}
	sum := 0.0
	var harms []float64
	for _, u := range parts {
		sum -= stats.NormalQuantile(max(leastP, min(u.samples.p, 1-leastP)))
		harms = append(harms, u.evidence[0].Harm/math.Abs(u.samples.scale.value))
	}
	slices.Sort(harms)
	e := newEvidence(Metric{Kind: Gauge})
	e.P = min(1, stats.NormalSurvival(sum/math.Sqrt(varianceTogether(parts)))/togetherPart)
	e.Harm, _ = stats.Median(harms)
	e.PauseMargin = togetherMargin
	e.BaselineN, e.CanaryN = float64(len(names)), float64(len(names))
	return &unit{metric: Metric{Name: "together", Kind: Gauge}, evidence: []Evidence{e}}
}

// leastP keeps p-values where they have a z.
const leastP = 1e-15

// varianceTogether is the variance of the sum of as many standard normal values as there are units, which vary as the
// units' ranks do from step to step within the populations; at least their number.
func varianceTogether(units []*unit) float64 {
	var baseline, canary []float64
	for _, u := range units {
		baseline = addStandardised(baseline, u.samples.ranksBaseline, u.metric.sign())
		canary = addStandardised(canary, u.samples.ranksCanary, u.metric.sign())
	}
	n := float64(len(units))
	if len(baseline)+len(canary) <= 2 {
		return n * n
	}
	return max(n, (floats.Dot(baseline, baseline)+floats.Dot(canary, canary))/float64(len(baseline)+len(canary)-2))
}

// addStandardised adds ranks of mean 0 and variance 1 to a sum, gaps as 0.
func addStandardised(sum, ranks []float64, sign float64) []float64 {
	if missing := len(ranks) - len(sum); missing > 0 {
		sum = append(sum, make([]float64, missing)...)
	}
	mean, sd := stat.MeanStdDev(withoutGaps(ranks), nil)
	for i, r := range ranks {
		if z := sign * (r - mean) / sd; !math.IsNaN(z) && !math.IsInf(z, 0) {
			sum[i] += z
		}
	}
	return sum
}

// worseTogether reports what all metrics show together, unless one of them is worse by itself and says more.
func worseTogether(plan Plan, together *unit, findings []Finding) *Finding {
	if together == nil || together.class != Warn || slices.ContainsFunc(findings, Finding.flagged) {
		return nil
	}
	f := together.finding(plan)
	f.Sentence = fmt.Sprintf("%.0f metrics are each a little worse, the middle one by %s %%", f.Evidence[0].CanaryN,
		number(100*f.Evidence[0].Harm, leastDigits))
	return &f
}

// flagged reports whether the finding is that of a metric in the score that is worse.
func (f Finding) flagged() bool { return f.counts() && (f.Class == Fail || f.Class == Warn) }
