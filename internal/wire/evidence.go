package wire

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/judge"
)

// anytime is the method of a test that holds at any number of looks: only then is there an e-value.
const anytime = "anytime"

func fromEvidence(e judge.Evidence) *serinv1.Evidence {
	evidence := &serinv1.Evidence{
		Judge: e.Judge.String(), Aspect: e.Aspect.String(), Baseline: number(e.Baseline), Canary: number(e.Canary),
		BaselineN: number(e.BaselineN), CanaryN: number(e.CanaryN), EffectiveN: number(e.EffectiveN),
		Shift: number(e.Shift), ShiftLower: number(e.ShiftLower), ShiftUpper: number(e.ShiftUpper),
		Harm: number(e.Harm), HarmUpper: number(e.HarmUpper),
		PauseMargin: number(e.PauseMargin), AbortMargin: number(e.AbortMargin),
		A12: number(e.A12), Autocorrelation: number(e.Autocorrelation), Dispersion: number(e.Dispersion),
		Spread: number(e.Spread),
	}
	if e.Quantile > 0 {
		evidence.Quantile = number(e.Quantile)
	}
	if e.Judge != judge.Threshold {
		if evidence.Method = e.Method.String(); evidence.Method == anytime {
			evidence.LogE = number(e.LogE)
		}
		evidence.Confidence = number(e.Confidence())
		evidence.P, evidence.PAdjusted = number(e.P), number(e.PAdjusted)
		evidence.PauseAlpha, evidence.AbortAlpha = number(e.PauseAlpha), number(e.AbortAlpha)
	}
	return evidence
}
