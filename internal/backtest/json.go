package backtest

import (
	"encoding/json"

	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/judge"
)

// The prefixes of the API's enum values, whose rest are the words of package judge.
const (
	verdictPrefix = "VERDICT_"
	reasonPrefix  = "REASON_CODE_"
	classPrefix   = "CLASS_"
)

// MarshalJSON writes verdict and reason as the API's JSON has them.
func (e Ending) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Verdict   string `json:"verdict"`
		Reason    string `json:"reason,omitempty"`
		Same      Rate   `json:"same"`
		Regressed Rate   `json:"regressed"`
		Other     Rate   `json:"other"`
	}{verdictPrefix + e.Verdict.String(), reason(e.Reason), e.Same, e.Regressed, e.Other})
}

func reason(c judge.Code) string {
	if c == 0 {
		return ""
	}
	return reasonPrefix + c.String()
}

// A Line is what one contender concluded of one case, as JSON has it.
type Line struct {
	ID      string            `json:"id"`
	Label   string            `json:"label"`
	Rule    string            `json:"rule"`
	Verdict string            `json:"verdict"`
	Reason  string            `json:"reason"`
	Right   *bool             `json:"right,omitempty"` // absent unless the case is labelled the same or regressed
	Score   *float64          `json:"score,omitempty"` // absent when nothing was judged
	Classes map[string]string `json:"classes"`         // by metric
}

// Lines returns one line per case and contender, case by case.
func Lines(contenders []Contender, outcomes []Outcome) []Line {
	var lines []Line
	for _, o := range outcomes {
		for i, a := range o.Answers {
			l := Line{
				ID: o.Case.ID, Label: o.Case.Label.String(), Rule: contenders[i].Name,
				Verdict: verdictPrefix + a.Verdict.String(), Reason: reason(a.Reason), Classes: map[string]string{},
			}
			if o.decided() {
				right := o.right(i)
				l.Right = &right
			}
			if a.Score != nil {
				l.Score = wire.Number(*a.Score)
			}
			for _, c := range a.Classes {
				l.Classes[c.Metric] = classPrefix + c.Class.String()
			}
			lines = append(lines, l)
		}
	}
	return lines
}
