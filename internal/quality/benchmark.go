package quality

import (
	"fmt"

	"github.com/serin-canary/serin/internal/backtest"
	"github.com/serin-canary/serin/judge"
)

// A Tally counts what a rule concluded of cases.
type Tally struct {
	Cases      int
	Right      int // see [Right]
	Flagged    int
	Aborted    int
	OtherPause int // held, but not for a regression
}

// Right reports whether an answer fits the truth: a bad canary is flagged, a harmless one is not, and a suspicious one
// is paused, for whatever reason.
func Right(truth Truth, a backtest.Answer) bool {
	switch truth {
	case Bad:
		return a.Flagged()
	case Suspicious:
		return a.Verdict == judge.Pause
	default:
		return !a.Flagged()
	}
}

// add counts one answer.
func (t *Tally) add(truth Truth, a backtest.Answer) {
	t.Cases++
	if Right(truth, a) {
		t.Right++
	}
	switch {
	case a.Verdict == judge.Abort:
		t.Aborted++
		t.Flagged++
	case a.Flagged():
		t.Flagged++
	case a.Verdict == judge.Pause:
		t.OtherPause++
	}
}

// Plus returns the counts of both.
func (t Tally) Plus(u Tally) Tally {
	return Tally{t.Cases + u.Cases, t.Right + u.Right, t.Flagged + u.Flagged, t.Aborted + u.Aborted, t.OtherPause + u.OtherPause}
}

// A FamilyTally is what a rule concluded of the cases of a family.
type FamilyTally struct {
	Family Family
	Tally        // without the faint ones
	Faint  Tally // see [Case.Faint]
}

// Benchmark judges so many cases of each family.
//
// Errors: those of the rule, which would be a mistake of the generator.
func Benchmark(rule backtest.Rule, families []Family, s Setting, cases int, seed uint64) ([]FamilyTally, error) {
	type outcome struct {
		truth  Truth
		faint  bool
		answer backtest.Answer
	}
	outcomes, err := each(len(families)*cases, func(i int) (outcome, error) {
		c := Draw(families[i/cases], s, seed, i%cases)
		answer, err := rule.Judge(c.Plan, c.Observed)
		if err != nil {
			return outcome{}, fmt.Errorf("%s, case %d of %s: %w", rule.Name(), i%cases, c.Family, err)
		}
		return outcome{c.Truth, c.Faint(), answer}, nil
	})
	if err != nil {
		return nil, err
	}
	tallies := make([]FamilyTally, len(families))
	for i, o := range outcomes {
		t := &tallies[i/cases]
		t.Family = families[i/cases]
		if o.faint {
			t.Faint.add(o.truth, o.answer)
		} else {
			t.add(o.truth, o.answer)
		}
	}
	return tallies, nil
}
