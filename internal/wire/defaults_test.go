package wire

import (
	"errors"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/judge"
)

func TestSlicesDefaults(t *testing.T) {
	for _, c := range []struct {
		given, rule serinv1.RollUp
		quorum      float64
	}{
		{serinv1.RollUp_ROLL_UP_UNSPECIFIED, serinv1.RollUp_ROLL_UP_ANY, 0},
		{serinv1.RollUp_ROLL_UP_QUORUM, serinv1.RollUp_ROLL_UP_QUORUM, 0.5},
		{serinv1.RollUp_ROLL_UP_WEIGHTED, serinv1.RollUp_ROLL_UP_WEIGHTED, 0.5},
	} {
		s := WithDefaults(&serinv1.Spec{Slices: &serinv1.Slices{Label: "region", RollUp: c.given}}).GetSlices()
		if s.GetRollUp() != c.rule || s.GetQuorum() != c.quorum {
			t.Errorf("%v becomes %v", c.given, s)
		}
	}
}

// The defaults of a schedule are written out where there is one, and for a run always; what they come to is valid, and stays.
func TestScheduleDefaults(t *testing.T) {
	for _, c := range []struct{ given, want string }{ // without and with what a default decides
		{
			`{}`,
			`{"schedule": {"interval": "60s", "duration": "3600s", "window": "WINDOW_KIND_GROWING", "settle": "15s", "consecutive": 1,
				"promote": "PROMOTE_WHEN_EARLY", "atEnd": "VERDICT_PAUSE"}}`,
		},
		{
			`{"step": "7s", "schedule": {"window": "WINDOW_KIND_SLIDING", "settle": "0s"}}`,
			`{"step": "7s", "schedule": {"interval": "63s", "duration": "3654s", "window": "WINDOW_KIND_SLIDING", "settle": "0s", "consecutive": 1,
				"promote": "PROMOTE_WHEN_EARLY", "atEnd": "VERDICT_PAUSE"}}`,
		},
		{
			`{"schedule": {"interval": "300s", "duration": "7200s", "consecutive": 3, "promote": "PROMOTE_WHEN_AT_END", "atEnd": "VERDICT_PROMOTE"}}`,
			`{"schedule": {"interval": "300s", "duration": "7200s", "window": "WINDOW_KIND_GROWING", "settle": "15s", "consecutive": 3,
				"promote": "PROMOTE_WHEN_AT_END", "atEnd": "VERDICT_PROMOTE"}}`,
		},
	} {
		var given, want serinv1.Spec
		if err := errors.Join(protojson.Unmarshal([]byte(c.given), &given), protojson.Unmarshal([]byte(c.want), &want)); err != nil {
			t.Fatal(err)
		}
		before := proto.CloneOf(&given)
		run := WithSchedule(&given)
		if !proto.Equal(run.Schedule, want.Schedule) {
			t.Errorf("for a run %s becomes %v, want %v", c.given, run.Schedule, want.Schedule)
		}
		if again := WithSchedule(run); !proto.Equal(again, run) || !proto.Equal(&given, before) {
			t.Errorf("%s becomes %v, and %v the second time; it is now %v", c.given, run, again, &given)
		}
		if one := WithDefaults(&given); given.Schedule == nil && one.Schedule != nil || given.Schedule != nil && !proto.Equal(one, run) {
			t.Errorf("for one analysis %s becomes %v", c.given, one.Schedule)
		}
		valid := request().Spec
		valid.Step, valid.Window, valid.Schedule = run.Step, run.Schedule.Interval, run.Schedule
		valid.WarmUp, valid.History = nil, nil
		if mistakes := spec.Validate(valid, spec.FromProvider); len(mistakes) > 0 {
			t.Errorf("%s becomes a spec with mistakes: %v", c.given, mistakes)
		}
	}
}

// The validation of a spec knows the same defaults as the judge: what it compares a given value with is what holds when
// the other one is left out.
func TestValidationKnowsTheDefaults(t *testing.T) {
	given := func(alpha *serinv1.Alpha, score *serinv1.ScorePolicy) int {
		return len(spec.Validate(&serinv1.Spec{
			Name: "defaults", Alpha: alpha, Score: score,
			Metrics: []*serinv1.Metric{{
				Name: "latency", Preset: serinv1.Preset_PRESET_LATENCY, Kind: &serinv1.Metric_Gauge{Gauge: &serinv1.Gauge{}},
			}},
		}, spec.Inline))
	}
	ptr := func(v float64) *float64 { return &v }
	alpha, score := judge.DefaultAlpha(), judge.DefaultScorePolicy()
	for name, c := range map[string]struct{ at, past int }{
		"alpha.pause below the default abort": {
			given(&serinv1.Alpha{Pause: ptr(alpha.Abort)}, nil), given(&serinv1.Alpha{Pause: ptr(alpha.Abort * 0.99)}, nil),
		},
		"alpha.abort above the default pause": {
			given(&serinv1.Alpha{Abort: ptr(alpha.Pause)}, nil), given(&serinv1.Alpha{Abort: ptr(alpha.Pause * 1.01)}, nil),
		},
		"score.promote below the default pause": {
			given(nil, &serinv1.ScorePolicy{Promote: ptr(score.Pause)}), given(nil, &serinv1.ScorePolicy{Promote: ptr(score.Pause - 0.5)}),
		},
		"score.pause above the default promote": {
			given(nil, &serinv1.ScorePolicy{Pause: ptr(score.Promote)}), given(nil, &serinv1.ScorePolicy{Pause: ptr(score.Promote + 0.5)}),
		},
	} {
		if c.at != 0 || c.past != 1 {
			t.Errorf("%s: %d mistakes at the default, want none; %d past it, want one", name, c.at, c.past)
		}
	}
}
