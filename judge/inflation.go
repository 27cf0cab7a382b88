package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// An inflation allows for observations that vary together: it widens the standard error of a test. The zero value changes
// nothing.
type inflation struct {
	factor  float64    // of the standard error, above 1; 0: none
	df      float64    // of Student's t, from which the result is read because the factor is itself an estimate; 0: the normal law
	follows dependence // how far values follow their predecessors, which widens once more
}

// none reports whether the inflation changes nothing.
func (f inflation) none() bool { return f.factor == 0 && f.follows == dependence{} }

// times widens once more.
func (f inflation) times(factor float64) inflation {
	if factor != 1 {
		f.factor = max(1, f.factor) * factor
	}
	return f
}

// p widens a p-value. An exact one goes by way of the z that it stands for; where it has run out of digits, the z of the
// normal approximation stands in.
func (f inflation) p(plain, z float64, alternative stats.Alternative) float64 {
	if f.none() {
		return plain
	}
	tail := plain
	if alternative == stats.TwoSided {
		tail = plain / 2
	}
	if tail > 0 && tail < 1 {
		z = -stats.NormalQuantile(tail)
	} else {
		z = harmful(z, alternative)
	}
	tail = f.tail(z)
	if alternative == stats.TwoSided {
		return min(1, 2*tail)
	}
	return tail
}

// tail is the upper tail of a standard normal z, widened.
func (f inflation) tail(z float64) float64 {
	z /= max(1, f.factor)
	df := f.df
	if df == 0 {
		df = math.Inf(1)
	}
	return f.follows.average(func(rho float64) float64 { return stats.StudentSurvival(z/widening(rho), df) })
}

// harmful turns a z, positive when the canary is larger, so that positive is what the alternative looks for.
func harmful(z float64, alternative stats.Alternative) float64 {
	switch alternative {
	case stats.Less:
		return -z
	case stats.TwoSided:
		return math.Abs(z)
	default:
		return z
	}
}

// confidence returns the two-sided confidence to ask of an interval that knows nothing of the inflation, so that each
// of its ends is a bound's standard errors away, see [Looks]. It is 1 where no interval is wide enough.
func (f inflation) confidence(b bound) float64 {
	b = b.times(max(1, f.factor) * widening(f.follows.unbiased))
	if f.df > 0 {
		b = b.student(f.df)
	}
	return 1 - 2*stats.NormalSurvival(b.z)
}
