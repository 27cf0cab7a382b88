package quality

import "math"

// The sides of a pair.
const (
	baseline = iota
	canary
)

// A pair is one metric of both populations while it is drawn.
type pair struct {
	*draft
	s     float64      // quiet deviation as a part of the level
	noise [2][]float64 // in multiples of the quiet deviation
	lift  [2][]float64 // of the level, as a part of it; positive is worse
}

// quiet draws a metric in which the two populations differ by noise alone.
func (d *draft) quiet() *pair {
	p := &pair{draft: d, s: betweenLog(d.Rand, 0.005, 0.1)}
	p.noise = d.Law.noise(d.Rand, p.s, d.baseline, d.canary)
	p.lift = [2][]float64{make([]float64, d.baseline), make([]float64, d.canary)}
	return p
}

// values returns what is seen of one side of a metric at a level.
func (p *pair) values(side int, level float64) []float64 {
	values := make([]float64, len(p.noise[side]))
	for i, noise := range p.noise[side] {
		lift := p.lift[side][i]
		switch p.Twist {
		case Falling:
			values[i] = level * (1 - lift/(1+max(lift, -0.9)) + p.s*noise)
		case Negative:
			values[i] = level * (-1 + lift + p.s*noise)
		case Mirrored:
			values[i] = -level * (1 + lift + p.s*noise)
		default:
			values[i] = level * (1 + lift + p.s*noise)
		}
	}
	switch p.Twist {
	case Ties:
		roundTo(values, level*p.s*among(p.Rand, 0.5, 1, 2))
	case Gaps:
		part := between(p.Rand, 0.1, 0.25)
		for i := range values {
			if p.Float64() < part {
				values[i] = math.NaN()
			}
		}
	}
	return values
}

// raise lifts one side from a part of its window to its end.
func (p *pair) raise(side int, from, by float64) {
	n := len(p.lift[side])
	for i := int(math.Round(from * float64(n))); i < n; i++ {
		p.lift[side][i] += by
	}
}

// ramp lifts one side from nothing at a part of its window to by at its end.
func (p *pair) ramp(side int, from, by float64) {
	n := len(p.lift[side])
	first := int(math.Round(from * float64(n)))
	for i := first; i < n; i++ {
		p.lift[side][i] += by * float64(i-first+1) / float64(n-first)
	}
}

// widen makes one side scatter so many times as far.
func (p *pair) widen(side int, times float64) {
	for i := range p.noise[side] {
		p.noise[side][i] *= times
	}
}

// spike lifts single points of one side.
func (p *pair) spike(side, points int, low, high float64) {
	n := len(p.lift[side])
	for _, i := range p.Perm(n)[:min(points, n/3)] {
		p.lift[side][i] += between(p.Rand, low, high)
	}
}

// sized records the effect of this metric.
func (p *pair) sized(relative float64) float64 {
	p.sizes = append(p.sizes, size{relative, relative / p.s})
	return relative
}
