package main

import (
	"fmt"
	"strings"

	"github.com/serin-canary/serin/internal/quality"
)

// settings judges the families under other laws of noise, lengths and looks of the data.
func (m *measurement) settings() (section, error) {
	n := len(quality.Families())
	summary := table{title: "Families and twins", header: summaryHeader("setting")}
	families := table{title: "Families without their twins", header: summaryHeader("setting")}
	right := table{title: "right % by family", header: []string{"setting"}, tuning: true}
	for _, f := range everyFamily() {
		first, second, _ := strings.Cut(string(f), " ")
		right.header = append(right.header, fmt.Sprintf("%.4s.%.2s", first, second))
	}
	for _, s := range everySetting() {
		tallies, err := quality.Benchmark(m.rules[0], everyFamily(), s, m.runs(500), m.seed)
		if err != nil {
			return section{}, err
		}
		summary.add(append([]cell{word("%s", s)}, summaryOf(tallies).cells()...)...)
		if s.Points == 31 && s.Metrics == 0 && s.Twist == quality.Plain {
			all := summaryOf(tallies)
			m.hold(fmt.Sprintf("families and twins, %s: harmless ones flagged, %%", s), all.alarms, all.harmless, barFalseAlarms())
		}
		families.add(append([]cell{word("%s", s)}, summaryOf(tallies[:n]).cells()...)...)
		row := []cell{word("%s", s)}
		for _, t := range tallies {
			row = append(row, word("%.0f", shareOf(t.Right, t.Cases).value))
		}
		right.add(row...)
	}
	return section{
		title: "Other noise, lengths and looks",
		text: fmt.Sprintf("The same families for serin alone, %s cases of each in every setting. Own noise is that of either population by itself; of common\n"+
			"noise the two share four fifths of the variance. The quiet deviation is the same under every law.", thousands(m.runs(500))),
		tables: []table{summary, families, right},
	}, nil
}

// everySetting returns the settings besides [benchmark].
func everySetting() (all []quality.Setting) {
	for _, law := range quality.Laws()[1:] {
		all = append(all, quality.Setting{Law: law, Points: 31})
	}
	for _, points := range []int{12, 60, 120} {
		all = append(all, quality.Setting{Law: quality.Gaussian, Points: points})
	}
	for _, metrics := range []int{1, 5} {
		all = append(all, quality.Setting{Law: quality.Gaussian, Points: 31, Metrics: metrics})
	}
	for _, twist := range quality.Twists() {
		all = append(all, quality.Setting{Law: quality.Gaussian, Points: 31, Twist: twist})
	}
	return append(all, quality.Setting{Twist: quality.Any})
}
