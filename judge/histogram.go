package judge

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/serin-canary/serin/stats"
)

// compareHistogram judges the observations of all steps together. Each quantile asked for has its shift with an
// interval, and a p-value of its own: of the rank test on all observations, which sees their body move, and of the share
// of observations above the baseline's quantile, which sees a tail that the ranks do not. Either may use half of the
// metric's part of alpha, and the quantiles share theirs.
func (u *unit) compareHistogram() {
	m := u.metric
	baseline, canary := pool(u.baseline.buckets, len(u.bounds)), pool(u.canary.buckets, len(u.bounds))
	test, err := stats.MannWhitneyCounts(baseline, canary, m.Alternative())
	if err != nil {
		u.refuse(NotFinite, 0, "%v", err)
		return
	}
	correction, dispersion := u.histogramDispersion(baseline, canary)
	ranks := correction.p(test.P, test.Z, m.Alternative())
	z := -stats.NormalQuantile((1 - correction.confidence(u.bound)) / 2)
	for _, q := range m.Quantiles {
		e := newEvidence(m)
		e.Method, e.A12, e.Dispersion, e.Quantile = test.Method, test.A12, dispersion, q
		e.BaselineN, e.CanaryN = floats.Sum(baseline), floats.Sum(canary)
		e.EffectiveN = (e.BaselineN + e.CanaryN) / dispersion
		b, c := bucketQuantile(u.bounds, baseline, q, z), bucketQuantile(u.bounds, canary, q, z)
		e.Baseline, e.Canary = b.value, c.value
		// The interval of a difference from those of its ends: MOVER, Zou and Donner (2008).
		e.setShift(m, c.value-b.value,
			c.value-b.value-math.Hypot(c.value-c.lower, b.upper-b.value),
			c.value-b.value+math.Hypot(c.upper-c.value, b.value-b.lower))
		e.setMargins(m, scale{value: b.value})
		above, err := u.shareAbove(b.value)
		if err != nil {
			u.refuse(NotFinite, 0, "%v", err)
			return
		}
		body := ranks
		if q > bodyQuantile {
			body = 1
		}
		e.P = min(1, 2*min(body, float64(len(m.Quantiles))*above))
		if u.looks.many() {
			logE, err := quantileE(baseline, canary, q, dispersion, m.Alternative())
			u.anytime(&e, logE-math.Log(float64(len(m.Quantiles))), err)
		}
		u.evidence = append(u.evidence, e)
	}
	if dispersion > 1.5 {
		u.note("observations vary together from step to step, %.1f times as much as independent ones; allowed for", dispersion)
	}
}

// quantileWeight is what the prior of each side is worth, in observations, in a test for any number of looks.
const quantileWeight = 100

// quantileE is the logarithm of an e-value against "the quantile is no worse".
func quantileE(baseline, canary []float64, q, dispersion float64, alternative stats.Alternative) (float64, error) {
	deflate := func(counts []float64) []float64 {
		deflated := make([]float64, len(counts))
		for j, n := range counts {
			deflated[j] = n / dispersion
		}
		return deflated
	}
	return stats.SequentialQuantile(deflate(baseline), deflate(canary), q, quantileWeight, quantileWeight, alternative)
}

// bodyQuantile is the highest quantile of which the rank test says something: a shift of the body is no proof that the
// tail has moved too.
const bodyQuantile = 0.75

// shareAbove returns the p-value of the share of observations above a value, at the bound of the bucket it is in.
func (u *unit) shareAbove(value float64) (float64, error) {
	j := 0
	for j < len(u.bounds)-2 && u.bounds[j] < value {
		j++
	}
	baseline, canary := u.baseline.above(j), u.canary.above(j)
	correction, _, _ := dispersionOf(baseline, canary, true)
	alternative := u.metric.Alternative()
	p, z, _, err := proportionP(proportion(baseline), proportion(canary), alternative)
	if err != nil {
		return 0, err
	}
	return correction.p(p, z, alternative), nil
}

