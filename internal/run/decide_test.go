package run

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// after returns a run of three looks after some of them.
func after(kinds ...string) *serinv1.Run {
	r := begun(withOptional(fiveMinutes(3)))
	for _, kind := range kinds {
		take(r, kind)
	}
	return r
}

// looking returns a run while a look is being taken.
func looking(r *serinv1.Run) *serinv1.Run {
	r.LookingSince = r.NextLook
	return r
}

// conclusionOf is a conclusion with one reason.
func conclusionOf(verdict serinv1.Verdict, code serinv1.ReasonCode, sentence, headline string) *serinv1.Conclusion {
	return &serinv1.Conclusion{Verdict: verdict, Headline: headline, Reasons: []*serinv1.Reason{{Code: code, Sentence: sentence}}}
}

// ended is a run as something else than its last look ended it an hour after noon.
func ended(r *serinv1.Run, state serinv1.RunState, because string, conclusion *serinv1.Conclusion) *serinv1.Run {
	r = proto.CloneOf(r)
	r.State, r.Finished, r.EndedBecause, r.Conclusion, r.NextLook, r.LookingSince = state, at(time.Hour), because, conclusion, nil, nil
	return r
}

func TestCancel(t *testing.T) {
	const code = serinv1.ReasonCode_REASON_CODE_OVERRIDDEN
	for name, test := range map[string]struct {
		run               *serinv1.Run
		why               string
		because, headline string
	}{
		"before the first look": {after(), "wrong version", "cancelled by kim: wrong version", "Hold: the run was cancelled by kim: wrong version."},
		"between looks":         {after("unclear", "flagged"), "", "cancelled by kim", "Hold: the run was cancelled by kim."},
		"while looking":         {looking(after("unclear")), "It is late.", "cancelled by kim: It is late.", "Hold: the run was cancelled by kim: It is late."},
	} {
		t.Run(name, func(t *testing.T) {
			want := ended(test.run, serinv1.RunState_RUN_STATE_CANCELLED, test.because, conclusionOf(hold, code, "the run was "+test.because, test.headline))
			err := Cancel(test.run, "kim", test.why, noon().Add(time.Hour))
			if diff := cmp.Diff(want, test.run, protocmp.Transform()); err != nil || diff != "" {
				t.Fatalf("Cancel: %v, -want +got:\n%s", err, diff)
			}
			// Once more: it stays as it is.
			err = Cancel(test.run, "sam", "me too", noon().Add(2*time.Hour))
			if diff := cmp.Diff(want, test.run, protocmp.Transform()); err != nil || diff != "" {
				t.Errorf("Cancel, again: %v, -want +got:\n%s", err, diff)
			}
		})
	}
}

func TestCancelWhatIsOver(t *testing.T) {
	failed := after("unclear")
	Fail(failed, "no such provider", noon())
	decided := after("unclear")
	Override(decided, NewOverride(abort, "kim", "rollback drill", noon()))
	for want, r := range map[string]*serinv1.Run{
		"the run is over: it is SUCCEEDED with the verdict PROMOTE": after("clean"),
		"the run is over: it is SUCCEEDED with the verdict PAUSE":   after("unclear", "unclear", "unclear"),
		"the run is over: it is FAILED with the verdict PAUSE":      failed,
		"the run is over: it is SUCCEEDED with the verdict ABORT":   decided,
	} {
		before := proto.CloneOf(r)
		if err := Cancel(r, "kim", "", noon()); !errors.Is(err, ErrOver) || err.Error() != want {
			t.Errorf("Cancel: %v, want %s", err, want)
		}
		if !proto.Equal(before, r) {
			t.Errorf("what was over is now %v", r)
		}
	}
}

func TestFail(t *testing.T) {
	const code = serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR
	for why, because := range map[string]string{
		"limit: 200 metrics; at most 100 are taken": "limit: 200 metrics; at most 100 are taken",
		"spec.step: too short\nspec.name: too long": "spec.step: too short; spec.name: too long",
	} {
		r := looking(after("unclear"))
		sentence := "the run could not go on: " + because
		want := ended(r, serinv1.RunState_RUN_STATE_FAILED, because, conclusionOf(hold, code, sentence, "Hold: "+sentence+"."))
		Fail(r, why, noon().Add(time.Hour))
		if diff := cmp.Diff(want, r, protocmp.Transform()); diff != "" {
			t.Errorf("Fail, -want +got:\n%s", diff)
		}
	}
}

