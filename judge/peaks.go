package judge

import (
	"math"
	"slices"
)

const (
	// peakPoints is how many points of the baseline show how far it reaches by itself.
	peakPoints = 10
	// tailIndex says how fast the baseline's tail is taken to fall beyond its largest value: twice as far out, values are 2²
	// times as rare. Student's t with 3 degrees of freedom falls by 2³, and lognormal values with σ = 1 about so.
	tailIndex = 2
	// farOut is how many times as far from the median as the baseline's farthest value a peak must be.
	farOut = 3
	// mostPeaks bounds how many peaks are looked at.
	mostPeaks = 8
)

// peaks looks for single values far beyond all of the baseline's, at separate moments. Of so few values no rank test can
// say anything: that the 3 largest of 31 and 31 values are the canary's has a chance of 1 in 8. How far out they are says more.
// The chance of k values beyond λ times the reach of the baseline's m is taken as that of the k largest of all being the
// canary's, times λ^(−k·tailIndex); and doubled, for the best k is chosen.
func (u *unit) peaks(s *samples) (Evidence, bool) {
	if len(s.baseline) < peakPoints {
		return Evidence{}, false
	}
	center := s.scale.median
	best := u.detected(Peaks, s, center, center, 1)
	for _, side := range u.metric.sides() {
		reach := side * (s.sortedOwn[0] - center)
		if side > 0 {
			reach = s.sortedOwn[len(s.sortedOwn)-1] - center
		}
		if !(reach > 0) {
			continue
		}
		found := summits(u.canary.values, center, side, reach)
		chance, n, m := 1.0, float64(len(s.canary)), float64(len(s.sortedOwn))
		for i := 0; i < min(len(found), mostPeaks) && found[i] >= farOut*reach; i++ {
			chance *= (n - float64(i)) / (n + m - float64(i))
			p := 2 * float64(len(u.metric.sides())) * chance * math.Pow(reach/found[i], tailIndex*float64(i+1))
			if i > 0 && p < best.P {
				best = u.detected(Peaks, s, center, center+side*found[i], p)
			}
		}
	}
	best.AbortMargin = math.NaN()
	return best, true
}

// summits returns how far the highest value of each run beyond reach is from the center, the farthest first.
func summits(values []float64, center, side, reach float64) []float64 {
	var tops []float64
	inside := false
	for _, v := range values {
		away := side * (v - center)
		switch {
		case !(away > reach):
			inside = false
		case inside:
			tops[len(tops)-1] = max(tops[len(tops)-1], away)
		default:
			tops, inside = append(tops, away), true
		}
	}
	slices.Sort(tops)
	slices.Reverse(tops)
	return tops
}
