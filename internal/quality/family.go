package quality

// Truth is what a case is.
type Truth int

// The truths.
const (
	Harmless   Truth = iota // must not be flagged
	Bad                     // must be flagged
	Suspicious              // must be held, flagged or not
)

func (t Truth) String() string {
	switch t {
	case Harmless:
		return "harmless"
	case Bad:
		return "bad"
	default:
		return "suspicious"
	}
}

// A Family is a way in which a canary behaves beside its baseline.
type Family string

// The families. Unless said otherwise the baseline is quiet: it scatters about its level.
const (
	NoChange       Family = "no change"       // the canary's level within 2 % of the baseline's
	EquallyNoisy   Family = "equally noisy"   // both scatter 3 to 10 times as far as usual
	HealedExcess   Family = "healed excess"   // high at first, then like the baseline for a quarter of the window or more
	ClearShift     Family = "clear shift"     // × 1.1 to 2
	SubtleShift    Family = "subtle shift"    // 1 to 3 deviations, or 3 to 10 %
	WiderSpread    Family = "wider spread"    // the same level, 3 to 12 times the deviation
	Spikes         Family = "spikes"          // 2 to 8 points × 2 to 5
	LateDrift      Family = "late drift"      // like the baseline for 60 to 90 % of the window, then rising to × 1.2 to 1.8
	LateStep       Family = "late step"       // like the baseline for 65 to 85 % of the window, then × 1.2 to 1.8
	HalfHealed     Family = "half healed"     // high at first, then 10 to 30 % above the baseline
	JointShift     Family = "joint shift"     // 2 to 5 metrics, each worse by 0.3 to 3 deviations
	SustainedHighs Family = "sustained highs" // the baseline's values, but its high ones in runs
	FirstErrors    Family = "first errors"    // 10 to 60 % of points above 0 where the baseline has none
)

// The twins: harmless canaries that look like regressions.
const (
	BothSpiky     Family = "both spiky"
	BothDrifting  Family = "both drifting"
	BothWide      Family = "both wide"
	BothStepping  Family = "both stepping"
	HarmlessShift Family = "harmless shift" // in the other direction
)

// Families returns the families, without the twins.
func Families() []Family {
	return []Family{
		NoChange, EquallyNoisy, HealedExcess, ClearShift, SubtleShift, WiderSpread, Spikes, LateDrift, LateStep,
		HalfHealed, JointShift, SustainedHighs, FirstErrors,
	}
}

// Twins returns the harmless twins.
func Twins() []Family {
	return []Family{BothSpiky, BothDrifting, BothWide, BothStepping, HarmlessShift}
}

// Truth returns what the cases of the family are.
func (f Family) Truth() Truth {
	switch f {
	case NoChange, EquallyNoisy, HealedExcess, BothSpiky, BothDrifting, BothWide, BothStepping, HarmlessShift:
		return Harmless
	case SustainedHighs:
		return Suspicious
	default:
		return Bad
	}
}
