package judge

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
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
		for i := 0; i < min(len(found), mostPeaks) && found[i].away >= farOut*reach; i++ {
			chance *= (n - float64(i)) / (n + m - float64(i))
			p := 2 * float64(len(u.metric.sides())) * chance * math.Pow(reach/found[i].away, tailIndex*float64(i+1))
			if (i > 0 || found[i].length >= blockPoints) && p < best.P { // a single value may be a mistake of the measurement
				best = u.detected(Peaks, s, center, center+side*found[i].away, p)
			}
		}
		u.noteBlock(found, farOut*reach, center, side)
	}
	best.AbortMargin = math.NaN()
	return best, true
}

// A summit is a run of values beyond the baseline's reach.
type summit struct {
	away          float64 // how far the highest of them is from the center
	first, length int     // steps
}

// summits returns the runs of values beyond reach, the farthest first.
func summits(values []float64, center, side, reach float64) []summit {
	var found []summit
	inside := false
	for i, v := range values {
		away := side * (v - center)
		switch {
		case !(away > reach):
			inside = false
		case inside:
			top := &found[len(found)-1]
			top.away, top.length = max(top.away, away), top.length+1
		default:
			found, inside = append(found, summit{away, i, 1}), true
		}
	}
	slices.SortStableFunc(found, func(a, b summit) int { return cmp.Compare(b.away, a.away) })
	return found
}

// blockPoints is how many values in a row far beyond the baseline are worth a word, whatever the verdict.
const blockPoints = 3

// noteBlock says so where the canary was far out for some time and came back: a level over the whole window may hardly show it.
func (u *unit) noteBlock(found []summit, far, center, side float64) {
	if len(found) == 1 && found[0].away >= far && found[0].length == 1 {
		u.note("one value of the canary, %s, is far out; a single one may be a mistake of the measurement", u.metric.format(center+side*found[0].away))
		return
	}
	for _, f := range found {
		if last := f.first + f.length; f.away >= far && f.length >= blockPoints && last < len(u.canary.values) {
			step := u.canary.window.End.Sub(u.canary.window.Start) / time.Duration(len(u.canary.values))
			from, to := clock(u.canary.window, time.Duration(f.first)*step), clock(u.canary.window, time.Duration(last)*step)
			u.aside = fmt.Sprintf("was off from %s to %s, as far as %s", from, to, u.metric.format(center+side*f.away))
			u.note("the canary %s", u.aside)
			return
		}
	}
}
