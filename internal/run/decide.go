package run

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// ErrOver says that a run is over, and that what was asked needs one that is not.
var ErrOver = errors.New("the run is over")

// Cancel ends a run without a verdict. A run that is cancelled already stays as it is.
//
// Errors: [ErrOver] for a run that is over otherwise.
func Cancel(r *serinv1.Run, who, why string, at time.Time) error {
	switch {
	case r.State == serinv1.RunState_RUN_STATE_CANCELLED:
		return nil
	case IsOver(r):
		return fmt.Errorf("%w: it is %s with the verdict %s", ErrOver, word(r.State, "RUN_STATE_"), word(r.GetConclusion().GetVerdict(), "VERDICT_"))
	}
	r.EndedBecause = "cancelled by " + who
	if why != "" {
		r.EndedBecause += ": " + why
	}
	code := serinv1.ReasonCode_REASON_CODE_OVERRIDDEN
	r.Conclusion = pause(code, fmt.Sprintf("The run was %s.", strings.TrimSuffix(r.EndedBecause, ".")))
	end(r, serinv1.RunState_RUN_STATE_CANCELLED, at)
	return nil
}

// Fail ends a run that cannot go on: its question can no longer be asked.
func Fail(r *serinv1.Run, why string, at time.Time) {
	r.EndedBecause = why
	r.Conclusion = pause(serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR, fmt.Sprintf("The run could not go on: %s.", strings.TrimSuffix(why, ".")))
	end(r, serinv1.RunState_RUN_STATE_FAILED, at)
}

// Override puts a person's verdict in place of what was computed, which is kept beside it. A run that still looks at its canary
// ends with it.
func Override(r *serinv1.Run, o *serinv1.Override) {
	if r.Computed == nil {
		r.Computed = r.Conclusion
	}
	r.Overrides = append(r.Overrides, o)
	r.Conclusion = overridden(o, r.Computed)
	if !IsOver(r) {
		end(r, serinv1.RunState_RUN_STATE_SUCCEEDED, o.At.AsTime())
	}
}

// overridden is the conclusion of a person: what was computed is among its reasons.
func overridden(o *serinv1.Override, computed *serinv1.Conclusion) *serinv1.Conclusion {
	sentence := fmt.Sprintf("%s decided %s: %s", o.Who, word(o.Verdict, "VERDICT_"), o.Why)
	reasons := []*serinv1.Reason{{Code: serinv1.ReasonCode_REASON_CODE_OVERRIDDEN, Sentence: sentence}}
	return &serinv1.Conclusion{Verdict: o.Verdict, Headline: sentence, Reasons: append(reasons, computed.GetReasons()...)}
}

// NewOverride returns a person's decision.
func NewOverride(verdict serinv1.Verdict, who, why string, at time.Time) *serinv1.Override {
	return &serinv1.Override{Verdict: verdict, Who: who, Why: why, At: timestamppb.New(at)}
}

// word is an enum value without its prefix, as text has it.
func word(value fmt.Stringer, prefix string) string {
	return strings.TrimPrefix(value.String(), prefix)
}
