package judge

import (
	"math"

	"github.com/serin-canary/serin/stats"
)

// A bound is how far above its estimate the upper bound of a harm stands.
type bound struct {
	z          float64 // standard errors
	confidence float64 // one-sided, of a single look, at which Student's t stands in for the normal law
}

// bound returns that of a window of so many steps. At the last look it is the usual quantile; before, the bound must hold at
// every look at once, or a canary would be promoted by the luckiest of them. Looks at windows that move along share the chance
// that it does not evenly (Bonferroni); those at a window that grows have a bound that holds at any number of them.
func (l Looks) bound(steps int) bound {
	plain := boundAt(boundConfidence)
	switch {
	case l.last():
		return plain
	case l.Sliding:
		return boundAt(1 - (1-boundConfidence)/float64(l.Planned))
	}
	gain, err := tunedGain()
	if err != nil {
		return plain
	}
	z, err := stats.SequentialRadius(1, gain*float64(steps)/tunedLook, 1-boundConfidence, stats.Greater)
	if err != nil {
		return plain
	}
	return bound{z: z, confidence: boundConfidence}
}

// boundAt is the bound that holds at a single look with so much confidence.
func boundAt(confidence float64) bound {
	return bound{z: -stats.NormalQuantile(1 - confidence), confidence: confidence}
}

// times moves the bound farther away.
func (b bound) times(factor float64) bound {
	b.z *= factor
	return b
}

// student moves the bound farther away for a standard error that is known with so many degrees of freedom only.
func (b bound) student(df float64) bound {
	return b.times(stats.StudentQuantile(b.confidence, df) / stats.StudentQuantile(b.confidence, math.Inf(1)))
}
