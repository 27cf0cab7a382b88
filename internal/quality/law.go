package quality

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Law is what the noise of a metric follows. Each is drawn with mean 0 and standard deviation 1.
type Law string

// The laws.
const (
	Gaussian   Law = "Gaussian"
	Lognormal5 Law = "lognormal 0.5" // sigma
	Lognormal1 Law = "lognormal 1"
	Gamma2     Law = "gamma 2" // shape
	Student3   Law = "Student 3"
	Poisson    Law = "Poisson"
	AR5        Law = "AR(1) 0.5, own" // either population by itself
	AR8        Law = "AR(1) 0.8, own"
	AR5Common  Law = "AR(1) 0.5, common" // four fifths of the variance are common to both populations
	AR8Common  Law = "AR(1) 0.8, common"
)

// Laws returns all laws.
func Laws() []Law {
	return []Law{Gaussian, Lognormal5, Lognormal1, Gamma2, Student3, Poisson, AR5, AR8, AR5Common, AR8Common}
}

// commonPart is the part of the variance that is common to both populations under a common law.
const commonPart = 0.8

// noise draws the noise of both populations, whose windows end together. s is the standard deviation as a part of the
// level, by which the counts of a Poisson law are as large as they have to be.
func (l Law) noise(r *rand.Rand, s float64, baseline, canary int) (sides [2][]float64) {
	for side, n := range []int{baseline, canary} {
		sides[side] = l.own(r, s, n)
	}
	rho := l.common()
	if rho == 0 {
		return sides
	}
	common := autoregressive(r, rho, max(baseline, canary))
	for _, values := range sides {
		offset := len(common) - len(values)
		for i := range values {
			values[i] = math.Sqrt(commonPart)*common[offset+i] + math.Sqrt(1-commonPart)*values[i]
		}
	}
	return sides
}

// common returns the autocorrelation of what both populations share, 0 for none.
func (l Law) common() float64 {
	switch l {
	case AR5Common:
		return 0.5
	case AR8Common:
		return 0.8
	default:
		return 0
	}
}

// memoryless reports whether each value is drawn by itself.
func (l Law) memoryless() bool {
	switch l {
	case AR5, AR8, AR5Common, AR8Common:
		return false
	default:
		return true
	}
}

// own draws the noise of one population.
func (l Law) own(r *rand.Rand, s float64, n int) []float64 {
	switch l {
	case AR5:
		return autoregressive(r, 0.5, n)
	case AR8:
		return autoregressive(r, 0.8, n)
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = l.single(r, s)
	}
	return values
}

// single draws one value of a law without memory.
func (l Law) single(r *rand.Rand, s float64) float64 {
	switch l {
	case Lognormal5:
		return lognormal(r, 0.5)
	case Lognormal1:
		return lognormal(r, 1)
	case Gamma2:
		return (distuv.Gamma{Alpha: 2, Beta: 1, Src: r}.Rand() - 2) / math.Sqrt2
	case Student3:
		return distuv.StudentsT{Sigma: 1, Nu: 3, Src: r}.Rand() / math.Sqrt(3)
	case Poisson:
		mean := 1 / (s * s)
		return (distuv.Poisson{Lambda: mean, Src: r}.Rand() - mean) / math.Sqrt(mean)
	default:
		return r.NormFloat64()
	}
}

// lognormal draws exp of a normal value with the deviation sigma, moved to mean 0 and standard deviation 1.
func lognormal(r *rand.Rand, sigma float64) float64 {
	mean := math.Exp(sigma * sigma / 2)
	return (math.Exp(sigma*r.NormFloat64()) - mean) / (mean * math.Sqrt(math.Exp(sigma*sigma)-1))
}

// autoregressive draws n values of standard deviation 1, each of which follows the one before it with correlation rho.
func autoregressive(r *rand.Rand, rho float64, n int) []float64 {
	values := make([]float64, n)
	previous := r.NormFloat64()
	for i := range values {
		previous = rho*previous + math.Sqrt(1-rho*rho)*r.NormFloat64()
		values[i] = previous
	}
	return values
}
