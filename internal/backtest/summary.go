package backtest

import "github.com/serin-canary/serin/internal/collection"

// A Summary is how often each contender was right.
type Summary struct {
	Rules       []string     `json:"rules"` // the contenders
	Same        int          `json:"same"`
	Regressed   int          `json:"regressed"`
	Other       int          `json:"other"`
	Groups      []Group      `json:"groups"`                // all cases first
	Comparisons []Comparison `json:"comparisons,omitempty"` // of the first contender with every other one
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
	}
	s.Groups = groups(s.Rules, outcomes)
	s.Comparisons = compare(s.Rules, outcomes)
	return s
}
