package main

import (
	"fmt"

	"github.com/serin-canary/serin/internal/quality"
	"github.com/serin-canary/serin/judge"
)

// aa looks several times at canaries that are as good as their baselines.
func (m *measurement) aa() (section, error) {
	t := table{header: []string{"rule", "metrics", "looks", "autocorrelation", "n", "flagged %", "aborted %", "other PAUSE at the end %"}}
	for i, rule := range m.rules {
		runs := m.runs(2000)
		if i > 0 {
			runs = m.runs(200)
		}
		for _, l := range []quality.Looks{
			{Metrics: 47, Steps: []int{20, 40, 60}},
			{Metrics: 47, Steps: []int{20, 40, 60}, Open: true},
			{Metrics: 1},
			{Metrics: 1, Open: true},
		} {
			if l.Open && i > 0 {
				continue // only serin knows the difference
			}
			looks := "3, at 20, 40, 60 points"
			if l.Steps == nil {
				looks = "60, at every point"
			}
			if l.Open {
				looks += ", open"
			}
			for _, rho := range []float64{0, 0.3, 0.6, 0.9} {
				a, err := quality.AA(rule, l, rho, runs, m.seed)
				if err != nil {
					return section{}, err
				}
				t.add(word("%s", rule.Name()), count(l.Metrics), word("%s", looks), word("%g", rho), count(a.Flagged.Of),
					sharePercent(a.Flagged), sharePercent(a.Aborted), sharePercent(a.Held))
				if i == 0 {
					flags, aborts := barFalseAlarms(), barAborts()
					if rho > 0.6 {
						flags, aborts = atMost(10), atMost(3)
					}
					what := fmt.Sprintf("no change, autocorrelation %g, metrics: %d, looks: %s; ", rho, l.Metrics, looks)
					m.hold(what+"flagged, %", shareIn(a.Flagged), a.Flagged.Of, flags)
					m.hold(what+"aborted, %", shareIn(a.Aborted), a.Aborted.Of, aborts)
				}
			}
		}
	}
	return section{
		title: "No change, looked at several times",
		text: "Gaussian values of deviation 5 at a level of 100, which follow their predecessors with the autocorrelation named, in either population by\n" +
			"itself. The share of canaries that any look flags, or aborts. Looks are planned, so that serin knows how many there will be; or their\n" +
			"number is open, and it does not.",
		tables: []table{t},
	}, nil
}

// small judges canaries of one part in twenty by their errors.
func (m *measurement) small() (section, error) {
	t := table{header: []string{"rule", "margins", "canary's errors", "direction", "n", "flagged %", "aborted %", "other PAUSE %"}}
	for i, rule := range m.rules {
		for _, margins := range []struct {
			preset judge.Preset
			name   string
		}{{judge.NoPreset, "ratio"}, {judge.Errors, "errors"}} {
			for _, scene := range []struct {
				direction judge.Direction
				times     float64
				bar       bar
				what      string
			}{
				{judge.HigherIsWorse, 3, atLeast(95), "tripled errors flagged, %"},
				{judge.HigherIsWorse, 1, barFalseAlarms(), "equal rates flagged, higher_is_worse, %"},
				{judge.LowerIsWorse, 1, barFalseAlarms(), "equal rates flagged, lower_is_worse, %"},
			} {
				a, err := quality.Small(rule, scene.direction, margins.preset, scene.times, m.runs(4000), m.seed)
				if err != nil {
					return section{}, err
				}
				t.add(word("%s", rule.Name()), word("%s", margins.name), word("× %g", scene.times), word("%v", scene.direction),
					count(a.Flagged.Of), sharePercent(a.Flagged), sharePercent(a.Aborted), sharePercent(a.Held))
				if i > 0 {
					continue
				}
				what := "small canary, margins of " + margins.name + ": "
				m.hold(what+scene.what, shareIn(a.Flagged), a.Flagged.Of, scene.bar)
				if scene.times == 1 {
					m.hold(fmt.Sprintf("%sequal rates aborted, %v, %%", what, scene.direction), shareIn(a.Aborted), a.Aborted.Of, barAborts())
				}
			}
		}
	}
	restarts, err := m.restarts()
	if err != nil {
		return section{}, err
	}
	t.title = "One part in twenty"
	return section{
		title: "Small canaries, and counters",
		text: "One look at 30 minutes of a canary with 20 requests a minute beside a baseline with 380, of which 1 % fail; 600 requests of the canary in\n" +
			"all. The rules besides serin see errors per minute.",
		tables: []table{t, restarts},
	}, nil
}

// restarts judges raw counters that fall back to zero.
func (m *measurement) restarts() (table, error) {
	t := table{
		title:  "Raw counters that restart",
		text:   "Errors among 400 requests a minute of either population, 2 % of the baseline's; up to three restarts on either side in half an hour.",
		header: []string{"rule", "canary's errors", "n", "flagged %", "aborted %", "other PAUSE %"},
	}
	for _, times := range []float64{1, 1.5, 2} {
		a, err := quality.Restarts(m.rules[0], times, m.runs(2000), m.seed)
		if err != nil {
			return t, err
		}
		t.add(word("%s", m.rules[0].Name()), word("× %g", times), count(a.Flagged.Of), sharePercent(a.Flagged), sharePercent(a.Aborted), sharePercent(a.Held))
	}
	return t, nil
}
