package wire

import (
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/judge"
)

// Every word of the domain has its enum value and every enum value its word: the look-up by name cannot miss.
func TestWords(t *testing.T) {
	for _, test := range []struct {
		name    string
		enum    protoreflect.EnumDescriptor
		numbers map[protoreflect.EnumNumber]bool
	}{
		{name: "verdict", enum: serinv1.Verdict(0).Descriptor(), numbers: numbers(fromVerdict, judge.Pause, judge.Abort)},
		{name: "class", enum: serinv1.Class(0).Descriptor(), numbers: numbers(fromClass, judge.Inconclusive, judge.Error)},
		{name: "reason", enum: serinv1.ReasonCode(0).Descriptor(), numbers: numbers(fromCode, judge.Regression, judge.Overridden)},
		{name: "cause", enum: serinv1.Cause(0).Descriptor(), numbers: numbers(fromCause, judge.Empty, judge.TooManySeries)},
		{name: "population", enum: serinv1.PopulationKind(0).Descriptor(), numbers: numbers(fromPopulation, judge.Baseline, judge.CanaryHistory)},
		{name: "role", enum: serinv1.Role(0).Descriptor(), numbers: numbers(fromRole, judge.Scored, judge.Muted)},
		{name: "rule", enum: serinv1.Rule(0).Descriptor(), numbers: numbers(fromRule, engine.Serin, engine.Kayenta)},
		{name: "direction", enum: serinv1.Direction(0).Descriptor(), numbers: numbers(fromDirection, judge.HigherIsWorse, judge.EitherIsWorse)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.numbers[0] {
				t.Errorf("a word of the domain has no enum value")
			}
			if got, want := len(test.numbers), test.enum.Values().Len()-1; got != want {
				t.Errorf("%d words for %d enum values", got, want)
			}
		})
	}
}

// numbers returns the enum numbers of the words from first to last.
func numbers[D ~int, E protoreflect.Enum](from func(D) E, first, last D) map[protoreflect.EnumNumber]bool {
	found := map[protoreflect.EnumNumber]bool{}
	for word := first; word <= last; word++ {
		found[from(word).Number()] = true
	}
	return found
}

// What a request can say with an enum comes back with the same word in the result.
func TestRoundTrip(t *testing.T) {
	for _, role := range []serinv1.Role{1, 2, 3, 4} {
		if got := fromRole(toRole(role)); got != role {
			t.Errorf("%v came back as %v", role, got)
		}
	}
	for _, direction := range []serinv1.Direction{1, 2, 3} {
		if got := fromDirection(toDirection(direction)); got != direction {
			t.Errorf("%v came back as %v", direction, got)
		}
	}
	for _, rule := range []serinv1.Rule{serinv1.Rule_RULE_SERIN, serinv1.Rule_RULE_KAYENTA} {
		if got := fromRule(Rule(&serinv1.Spec{Rule: rule})); got != rule {
			t.Errorf("%v came back as %v", rule, got)
		}
	}
	for p := judge.Baseline; p <= judge.CanaryHistory; p++ {
		if toPopulation(fromPopulation(p)) != p || populationOf(populationWord(p)) != p {
			t.Errorf("%v came back as %v, and from a recording as %v", p, toPopulation(fromPopulation(p)), populationOf(populationWord(p)))
		}
	}
	if p := populationOf("both"); p != 0 {
		t.Errorf(`"both" is %v`, p)
	}
	rules := map[judge.RollUpRule]bool{}
	for rule := range serinv1.RollUp_name {
		rules[toRollUp(serinv1.RollUp(rule))] = true
	}
	if len(rules) != int(judge.QuorumOfWeight)+1 {
		t.Errorf("%d ways to roll up slices can be asked for, and there are %d", len(rules), judge.QuorumOfWeight+1)
	}
	for _, kind := range []judge.Kind{judge.Ratio, judge.Count, judge.Gauge, judge.Histogram} {
		for _, preset := range []judge.Preset{judge.NoPreset, judge.Errors, judge.Latency, judge.Conversion, judge.Saturation} {
			pause, abort := judge.DefaultMargins(kind, preset)
			if toMargin(fromMargin(pause)) != pause || toMargin(fromMargin(abort)) != abort {
				t.Errorf("margins of %v with preset %d did not come back", kind, preset)
			}
		}
	}
}
