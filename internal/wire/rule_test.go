package wire

import (
	"math"
	"testing"

	"google.golang.org/protobuf/proto"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/engine"
)

// The rule of the spec judges, and the result says which it was. To say serin is to say nothing.
func TestRule(t *testing.T) {
	result := func(rule serinv1.Rule) *serinv1.Result {
		r := request()
		r.Spec.Rule, r.Spec.History, r.Spec.Metrics = rule, nil, r.Spec.Metrics[1:]
		m := r.Spec.Metrics[0]
		m.Judge, m.Abort = nil, nil
		r.Window = &serinv1.Window{Start: at(-30), End: at(0)}
		for _, p := range []serinv1.PopulationKind{serinv1.PopulationKind_POPULATION_KIND_BASELINE, serinv1.PopulationKind_POPULATION_KIND_CANARY} {
			values := make([]float64, 30)
			for i := range values {
				values[i] = 100*float64(p) + math.Sin(2.4*float64(i))
			}
			r.Series = append(r.Series, &serinv1.Series{Metric: m.Name, Population: p, Values: values})
		}
		answer, err := Analyze(t.Context(), &engine.Engine{Limits: engine.DefaultLimits()}, r, noon(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Result
	}
	unsaid, serin := result(serinv1.Rule_RULE_UNSPECIFIED), result(serinv1.Rule_RULE_SERIN)
	if !proto.Equal(unsaid, serin) || serin.Rule != serinv1.Rule_RULE_SERIN || serin.Alpha == nil {
		t.Errorf("by no rule:\n%v\nby serin's:\n%v", unsaid, serin)
	}
	kayenta := result(serinv1.Rule_RULE_KAYENTA)
	if kayenta.Rule != serinv1.Rule_RULE_KAYENTA || kayenta.Verdict != serinv1.Verdict_VERDICT_ABORT || kayenta.GetScore() != 0 || kayenta.GetCoverage() != 1 ||
		kayenta.Alpha != nil || kayenta.SpecDigest == serin.SpecDigest || kayenta.DataDigest != serin.DataDigest {
		t.Errorf("by Kayenta's rule: %v", kayenta)
	}
	e := kayenta.Findings[0].Evidence[0]
	if e.P != nil || e.PauseAlpha != nil || e.HarmUpper != nil || e.GetConfidence() != 0.98 || e.ShiftLower == nil || e.ShiftUpper == nil ||
		math.Abs(e.GetShift()-100) > 1e-3 || e.GetCanaryN() != 25 || math.Abs(e.GetCanary()-e.GetBaseline()-100) > 1e-6 {
		t.Errorf("evidence %v", e)
	}
}
