package run

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// finding returns one of a metric, with why it could not be judged.
func finding(metric string, class serinv1.Class, causes ...serinv1.Cause) *serinv1.Finding {
	f := &serinv1.Finding{Metric: metric, Role: serinv1.Role_ROLE_SCORED, Class: class}
	for _, cause := range causes {
		f.Causes = append(f.Causes, &serinv1.CauseDetail{Cause: cause})
	}
	return f
}

func resultOf(verdict serinv1.Verdict, code serinv1.ReasonCode, findings ...*serinv1.Finding) *serinv1.Result {
	return &serinv1.Result{
		Verdict: verdict, Headline: fmt.Sprintf("%v: %v.", verdict, code), Findings: findings,
		Reasons: []*serinv1.Reason{{Code: code, Sentence: fmt.Sprintf("it is %v", code)}},
	}
}

// resultOfKind returns what a look may find, by a word for it.
func resultOfKind(kind string) *serinv1.Result {
	const (
		regression   = serinv1.ReasonCode_REASON_CODE_REGRESSION
		notWorse     = serinv1.ReasonCode_REASON_CODE_NOT_WORSE
		insufficient = serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA
	)
	pass := finding("latency", serinv1.Class_CLASS_PASS)
	fail := finding("errors", serinv1.Class_CLASS_FAIL)
	unclear := finding("errors", serinv1.Class_CLASS_INCONCLUSIVE)
	absent := finding("errors", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_EMPTY)
	down := finding("errors", serinv1.Class_CLASS_ERROR, serinv1.Cause_CAUSE_UNAVAILABLE)
	as := func(role serinv1.Role, f *serinv1.Finding) *serinv1.Finding {
		return with(f, func(f *serinv1.Finding) { f.Role = role })
	}
	sliced := func(class serinv1.Class, slices ...*serinv1.Finding) *serinv1.Finding {
		return &serinv1.Finding{Metric: "errors", Class: class, Slices: slices}
	}
	switch kind {
	case "clean":
		return resultOf(promote, notWorse, pass, finding("errors", serinv1.Class_CLASS_PASS))
	case "clean but for a gap":
		return resultOf(promote, notWorse, pass, absent)
	case "waved through":
		return resultOf(promote, insufficient, absent) // as Kayenta's rule does
	case "bad":
		return resultOf(abort, regression, pass, fail)
	case "flagged":
		return resultOf(hold, regression, pass, finding("errors", serinv1.Class_CLASS_WARN))
	case "flagged, one absent":
		return resultOf(hold, regression, finding("latency", serinv1.Class_CLASS_WARN), absent)
	case "flagged, one down":
		return resultOf(hold, regression, finding("latency", serinv1.Class_CLASS_WARN), down)
	case "unclear":
		return resultOf(hold, insufficient, pass, unclear)
	case "unclear, one absent":
		return resultOf(hold, insufficient, finding("latency", serinv1.Class_CLASS_INCONCLUSIVE), absent)
	case "unclear, a signal absent":
		return resultOf(hold, insufficient, unclear, as(serinv1.Role_ROLE_SIGNAL, finding("latency", serinv1.Class_CLASS_NO_DATA)))
	case "unclear, a muted one absent":
		return resultOf(hold, insufficient, unclear, as(serinv1.Role_ROLE_MUTED, finding("latency", serinv1.Class_CLASS_NO_DATA)))
	case "unclear, a muted one down":
		return resultOf(hold, insufficient, unclear, as(serinv1.Role_ROLE_MUTED, finding("latency", serinv1.Class_CLASS_ERROR)))
	case "unclear, an optional one empty":
		return resultOf(hold, insufficient, unclear, finding("optional", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_EMPTY))
	case "unclear, an optional one stale":
		return resultOf(hold, insufficient, unclear, finding("optional", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_STALE))
	case "unclear, an optional one empty in all slices":
		empty := finding("optional", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_EMPTY)
		return resultOf(hold, insufficient, unclear, with(sliced(serinv1.Class_CLASS_NO_DATA, empty, empty), func(f *serinv1.Finding) { f.Metric = "optional" }))
	case "unclear, one down in a slice":
		return resultOf(hold, insufficient, pass, sliced(serinv1.Class_CLASS_INCONCLUSIVE, unclear, down))
	case "empty":
		return resultOf(hold, insufficient, absent, finding("latency", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_TOO_FEW))
	case "empty and optional":
		return resultOf(hold, insufficient, finding("optional", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_EMPTY))
	case "all muted":
		return resultOf(hold, insufficient, as(serinv1.Role_ROLE_MUTED, pass))
	case "stale":
		return resultOf(hold, serinv1.ReasonCode_REASON_CODE_DATA_QUALITY, pass, finding("errors", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_STALE))
	case "down":
		return resultOf(hold, serinv1.ReasonCode_REASON_CODE_PROVIDER_ERROR, pass, down)
	case "late":
		return resultOf(hold, serinv1.ReasonCode_REASON_CODE_TIMEOUT, pass, finding("errors", serinv1.Class_CLASS_ERROR, serinv1.Cause_CAUSE_TIMEOUT))
	case "confounded":
		return resultOf(hold, serinv1.ReasonCode_REASON_CODE_CONFOUNDED, pass, unclear)
	}
	panic("no look finds " + kind)
}

