package engine

import (
	"fmt"

	"github.com/serin-canary/serin/judge"
)

// A Rule says by whose rule an analysis is judged.
type Rule int

// The rules. The zero value is our own.
const (
	Serin   Rule = iota // of package judge
	Kayenta             // of package kayenta
)

func (r Rule) String() string {
	switch r {
	case Serin:
		return "serin"
	case Kayenta:
		return "kayenta"
	}
	return fmt.Sprintf("rule(%d)", int(r))
}

// decide judges what was observed by the analysis's rule.
func (a Analysis) decide(observed []judge.Observation) (judge.Result, error) {
	if a.Rule == Kayenta {
		return DecideKayenta(a.Plan, observed)
	}
	return judge.Decide(a.Plan, observed)
}
