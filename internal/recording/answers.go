package recording

import (
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// answers joins queries and series. Series that no query asked for are mistakes, and so are those of a failed query.
func (r *reader) answers(rows []row, tracks []*track) []Answer {
	byQuery := grouped(tracks)
	all := make([]Answer, len(rows))
	for i, row := range rows {
		all[i] = row.Answer
		key := answerKey{row.Metric, row.Part, row.Population}
		if answering := byQuery[key]; len(answering) > 0 && row.Failure != serinv1.Cause_CAUSE_UNSPECIFIED {
			r.wrong(queriesFile, row.line, "a failed query has no series, but line %d of %s is one of them",
				answering[0].line, seriesFile)
		}
		all[i].Series = r.layout.labelled(byQuery[key])
		delete(byQuery, key)
	}
	for _, t := range tracks {
		if _, left := byQuery[t.query]; left {
			r.wrong(seriesFile, t.line, "no query for %s of %s, %s in %s; add its row there",
				t.query.part, t.metric, t.population, queriesFile)
			delete(byQuery, t.query)
		}
	}
	return all
}

// unasked returns the answers of a recording without queries: one for every part of every metric. An exposure that is
// neither asked for nor given is left out, for then the population states it, and so is a history that did not come.
func (l layout) unasked(tracks []*track) []Answer {
	byQuery := grouped(tracks)
	var all []Answer
	for _, m := range l.spec.GetMetrics() {
		for _, part := range queryParts(m) {
			for _, population := range l.populations() {
				answering := byQuery[answerKey{m.GetName(), part, population}]
				stated := part == partExposure && m.GetCount().GetExposure() == ""
				if before := isHistory(population); len(answering) == 0 && (stated || before) {
					continue
				}
				all = append(all, Answer{
					Metric: m.GetName(), Part: part, Population: population, Series: l.labelled(answering),
				})
			}
		}
	}
	return all
}

// grouped returns the series by the query they answer.
func grouped(tracks []*track) map[answerKey][]*track {
	byQuery := map[answerKey][]*track{}
	for _, t := range tracks {
		byQuery[t.query] = append(byQuery[t.query], t)
	}
	return byQuery
}

// labelled returns series with the labels that a provider would have given them.
func (l layout) labelled(tracks []*track) []series.Labelled {
	var all []series.Labelled
	for _, t := range tracks {
		labels := map[string]string{}
		if t.slice != "" {
			labels[l.sliceLabel] = t.slice
		}
		if t.bound != "" {
			labels[labelBound] = t.bound
		}
		all = append(all, series.Labelled{Labels: labels, Series: t.Series})
	}
	return all
}
