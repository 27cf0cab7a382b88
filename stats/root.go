package stats

import "math"

// root finds where a continuous function changes sign between lo and hi, to the last digits. If it does not, root
// returns the end where the function is nearer to zero.
//
// Reference: Chandrupatla (1997), "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
// without using derivatives", Advances in Engineering Software 28(3), 145–149. It needs about ten steps, at most some 60.
func root(f func(float64) float64, lo, hi float64) float64 {
	a, b := hi, lo
	fa, fb := f(a), f(b)
	if fa == 0 || fb == 0 || (fa > 0) == (fb > 0) {
		if math.Abs(fa) < math.Abs(fb) {
			return a
		}
		return b
	}
	t := 0.5
	for range 200 {
		x := a + t*(b-a)
		fx := f(x)
		c, fc := a, fa
		if (fx > 0) != (fa > 0) {
			c, b, fc, fb = b, a, fb, fa
		}
		a, fa = x, fx // a and b bracket the root; c is the point before
		best := a
		if math.Abs(fb) < math.Abs(fa) {
			best = b
		}
		margin := 2e-16 * math.Abs(best) / math.Abs(b-a)
		if fx == 0 || margin >= 0.5 || a == b {
			return best
		}
		if t = clamp(nextStep(a, b, c, fa, fb, fc), margin, 1-margin); math.IsNaN(t) {
			t = 0.5
		}
	}
	return a
}

// nextStep is how far to go from a to b: by inverse quadratic interpolation if that is safe, else half-way.
func nextStep(a, b, c, fa, fb, fc float64) float64 {
	xi, phi := (a-b)/(c-b), (fa-fb)/(fc-fb)
	if phi*phi >= xi || (1-phi)*(1-phi) >= 1-xi {
		return 0.5
	}
	return fa/(fb-fa)*fc/(fb-fc) + (c-a)/(b-a)*(fa/(fc-fa))*(fb/(fc-fb))
}
