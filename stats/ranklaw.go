package stats

import (
	"math"
	"math/cmplx"
)

// rankLaw is the null distribution of U without ties, for samples too large to count all their orders.
//
// The generating function of U is a product of known factors (see rankCounts), so that a tail is known as an integral in
// the complex plane. With D = U − mn/2,
//
//	P(D >= x + ½) = 1/(2πi) ∫ exp(K(s) − sx) ds/s
//	K(s) = Σ ln sinhc(js/2), j = large+1 … N, less the same sum over j = 1 … small, less ln sinhc(s/2)
//
// along any line parallel to the imaginary axis and to the right of it; sinhc(x) is sinh(x)/x. The last term of K and the ½
// are there because U is a whole number. Through the saddle point of the integrand, on the real axis, it is almost a
// normal density along the line, and the sum over a few equal steps is as good as the integral:
//
//   - For a normal law the saddle point is x/σ². Here it is further out. With ζ, which is x as a share of the largest D,
//     x/σ² / √(1 − ζ²) is close enough; the curvature there gives the step.
//   - Equal steps also count mirror images of the tail. The first of them is known, because the tail is 1 there as long as
//     x is smaller than the period; the others are negligible.
//
// As a series, K has powers of w = (sN/2π)², of which the coefficients are sums of powers of j with a closed form. The
// series converges up to |w| = 1 only: K has its singularities at w <= −1. In v = (√(1+w) − 1)/(√(1+w) + 1) it converges
// everywhere else, and fast: v is 0.17 at w = 1 and 0.38 at w = 4.
//
// Reference: Daniels (1987), "Tail probability approximations", International Statistical Review 55(1), 37–48, for the
// integral; Trefethen and Weideman (2014), "The exponentially convergent trapezoidal rule", SIAM Review 56(3), 385–458, for
// the sum.
type rankLaw struct {
	middle float64           // mn/2, the largest D
	sigma  float64           // of a continuous law with the same K
	width  float64           // N/(2πσ)
	series [lawTerms]float64 // K in powers of v, from the first
}

const (
	// lawTerms is as many as it takes for ζ up to 0.9.
	lawTerms = 10
	// lawNodes and lawStep say where the integrand is taken, in standard deviations: at ½, 1½, … steps. What lies beyond the
	// last one, and the images that are left out, are both some 1e-9 of the tail or less from 30 values on.
	lawNodes = 7
	lawStep  = 0.9
	// lawReach is the largest ζ. What is further out gets the same probability, which is too large, but 4e-37 for 100
	// against 100 values.
	lawReach = 0.9
)

func newRankLaw(m, n int) rankLaw {
	small, large := float64(min(m, n)), float64(max(m, n))
	total := small + large
	sigma := math.Sqrt((small*large*(total+1) - 1) / 12)
	l := rankLaw{middle: small * large / 2, sigma: sigma, width: total / (2 * math.Pi * sigma)}
	sums := [lawTerms]float64{} // of (j/N)^2r
	addPowers(&sums, total, total, 1)
	addPowers(&sums, large, total, -1)
	addPowers(&sums, small, total, -1)
	lattice := 1.0
	for r := range sums {
		lattice /= total * total
		sums[r] -= lattice
	}
	// ln sinhc(πy) is the sum of ±ζ(2r)/r·y^2r, here with Riemann's ζ.
	coefficients := [lawTerms]float64{
		1.6449340668482264, -1.0823232337111382 / 2, 1.0173430619844491 / 3, -1.0040773561979443 / 4,
		1.0009945751278180 / 5, -1.0002460865533080 / 6, 1.0000612481350587 / 7, -1.0000152822594086 / 8,
		1.0000038172932650 / 9, -1.0000009539620339 / 10,
	}
	for r := lawTerms - 1; r >= 0; r-- { // Horner's scheme, for w = 4v/(1−v)² as a series in v
		carry, once, twice := coefficients[r]*sums[r], 0.0, 0.0
		for k := range l.series[:lawTerms-r] {
			once += carry // divided by 1 − v
			twice += once // and again
			carry, l.series[k] = l.series[k], 4*twice
		}
	}
	return l
}

// addPowers adds sign·Σ (j/N)^2r, j = 1 … x, to each sum, by the first terms of Faulhaber's formula: all there are for
// r up to 4, and enough for an error below 1e-9 of the last sum.
func addPowers(sums *[lawTerms]float64, x, total, sign float64) {
	power, share, step := sign*x, x/total, 1/x
	for r := range sums {
		power *= share * share
		p := float64(2*r + 2)
		third := 1 - step*step*(p-5)*(p-6)/40
		second := 1 - step*step*(p-3)*(p-4)/42*third
		first := 1 - step*step*(p-1)*(p-2)/60*second
		sums[r] += power * (1/(p+1) + step*(0.5+step*p/12*first))
	}
}

// tail returns P(D >= x + ½) for x >= −½.
func (l *rankLaw) tail(x float64) float64 {
	share := min(x/l.middle, lawReach)
	z := share * l.middle / l.sigma
	far := math.Sqrt(1 - share*share)
	saddle, step := z/far, lawStep/(far*math.Sqrt(far)) // times 1/σ
	// Three loops, because short iterations overlap better than long ones.
	var nodes, exponents [lawNodes]complex128
	for i := range nodes {
		nodes[i] = complex(saddle, (float64(i)+0.5)*step)
		w := nodes[i] * complex(l.width, 0)
		w *= w
		root := cmplx.Sqrt(1 + w)
		exponents[i] = w / ((1 + root) * (1 + root))
	}
	for i, v := range exponents {
		exponents[i] = l.cumulants(v) - nodes[i]*complex(z, 0)
	}
	sum := 0.0
	for i, e := range exponents {
		sum += real(cmplx.Exp(e) / nodes[i])
	}
	sum *= step / math.Pi
	if z*step < 2*math.Pi {
		sum += 1 / (1 + math.Exp(2*math.Pi*saddle/step))
	}
	return sum
}

// cumulants is K at v.
func (l *rankLaw) cumulants(v complex128) (k complex128) {
	for r := lawTerms - 1; r >= 0; r-- {
		k = (k + complex(l.series[r], 0)) * v
	}
	return k
}
