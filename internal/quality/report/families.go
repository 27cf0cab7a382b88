package main

import (
	"fmt"
	"math"

	"github.com/serin-canary/serin/internal/quality"
)

// everyFamily returns the families, then the twins.
func everyFamily() []quality.Family { return append(quality.Families(), quality.Twins()...) }

// benchmark is the setting in which families are compared elsewhere.
func benchmark() quality.Setting { return quality.Setting{Law: quality.Gaussian, Points: 31} }

// families judges every family under Gaussian noise at 31 points.
func (m *measurement) families() (section, error) {
	per := table{title: "By family", header: []string{
		"family", "truth", "n", "right %", "flagged %", "ABORT %", "other PAUSE %", "faint ones right %", "faint n",
	}}
	others := table{title: "By family and rule, right %", long: true, header: []string{"family"}}
	summary := table{title: "All families equally often", header: summaryHeader("rule", "of")}
	for i, rule := range m.rules {
		tallies, err := quality.Benchmark(rule, everyFamily(), benchmark(), m.runs(2000), m.seed)
		if err != nil {
			return section{}, err
		}
		n := len(quality.Families())
		for k, of := range []string{"families", "twins", "all"} {
			part := [][]quality.FamilyTally{tallies[:n], tallies[n:], tallies}[k]
			summary.add(append([]cell{word("%s", rule.Name()), word("%s", of)}, summaryOf(part).cells()...)...)
		}
		others.header = append(others.header, rule.Name())
		for k, t := range tallies {
			if i > 0 {
				others.rows[k] = append(others.rows[k], percent(t.Right, t.Cases))
				continue
			}
			others.add(word("%s", t.Family), percent(t.Right, t.Cases))
			per.add(word("%s", t.Family), word("%v", t.Family.Truth()), count(t.Cases), percent(t.Right, t.Cases), percent(t.Flagged, t.Cases),
				percent(t.Aborted, t.Cases), percent(t.OtherPause, t.Cases), percent(t.Faint.Right, t.Faint.Cases), count(t.Faint.Cases))
		}
		if i == 0 {
			m.holdFamilies(summaryOf(tallies[:n]), summaryOf(tallies))
			worst := tallies[0]
			for _, t := range tallies {
				if t.Right*worst.Cases < worst.Right*t.Cases {
					worst = t
				}
			}
			m.hold(fmt.Sprintf("families, the least of them (%s): right, %%", worst.Family), shareOf(worst.Right, worst.Cases), worst.Cases, atLeast(90))
		}
	}
	s := section{
		title: "Families of regressions, and their twins",
		text: "Simulated cases of 1 to 5 metrics (half of them of 1), levels from 0.001 to 10⁹, quiet deviations of 0.5 to 10 % of the level, 31 points a\n" +
			"side, Gaussian noise. Where there are several metrics one carries what the family is about, but for joint shifts, and the others stand\n" +
			"within 2 %. Right is to flag a bad canary, not to flag a harmless one, and to hold a suspicious one for whatever reason. Effects\n" +
			"that nobody can ask for are told apart as faint: joint shifts below 2.5 % in each metric, subtle ones below 1.5 deviations or 3 %.",
		tables: []table{summary, per},
	}
	if len(m.rules) > 1 {
		s.tables = append(s.tables, others)
	}
	return s, nil
}

func (m *measurement) holdFamilies(families, all familySummary) {
	m.hold("families, Gaussian, 31 points: right, %", families.accuracy, families.n, atLeast(97))
	m.hold("families, Gaussian, 31 points: harmless ones flagged, %", families.alarms, families.harmless, atMost(2))
	m.hold("families and twins: harmless ones flagged, %", all.alarms, all.harmless, atMost(2))
	m.hold("families and twins: harmless ones aborted, %", all.aborts, all.harmless, barAborts())
	m.hold("families and twins: held for another reason, %", all.otherPause, all.n, atMost(10))
}

// A familySummary is what a rule concluded of several families, each as often as the others.
type familySummary struct {
	n, harmless                              int
	accuracy, withFaint                      estimate // mean of the families'
	alarms, aborts, recall, held, otherPause estimate
}

func summaryOf(tallies []quality.FamilyTally) (s familySummary) {
	var all, harmless, bad, suspicious quality.Tally
	var clear, every []quality.Tally
	for _, t := range tallies {
		all = all.Plus(t.Tally)
		clear, every = append(clear, t.Tally), append(every, t.Plus(t.Faint))
		switch t.Family.Truth() {
		case quality.Harmless:
			harmless = harmless.Plus(t.Tally)
		case quality.Bad:
			bad = bad.Plus(t.Tally)
		default:
			suspicious = suspicious.Plus(t.Tally)
		}
	}
	return familySummary{
		n: all.Cases, harmless: harmless.Cases,
		accuracy: meanRight(clear), withFaint: meanRight(every),
		alarms: shareOf(harmless.Flagged, harmless.Cases), aborts: shareOf(harmless.Aborted, harmless.Cases),
		recall: shareOf(bad.Flagged, bad.Cases), held: shareOf(suspicious.Right, suspicious.Cases),
		otherPause: shareOf(all.OtherPause, all.Cases),
	}
}

// meanRight returns the mean share of right answers, in percent. Its interval is normal, with the variance of each
// family's share taken as if there were one more right and one more wrong.
func meanRight(tallies []quality.Tally) (e estimate) {
	variance := 0.0
	k := float64(len(tallies))
	for _, t := range tallies {
		n := float64(t.Cases)
		p := (float64(t.Right) + 1) / (n + 2)
		e.value += 100 * float64(t.Right) / n / k
		variance += p * (1 - p) / n / (k * k)
	}
	half := 100 * 1.96 * math.Sqrt(variance)
	e.lower, e.upper = max(0, e.value-half), min(100, e.value+half)
	return e
}

func summaryHeader(first ...string) []string {
	return append(first, "n", "right %", "with faint ones %", "harmless flagged %", "harmless aborted %", "bad flagged %", "suspicious held %", "other PAUSE %")
}

func (s familySummary) cells() []cell {
	return []cell{
		count(s.n), s.accuracy.percent(), s.withFaint.percent(), s.alarms.percent(), s.aborts.percent(), s.recall.percent(), s.held.percent(),
		s.otherPause.percent(),
	}
}