// kinds are all words that [resultOfKind] knows.
func kinds() []string {
	return []string{
		"clean", "clean but for a gap", "waved through", "bad", "flagged", "flagged, one absent", "flagged, one down", "unclear", "unclear, one absent",
		"unclear, a signal absent", "unclear, a muted one absent", "unclear, a muted one down", "unclear, an optional one empty",
		"unclear, an optional one stale", "unclear, an optional one empty in all slices", "unclear, one down in a slice", "empty",
		"empty and optional", "all muted", "stale", "down", "late", "confounded",
	}
}

// withOptional returns a spec with a metric that is left out when it is empty.
func withOptional(schedule *serinv1.Schedule) *serinv1.Spec {
	spec := specOf(schedule)
	spec.Metrics = []*serinv1.Metric{
		{Name: "latency"},
		{Name: "errors"},
		{Name: "optional", Missing: &serinv1.Missing{Empty: serinv1.MissingPolicy_MISSING_POLICY_IGNORE}},
	}
	return spec
}

// take lets a run go on with a look that found something of a kind.
func take(r *serinv1.Run, kind string) *serinv1.Look {
	number := r.LooksTaken + 1
	result := resultOfKind(kind)
	result.Carried = []*serinv1.Carried{{Metric: "errors", LogE: float64(number)}}
	look := &serinv1.Look{Number: number, Finished: timestamps(Due(r, number), time.Second), Result: result}
	r.LookingSince = timestamps(Due(r, number), 0)
	Take(r, look)
	return look
}

// threeInARow, atEndOnly and otherwise change what a schedule makes of its looks.
func threeInARow(s *serinv1.Schedule) { s.Consecutive = proto.Int32(3) }

func atEndOnly(s *serinv1.Schedule) { s.Promote = serinv1.PromoteWhen_PROMOTE_WHEN_AT_END }

func otherwise(v serinv1.Verdict) func(*serinv1.Schedule) {
	return func(s *serinv1.Schedule) { s.AtEnd = v }
}

