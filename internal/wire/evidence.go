package wire

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/judge"
)

// anytime is the method of a test that holds at any number of looks: only then is there an e-value.
const anytime = "anytime"

func fromEvidence(e judge.Evidence) *serinv1.Evidence {
	evidence := &serinv1.Evidence{
		Judge: e.Judge.String(), Aspect: e.Aspect.String(), Baseline: Number(e.Baseline), Canary: Number(e.Canary),
		BaselineN: Number(e.BaselineN), CanaryN: Number(e.CanaryN), EffectiveN: Number(e.EffectiveN),
		Shift: Number(e.Shift), ShiftLower: Number(e.ShiftLower), ShiftUpper: Number(e.ShiftUpper),
		Harm: Number(e.Harm), HarmUpper: Number(e.HarmUpper),
		PauseMargin: Number(e.PauseMargin), AbortMargin: Number(e.AbortMargin),
		A12: Number(e.A12), Autocorrelation: Number(e.Autocorrelation), Dispersion: Number(e.Dispersion),
		Spread: Number(e.Spread),
	}
	if e.Quantile > 0 {
		evidence.Quantile = Number(e.Quantile)
	}
	if e.Judge != judge.Threshold {
		if evidence.Method = e.Method.String(); evidence.Method == anytime {
			evidence.LogE = Number(e.LogE)
		}
		evidence.Confidence = Number(e.Confidence())
		evidence.P, evidence.PAdjusted = Number(e.P), Number(e.PAdjusted)
		evidence.PauseAlpha, evidence.AbortAlpha = Number(e.PauseAlpha), Number(e.AbortAlpha)
	}
	return evidence
}
