package backtest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/serin-canary/serin/internal/collection"
	"github.com/serin-canary/serin/internal/engine"
	"github.com/serin-canary/serin/stats"
)

// A dimension is something that cases differ in.
type dimension struct {
	name  string
	of    func(collection.Case) string // empty: the case has no part in it
	order []string                     // of its values; those that are not here come behind, sorted
}

// dimensions returns what cases are grouped by.
func dimensions() []dimension {
	return []dimension{
		{name: "case", of: shape, order: []string{"pair", "deployment"}},
		{name: "source", of: func(c collection.Case) string { return c.Source }},
		{name: "kind", of: func(c collection.Case) string { return c.Kind }},
		{
			name: "size", of: func(c collection.Case) string { return c.Size },
			order: []string{collection.Tiny, collection.Small, collection.Medium, collection.Large},
		},
		{name: "design", of: func(c collection.Case) string { return c.Design }},
		{name: "autocorrelation", of: autocorrelation, order: append(autocorrelations(), notKnown)},
		{name: "affected", of: affected, order: []string{affectedFew, affectedSome, affectedMost}},
	}
}

func shape(c collection.Case) string {
	if c.Deployment {
		return "deployment"
	}
	return "pair"
}

// The parts of a canary's traffic that a fault met, where that is known.
const (
	affectedFew  = "up to 10 %"
	affectedSome = "up to 50 %"
	affectedMost = "up to 100 %"
)

func affected(c collection.Case) string {
	switch f := c.AffectedFraction; {
	case f == nil:
		return ""
	case *f <= 0.1:
		return affectedFew
	case *f <= 0.5:
		return affectedSome
	default:
		return affectedMost
	}
}

// notKnown is the class of series that are too short, or constant.
const notKnown = "not known"

// autocorrelations returns the classes of autocorrelation, ascending.
func autocorrelations() []string {
	return []string{"< 0.2", "0.2 to 0.5", "0.5 to 0.8", "0.8 to 0.95", "> 0.95"}
}

// autocorrelation returns the class of a case: of how far each value follows the one before it, pooled over baseline and
// canary; of several metrics and slices the median.
func autocorrelation(c collection.Case) string {
	var all []float64
	for i, m := range c.Plan.Metrics {
		for _, p := range engine.PairsOf(c.Plan, m, c.Observed[i]) {
			if rho, err := stats.PooledAutocorrelation1(p.Baseline.Values, p.Canary.Values); err == nil {
				all = append(all, rho)
			}
		}
	}
	rho, err := stats.Median(all)
	if err != nil {
		return notKnown
	}
	classes := autocorrelations()
	for i, upper := range []float64{0.2, 0.5, 0.8, 0.95} {
		if rho < upper {
			return classes[i]
		}
	}
	return classes[len(classes)-1]
}

// A Group is all cases that are alike in something, as every contender judged them.
type Group struct {
	By      string  `json:"by"` // what they are alike in; "all" for all cases
	Name    string  `json:"name"`
	Tallies []Tally `json:"rules"` // one per contender
}

// groups tallies all outcomes, and those of every group.
func groups(names []string, outcomes []Outcome) []Group {
	all := []Group{newGroup("all", "", names, outcomes)}
	for _, d := range dimensions() {
		members := map[string][]Outcome{}
		for _, o := range outcomes {
			if name := d.of(o.Case); name != "" {
				members[name] = append(members[name], o)
			}
		}
		var present []string
		for name := range members {
			present = append(present, name)
		}
		slices.SortFunc(present, d.compare)
		for _, name := range present {
			all = append(all, newGroup(d.name, name, names, members[name]))
		}
	}
	return all
}

// compare orders the values of the dimension.
func (d dimension) compare(a, b string) int {
	rank := func(name string) int {
		if i := slices.Index(d.order, name); i >= 0 {
			return i
		}
		return len(d.order)
	}
	return cmp.Or(rank(a)-rank(b), strings.Compare(a, b))
}

func newGroup(by, name string, names []string, outcomes []Outcome) Group {
	g := Group{By: by, Name: name}
	for i, rule := range names {
		g.Tallies = append(g.Tallies, tally(rule, outcomes, i))
	}
	return g
}
