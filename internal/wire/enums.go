package wire

import (
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
)

// The domain's words are the names of the API's enum values without their prefix, so most of the mapping is a look-up
// by name. A test holds every word against its enum.

func enum[T ~int32](values map[string]int32, prefix, word string) T {
	return T(values[prefix+strings.ToUpper(word)])
}

func fromVerdict(v judge.Verdict) serinv1.Verdict {
	return enum[serinv1.Verdict](serinv1.Verdict_value, "VERDICT_", v.String())
}

func fromClass(c judge.Class) serinv1.Class {
	return enum[serinv1.Class](serinv1.Class_value, "CLASS_", c.String())
}

func fromCode(c judge.Code) serinv1.ReasonCode {
	return enum[serinv1.ReasonCode](serinv1.ReasonCode_value, "REASON_CODE_", c.String())
}

func fromCause(c judge.Cause) serinv1.Cause {
	return enum[serinv1.Cause](serinv1.Cause_value, "CAUSE_", c.String())
}

func fromRole(r judge.Role) serinv1.Role {
	return enum[serinv1.Role](serinv1.Role_value, "ROLE_", r.String())
}

func fromDirection(d judge.Direction) serinv1.Direction {
	return enum[serinv1.Direction](serinv1.Direction_value, "DIRECTION_", d.String())
}

func fromRule(r engine.Rule) serinv1.Rule {
	return enum[serinv1.Rule](serinv1.Rule_value, "RULE_", r.String())
}

// Rule returns by whose rule a valid spec is judged.
func Rule(s *serinv1.Spec) engine.Rule {
	if s.GetRule() == serinv1.Rule_RULE_KAYENTA {
		return engine.Kayenta
	}
	return engine.Serin
}

func toDirection(d serinv1.Direction) judge.Direction {
	switch d {
	case serinv1.Direction_DIRECTION_HIGHER_IS_WORSE:
		return judge.HigherIsWorse
	case serinv1.Direction_DIRECTION_LOWER_IS_WORSE:
		return judge.LowerIsWorse
	case serinv1.Direction_DIRECTION_EITHER_IS_WORSE:
		return judge.EitherIsWorse
	default:
		return 0
	}
}

func toRole(r serinv1.Role) judge.Role {
	switch r {
	case serinv1.Role_ROLE_CRITICAL:
		return judge.Critical
	case serinv1.Role_ROLE_SIGNAL:
		return judge.Signal
	case serinv1.Role_ROLE_MUTED:
		return judge.Muted
	default:
		return judge.Scored
	}
}

func toPreset(p serinv1.Preset) judge.Preset {
	switch p {
	case serinv1.Preset_PRESET_ERRORS:
		return judge.Errors
	case serinv1.Preset_PRESET_LATENCY:
		return judge.Latency
	case serinv1.Preset_PRESET_CONVERSION:
		return judge.Conversion
	case serinv1.Preset_PRESET_SATURATION:
		return judge.Saturation
	default:
		return judge.NoPreset
	}
}

func toAbsentEvents(a serinv1.AbsentEvents) judge.AbsentEvents {
	if a == serinv1.AbsentEvents_ABSENT_EVENTS_GAP {
		return judge.AbsentIsGap
	}
	return judge.AbsentIsZero
}

func toAggregate(a serinv1.Aggregate) judge.Aggregate {
	switch a {
	case serinv1.Aggregate_AGGREGATE_MEDIAN:
		return judge.Median
	case serinv1.Aggregate_AGGREGATE_P95:
		return judge.P95
	case serinv1.Aggregate_AGGREGATE_LAST:
		return judge.Last
	case serinv1.Aggregate_AGGREGATE_MIN:
		return judge.Min
	case serinv1.Aggregate_AGGREGATE_MAX:
		return judge.Max
	case serinv1.Aggregate_AGGREGATE_SUM:
		return judge.Sum
	default:
		return judge.Mean
	}
}

func toPolicy(p serinv1.MissingPolicy) judge.Policy {
	switch p {
	case serinv1.MissingPolicy_MISSING_POLICY_PASS:
		return judge.PassAnyway
	case serinv1.MissingPolicy_MISSING_POLICY_FAIL:
		return judge.FailAnyway
	case serinv1.MissingPolicy_MISSING_POLICY_IGNORE:
		return judge.Ignore
	default:
		return judge.NotJudged
	}
}

func toRollUp(r serinv1.RollUp) judge.RollUpRule {
	switch r {
	case serinv1.RollUp_ROLL_UP_QUORUM:
		return judge.QuorumOfSlices
	case serinv1.RollUp_ROLL_UP_WEIGHTED:
		return judge.QuorumOfWeight
	default:
		return judge.AnySlice
	}
}
