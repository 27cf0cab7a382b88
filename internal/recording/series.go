package recording

import (
	"fmt"
	"strings"
	"time"

	"github.com/serin-canary/serin/series"
)

// maxPoints is how many values are read, gaps included: what an analysis of hundreds of metrics over days needs, in
// memory that every machine has.
const maxPoints = 1 << 24

func seriesHeader() []string {
	return []string{"metric", "part", "population", "slice", "time", "value"}
}

// A seriesKey names one series of series.csv.
type seriesKey struct {
	metric, part, population, slice string
}

// A track is one series while it is read.
type track struct {
	seriesKey
	series.Series
	query answerKey // the query it answers
	bound string    // of a bucket
	grid  grid
	line  int // of its first row
	last  int // line of its last row
	next  int // first index that may come
}

// readSeries returns the series of series.csv, in the order in which they begin.
func (r *reader) readSeries(text []byte) []*track {
	var tracks []*track
	known := map[seriesKey]*track{} // nil for one that cannot be
	points := 0
	var current *track
	r.rows(seriesFile, text, seriesHeader(), func(line int, fields []string) {
		key := seriesKey{fields[0], fields[1], fields[2], fields[3]}
		if current == nil || current.seriesKey != key {
			t, ok := known[key]
			if !ok {
				t = r.newTrack(key, line, &points)
				known[key] = t
				if t != nil {
					tracks = append(tracks, t)
				}
			}
			current = t
		}
		if current != nil {
			if problem := current.put(line, fields[4], fields[5]); problem != "" {
				r.wrong(seriesFile, line, "%s", problem)
			}
		}
	})
	return tracks
}

// newTrack begins a series, or returns nil and collects what is wrong with its name.
func (r *reader) newTrack(key seriesKey, line int, points *int) *track {
	m := r.layout.metrics[key.metric]
	query, bound := asked(key.part)
	problem := r.layout.population(key.population)
	switch {
	case m == nil:
		problem = fmt.Sprintf("no metric %q in %s, which has %s", key.metric, analysisFile, r.layout.listed())
	case !isOne(query, queryParts(m)):
		problem = fmt.Sprintf("no part %q of %s; its parts are %s", key.part, key.metric, strings.Join(seriesParts(m), " and "))
	case problem != "":
	case key.slice != "" && r.layout.sliceLabel == "":
		problem = fmt.Sprintf("slice %q, but the spec has no slices; add slices: {label: …} there, or leave it out", key.slice)
	}
	if problem != "" {
		r.wrong(seriesFile, line, "%s", problem)
		return nil
	}
	g := r.layout.grid(key.metric, query, key.population)
	if *points += g.steps; *points > maxPoints {
		if *points-g.steps <= maxPoints {
			r.wrong(seriesFile, line, "from this series on there are more than %d values, gaps included, and no more are read",
				maxPoints)
		}
		return nil
	}
	return &track{
		seriesKey: key, Series: g.empty(), grid: g, line: line,
		query: answerKey{key.metric, query, key.population}, bound: bound,
	}
}

// put sets the value at a time, or says why it cannot.
func (t *track) put(line int, at, value string) (problem string) {
	when, err := time.Parse(time.RFC3339, at)
	if err != nil || !strings.HasSuffix(at, "Z") {
		return fmt.Sprintf("time %q; write it in UTC, such as %s", at, clock(t.grid.end()))
	}
	i, problem := t.grid.index(when)
	if problem != "" {
		return problem
	}
	v, ok := number(value)
	switch {
	case !ok:
		return fmt.Sprintf("value %q is no number; for a gap leave the row out, or write NaN", value)
	case i < t.next-1:
		return fmt.Sprintf("%s comes after a later time of the same series, in line %d; sort its rows by time", at, t.last)
	case i == t.next-1:
		return fmt.Sprintf("a second value at %s of the same series, after that in line %d; leave one out", at, t.last)
	}
	t.Values[i] = v
	t.next, t.last = i+1, line
	return ""
}

// listed returns the names of the metrics to be shown to a person.
func (l layout) listed() string {
	const most = 10
	names := l.names()
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

func isOne(text string, of []string) bool {
	for _, one := range of {
		if text == one {
			return true
		}
	}
	return false
}
