package kayenta

import "math"

const (
	rootTolerance = 1e-4    // absolute, whatever the unit of the metric
	rootSteps     = 1001    // then the last point is the answer, though nothing says that it is a root
	epsilon       = 0x1p-52 // the distance of 1 to the next float64
)

// zeroin finds where a function changes sign between lo and hi, where its values are fLo and fHi; an end where it is 0 is the
// answer. It is the method of Dekker and Brent in the form of R's uniroot: interpolation where that is safe, else bisection, until
// the bracket is at most twice the tolerance wide. If the ends have one sign it ends somewhere.
//
// The order of the operations matters: for a function of steps, where it ends within the tolerance depends on the way.
//
// Reference: Brent (1973), "Algorithms for Minimization without Derivatives", chapter 4.
func zeroin(f func(float64) (float64, error), lo, hi, fLo, fHi float64) (float64, error) {
	switch {
	case fLo == 0:
		return lo, nil
	case fHi == 0:
		return hi, nil
	}
	last, best, other := point{lo, fLo}, point{hi, fHi}, point{lo, fLo} // best and other bracket the root
	for range rootSteps {
		before := best.x - last.x
		if math.Abs(other.y) < math.Abs(best.y) {
			last, best, other = best, other, best
		}
		least := 2*epsilon*math.Abs(best.x) + rootTolerance/2
		step := (other.x - best.x) / 2
		if math.Abs(step) <= least || best.y == 0 {
			return best.x, nil
		}
		if math.Abs(before) >= least && math.Abs(last.y) > math.Abs(best.y) {
			p, q := interpolate(last, best, other)
			width := other.x - best.x
			if p < float64(0.75*width*q)-math.Abs(least*q)/2 && p < math.Abs(before*q/2) {
				step = p / q
			}
		}
		if math.Abs(step) < least {
			if step > 0 {
				step = least
			} else {
				step = -least
			}
		}
		last = best
		best.x += step
		var err error
		if best.y, err = f(best.x); err != nil {
			return 0, err
		}
		if best.y > 0 && other.y > 0 || best.y < 0 && other.y < 0 {
			other = last
		}
	}
	return best.x, nil
}

// point is a point of a function.
type point struct{ x, y float64 }

// interpolate returns the step p/q from best to the root: of the line through two points, or of the inverse parabola through
// three. p is at least 0.
func interpolate(last, best, other point) (p, q float64) {
	width := other.x - best.x
	if last.x == other.x {
		ratio := best.y / last.y
		p, q = width*ratio, 1-ratio
	} else {
		a, b, c := last.y/other.y, best.y/other.y, best.y/last.y
		p = c * (float64(width*a*(a-b)) - float64((best.x-last.x)*(b-1)))
		q = (a - 1) * (b - 1) * (c - 1)
	}
	if p > 0 {
		return p, -q
	}
	return -p, q
}
