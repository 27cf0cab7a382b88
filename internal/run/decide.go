package run

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/report"
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
		return fmt.Errorf("%w: it is %s with the verdict %s", ErrOver,
			strings.TrimPrefix(r.State.String(), "RUN_STATE_"), report.Verdict(r.GetConclusion().GetVerdict()))
	}
	r.EndedBecause = "cancelled by " + who
	if why != "" {
		r.EndedBecause += ": " + why
	}
	r.Conclusion = pause(serinv1.ReasonCode_REASON_CODE_OVERRIDDEN, "the run was "+r.EndedBecause)
	end(r, serinv1.RunState_RUN_STATE_CANCELLED, at)
	return nil
}

// Fail ends a run that cannot go on: its question can no longer be asked. A run that is over stays as it is, whoever ended it.
func Fail(r *serinv1.Run, why string, at time.Time) {
	if IsOver(r) {
		return
	}
	r.EndedBecause = strings.ReplaceAll(why, "\n", "; ") // mistakes stand on lines of their own
	r.Conclusion = pause(serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR, "the run could not go on: "+r.EndedBecause)
	end(r, serinv1.RunState_RUN_STATE_FAILED, at)
}

// Override puts a person's verdict in place of what was computed, which is kept beside it. A run that still looks at its canary
// ends with it. The same again, as from a caller who did not hear the answer, changes nothing.
func Override(r *serinv1.Run, o *serinv1.Override) {
	if n := len(r.Overrides); n > 0 && isRepeated(r.Overrides[n-1], o) {
		return
	}
	if r.Computed == nil {
		r.Computed = r.Conclusion
	}
	r.Overrides = append(r.Overrides, o)
	r.Conclusion = overridden(o, r.Computed)
	if !IsOver(r) {
		end(r, serinv1.RunState_RUN_STATE_SUCCEEDED, o.At.AsTime())
	}
}

// isRepeated reports whether a decision says what the one before it does.
func isRepeated(before, o *serinv1.Override) bool {
	return before.Verdict == o.Verdict && before.Who == o.Who && before.Why == o.Why
}

// overridden is the conclusion of a person: what was computed is among its reasons.
func overridden(o *serinv1.Override, computed *serinv1.Conclusion) *serinv1.Conclusion {
	sentence := fmt.Sprintf("%s decided %s: %s", o.Who, report.Verdict(o.Verdict), o.Why)
	return conclusion(o.Verdict, serinv1.ReasonCode_REASON_CODE_OVERRIDDEN, sentence, computed.GetReasons()...)
}

// NewOverride returns a person's decision.
func NewOverride(verdict serinv1.Verdict, who, why string, at time.Time) *serinv1.Override {
	return &serinv1.Override{Verdict: verdict, Who: who, Why: why, At: timestamppb.New(at)}
}
