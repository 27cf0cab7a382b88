package recording

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// A writer writes one recording, and collects what cannot be written.
type writer struct {
	checker
	recording *Recording
	layout    layout
}

// refused collects why an answer cannot be written.
func (w *writer) refused(file string, a Answer, problem string, args ...any) {
	w.wrong(file, 0, "%s of %s, %s: %s", a.Part, a.Metric, a.Population, fmt.Sprintf(problem, args...))
}

// series returns the text of series.csv.
func (w *writer) series() []byte {
	rows := [][]string{seriesHeader()}
	answered, known := map[answerKey]bool{}, map[seriesKey]bool{}
	for _, a := range w.recording.Answers {
		key := answerKey{a.Metric, a.Part, a.Population}
		if problem := w.layout.refuse(a, answered[key]); problem != "" {
			w.refused(seriesFile, a, "%s", problem)
			continue
		}
		answered[key] = true
		for _, s := range a.Series {
			key := w.layout.keyOf(a, s)
			if problem := w.layout.refuseSeries(a, s, known[key]); problem != "" {
				w.refused(seriesFile, a, "%s", problem)
				continue
			}
			known[key] = true
			rows = appendRows(rows, key, s.Series)
		}
	}
	return table(rows)
}

// refuse says why an answer cannot be one of the analysis; empty if it can.
func (l layout) refuse(a Answer, answered bool) (problem string) {
	m := l.metrics[a.Metric]
	switch {
	case m == nil || !isOne(a.Part, queryParts(m)) || l.population(a.Population) != "":
		return "the spec does not ask for it"
	case len(a.Series) > 0 && a.Failure != serinv1.Cause_CAUSE_UNSPECIFIED:
		return "it failed, and has series"
	case answered:
		return "a second answer"
	default:
		return ""
	}
}

// refuseSeries says why a series cannot be one of an answer; empty if it can.
func (l layout) refuseSeries(a Answer, s series.Labelled, known bool) (problem string) {
	key, g := l.keyOf(a, s), l.grid(a.Metric, a.Part, a.Population)
	switch query, _ := asked(key.part); {
	case query != a.Part:
		return fmt.Sprintf("a bucket has the label le=%q, which is no number", s.Labels[labelBound])
	case known:
		return fmt.Sprintf("two series for %s, slice %q; only the slice label and le tell series apart", key.part, key.slice)
	case !g.holds(s.Series):
		return fmt.Sprintf("a series is not on the grid from %s to %s, step %v", clock(g.start), clock(g.end()), g.step)
	default:
		return ""
	}
}

// keyOf returns the name of a series in series.csv.
func (l layout) keyOf(a Answer, s series.Labelled) seriesKey {
	key := seriesKey{a.Metric, a.Part, a.Population, ""}
	if l.sliceLabel != "" {
		key.slice = s.Labels[l.sliceLabel]
	}
	if a.Part == partBuckets {
		key.part = bucketPrefix + s.Labels[labelBound]
	}
	return key
}

// appendRows appends one row per value. A series of nothing but gaps gets one row, so that it is not forgotten.
func appendRows(rows [][]string, key seriesKey, s series.Series) [][]string {
	row := func(i int, value string) []string {
		return []string{key.metric, key.part, key.population, key.slice, clock(s.Time(i)), value}
	}
	before := len(rows)
	for i, v := range s.Values {
		if !math.IsNaN(v) {
			rows = append(rows, row(i, format(v)))
		}
	}
	if len(rows) == before {
		rows = append(rows, row(0, "NaN"))
	}
	return rows
}

// queries returns the text of queries.csv, nil when nothing was asked.
func (w *writer) queries() []byte {
	rows := [][]string{queriesHeader()}
	for _, a := range w.recording.Answers {
		word, ok := failureWord(a.Failure)
		switch {
		case !ok:
			w.refused(queriesFile, a, "the failure %v is not one of a query", a.Failure)
		case w.asks() && (a.Query == "" || a.Provider == ""):
			w.refused(queriesFile, a, "no query or no provider, while others have one")
		case word == "" && a.Message != "":
			w.refused(queriesFile, a, "a message without a failure")
		}
		rows = append(rows, []string{a.Metric, a.Part, a.Population, a.Provider, a.Query, word, a.Message})
	}
	if !w.asks() {
		return nil
	}
	return table(rows)
}

// asks says whether anything was asked; else the series came with the request.
func (w *writer) asks() bool {
	return slices.ContainsFunc(w.recording.Answers, func(a Answer) bool {
		return a.Query != "" || a.Failure != serinv1.Cause_CAUSE_UNSPECIFIED
	})
}

func table(rows [][]string) []byte {
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		panic(fmt.Sprintf("a buffer refused a write: %v", err))
	}
	return text.Bytes()
}
