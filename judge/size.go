package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// shiftError is the standard error of the Hodges-Lehmann shift of normal values over that of a difference of means,
// √(π/3).
const shiftError = 1.0233267079464885

// sizeP tests the level by the size of the shift, which ranks do not see: five values on top of fifty say the same to a rank
// test, a little above or a hundred times. It is Student's t on the Hodges-Lehmann shift,
//
//	t = shift / (√(π/3) · sd · √(1/nb + 1/nc))
//
// with the standard deviation of the baseline alone, which a regression cannot widen, as many degrees of freedom as it was
// estimated with, and effective sizes nb and nc. Where the differences from moment to moment tell more, it is on their mean.
func (u *unit) sizeP(s *samples, shift float64) float64 {
	if s.scale.sd == 0 {
		return 1
	}
	sides, harm := float64(len(u.metric.sides())), u.metric.Harm(shift)
	if d := s.differences; d.tellMore(s) {
		harm = u.metric.Harm(d.mean)
		return min(1, sides*d.follows.average(func(rho float64) float64 {
			return stats.StudentSurvival(harm/(d.se(rho)*s.uncertainty), max(1, d.effective(rho)-1))
		}))
	}
	return min(1, sides*s.scale.follows.average(func(rho float64) float64 {
		df := max(1, stats.EffectiveN(float64(len(s.sortedOwn)), rho)-1)
		return stats.StudentSurvival(harm/(shiftError*s.apart(rho)*s.uncertainty), df)
	}))
}

// differences are those of values observed at the same moment.
type differences struct {
	mean, sd float64
	n        float64
	follows  dependence
}

// effective is how many independent ones they count as.
func (d *differences) effective(rho float64) float64 { return stats.EffectiveN(d.n, rho) }

// se is the standard error of their mean.
func (d *differences) se(rho float64) float64 { return d.sd / math.Sqrt(d.effective(rho)) }

// interval returns the ends of their mean's interval; of few differences the standard error is hardly known, and they are
// farther away.
func (d *differences) interval(b bound) (lower, upper float64) {
	rho := d.follows.unbiased
	z := b.student(max(1, d.effective(rho)-1)).z
	return d.mean - z*d.se(rho), d.mean + z*d.se(rho)
}

// tellMore reports whether their mean is known better than that of the two populations apart.
func (d *differences) tellMore(s *samples) bool {
	return d != nil && d.se(d.follows.rho) < s.apart(s.scale.follows.rho)
}

// differencesOf returns them where the populations were observed together: what moves both at once has gone from them.
func (u *unit) differencesOf() *differences {
	b, c := u.baseline.values, u.canary.values
	if len(b) != len(c) || !u.paired() {
		return nil
	}
	values := make([]float64, len(b))
	for i := range b {
		values[i] = c[i] - b[i]
	}
	present := withoutGaps(values)
	sd, err := stats.StdDev(present)
	if err != nil || sd == 0 || len(present) < pairedPoints {
		return nil
	}
	mean, _ := stats.Mean(present)
	return &differences{mean: mean, sd: sd, n: float64(len(present)), follows: dependenceIn(values)}
}

// pairedPoints is how many moments both populations must have been observed at.
const pairedPoints = 10

// paired reports whether the steps of both populations belong together: the same moments, or the same hours of two days.
func (u *unit) paired() bool {
	const day = 24 * 60 * 60
	apart := int64(u.canary.window.Start.Sub(u.baseline.window.Start).Seconds())
	return apart%day == 0
}

// levelE is the logarithm of an e-value against "no harm", for any number of looks: Student's t on the differences of the
// two populations from moment to moment, or where they were observed at different times, a normal mixture on the shift. Its
// inverse, which is a p-value, is averaged over what the autocorrelation may be.
func (u *unit) levelE(s *samples, shift float64) (float64, error) {
	alternative := u.metric.Alternative()
	gain, err := tunedGain()
	if err != nil {
		return 0, err
	}
	if d := s.differences; d != nil {
		return d.follows.averageE(func(rho float64) (float64, error) {
			return stats.SequentialT(d.mean/(d.se(rho)*s.uncertainty), max(2, d.effective(rho)), tunedLook/gain, alternative)
		})
	}
	if len(s.sortedOwn) < historyPoints || s.scale.sd == 0 {
		return 0, nil // of so few values the standard deviation is hardly known
	}
	return s.scale.follows.averageE(func(rho float64) (float64, error) {
		each, se := shiftError*s.scale.sd*s.uncertainty, shiftError*s.apart(rho)*s.uncertainty
		return stats.SequentialNormal(shift, se*se, gain*each*each/tunedLook, alternative)
	})
}

// firstP is the chance that, of so many times that a value left 0 on either side, all fell to the canary. A stretch of
// values counts once: what lasts for some steps happened but once.
func (u *unit) firstP(s *samples) float64 {
	total := 0
	for _, side := range u.metric.sides() {
		_, runs := runsBeyond(s.canary, 0, side, 0)
		total += runs
	}
	p, n := 1.0, float64(len(s.canary))
	for i := range min(total, len(s.canary)) {
		p *= (n - float64(i)) / (n + float64(len(s.baseline)) - float64(i))
	}
	return p
}
