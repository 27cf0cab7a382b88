package backtest

import (
	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/judge"
)

// A Summary is how often each contender was right.
type Summary struct {
	Rules       []string     `json:"rules"` // the contenders
	Same        int          `json:"same"`
	Regressed   int          `json:"regressed"`
	Other       int          `json:"other"`
	Groups      []Group      `json:"groups"`                // all cases first
	Comparisons []Comparison `json:"comparisons,omitempty"` // of the first contender with every other one
	Wrong       []Wrong      `json:"-"`                     // cases that the first contender judged wrongly; the lines say it of each
}

// A Wrong is a case that was judged wrongly: harmless and flagged, or regressed and not flagged.
type Wrong struct {
	ID      string
	Label   collection.Label
	Verdict judge.Verdict
	Reason  judge.Code
}

// Summarize counts what the contenders concluded.
func Summarize(contenders []Contender, outcomes []Outcome) Summary {
	s := Summary{}
	for _, c := range contenders {
		s.Rules = append(s.Rules, c.Name)
	}
	for _, o := range outcomes {
		switch o.Case.Label {
		case collection.Same:
			s.Same++
		case collection.Regressed:
			s.Regressed++
		default:
			s.Other++
		}
		if o.decided() && !o.right(0) {
			s.Wrong = append(s.Wrong, Wrong{o.Case.ID, o.Case.Label, o.Answers[0].Verdict, o.Answers[0].Reason})
		}
	}
	s.Groups = groups(s.Rules, outcomes)
	s.Comparisons = compare(s.Rules, outcomes)
	return s
}