// above returns the observations above bucket j as events, out of all observations.
func (a arm) above(j int) arm {
	a.events = constantOf(len(a.buckets), math.NaN())
	for i, step := range a.buckets {
		if step != nil {
			a.events[i] = floats.Sum(step[j+1:])
		}
	}
	return a
}

// pool adds up the steps.
func pool(steps [][]float64, buckets int) []float64 {
	sum := make([]float64, buckets)
	for _, step := range steps {
		for j, n := range step {
			sum[j] += n
		}
	}
	return sum
}

// histogramDispersion measures how much the observations of a step vary together: by the difference of the two sides'
// mean scores in each step, where a score is a bucket's midrank.
func (u *unit) histogramDispersion(baseline, canary []float64) (inflation, float64) {
	if !u.baseline.window.equal(u.canary.window) {
		return inflation{}, 1
	}
	both := make([]float64, len(baseline))
	for j := range both {
		both[j] = baseline[j] + canary[j]
	}
	scores, variance := midrankScores(both)
	shift := dot(canary, scores)/floats.Sum(canary) - dot(baseline, scores)/floats.Sum(baseline)
	var residuals []float64
	for i := range u.baseline.buckets {
		b, c := u.baseline.buckets[i], u.canary.buckets[i]
		nb, nc := floats.Sum(b), floats.Sum(c)
		if nb < blockEvents || nc < blockEvents || variance == 0 {
			continue
		}
		difference := dot(c, scores)/nc - dot(b, scores)/nb
		residuals = append(residuals, (difference-shift)/math.Sqrt(variance*(1/nb+1/nc)))
	}
	return scatter(residuals)
}

// midrankScores returns the midrank of each category, as a part of all observations, in (0, 1), and the variance of a
// single observation's score.
func midrankScores(counts []float64) (scores []float64, variance float64) {
	total := floats.Sum(counts)
	below := 0.0
	for _, n := range counts {
		scores = append(scores, (below+n/2)/total)
		below += n
	}
	for j, n := range counts {
		variance += n / total * (scores[j] - 0.5) * (scores[j] - 0.5)
	}
	return scores, variance
}

func dot(counts, scores []float64) float64 {
	sum := 0.0
	for j, n := range counts {
		sum += float64(n * scores[j])
	}
	return sum
}

// bounded is a value with the ends of its interval.
type bounded struct{ value, lower, upper float64 }

// bucketQuantile estimates a quantile by linear interpolation inside its bucket, as Prometheus' histogram_quantile
// does, with the interval between the ranks n·q ± z·sqrt(n·q·(1 − q)).
func bucketQuantile(bounds, counts []float64, q, z float64) bounded {
	n := floats.Sum(counts)
	half := z * math.Sqrt(n*q*(1-q))
	return bounded{
		value: atRank(bounds, counts, n*q),
		lower: atRank(bounds, counts, max(0, n*q-half)),
		upper: atUpperRank(bounds, counts, n*q+half),
	}
}

// atRank returns the value at a rank. In the last bucket, which has no upper bound, it is the highest finite bound.
func atRank(bounds, counts []float64, rank float64) float64 {
	below := 0.0
	for j, n := range counts {
		if below+n < rank {
			below += n
			continue
		}
		if math.IsInf(bounds[j], 1) {
			return bounds[j-1]
		}
		lower := 0.0
		if j > 0 {
			lower = bounds[j-1]
		} else if bounds[0] <= 0 {
			return bounds[0]
		}
		if n == 0 {
			return lower
		}
		return lower + (bounds[j]-lower)*(rank-below)/n
	}
	return bounds[len(bounds)-2]
}

// atUpperRank is atRank for an upper end, which has no bound in the last bucket.
func atUpperRank(bounds, counts []float64, rank float64) float64 {
	n := floats.Sum(counts)
	if rank >= n-counts[len(counts)-1] {
		return math.Inf(1)
	}
	return atRank(bounds, counts, rank)
}
