package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/serin-canary/serin/internal/quality"
	"github.com/serin-canary/serin/judge"
)

// why says which aspects serin found worse in the cases of each family, and how they ended.
func (m *measurement) why() (section, error) {
	t := table{header: []string{"family", "verdicts", "aspects found worse"}, tuning: true}
	for _, f := range everyFamily() {
		verdicts, aspects := map[string]int{}, map[string]int{}
		n := m.runs(2000)
		for i := range n {
			c := quality.Draw(f, benchmark(), m.seed, i)
			result, err := judge.Decide(c.Plan, c.Observed)
			if err != nil {
				return section{}, err
			}
			verdicts[result.Verdict.String()+" "+result.Reasons[0].Code.String()]++
			for aspect := range worse(result) {
				aspects[aspect.String()]++
			}
		}
		t.add(word("%s", f), shares(verdicts, n), shares(aspects, n))
	}
	return section{title: "Why", tables: []table{t}}, nil
}

// worse returns the aspects in which any metric was found worse.
func worse(r judge.Result) map[judge.Aspect]bool {
	found := map[judge.Aspect]bool{}
	for _, f := range r.Findings {
		for _, e := range f.Evidence {
			if e.PAdjusted <= r.Alpha.Pause && e.Harm >= e.PauseMargin {
				found[e.Aspect] = true
			}
		}
	}
	return found
}

func shares(counts map[string]int, n int) cell {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, fmt.Sprintf("%s %.1f", name, shareOf(counts[name], n).value))
	}
	return word("%s", strings.Join(all, ", "))
}
