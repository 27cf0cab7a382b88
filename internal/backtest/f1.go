package backtest

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/stats"
)

// The bootstrap of F1: how many draws make its interval, and the seed that makes them the same each time.
const (
	draws = 1000
	seed  = 20260302
)

// A confusion counts what F1 is made of.
type confusion struct{ found, missed, falseAlarms float64 }

// f1 is the harmonic mean of precision and recall; NaN where nothing is regressed and nothing flagged.
func (c confusion) f1() float64 {
	return 2 * c.found / (2*c.found + c.missed + c.falseAlarms)
}

func (c *confusion) add(other confusion) {
	c.found += other.found
	c.missed += other.missed
	c.falseAlarms += other.falseAlarms
}

// f1Of estimates the F1 of a contender. The interval holds the middle 95 % of what comes out when as many entities as there
// are, each with all of its cases, are drawn with replacement: cases of one entity are alike, and no independent evidence.
// Draws in which F1 is not defined are left out. With one entity, or where every draw comes out the same because all was right
// or all was wrong, the draws say nothing of the interval, and there is none.
func f1Of(outcomes []Outcome, contender int) Estimate {
	var all confusion
	var entities []confusion
	index := map[[2]string]int{}
	e := Estimate{}
	for _, o := range outcomes {
		one, counts := confusionOf(o.Case.Label, o.Answers[contender].Flagged())
		if !counts {
			continue
		}
		e.N++
		all.add(one)
		key := [2]string{o.Case.Source, o.Case.Entity}
		i, known := index[key]
		if !known {
			i = len(entities)
			index[key] = i
			entities = append(entities, confusion{})
		}
		entities[i].add(one)
	}
	if all.found+all.missed == 0 {
		return e // without a regression there is nothing to find
	}
	e.Value = wire.Number(all.f1())
	if len(entities) > 1 {
		e.Lower, e.Upper = bootstrap(entities)
	}
	return e
}

func confusionOf(label collection.Label, flagged bool) (one confusion, counts bool) {
	switch {
	case label == collection.Same && flagged:
		return confusion{falseAlarms: 1}, true
	case label == collection.Same:
		return confusion{}, true
	case label == collection.Regressed && flagged:
		return confusion{found: 1}, true
	case label == collection.Regressed:
		return confusion{missed: 1}, true
	default:
		return confusion{}, false
	}
}

// bootstrap returns the percentile interval of F1 over draws of entities.
func bootstrap(entities []confusion) (lower, upper *float64) {
	random := rand.New(rand.NewPCG(seed, seed))
	values := make([]float64, 0, draws)
	for range draws {
		var sum confusion
		for range entities {
			sum.add(entities[random.IntN(len(entities))])
		}
		if v := sum.f1(); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	if len(values) == 0 || values[0] == values[len(values)-1] {
		return nil, nil
	}
	limits, err := stats.Quantiles(values, (1-confidence)/2, (1+confidence)/2)
	if err != nil {
		return nil, nil
	}
	return wire.Number(limits[0]), wire.Number(limits[1])
}
