package wire

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/judge"
)

// WithDefaults returns a copy of a valid spec in which everything that a default decides is written out.
func WithDefaults(given *serinv1.Spec) *serinv1.Spec {
	s := proto.CloneOf(given)
	s.Step, s.Window = durationpb.New(spec.Step(s)), durationpb.New(spec.Window(s))
	if s.Rule == serinv1.Rule_RULE_UNSPECIFIED {
		s.Rule = serinv1.Rule_RULE_SERIN
	}
	if s.Alpha == nil {
		s.Alpha = &serinv1.Alpha{}
	}
	alpha := judge.DefaultAlpha()
	setDefault(&s.Alpha.Pause, alpha.Pause)
	setDefault(&s.Alpha.Abort, alpha.Abort)
	if s.Score == nil {
		s.Score = &serinv1.ScorePolicy{}
	}
	score := judge.DefaultScorePolicy()
	setDefault(&s.Score.Promote, score.Promote)
	setDefault(&s.Score.Pause, score.Pause)
	setDefault(&s.Score.MinCoverage, score.MinCoverage)
	if s.Slices != nil {
		slicesDefaults(s.Slices)
	}
	if s.Schedule != nil {
		scheduleDefaults(s)
	}
	for _, m := range s.Metrics {
		metricDefaults(m)
	}
	return s
}

// WithSchedule is [WithDefaults] for a run: the schedule is written out also where the spec has none.
func WithSchedule(given *serinv1.Spec) *serinv1.Spec {
	s := WithDefaults(given)
	if s.Schedule == nil {
		s.Schedule = &serinv1.Schedule{}
		scheduleDefaults(s)
	}
	return s
}

func scheduleDefaults(s *serinv1.Spec) {
	schedule := s.Schedule
	schedule.Interval, schedule.Duration = durationpb.New(spec.Interval(s)), durationpb.New(spec.Duration(s))
	schedule.Settle = durationpb.New(spec.Settle(s))
	consecutive := int32(spec.Consecutive(s))
	schedule.Consecutive = &consecutive
	if schedule.Window == serinv1.WindowKind_WINDOW_KIND_UNSPECIFIED {
		schedule.Window = serinv1.WindowKind_WINDOW_KIND_GROWING
	}
	if schedule.Promote == serinv1.PromoteWhen_PROMOTE_WHEN_UNSPECIFIED {
		schedule.Promote = serinv1.PromoteWhen_PROMOTE_WHEN_EARLY
	}
	if schedule.AtEnd == serinv1.Verdict_VERDICT_UNSPECIFIED {
		schedule.AtEnd = serinv1.Verdict_VERDICT_PAUSE
	}
}

func slicesDefaults(s *serinv1.Slices) {
	switch s.RollUp {
	case serinv1.RollUp_ROLL_UP_UNSPECIFIED:
		s.RollUp = serinv1.RollUp_ROLL_UP_ANY
	case serinv1.RollUp_ROLL_UP_QUORUM, serinv1.RollUp_ROLL_UP_WEIGHTED:
		setDefault(&s.Quorum, 0.5)
	}
}

func metricDefaults(m *serinv1.Metric) {
	setDefault(&m.Weight, 1)
	preset, kind := toPreset(m.Preset), toKind(m)
	if m.Role == serinv1.Role_ROLE_UNSPECIFIED {
		m.Role = serinv1.Role_ROLE_SCORED
	}
	if m.Direction == serinv1.Direction_DIRECTION_UNSPECIFIED {
		m.Direction = fromDirection(preset.Direction())
	}
	switch k := m.Kind.(type) {
	case *serinv1.Metric_Ratio:
		absentDefault(&k.Ratio.AbsentEvents)
	case *serinv1.Metric_Count:
		absentDefault(&k.Count.AbsentEvents)
	case *serinv1.Metric_Histogram:
		if len(k.Histogram.Quantiles) == 0 {
			k.Histogram.Quantiles = []float64{0.5, 0.99}
		}
	}
	if t := m.GetThreshold(); t != nil {
		thresholdDefaults(t)
		return
	}
	pause, abort := judge.DefaultMargins(kind, preset)
	if m.GetMannWhitney() != nil && preset == judge.NoPreset {
		pause, abort = judge.DefaultMargins(judge.Gauge, preset) // its values are those of a gauge
	}
	switch {
	case m.Pause == nil && m.Abort == nil:
		m.Pause, m.Abort = fromMargin(pause), fromMargin(abort)
	case m.Pause == nil:
		m.Pause = fromMargin(within(pause, toMargin(m.Abort)))
	case m.Abort == nil:
		m.Abort = fromMargin(beyond(abort, toMargin(m.Pause)))
	}
}

// within keeps the parts of a default pause margin from lying beyond those of the abort margin that was given.
func within(pause, abort judge.Margin) judge.Margin {
	return combine(pause, abort, func(pause, abort float64) float64 {
		if pause > 0 && abort > 0 {
			return min(pause, abort)
		}
		return pause
	})
}

// beyond keeps the parts of a default abort margin from lying before those of the pause margin that was given.
func beyond(abort, pause judge.Margin) judge.Margin {
	return combine(abort, pause, func(abort, pause float64) float64 { return max(abort, pause) })
}

// combine makes each part of a margin of those of two others.
func combine(a, b judge.Margin, part func(a, b float64) float64) judge.Margin {
	return judge.Margin{
		Relative: part(a.Relative, b.Relative), Absolute: part(a.Absolute, b.Absolute), Floor: part(a.Floor, b.Floor),
		Spreads: part(a.Spreads, b.Spreads), Wanders: part(a.Wanders, b.Wanders),
	}
}

func thresholdDefaults(t *serinv1.Threshold) {
	if t.Of == serinv1.ThresholdOf_THRESHOLD_OF_UNSPECIFIED {
		t.Of = serinv1.ThresholdOf_THRESHOLD_OF_CANARY
	}
	if t.Aggregate == serinv1.Aggregate_AGGREGATE_UNSPECIFIED && t.Breaches == nil {
		t.Aggregate = serinv1.Aggregate_AGGREGATE_MEAN
	}
}

func absentDefault(a *serinv1.AbsentEvents) {
	if *a == serinv1.AbsentEvents_ABSENT_EVENTS_UNSPECIFIED {
		*a = serinv1.AbsentEvents_ABSENT_EVENTS_ZERO
	}
}

func setDefault(field **float64, value float64) {
	if *field == nil {
		*field = &value
	}
}
