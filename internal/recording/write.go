package recording

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"google.golang.org/protobuf/encoding/protojson"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// Write writes a recording into a folder, which it makes. What it writes reads back the same; a verdict.json or
// README.md is left alone when the recording has none. When no answer says what was asked, there is no queries.csv.
//
// The error is [Mistakes] when the recording cannot be written, because its answers are not those of its analysis.
func Write(folder string, r *Recording) error {
	files, err := r.files()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // a recording is for everybody to read
		return err
	}
	for _, file := range files {
		if file.text == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, file.name), file.text, 0o644); err != nil { //nolint:gosec // as above
			return err
		}
	}
	return nil
}

// A file of a recording, with no text when there is none.
type file struct {
	name string
	text []byte
}

func (r *Recording) files() ([]file, error) {
	w := &writer{recording: r}
	l, mistakes := newLayout(r)
	if w.adopt(mistakes); len(mistakes) > 0 {
		return nil, w.err()
	}
	w.layout = l
	analysis, err := marshalYAML(r.message())
	if err != nil {
		return nil, err
	}
	files := []file{{analysisFile, analysis}, {seriesFile, w.series()}, {queriesFile, w.queries()}, {name: verdictFile}, {name: readmeFile}}
	if r.Result != nil {
		if files[3].text, err = MarshalResult(r.Result); err != nil {
			return nil, err
		}
	}
	if r.Readme != "" {
		files[4].text = []byte(r.Readme)
	}
	return files, w.err()
}

// MarshalResult returns the text of verdict.json. The same result gives the same bytes in every build: protojson, whose
// white space does not, is indented again.
func MarshalResult(result *serinv1.Result) ([]byte, error) {
	text, err := protojson.Marshal(result)
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return nil, err
	}
	indented.WriteByte('\n')
	return indented.Bytes(), nil
}

// A writer writes one recording, and collects what cannot be written.
type writer struct {
	checker
	recording *Recording
	layout    layout
}

// series returns the text of series.csv.
func (w *writer) series() []byte {
	rows := [][]string{seriesHeader()}
	known, answered := map[seriesKey]bool{}, map[answerKey]bool{}
	for _, a := range w.recording.Answers {
		problem := w.layout.refuse(a)
		if key := (answerKey{a.Metric, a.Part, a.Population}); answered[key] {
			problem = "a second answer"
		} else {
			answered[key] = true
		}
		if problem != "" {
			w.wrong(seriesFile, 0, "%s of %s, %s: %s", a.Part, a.Metric, a.Population, problem)
			continue
		}
		g := w.layout.grid(a.Metric, a.Part, a.Population)
		for _, s := range a.Series {
			key := w.layout.keyOf(a, s)
			problem := ""
			switch query, _ := asked(key.part); {
			case query != a.Part:
				problem = fmt.Sprintf("a bucket has the label le=%q, which is no number", s.Labels[labelBound])
			case known[key]:
				problem = fmt.Sprintf("two series for %s, slice %q; only the slice label and le tell series apart", key.part, key.slice)
			case !g.holds(s.Series):
				problem = fmt.Sprintf("a series is not on the grid from %s to %s, step %v", clock(g.start), clock(g.end()), g.step)
			}
			if problem != "" {
				w.wrong(seriesFile, 0, "%s of %s, %s: %s", a.Part, a.Metric, a.Population, problem)
				continue
			}
			known[key] = true
			rows = appendRows(rows, key, s.Series)
		}
	}
	return table(rows)
}

// refuse says why an answer cannot be one of the analysis; empty if it can.
func (l layout) refuse(a Answer) (problem string) {
	m := l.metrics[a.Metric]
	switch {
	case m == nil || !isOne(a.Part, queryParts(m)) || !isOne(a.Population, []string{baseline, canary}):
		return "the spec does not ask for it"
	case len(a.Series) > 0 && a.Failure != serinv1.Cause_CAUSE_UNSPECIFIED:
		return "it failed, and has series"
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
		if !ok {
			w.wrong(queriesFile, 0, "%s of %s, %s: the failure %v is not one of a query", a.Part, a.Metric, a.Population, a.Failure)
		}
		if a.Query != "" || a.Failure != serinv1.Cause_CAUSE_UNSPECIFIED {
			rows = append(rows, []string{a.Metric, a.Part, a.Population, a.Provider, a.Query, word, a.Message})
		}
	}
	if len(rows) == 1 {
		return nil
	}
	return table(rows)
}

func table(rows [][]string) []byte {
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		panic(fmt.Sprintf("a buffer refused a write: %v", err))
	}
	return text.Bytes()
}
