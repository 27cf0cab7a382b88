package run

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Take lets a run go on with the look that it was waiting for: it concludes what the caller should do, and whether there is
// another look. The conclusion is put into the look as well.
//
// ABORT is final at any look. PROMOTE needs as many clean looks in a row as the schedule says, and its end where the schedule
// promotes there; before the end no metric may look worse either, or be without data: there is still time to know. What is
// still open at the end is the schedule's choice.
func Take(r *serinv1.Run, look *serinv1.Look) {
	r.State, r.LooksTaken, r.LookingSince = serinv1.RunState_RUN_STATE_RUNNING, look.Number, nil
	r.Carried = look.Result.GetCarried()
	if isClean(look.Result) {
		r.CleanLooks++
	} else {
		r.CleanLooks = 0
	}
	conclusion, final := conclude(r, look.Result)
	r.Conclusion, look.Conclusion = conclusion, conclusion
	if final {
		end(r, serinv1.RunState_RUN_STATE_SUCCEEDED, look.Finished.AsTime())
		return
	}
	r.NextLook = timestamppb.New(Due(r, look.Number+1))
}

// conclude says what the caller should do after a look, and whether that is the end.
func conclude(r *serinv1.Run, result *serinv1.Result) (c *serinv1.Conclusion, final bool) {
	schedule := r.GetSpec().GetSchedule()
	found := foundBy(result)
	last := r.LooksTaken >= r.LooksPlanned
	clean := r.CleanLooks > 0
	enough := clean && r.CleanLooks >= schedule.GetConsecutive()
	early := schedule.GetPromote() != serinv1.PromoteWhen_PROMOTE_WHEN_AT_END
	open := stillOpen(r.GetSpec(), result)
	switch {
	case result.GetVerdict() == serinv1.Verdict_VERDICT_ABORT:
		return found, true
	case enough && (last || early && len(open) == 0):
		return found, true
	case clean && last:
		return atEnd(r, pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, tooFewClean(r)+", and there are no more"), result), true
	case last:
		return atEnd(r, found, result), true
	case enough && early:
		return pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, "the canary is not worse so far, but too little is known yet of "+some(open)), false
	case enough:
		sentence := fmt.Sprintf("the canary is not worse so far, and the schedule promotes at its end, after look %d", r.LooksPlanned)
		return pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, sentence), false
	case clean:
		return pause(serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA, tooFewClean(r)), false
	default:
		return found, false
	}
}

// foundBy is what a look concludes by itself. Kayenta's rule lets a canary go on of which it could compare nothing; a run does not.
func foundBy(result *serinv1.Result) *serinv1.Conclusion {
	found := &serinv1.Conclusion{Verdict: result.GetVerdict(), Reasons: result.GetReasons(), Headline: result.GetHeadline()}
	if found.Verdict == serinv1.Verdict_VERDICT_PROMOTE && !isClean(result) && len(found.Reasons) > 0 {
		return pause(mainReason(found), found.Reasons[0].GetSentence())
	}
	return found
}

// isClean reports whether a look showed that the canary is not worse.
func isClean(result *serinv1.Result) bool {
	reasons := result.GetReasons()
	return result.GetVerdict() == serinv1.Verdict_VERDICT_PROMOTE &&
		len(reasons) > 0 && reasons[0].GetCode() == serinv1.ReasonCode_REASON_CODE_NOT_WORSE
}

// tooFewClean says why a canary that is shown not to be worse is not promoted.
func tooFewClean(r *serinv1.Run) string {
	return fmt.Sprintf("the canary is not worse at %d of the %d looks in a row that the schedule asks for",
		r.CleanLooks, r.GetSpec().GetSchedule().GetConsecutive())
}

// atEnd is what the schedule chooses when its last look leaves the question open. Without data, or without a provider's answer,
// nothing is chosen: no data is never good data, and no reason to roll back either.
func atEnd(r *serinv1.Run, found *serinv1.Conclusion, result *serinv1.Result) *serinv1.Conclusion {
	open := mainReason(found) == serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA
	flagged := mainReason(found) == serinv1.ReasonCode_REASON_CODE_REGRESSION
	choice := r.GetSpec().GetSchedule().GetAtEnd()
	switch {
	case !judgedInFull(r.GetSpec(), result):
		return found
	case choice == serinv1.Verdict_VERDICT_PROMOTE && open:
		return chosen(choice, "promotes", found)
	case choice == serinv1.Verdict_VERDICT_ABORT && (open || flagged):
		return chosen(choice, "aborts", found)
	default:
		return found
	}
}

// chosen is a conclusion that the schedule made, not the evidence.
func chosen(verdict serinv1.Verdict, does string, found *serinv1.Conclusion) *serinv1.Conclusion {
	sentence := fmt.Sprintf("%s, and the schedule %s at its end", found.Reasons[0].GetSentence(), does)
	return conclusion(verdict, mainReason(found), sentence, found.Reasons[1:]...)
}

// mainReason is the code that callers switch on.
func mainReason(c *serinv1.Conclusion) serinv1.ReasonCode {
	if len(c.GetReasons()) == 0 {
		return serinv1.ReasonCode_REASON_CODE_UNSPECIFIED
	}
	return c.Reasons[0].GetCode()
}

// pause is a conclusion that keeps the rollout where it is.
func pause(code serinv1.ReasonCode, sentence string) *serinv1.Conclusion {
	return conclusion(serinv1.Verdict_VERDICT_PAUSE, code, sentence)
}

// conclusion is one whose headline is its main reason, in the words of the headlines of results.
func conclusion(verdict serinv1.Verdict, code serinv1.ReasonCode, sentence string, further ...*serinv1.Reason) *serinv1.Conclusion {
	do := "Hold"
	switch verdict {
	case serinv1.Verdict_VERDICT_PROMOTE:
		do = "Go on"
	case serinv1.Verdict_VERDICT_ABORT:
		do = "Roll back"
	}
	return &serinv1.Conclusion{
		Verdict: verdict, Headline: fmt.Sprintf("%s: %s.", do, strings.TrimSuffix(sentence, ".")),
		Reasons: slices.Concat([]*serinv1.Reason{{Code: code, Sentence: sentence}}, further),
	}
}
