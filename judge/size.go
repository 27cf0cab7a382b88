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
//	t = shift / (√(π/3) · sd · √(1/nb + 1/nc)),   df = nb − 1
//
// with the standard deviation of the baseline alone, which a regression cannot widen, and effective sizes nb and nc.
func (u *unit) sizeP(s *samples, shift float64) float64 {
	sd, err := stats.StdDev(s.baseline)
	if err != nil || sd == 0 {
		return 1
	}
	rho, err := stats.Autocorrelation1(u.baseline.values)
	if err != nil {
		rho = 0
	}
	rho = max(0, min(rho, rhoMax))
	nb, nc := stats.EffectiveN(float64(len(s.baseline)), rho), stats.EffectiveN(float64(len(s.canary)), rho)
	t := u.metric.harm(shift) / (shiftError * sd * math.Sqrt(1/nb+1/nc))
	p := stats.StudentSurvival(t, max(1, nb-1))
	if paired, ok := u.pairedP(s, sd*math.Sqrt(1/nb+1/nc)); ok {
		p = paired
	}
	return min(1, p*float64(len(u.metric.sides())))
}

// pairedP tests the differences of values observed at the same moment, where their mean is known better than that of
// the two populations apart: what moves both at once has gone from them.
func (u *unit) pairedP(s *samples, apart float64) (float64, bool) {
	b, c := u.baseline.values, u.canary.values
	if len(b) != len(c) || !u.paired() {
		return 0, false
	}
	differences := make([]float64, len(b))
	for i := range b {
		differences[i] = c[i] - b[i]
	}
	present := withoutGaps(differences)
	sd, err := stats.StdDev(present)
	if err != nil || sd == 0 || len(present) < 10 {
		return 0, false
	}
	rho, err := stats.Autocorrelation1(differences)
	if err != nil {
		return 0, false
	}
	n := stats.EffectiveN(float64(len(present)), max(0, min(rho, rhoMax)))
	se := sd / math.Sqrt(n)
	if se >= apart {
		return 0, false
	}
	mean, _ := stats.Mean(present)
	return stats.StudentSurvival(u.metric.harm(mean)/se, max(1, n-1)), true
}

// paired reports whether the steps of both populations belong together: the same moments, or the same hours of two days.
func (u *unit) paired() bool {
	const day = 24 * 60 * 60
	apart := int64(u.canary.window.Start.Sub(u.baseline.window.Start).Seconds())
	return apart%day == 0
}
