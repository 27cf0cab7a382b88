package wire

import (
	"math"
	"testing"
)

func TestRound(t *testing.T) {
	for _, test := range []struct{ value, want float64 }{
		{0, 0},
		{1.0 / 3, 0.3333333333},
		{123456789012345, 123456789000000},
		{-2.0 / 3e-7, -6666666.667},
		{5e-324, 5e-324},
		{math.MaxFloat64, math.MaxFloat64},
	} {
		if got := round(test.value); got != test.want {
			t.Errorf("round(%v) = %v, want %v", test.value, got, test.want)
		}
	}
	// A last bit that differs between machines does not survive.
	if v := 0.1 + 0.2; round(v) != round(0.3) {
		t.Errorf("round(%v) differs from round(0.3)", v)
	}
}

func TestNumberLeavesOutWhatIsNone(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := Number(v); got != nil {
			t.Errorf("Number(%v) = %v, want none", v, *got)
		}
	}
}
