package stats

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// groupDensity is the density of the standardised estimate at a look, on what no bound has ended before, as masses at the
// nodes of a quadrature.
type groupDensity struct {
	information []float64
	twoSided    bool
	drift       float64

	look    int       // index of the look to come
	t       float64   // information of the look before; 0 before the first
	z, mass []float64 // nodes and masses at the look before
}

const (
	// groupReach is how many standard deviations count; what is beyond has a probability of 1e-32.
	groupReach = 12
	// groupNodes is the number of nodes in a panel two standard deviations wide; with 12 the error is below 1e-15.
	groupNodes = 12
)

func newGroupDensity(information []float64, twoSided bool, drift float64) *groupDensity {
	return &groupDensity{information: information, twoSided: twoSided, drift: drift, z: []float64{0}, mass: []float64{1}}
}

// cross returns the probabilities of first reaching a bound at the look to come, above and below.
func (g *groupDensity) cross(bound float64) (up, down float64) {
	t := g.information[g.look]
	step := t - g.t
	toZ, sd := math.Sqrt(t/step), math.Sqrt(step)
	for i, z := range g.z {
		mean := (z*math.Sqrt(g.t) + g.drift*step) / sd
		up += g.mass[i] * NormalSurvival(bound*toZ-mean)
		if g.twoSided {
			down += g.mass[i] * NormalSurvival(bound*toZ+mean)
		}
	}
	return up, down
}

// bound is where the look to come spends a given error.
func (g *groupDensity) bound(spend float64) float64 {
	tail, lo := spend, -50.0
	if g.twoSided {
		tail, lo = spend/2, 0
	}
	// Without looks before; later this is too far out, but where the tail is so small not by much.
	alone := -NormalQuantile(max(0, tail))
	if g.look == 0 || tail < 1e-30 {
		return alone
	}
	excess := func(z float64) float64 {
		up, down := g.cross(z)
		return math.Log(up+down) - math.Log(spend)
	}
	return root(excess, lo, alone)
}

// advance moves to the next look, past a bound that was not reached.
func (g *groupDensity) advance(bound float64) {
	t := g.information[g.look]
	step, next := t-g.t, g.information[g.look+1]-t
	lo, hi := g.continuation(bound, t)
	// Both the density and the kernel of the next step have to be smooth within a panel.
	scale := math.Sqrt(min(step, next, t) / t)
	panels := max(1, int(math.Ceil((hi-lo)/(2*scale))))
	z, mass := composite(lo, hi, panels)
	toZ, sd := math.Sqrt(t/step), math.Sqrt(step)
	means := make([]float64, len(g.z))
	for i, z := range g.z {
		means[i] = (z*math.Sqrt(g.t) + g.drift*step) / sd
	}
	first := 0
	for i := range z {
		at, density := z[i]*toZ, 0.0
		for first < len(means) && means[first] < at-groupReach {
			first++
		}
		for j := first; j < len(means) && means[j] <= at+groupReach; j++ {
			d := at - means[j]
			density += g.mass[j] * math.Exp(-d*d/2)
		}
		mass[i] *= density * toZ / math.Sqrt(2*math.Pi)
	}
	g.z, g.mass, g.t, g.look = z, mass, t, g.look+1
}

// continuation is where the test goes on, cut off where there is nothing to be found.
func (g *groupDensity) continuation(bound, t float64) (lo, hi float64) {
	mean := g.drift * math.Sqrt(t)
	lo, hi = min(mean, 0)-groupReach, max(mean, 0)+groupReach
	if g.twoSided {
		lo = max(lo, -bound)
	}
	return lo, max(lo, min(hi, bound))
}

// composite returns nodes and weights of Gauss's quadrature in equal panels.
func composite(lo, hi float64, panels int) (nodes, weights []float64) {
	x, w := make([]float64, groupNodes), make([]float64, groupNodes)
	quad.Legendre{}.FixedLocations(x, w, 0, 1)
	width := (hi - lo) / float64(panels)
	for i := range panels {
		for k := range x {
			nodes, weights = append(nodes, lo+(float64(i)+x[k])*width), append(weights, w[k]*width)
		}
	}
	return nodes, weights
}
