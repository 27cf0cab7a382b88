package judge

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

const (
	// peakPoints is how many points of the baseline show how far it reaches by itself.
	peakPoints = 10
	// tailIndex says how fast the baseline's tail is taken to fall beyond its largest value: twice as far out, values
	// are 2³ times as rare. Student's t with 3 degrees of freedom falls like that; lognormal values with σ = 1 about so.
	tailIndex = 2
	// farOut is how many times as far from the median as the baseline's farthest value a peak must be.
	farOut = 3
	// mostPeaks bounds how many peaks are looked at.
	mostPeaks = 8
)

// peaks looks for single values far beyond all of the baseline's, at separate moments. Of so few values no rank test can
// say anything: 3 values on top of 31 and 31 have a chance of 1 in 8. The chance is taken from how far the baseline itself
// reaches: a value λ times as far from the median as its farthest has a chance of at most λ^−tailIndex/(m + 1).
func (u *unit) peaks(s *samples) (Evidence, bool) {
	if len(s.baseline) < peakPoints {
		return Evidence{}, false
	}
	center := s.scale.median
	best := u.detected(Peaks, s, center, center, 1)
	for _, side := range u.metric.sides() {
		reach := side * (s.sortedBaseline[0] - center)
		if side > 0 {
			reach = s.sortedBaseline[len(s.sortedBaseline)-1] - center
		}
		if !(reach > 0) {
			continue
		}
		found := summits(u.canary.values, center, side, reach)
		for i := 1; i < min(len(found), mostPeaks) && found[i] >= farOut*reach; i++ {
			chance := math.Pow(reach/found[i], tailIndex) / float64(len(s.baseline)+1)
			law := distuv.Binomial{N: float64(len(s.canary)), P: chance}
			p := 2 * float64(len(u.metric.sides())) * law.Survival(float64(i)) // at least i + 1
			if p < best.P {
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