// A look that fails after somebody else has ended the run changes nothing of that.
func TestFailWhatIsOver(t *testing.T) {
	decided, cancelled := looking(after("unclear")), looking(after("unclear"))
	Override(decided, NewOverride(abort, "kim", "it burns", noon()))
	if err := Cancel(cancelled, "kim", "", noon()); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*serinv1.Run{decided, cancelled, after("bad")} {
		before := proto.CloneOf(r)
		if Fail(r, "too late", noon()); !proto.Equal(before, r) {
			t.Errorf("what was %v is now %v", before, r)
		}
	}
}

// A person's verdict takes the place of the computed one, which stays beside it and among the reasons however many persons decide.
func TestOverride(t *testing.T) {
	const decided = serinv1.ReasonCode_REASON_CODE_OVERRIDDEN
	cancelled := after("unclear")
	if err := Cancel(cancelled, "sam", "", noon()); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		run  *serinv1.Run
		want serinv1.RunState
		ends bool // with the first decision
	}{
		"before the first look": {after(), serinv1.RunState_RUN_STATE_SUCCEEDED, true},
		"while looking":         {looking(after("unclear")), serinv1.RunState_RUN_STATE_SUCCEEDED, true},
		"aborted":               {after("unclear", "bad"), serinv1.RunState_RUN_STATE_SUCCEEDED, false},
		"cancelled":             {cancelled, serinv1.RunState_RUN_STATE_CANCELLED, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, want := test.run, proto.CloneOf(test.run)
			first := NewOverride(promote, "kim", "a known flake", noon().Add(time.Hour))
			Override(r, first)
			want.Computed, want.Overrides, want.State = want.Conclusion, []*serinv1.Override{first}, test.want
			want.Conclusion = conclusionOf(promote, decided, "kim decided PROMOTE: a known flake", "Go on: kim decided PROMOTE: a known flake.")
			want.Conclusion.Reasons = append(want.Conclusion.Reasons, want.Computed.Reasons...)
			if test.ends {
				want.Finished, want.NextLook, want.LookingSince = at(time.Hour), nil, nil
			}
			if diff := cmp.Diff(want, r, protocmp.Transform()); diff != "" {
				t.Fatalf("Override, -want +got:\n%s", diff)
			}

			second := NewOverride(abort, "sam", "it was none", noon().Add(2*time.Hour))
			Override(r, second)
			want.Overrides = append(want.Overrides, second)
			want.Conclusion = conclusionOf(abort, decided, "sam decided ABORT: it was none", "Roll back: sam decided ABORT: it was none.")
			want.Conclusion.Reasons = append(want.Conclusion.Reasons, want.Computed.Reasons...)
			if diff := cmp.Diff(want, r, protocmp.Transform()); diff != "" {
				t.Errorf("Override, again, -want +got:\n%s", diff)
			}
		})
	}
}

func TestNewOverride(t *testing.T) {
	want := &serinv1.Override{Verdict: abort, Who: "kim", Why: "it burns", At: at(0)}
	if got := NewOverride(abort, "kim", "it burns", noon()); !proto.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A caller who did not hear the answer says the same again, and decides no second time.
func TestOverrideRepeated(t *testing.T) {
	r := New("run-1", requestOf(specOf(fiveMinutes(3))), 0, noon())
	for _, o := range []*serinv1.Override{
		NewOverride(promote, "ann", "a known bot", noon()), NewOverride(promote, "ann", "a known bot", noon().Add(time.Minute)),
		NewOverride(abort, "ann", "a known bot", noon().Add(2*time.Minute)),
	} {
		Override(r, o)
	}
	if len(r.Overrides) != 2 || r.Conclusion.Verdict != abort {
		t.Errorf("it keeps %v, and says %v", r.Overrides, r.Conclusion)
	}
}
