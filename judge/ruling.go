package judge

import (
	"fmt"
	"slices"
)

// A Ruling is what another rule than [Decide] found and concluded. [Ruling.Result] tells it in our words.
type Ruling struct {
	By       string // whose rule it is: "Kayenta's rule"
	Verdict  Verdict
	Reason   Code     // the main one
	Why      string   // the same as a sentence; empty: made of the metrics it holds for
	Score    *float64 // 0 to 100; nil for a rule that has none
	Coverage *float64 // share of the configured weight that was judged, 0 to 1
	// Findings are one per metric, in the order of the plan, with weight and either slices or, as each slice has, class, causes,
	// notes and evidence. The sentence is the rule's remark on the numbers, which are put before it.
	Findings []Finding
}

// Validate checks a plan, and whether what was observed fits it, as [Decide] does.
//
// Errors: [ErrPlan], naming every mistake.
func (p Plan) Validate(observed []Observation) error { return p.validate(observed) }

// NewEvidence returns evidence of a metric in which nothing is known yet: every number of it is NaN.
func NewEvidence(m Metric) Evidence { return newEvidence(m) }

// Result makes the ruling a result: sentences, the findings of slices rolled up to the worst, reasons, contributors and
// headline. A provider that did not answer for a metric that is not muted makes it a PAUSE, whatever the rule concluded.
func (r Ruling) Result(plan Plan) Result {
	result := Result{Name: plan.Name, Score: r.Score, Coverage: r.Coverage}
	for _, f := range r.Findings {
		result.Findings = append(result.Findings, f.told())
	}
	var failure Code
	for _, f := range result.Findings {
		if f.failing() {
			failure = max(failure, f.missingCode())
		}
	}
	if failure != 0 {
		r.Verdict, r.Reason, r.Why = Pause, failure, ""
	}
	result.Verdict, result.Reasons = r.Verdict, r.reasons(result.Findings)
	result.explain(plan, score{value: r.Score}, "not worse by "+r.By)
	if r.Verdict == Promote && r.Reason != NotWorse {
		result.Headline = sentence("go on", result.Reasons[0].Sentence)
	}
	return result
}

// told completes a finding with its sentence, and makes one of slices.
func (f Finding) told() Finding {
	if len(f.Slices) == 0 {
		f.Sentence = f.toldSentence()
		return f
	}
	f.Slices = slices.Clone(f.Slices)
	weights := make([]float64, len(f.Slices))
	for i, s := range f.Slices {
		f.Slices[i] = s.told()
		f.Causes = append(f.Causes, s.Causes...)
		weights[i] = 1
	}
	f.Class = RollUp{Rule: AnySlice}.class(f.Slices, weights)
	f.Sentence = f.sliceSentence()
	return f
}

// toldSentence puts the rule's remark behind the numbers, or says what is missing.
func (f Finding) toldSentence() string {
	if len(f.Evidence) == 0 {
		return f.missingSentence()
	}
	e := f.Evidence[0]
	return f.Metric.which(e) + f.Metric.instead(e.Baseline, e.Canary) + "; " + f.Sentence
}

// reasons gathers why, the main reason first. What promotes has no other.
func (r Ruling) reasons(findings []Finding) []Reason {
	metrics := map[Code][]string{}
	for _, f := range findings {
		if f.counts() || f.failing() {
			metrics[f.code()] = append(metrics[f.code()], f.Metric.Name)
		}
	}
	reasons := []Reason{{Code: r.Reason, Sentence: r.Why}}
	if r.Why == "" {
		reasons[0].Sentence = r.sentence(r.Reason, metrics[r.Reason])
	}
	for _, code := range []Code{Regression, ProviderTimeout, ProviderError, DataQuality, InsufficientData} {
		if code != r.Reason && r.Verdict != Promote && len(metrics[code]) > 0 {
			reasons = append(reasons, Reason{Code: code, Sentence: r.sentence(code, metrics[code])})
		}
	}
	return reasons
}

// sentence says a reason for the metrics it holds for.
func (r Ruling) sentence(code Code, metrics []string) string {
	switch {
	case len(metrics) == 0:
		return "the score decides by " + r.By
	case code == Regression:
		return fmt.Sprintf("%s worse by %s", theyAre(metrics), r.By)
	case code == NotWorse:
		return fmt.Sprintf("%s not worse by %s", theyAre(metrics), r.By)
	default:
		return code.sentence(metrics)
	}
}
