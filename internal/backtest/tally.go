package backtest

import (
	"cmp"
	"slices"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/judge"
)

// A Tally counts how often one contender was right on a group of cases.
type Tally struct {
	Rule        string   `json:"rule"`
	FalseAlarms Rate     `json:"false_alarms"`     // flagged, of those that are the same
	Aborted     Rate     `json:"harmless_aborted"` // aborted, of those that are the same
	Unflagged   Rate     `json:"harmless_paused"`  // paused for another reason than a regression, of those that are the same
	Misses      Rate     `json:"misses"`           // not flagged, of the regressed
	Recall      Rate     `json:"recall"`           // flagged, of the regressed
	Precision   Rate     `json:"precision"`        // regressed, of the flagged
	F1          Estimate `json:"f1"`               // 2·found / (2·found + missed + false alarms)
	Endings     []Ending `json:"endings"`          // how cases ended, by label
}

// An Ending is how a case can end: a verdict, and for a pause its reason. Its rates are of the cases with each label.
type Ending struct {
	Verdict judge.Verdict
	Reason  judge.Code // 0 unless it is a pause

	Same, Regressed, Other Rate
}

// tally counts the outcomes of one contender.
func tally(name string, outcomes []Outcome, contender int) Tally {
	n, flagged, aborted, paused := map[collection.Label]int{}, map[collection.Label]int{}, map[collection.Label]int{}, map[collection.Label]int{}
	type key struct {
		verdict judge.Verdict
		reason  judge.Code
		label   collection.Label
	}
	ended := map[key]int{}
	for _, o := range outcomes {
		a, label := o.Answers[contender], o.Case.Label
		n[label]++
		reason := judge.Code(0)
		switch a.Verdict {
		case judge.Abort:
			aborted[label]++
		case judge.Pause:
			reason = a.Reason
			if !a.Flagged() {
				paused[label]++
			}
		}
		if a.Flagged() {
			flagged[label]++
		}
		ended[key{a.Verdict, reason, label}]++
	}
	const same, regressed, other = collection.Same, collection.Regressed, collection.Other
	t := Tally{
		Rule:        name,
		FalseAlarms: newRate(flagged[same], n[same]),
		Aborted:     newRate(aborted[same], n[same]),
		Unflagged:   newRate(paused[same], n[same]),
		Misses:      newRate(n[regressed]-flagged[regressed], n[regressed]),
		Recall:      newRate(flagged[regressed], n[regressed]),
		Precision:   newRate(flagged[regressed], flagged[regressed]+flagged[same]),
		F1:          f1Of(outcomes, contender),
	}
	for k := range ended {
		if !slices.ContainsFunc(t.Endings, func(e Ending) bool { return e.Verdict == k.verdict && e.Reason == k.reason }) {
			at := func(label collection.Label) Rate { return newRate(ended[key{k.verdict, k.reason, label}], n[label]) }
			t.Endings = append(t.Endings, Ending{Verdict: k.verdict, Reason: k.reason, Same: at(same), Regressed: at(regressed), Other: at(other)})
		}
	}
	slices.SortFunc(t.Endings, func(a, b Ending) int {
		return cmp.Or(cmp.Compare(endingOrder(a), endingOrder(b)), cmp.Compare(a.Reason, b.Reason))
	})
	return t
}

// endingOrder puts promotions first and aborts last.
func endingOrder(e Ending) int {
	switch e.Verdict {
	case judge.Promote:
		return 0
	case judge.Pause:
		return 1
	default:
		return 2
	}
}