// What runs come to: each case is the looks of one, and what is said of it after the last of them.
func TestTake(t *testing.T) {
	type schedule = *serinv1.Schedule
	const (
		overPromote = "PROMOTE for NOT_WORSE, 1 clean, SUCCEEDED"
		overAbort   = "ABORT for REGRESSION, 0 clean, SUCCEEDED"
		waiting     = "PAUSE for INSUFFICIENT_DATA, 0 clean, RUNNING"
	)
	for name, test := range map[string]struct {
		change []func(schedule) // of four looks
		looks  []string
		want   string
	}{
		"clean at once":                      {nil, []string{"clean"}, overPromote},
		"clean, with a gap":                  {nil, []string{"clean but for a gap"}, "PAUSE for INSUFFICIENT_DATA, 1 clean, RUNNING"},
		"clean, with a gap at the end":       {nil, lastly("clean but for a gap"), overPromote},
		"waved through":                      {nil, []string{"waved through"}, waiting},
		"waved through at the end":           {[]func(schedule){otherwise(promote)}, lastly("waved through"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"clean at last":                      {nil, []string{"unclear", "down", "flagged", "clean"}, overPromote},
		"bad at once":                        {nil, []string{"bad"}, overAbort},
		"bad at last":                        {nil, []string{"unclear", "unclear", "unclear", "bad"}, overAbort},
		"unclear":                            {nil, []string{"unclear"}, waiting},
		"flagged, and it may heal":           {nil, []string{"flagged"}, "PAUSE for REGRESSION, 0 clean, RUNNING"},
		"the provider is down":               {nil, []string{"down"}, "PAUSE for PROVIDER_ERROR, 0 clean, RUNNING"},
		"the provider is late":               {nil, []string{"late"}, "PAUSE for TIMEOUT, 0 clean, RUNNING"},
		"confounded":                         {nil, []string{"confounded"}, "PAUSE for CONFOUNDED, 0 clean, RUNNING"},
		"stale":                              {nil, []string{"stale"}, "PAUSE for DATA_QUALITY, 0 clean, RUNNING"},
		"one of three in a row":              {[]func(schedule){threeInARow}, []string{"clean"}, "PAUSE for INSUFFICIENT_DATA, 1 clean, RUNNING"},
		"three in a row":                     {[]func(schedule){threeInARow}, []string{"clean", "clean", "clean"}, "PROMOTE for NOT_WORSE, 3 clean, SUCCEEDED"},
		"three in a row, at last":            {[]func(schedule){threeInARow}, []string{"unclear", "clean", "clean", "clean"}, "PROMOTE for NOT_WORSE, 3 clean, SUCCEEDED"},
		"three, but not in a row":            {[]func(schedule){threeInARow}, []string{"clean", "clean", "unclear", "clean"}, "PAUSE for INSUFFICIENT_DATA, 1 clean, SUCCEEDED"},
		"an outage breaks the row":           {[]func(schedule){threeInARow}, []string{"clean", "clean", "down"}, "PAUSE for PROVIDER_ERROR, 0 clean, RUNNING"},
		"a look without data breaks the row": {[]func(schedule){threeInARow}, []string{"clean", "empty", "clean"}, "PAUSE for INSUFFICIENT_DATA, 1 clean, RUNNING"},
		"bad after two in a row":             {[]func(schedule){threeInARow}, []string{"clean", "clean", "bad"}, overAbort},
		"two in a row at the end":            {[]func(schedule){threeInARow}, []string{"unclear", "unclear", "clean", "clean"}, "PAUSE for INSUFFICIENT_DATA, 2 clean, SUCCEEDED"},

		"at the end only":                           {[]func(schedule){atEndOnly}, []string{"clean", "clean", "clean"}, "PAUSE for INSUFFICIENT_DATA, 3 clean, RUNNING"},
		"at the end only, and it is there":          {[]func(schedule){atEndOnly}, []string{"clean", "clean", "clean", "clean"}, "PROMOTE for NOT_WORSE, 4 clean, SUCCEEDED"},
		"at the end only, clean at last":            {[]func(schedule){atEndOnly}, []string{"flagged", "flagged", "flagged", "clean"}, overPromote},
		"at the end only, no longer clean":          {[]func(schedule){atEndOnly}, []string{"clean", "clean", "clean", "unclear"}, "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"at the end only, bad before":               {[]func(schedule){atEndOnly}, []string{"clean", "bad"}, overAbort},
		"at the end only, three in a row":           {[]func(schedule){atEndOnly, threeInARow}, []string{"unclear", "clean", "clean", "clean"}, "PROMOTE for NOT_WORSE, 3 clean, SUCCEEDED"},
		"at the end only, three in a row are early": {[]func(schedule){atEndOnly, threeInARow}, []string{"clean", "clean", "clean", "unclear"}, "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},

		"open at the end":                     {nil, []string{"unclear", "unclear", "unclear", "unclear"}, "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"open at the end, promote":            {[]func(schedule){otherwise(promote)}, lastly("unclear"), "PROMOTE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"open at the end, abort":              {[]func(schedule){otherwise(abort)}, lastly("unclear"), "ABORT for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"two of three at the end, promote":    {[]func(schedule){threeInARow, otherwise(promote)}, []string{"clean", "unclear", "clean", "clean"}, "PROMOTE for INSUFFICIENT_DATA, 2 clean, SUCCEEDED"},
		"two of three at the end, abort":      {[]func(schedule){threeInARow, otherwise(abort)}, []string{"clean", "unclear", "clean", "clean"}, "ABORT for INSUFFICIENT_DATA, 2 clean, SUCCEEDED"},
		"one of three with a gap, promote":    {[]func(schedule){threeInARow, otherwise(promote)}, lastly("clean but for a gap"), "PAUSE for INSUFFICIENT_DATA, 1 clean, SUCCEEDED"},
		"three in a row at the end, abort":    {[]func(schedule){threeInARow, otherwise(abort)}, []string{"unclear", "clean", "clean", "clean"}, "PROMOTE for NOT_WORSE, 3 clean, SUCCEEDED"},
		"not at the end yet, promote":         {[]func(schedule){otherwise(promote)}, []string{"unclear", "unclear", "unclear"}, waiting},
		"not at the end yet, abort":           {[]func(schedule){otherwise(abort)}, []string{"unclear", "flagged", "unclear"}, waiting},
		"flagged at the end":                  {nil, lastly("flagged"), "PAUSE for REGRESSION, 0 clean, SUCCEEDED"},
		"flagged at the end, promote":         {[]func(schedule){otherwise(promote)}, lastly("flagged"), "PAUSE for REGRESSION, 0 clean, SUCCEEDED"},
		"flagged at the end, abort":           {[]func(schedule){otherwise(abort)}, lastly("flagged"), "ABORT for REGRESSION, 0 clean, SUCCEEDED"},
		"flagged with one absent, abort":      {[]func(schedule){otherwise(abort)}, lastly("flagged, one absent"), "PAUSE for REGRESSION, 0 clean, SUCCEEDED"},
		"flagged with one down, abort":        {[]func(schedule){otherwise(abort)}, lastly("flagged, one down"), "PAUSE for REGRESSION, 0 clean, SUCCEEDED"},
		"confounded at the end, promote":      {[]func(schedule){otherwise(promote)}, lastly("confounded"), "PAUSE for CONFOUNDED, 0 clean, SUCCEEDED"},
		"confounded at the end, abort":        {[]func(schedule){otherwise(abort)}, lastly("confounded"), "PAUSE for CONFOUNDED, 0 clean, SUCCEEDED"},
		"stale at the end, promote":           {[]func(schedule){otherwise(promote)}, lastly("stale"), "PAUSE for DATA_QUALITY, 0 clean, SUCCEEDED"},
		"stale at the end, abort":             {[]func(schedule){otherwise(abort)}, lastly("stale"), "PAUSE for DATA_QUALITY, 0 clean, SUCCEEDED"},
		"down at the end, promote":            {[]func(schedule){otherwise(promote)}, lastly("down"), "PAUSE for PROVIDER_ERROR, 0 clean, SUCCEEDED"},
		"down at the end, abort":              {[]func(schedule){otherwise(abort)}, lastly("down"), "PAUSE for PROVIDER_ERROR, 0 clean, SUCCEEDED"},
		"late at the end, promote":            {[]func(schedule){otherwise(promote)}, lastly("late"), "PAUSE for TIMEOUT, 0 clean, SUCCEEDED"},
		"late at the end, abort":              {[]func(schedule){otherwise(abort)}, lastly("late"), "PAUSE for TIMEOUT, 0 clean, SUCCEEDED"},
		"empty at the end, promote":           {[]func(schedule){otherwise(promote)}, lastly("empty"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"empty at the end, abort":             {[]func(schedule){otherwise(abort)}, lastly("empty"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"one absent at the end, promote":      {[]func(schedule){otherwise(promote)}, lastly("unclear, one absent"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"a signal absent, promote":            {[]func(schedule){otherwise(promote)}, lastly("unclear, a signal absent"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"down in a slice, promote":            {[]func(schedule){otherwise(promote)}, lastly("unclear, one down in a slice"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"a muted one absent, promote":         {[]func(schedule){otherwise(promote)}, lastly("unclear, a muted one absent"), "PROMOTE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"a muted one down, abort":             {[]func(schedule){otherwise(abort)}, lastly("unclear, a muted one down"), "ABORT for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"what may be empty is, promote":       {[]func(schedule){otherwise(promote)}, lastly("unclear, an optional one empty"), "PROMOTE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"in all slices, promote":              {[]func(schedule){otherwise(promote)}, lastly("unclear, an optional one empty in all slices"), "PROMOTE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"what may be empty is stale, promote": {[]func(schedule){otherwise(promote)}, lastly("unclear, an optional one stale"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"only what may be empty, promote":     {[]func(schedule){otherwise(promote)}, lastly("empty and optional"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"only what may be empty, abort":       {[]func(schedule){otherwise(abort)}, lastly("empty and optional"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
		"nothing but muted ones, promote":     {[]func(schedule){otherwise(promote)}, lastly("all muted"), "PAUSE for INSUFFICIENT_DATA, 0 clean, SUCCEEDED"},
	} {
		t.Run(name, func(t *testing.T) {
			spec := withOptional(fiveMinutes(4))
			for _, change := range test.change {
				change(spec.Schedule)
			}
			r := begun(spec)
			for i, kind := range test.looks {
				if IsOver(r) {
					t.Fatalf("it is over after %d looks: %s", i, said(r))
				}
				take(r, kind)
			}
			if got := said(r); got != test.want {
				t.Errorf("%s\nwant %s", got, test.want)
			}
		})
	}
}

// lastly are the four looks of a run of which nothing but the last one matters.
func lastly(kind string) []string { return []string{"unclear", "stale", "flagged", kind} }

// Every conclusion is said in a sentence that makes sense by itself, with the reasons that were found.
func TestConclusions(t *testing.T) {
	const insufficient = serinv1.ReasonCode_REASON_CODE_INSUFFICIENT_DATA
	for _, test := range []struct {
		change func(*serinv1.Schedule) // of two looks
		looks  []string
		want   string // the headline
	}{
		{func(*serinv1.Schedule) {}, []string{"clean"}, "VERDICT_PROMOTE: REASON_CODE_NOT_WORSE."},
		{func(*serinv1.Schedule) {}, []string{"down", "flagged"}, "VERDICT_PAUSE: REASON_CODE_REGRESSION."},
		{threeInARow, []string{"clean"}, "Hold: the canary is not worse at 1 of the 3 looks in a row that the schedule asks for."},
		{threeInARow, []string{"clean", "clean"}, "Hold: the canary is not worse at 2 of the 3 looks in a row that the schedule asks for, and there are no more."},
		{atEndOnly, []string{"clean"}, "Hold: the canary is not worse so far, and the schedule promotes at its end, after look 2."},
		{otherwise(promote), []string{"flagged", "unclear"}, "Go on: it is REASON_CODE_INSUFFICIENT_DATA, and the schedule promotes at its end."},
		{otherwise(abort), []string{"unclear", "flagged"}, "Roll back: it is REASON_CODE_REGRESSION, and the schedule aborts at its end."},
	} {
		schedule := fiveMinutes(2)
		test.change(schedule)
		r := begun(specOf(schedule))
		for _, kind := range test.looks {
			take(r, kind)
		}
		if r.Conclusion.Headline != test.want {
			t.Errorf("after %q: %s\nwant %s", test.looks, r.Conclusion.Headline, test.want)
		}
	}

	// The schedule's choice has its own sentence for the main reason, keeps the others, and leaves the result as it was.
	r := begun(specOf(with(fiveMinutes(1), otherwise(abort))))
	result := resultOfKind("flagged")
	result.Reasons = append(result.Reasons, &serinv1.Reason{Code: insufficient, Sentence: "there is too little evidence on cpu"})
	before := proto.CloneOf(result)
	Take(r, &serinv1.Look{Number: 1, Result: result})
	if reasons := r.Conclusion.Reasons; len(reasons) != 2 || reasons[1] != result.Reasons[1] || !proto.Equal(before, result) {
		t.Errorf("the reasons are %v, of the result %v", reasons, result.Reasons)
	}
}

// A result that gives no reason, as no engine does, ends in no choice and no panic.
func TestNoReason(t *testing.T) {
	r := begun(specOf(with(fiveMinutes(1), otherwise(promote))))
	result := resultOfKind("unclear")
	result.Reasons = nil
	if Take(r, &serinv1.Look{Number: 1, Result: result}); said(r) != "PAUSE for UNSPECIFIED, 0 clean, SUCCEEDED" {
		t.Error(said(r))
	}
}

// A run after a look: what it says of the looks so far, and of the next one.
func TestTakeGoesOn(t *testing.T) {
	r := begun(specOf(fiveMinutes(3)))
	look := take(r, "unclear")
	if !proto.Equal(look.Conclusion, r.Conclusion) || r.LooksTaken != 1 || r.LookingSince != nil || r.Finished != nil {
		t.Errorf("after the first look %v, of which the look says %v", r, look.Conclusion)
	}
	if got, want := r.NextLook.AsTime(), noon().Add(10*time.Minute+15*time.Second); !got.Equal(want) {
		t.Errorf("the second look is due %v, want %v", got, want)
	}
	if len(r.Carried) != 1 || r.Carried[0].LogE != 1 {
		t.Errorf("the second look is told %v", r.Carried)
	}
	take(r, "clean")
	if want := noon().Add(10*time.Minute + 16*time.Second); r.NextLook != nil || !r.Finished.AsTime().Equal(want) {
		t.Errorf("it is over at %v, and looks again at %v; want %v", r.Finished.AsTime(), r.NextLook, want)
	}
}

// Whatever the looks find and the schedule says, a run keeps to what design.md promises.
func TestTakeLaws(t *testing.T) {
	kind := rapid.SampledFrom(slices.Concat(kinds(), []string{"clean", "clean", "clean", "unclear"}))
	rapid.Check(t, func(t *rapid.T) {
		schedule := fiveMinutes(rapid.IntRange(1, 9).Draw(t, "looks"))
		schedule.Consecutive = proto.Int32(rapid.Int32Range(1, 4).Draw(t, "consecutive"))
		schedule.AtEnd = rapid.SampledFrom([]serinv1.Verdict{promote, hold, abort}).Draw(t, "at end")
		if rapid.Bool().Draw(t, "promote at the end") {
			atEndOnly(schedule)
		}
		r := begun(withOptional(schedule))
		clean := int32(0)
		for !IsOver(r) {
			if r.LooksTaken == r.LooksPlanned {
				t.Fatalf("all %d looks are taken, and it goes on: %s", r.LooksTaken, said(r))
			}
			found := kind.Draw(t, "look")
			look := take(r, found)
			if clean++; look.Result.Verdict != promote || found == "waved through" {
				clean = 0
			}
			obeys(t, r, look, clean)
			if abortsOrPromotes(r) && hasNoData(look.Result) {
				t.Fatalf("a look that found %q concludes %s", found, said(r))
			}
		}
	})
}

// obeys checks a run after a look, with so many clean looks up to it.
func obeys(t *rapid.T, r *serinv1.Run, look *serinv1.Look, clean int32) {
	t.Helper()
	const endOnly = serinv1.PromoteWhen_PROMOTE_WHEN_AT_END
	schedule, last := r.Spec.Schedule, r.LooksTaken == r.LooksPlanned
	shown := mainReason(r.Conclusion) == serinv1.ReasonCode_REASON_CODE_NOT_WORSE
	isOpen := stillOpen(r.Spec, look.Result)
	for broken, when := range map[string]bool{
		"it counts other clean looks":               r.CleanLooks != clean,
		"the look concludes something else":         !proto.Equal(r.Conclusion, look.Conclusion),
		"it carries something else":                 len(r.Carried) != 1 || r.Carried[0] != look.Result.Carried[0],
		"it is over without an end":                 IsOver(r) != (r.Finished != nil),
		"it is over, or not, and has a next look":   IsOver(r) == (r.NextLook != nil),
		"a look is still being taken":               r.LookingSince != nil,
		"it has no main reason, or no headline":     mainReason(r.Conclusion) == 0 || r.Conclusion.Headline == "",
		"it goes on after an ABORT":                 look.Result.Verdict == abort && (r.Conclusion.Verdict != abort || !IsOver(r)),
		"it goes on, and says more than PAUSE":      !IsOver(r) && r.Conclusion.Verdict != hold,
		"it ends early with a PAUSE":                IsOver(r) && !last && r.Conclusion.Verdict == hold,
		"it ends early with an ABORT of its own":    IsOver(r) && !last && r.Conclusion.Verdict == abort && look.Result.Verdict != abort,
		"it promotes early, and should at its end":  r.Conclusion.Verdict == promote && !last && schedule.Promote == endOnly,
		"it promotes after too few clean looks":     r.Conclusion.Verdict == promote && clean < *schedule.Consecutive && (!last || schedule.AtEnd != promote),
		"it says not worse after too few of them":   r.Conclusion.Verdict == promote && clean < *schedule.Consecutive && shown,
		"it does not promote after enough of them":  clean >= *schedule.Consecutive && (last || schedule.Promote != endOnly && isOpen == nil) && r.Conclusion.Verdict != promote,
		"it promotes early what is open still":      r.Conclusion.Verdict == promote && !last && isOpen != nil,
		"it aborts, and nobody said so":             r.Conclusion.Verdict == abort && look.Result.Verdict != abort && schedule.AtEnd != abort,
		"it says that a person decided, or SUCCEDS": IsOver(r) != (r.State == serinv1.RunState_RUN_STATE_SUCCEEDED),
	} {
		if when {
			t.Fatalf("%s: look %d of %d found %v, %v; %s", broken, look.Number, r.LooksPlanned, look.Result.Verdict, look.Result.Reasons, said(r))
		}
	}
}

func abortsOrPromotes(r *serinv1.Run) bool { return r.Conclusion.Verdict != hold }

// hasNoData reports whether nothing was judged by a look that may say something.
func hasNoData(result *serinv1.Result) bool {
	return !slices.ContainsFunc(result.Findings, func(f *serinv1.Finding) bool {
		return f.Role != serinv1.Role_ROLE_MUTED && f.Class != serinv1.Class_CLASS_NO_DATA && f.Class != serinv1.Class_CLASS_ERROR
	})
}
