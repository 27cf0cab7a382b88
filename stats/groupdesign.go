package stats

import (
	"fmt"
	"math"
)

// GroupDesign is the shape of the bounds of a group-sequential test. Those that spend take looks as they come; those that
// bound have to know the times of all looks beforehand.
type GroupDesign int

const (
	// SpendOBrienFleming spends 2·(1 − Φ(z/√t)) with z the upper α/2 quantile, two-sided each side with half of α: next to
	// nothing early, and the last bound is near that without looks before (Lan and DeMets).
	SpendOBrienFleming GroupDesign = iota
	// SpendPocock spends α·ln(1 + (e − 1)·t): about the same bound at all looks.
	SpendPocock
	// SpendPower spends α·t^Shape, Shape > 0 (Kim and DeMets).
	SpendPower
	// SpendHwang spends α·(1 − e^(−Shape·t))/(1 − e^(−Shape)), Shape from −100 to 100; 0 is α·t (Hwang, Shih and DeCani).
	SpendHwang
	// BoundOBrienFleming has bounds C/√t.
	BoundOBrienFleming
	// BoundPocock has bounds C.
	BoundPocock
	// BoundWangTsiatis has bounds C·t^(Shape − ½), Shape from −10 to 10: 0 is O'Brien and Fleming's, ½ Pocock's.
	BoundWangTsiatis
)

func (d GroupDesign) spends() bool { return d <= SpendHwang }

func (p GroupPlan) check() error {
	if err := p.Alternative.check(); err != nil {
		return err
	}
	var valid bool
	switch p.Design {
	case SpendOBrienFleming, SpendPocock, BoundOBrienFleming, BoundPocock:
		valid = true
	case SpendPower:
		valid = p.Shape > 0 && p.Shape <= 1000
	case SpendHwang:
		valid = math.Abs(p.Shape) <= 100
	case BoundWangTsiatis:
		valid = math.Abs(p.Shape) <= 10
	}
	switch {
	case !valid:
		return fmt.Errorf("GroupDesign(%d) with shape %v: %w", int(p.Design), p.Shape, ErrOption)
	case !(p.Alpha > 0 && p.Alpha <= 0.5):
		return fmt.Errorf("level %v, not in (0, 0.5]: %w", p.Alpha, ErrProbability)
	}
	return nil
}

func (p GroupPlan) sides() float64 {
	if p.Alternative == TwoSided {
		return 2
	}
	return 1
}

// spending is the error that may be spent up to t.
func (p GroupPlan) spending(t float64) float64 {
	switch p.Design {
	case SpendPocock:
		return p.Alpha * math.Log1p((math.E-1)*t)
	case SpendPower:
		return p.Alpha * math.Pow(t, p.Shape)
	case SpendHwang:
		if p.Shape == 0 {
			return p.Alpha * t
		}
		return p.Alpha * (math.Expm1(-p.Shape*t) / math.Expm1(-p.Shape))
	}
	z := -NormalQuantile(p.Alpha / p.sides() / 2)
	return 2 * p.sides() * NormalSurvival(z/math.Sqrt(t))
}

// exponent is that of t in bounds whose shape is given.
func (p GroupPlan) exponent() float64 {
	switch p.Design {
	case BoundPocock:
		return 0
	case BoundWangTsiatis:
		return p.Shape - 0.5
	}
	return -0.5
}
