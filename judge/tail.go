package judge

import (
	"github.com/serin-canary/serin/stats"
)

const (
	// tailPoints is how many points of each population have a tail.
	tailPoints = 20
	// tailQuantile is the quantile by which a tail is measured.
	tailQuantile = 0.95
)

// tail compares the largest values (the smallest where lower is worse), which a few slow requests move long before the
// level does: by Savage's scores, which weigh them most.
func (u *unit) tail(s *samples) (Evidence, bool) {
	if min(len(s.baseline), len(s.canary)) < tailPoints {
		return Evidence{}, false
	}
	best := Evidence{P: 2}
	for _, side := range u.metric.sides() {
		q, ranks := tailQuantile, s.ranks
		if side < 0 {
			q, ranks = 1-tailQuantile, mirrored(ranks)
		}
		scores := stats.SavageScores(ranks)
		z, err := stats.ScoreTestZ(scores[:len(s.baseline)], scores[len(s.baseline):])
		if err != nil {
			return Evidence{}, false
		}
		p := float64(len(u.metric.sides())) * s.correction.tail(z)
		if p < best.P {
			baseline, _ := stats.Quantile(s.sortedBaseline, q)
			canary, _ := stats.Quantile(s.sortedCanary, q)
			best = u.detected(Tail, s, baseline, canary, p)
			best.Quantile = q
			if side*(canary-baseline) < 0 {
				best.Harm = 0 // the scores went up, and the quantile did not
			}
		}
	}
	return best, true
}

// mirrored turns ranks from below into ranks from above.
func mirrored(ranks []float64) []float64 {
	from := make([]float64, len(ranks))
	for i, r := range ranks {
		from[i] = float64(len(ranks)+1) - r
	}
	return from
}
