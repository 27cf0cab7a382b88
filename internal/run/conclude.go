package run

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Take lets a run go on with the look that it was waiting for: it concludes what the caller should do, and whether there is
// another look. The conclusion is put into the look as well.
//
// ABORT is final at any look. PROMOTE needs as many clean looks in a row as the schedule says, and its end where the schedule
// promotes there. What is still open at the end is the schedule's choice.
func Take(r *serinv1.Run, look *serinv1.Look) {
	r.State, r.LooksTaken, r.Carried = serinv1.RunState_RUN_STATE_RUNNING, look.Number, look.Result.GetCarried()
	if r.CleanLooks++; look.Result.GetVerdict() != serinv1.Verdict_VERDICT_PROMOTE {
		r.CleanLooks = 0
	}
	conclusion, final := conclude(r, look)
	r.Conclusion, look.Conclusion = conclusion, conclusion
	if final {
		end(r, serinv1.RunState_RUN_STATE_SUCCEEDED, look.Finished.AsTime())
		return
	}
	r.NextLook = timestamppb.New(Due(r, look.Number+1))
}

// conclude says what the caller should do after a look, and whether that is the end.
func conclude(r *serinv1.Run, look *serinv1.Look) (c *serinv1.Conclusion, final bool) {
	result, schedule := look.Result, r.GetSpec().GetSchedule()
	found := &serinv1.Conclusion{Verdict: result.GetVerdict(), Reasons: result.GetReasons(), Headline: result.GetHeadline()}
	last := look.Number >= r.LooksPlanned
	enough := r.CleanLooks >= schedule.GetConsecutive()
	early := schedule.GetPromote() != serinv1.PromoteWhen_PROMOTE_WHEN_AT_END
	switch {
	case result.GetVerdict() == serinv1.Verdict_VERDICT_ABORT:
		return found, true
	case r.CleanLooks > 0 && enough && (early || last):
		return found, true
	case last:
		return atEnd(r, found, result), true
	case r.CleanLooks > 0:
		return pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, notYet(r, enough)), false
	default:
		return found, false
	}
}

// notYet says why a canary that is shown not to be worse is not promoted at this look.
func notYet(r *serinv1.Run, enough bool) string {
	if enough {
		return fmt.Sprintf("The canary is not worse so far; the schedule promotes at its end, %d looks from now.", r.LooksPlanned-r.LooksTaken)
	}
	return fmt.Sprintf("The canary is not worse at %d of the %d looks in a row that the schedule asks for.",
		r.CleanLooks, r.GetSpec().GetSchedule().GetConsecutive())
}

// atEnd is what the schedule chooses when its last look leaves the question open. Without data, or without a provider's answer,
// nothing is chosen: no data is never good data, and no reason to roll back either.
func atEnd(r *serinv1.Run, found *serinv1.Conclusion, result *serinv1.Result) *serinv1.Conclusion {
	if r.CleanLooks > 0 {
		found = pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, notYet(r, false)+" There are no more looks.")
	}
	code, choice := found.Reasons[0].GetCode(), r.GetSpec().GetSchedule().GetAtEnd()
	open := code == serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA
	flagged := code == serinv1.ReasonCode_REASON_CODE_REGRESSION
	switch {
	case !judgedInFull(result):
		return found
	case choice == serinv1.Verdict_VERDICT_PROMOTE && open:
		return chosen(choice, found, "promotes")
	case choice == serinv1.Verdict_VERDICT_ABORT && (open || flagged):
		return chosen(choice, found, "aborts")
	default:
		return found
	}
}

// chosen is a conclusion that the schedule made, not the evidence.
func chosen(verdict serinv1.Verdict, found *serinv1.Conclusion, does string) *serinv1.Conclusion {
	main := found.Reasons[0]
	sentence := fmt.Sprintf("The schedule %s at its end, which the evidence did not decide: %s", does, main.GetSentence())
	return &serinv1.Conclusion{
		Verdict: verdict, Headline: sentence,
		Reasons: slices.Concat([]*serinv1.Reason{{Code: main.GetCode(), Sentence: sentence}}, found.Reasons[1:]),
	}
}

// judgedInFull reports whether every metric that may say something had data.
func judgedInFull(result *serinv1.Result) bool {
	return !slices.ContainsFunc(result.GetFindings(), func(f *serinv1.Finding) bool {
		absent := f.GetClass() == serinv1.Class_CLASS_NO_DATA || f.GetClass() == serinv1.Class_CLASS_ERROR
		return absent && f.GetRole() != serinv1.Role_ROLE_MUTED
	})
}
