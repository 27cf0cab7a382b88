package backtest

import (
	"slices"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/stats"
)

// A Comparison sets one contender against another on the same cases: how often each was right where the other was wrong, and
// how likely so uneven a split is if both are equally good (McNemar's test, two-sided, mid p). Right is to flag a regressed
// canary, and not to flag one that is the same.
type Comparison struct {
	First      string   `json:"first"`
	Second     string   `json:"second"`
	Among      string   `json:"among"` // all, same or regressed
	BothRight  int      `json:"both_right"`
	OnlyFirst  int      `json:"only_first_right"`
	OnlySecond int      `json:"only_second_right"`
	BothWrong  int      `json:"both_wrong"`
	P          *float64 `json:"p,omitempty"` // absent when they never disagree
}

// compare sets the first contender against every other one, among all cases and by label.
func compare(names []string, outcomes []Outcome) []Comparison {
	amongst := []string{"all"}
	for _, label := range []collection.Label{collection.Same, collection.Regressed} {
		if slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Case.Label == label }) {
			amongst = append(amongst, label.String())
		}
	}
	if len(amongst) == 2 {
		amongst = amongst[1:] // all have this label
	}
	var all []Comparison
	for second := 1; second < len(names); second++ {
		for _, among := range amongst {
			c := Comparison{First: names[0], Second: names[second], Among: among}
			for _, o := range outcomes {
				if o.decided() && (among == "all" || among == o.Case.Label.String()) {
					c.count(o.right(0), o.right(second))
				}
			}
			test, err := stats.McNemar(int64(c.OnlyFirst), int64(c.OnlySecond), stats.TwoSided, stats.McNemarMidP)
			if err == nil {
				c.P = wire.Number(test.P)
			}
			all = append(all, c)
		}
	}
	return all
}

// decided reports whether a case is labelled the same or regressed, so that one can be right or wrong about it.
func (o Outcome) decided() bool {
	return o.Case.Label == collection.Same || o.Case.Label == collection.Regressed
}

// right reports whether a contender was right about a case that is [Outcome.decided].
func (o Outcome) right(contender int) bool {
	return o.Answers[contender].Flagged() == (o.Case.Label == collection.Regressed)
}

func (c *Comparison) count(first, second bool) {
	switch {
	case first && second:
		c.BothRight++
	case first:
		c.OnlyFirst++
	case second:
		c.OnlySecond++
	default:
		c.BothWrong++
	}
}
