package wire

import (
	"math"
	"strconv"
)

// digits is how many significant digits of a result are the same on every machine, with a good reserve: the numbers
// themselves are right to 11 or more.
const digits = 10

// round keeps the significant digits.
func round(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		return v // the largest double rounds beyond the range
	}
	return rounded
}

// Number rounds to what is the same on every machine; what is undefined or unbounded is absent.
func Number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	v = round(v)
	return &v
}

func optional(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return Number(*v)
}
