package wire

import (
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/judge"
)

func toLooks(l *serinv1.Looks) judge.Looks {
	looks := judge.Looks{Planned: int(l.GetPlanned()), Taken: int(l.GetTaken()), Open: l.GetOpen(), Sliding: l.GetSliding()}
	for _, c := range l.GetEarlier() {
		looks.Earlier = append(looks.Earlier, judge.Earlier{
			Metric: c.GetMetric(), Slice: c.GetSlice(), Quantile: c.GetQuantile(), LogE: c.GetLogE(),
		})
	}
	return looks
}

// carried returns what the next look is to be told where there are many: the evidence of this one, which has that of the
// earlier looks in it, and what those found of a test that could not be made this time.
func carried(r judge.Result, looks judge.Looks) (all []*serinv1.Carried) {
	found := r.Evidence()
	for _, before := range looks.Earlier {
		again := func(e judge.Earlier) bool {
			return e.Metric == before.Metric && e.Slice == before.Slice && e.Quantile == before.Quantile
		}
		if !slices.ContainsFunc(found, again) {
			found = append(found, before)
		}
	}
	for _, e := range found {
		c := &serinv1.Carried{Metric: e.Metric, Slice: e.Slice, LogE: round(e.LogE)}
		if e.Quantile > 0 {
			c.Quantile = &e.Quantile // as the spec has it: the next look finds it by this number
		}
		all = append(all, c)
	}
	return all
}
