package stats

import (
	"errors"
	"fmt"
	"math"
)

// The reasons why a function of this package gives no answer. They are returned wrapped, with what was got in front.
var (
	// ErrSampleSize says that a sample has too few values.
	ErrSampleSize = errors.New("too few values")
	// ErrNotFinite says that a value is NaN or, where that has no meaning, infinite.
	ErrNotFinite = errors.New("value is not finite")
	// ErrConstant says that the values do not vary, so that the quantity is undefined.
	ErrConstant = errors.New("values do not vary")
	// ErrZero says that the baseline is zero, so that nothing relative to it exists.
	ErrZero = errors.New("nothing is relative to zero")
	// ErrConfidence says that a confidence is not strictly between 0 and 1.
	ErrConfidence = errors.New("confidence must be in (0, 1), such as 0.95")
	// ErrProbability says that a probability is not in [0, 1].
	ErrProbability = errors.New("probability must be in [0, 1]")
	// ErrCounts says that counts, trials or exposures are impossible, or beyond what the method can hold.
	ErrCounts = errors.New("invalid counts")
	// ErrOption says that an [Alternative] or a method is none of its named constants.
	ErrOption = errors.New("unknown option")
)

func checkConfidence(confidence float64) error {
	if !(confidence > 0 && confidence < 1) {
		return fmt.Errorf("confidence %v: %w", confidence, ErrConfidence)
	}
	return nil
}

// checkFinite refuses an empty sample, NaN and infinities. The name goes into the message.
func checkFinite(name string, x []float64) error {
	if len(x) == 0 {
		return fmt.Errorf("%s is empty: %w", name, ErrSampleSize)
	}
	for i, v := range x {
		if v-v != 0 { // NaN for NaN and for both infinities
			return fmt.Errorf("%s[%d] is %v: %w", name, i, v, ErrNotFinite)
		}
	}
	return nil
}

// upperZ returns the z with P(Z > z) = (1 − confidence)/2 for a standard normal Z.
func upperZ(confidence float64) float64 {
	return -NormalQuantile((1 - confidence) / 2)
}

// clamp returns the value in [lo, hi] nearest to v.
func clamp(v, lo, hi float64) float64 {
	return math.Max(lo, math.Min(hi, v))
}
