package judge

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/serin-canary/serin/stats"
)

// compareHistogram judges the observations of all steps together: the Mann-Whitney test on the ranks of their
// buckets, and the shift of every quantile asked for. The evidence of each quantile shares one p-value.
func (u *unit) compareHistogram() {
	m := u.metric
	baseline, canary := pool(u.baseline.buckets, len(u.bounds)), pool(u.canary.buckets, len(u.bounds))
	test, err := stats.MannWhitneyCounts(baseline, canary, m.alternative())
	if err != nil {
		u.refuse(NotFinite, 0, "%v", err)
		return
	}
	correction, dispersion := u.histogramDispersion(baseline, canary)
	e := newEvidence(m)
	e.Test, e.A12, e.Dispersion = test.Method, test.A12, dispersion
	e.P = correction.p(test.P, m.alternative())
	e.BaselineN, e.CanaryN = floats.Sum(baseline), floats.Sum(canary)
	e.EffectiveN = (e.BaselineN + e.CanaryN) / dispersion
	z := -stats.NormalQuantile((1 - correction.confidence()) / 2)
	for _, q := range m.Quantiles {
		e.Quantile = q
		b, c := bucketQuantile(u.bounds, baseline, q, z), bucketQuantile(u.bounds, canary, q, z)
		e.Baseline, e.Canary = b.value, c.value
		// The interval of a difference from those of its ends: MOVER, Zou and Donner (2008).
		e.setShift(m, c.value-b.value,
			c.value-b.value-math.Hypot(c.value-c.lower, b.upper-b.value),
			c.value-b.value+math.Hypot(c.upper-c.value, b.value-b.lower))
		e.setMargins(m, scale{value: b.value})
		u.evidence = append(u.evidence, e)
	}
	if dispersion > 1.5 {
		u.note("observations vary together from step to step, %.1f times as much as independent ones; allowed for", dispersion)
	}
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

// histogramDispersion measures how much the observations of a step vary together.
func (u *unit) histogramDispersion(baseline, canary []float64) (inflation, float64) {
	if u.baseline.window != u.canary.window {
		return inflation{}, 1
	}
	both := make([]float64, len(baseline))
	for j := range both {
		both[j] = baseline[j] + canary[j]
	}
	scores, variance := midrankScores(both)
	var differences, variances []float64
	for i := range u.baseline.buckets {
		b, c := u.baseline.buckets[i], u.canary.buckets[i]
		nb, nc := floats.Sum(b), floats.Sum(c)
		if nb < blockEvents || nc < blockEvents || variance == 0 {
			continue
		}
		differences = append(differences, dot(c, scores)/nc-dot(b, scores)/nb)
		variances = append(variances, variance*(1/nb+1/nc))
	}
	return stepDispersion(differences, variances)
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
