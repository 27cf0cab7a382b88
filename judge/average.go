package judge

import "math"

// average averages a probability over a normal law of what it depends on, at the five points of Gauss and Hermite.
func average(center, se float64, p func(x float64) float64) float64 {
	if se == 0 {
		return p(center)
	}
	sum := 0.5333333333333333 * p(center)
	for _, node := range [2]struct{ at, weight float64 }{{1.355626179974266, 0.2220759220056126}, {2.856970013872806, 0.01125741132772069}} {
		sum += float64(node.weight * (p(center-node.at*se) + p(center+node.at*se)))
	}
	return sum
}

// averageE averages the inverse of an e-value, given as its logarithm: a p-value.
func averageE(center, se float64, logE func(x float64) (float64, error)) (float64, error) {
	var failed error
	inverse := average(center, se, func(x float64) float64 {
		e, err := logE(x)
		if err != nil {
			failed = err
		}
		return math.Exp(min(-e, largestLog))
	})
	return -math.Log(max(inverse, math.SmallestNonzeroFloat64)), failed
}

// largestLog keeps the inverse of an e-value within range.
const largestLog = 700
