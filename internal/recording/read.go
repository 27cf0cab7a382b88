package recording

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"google.golang.org/protobuf/encoding/protojson"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// The files of a recording.
const (
	analysisFile = "analysis.yaml"
	seriesFile   = "series.csv"
	queriesFile  = "queries.csv"
	verdictFile  = "verdict.json"
	readmeFile   = "README.md"
)

// The longest files that are read. Series of the largest analysis that the engine takes fit.
const (
	maxSeriesFile = 256 << 20
	maxOtherFile  = 16 << 20
)

// Read reads the recording in the root of a file system. The error is [Mistakes] when the files are there and readable,
// but wrong.
func Read(fsys fs.FS) (*Recording, error) {
	r := reader{fsys: fsys, recording: &Recording{}}
	steps := []func() error{r.analysis, r.seriesAndQueries, r.verdict, r.readme}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return r.recording, nil
}

// A reader reads one recording. Its steps return an error for what cannot be read at all, and collect the rest.
type reader struct {
	checker
	fsys      fs.FS
	recording *Recording
	layout    layout
}

// seriesAndQueries reads both tables and joins them to answers.
func (r *reader) seriesAndQueries() error {
	if len(r.mistakes) > 0 {
		return nil // what the rows mean is not known
	}
	text, err := r.file(seriesFile, maxSeriesFile)
	if err != nil {
		return err
	}
	if text == nil {
		r.wrong(seriesFile, 0, "missing; it holds what was observed, at the least the line %q", join(seriesHeader()))
		return nil
	}
	observed := r.readSeries(text)
	text, err = r.file(queriesFile, maxOtherFile)
	if err != nil {
		return err
	}
	if text == nil {
		if len(observed) == 0 && len(r.mistakes) == 0 {
			r.wrong(seriesFile, 0, "has no rows, and there is no %s that says what was asked; add what was observed", queriesFile)
		}
		r.recording.Answers = r.layout.unasked(observed)
		return nil
	}
	r.recording.Answers = r.answers(r.readQueries(text), observed)
	return nil
}

// verdict reads what was concluded. It is no input, so what a later version says in more words does no harm.
func (r *reader) verdict() error {
	text, err := r.file(verdictFile, maxOtherFile)
	if err != nil || text == nil {
		return err
	}
	result := &serinv1.Result{}
	if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(text, result); err != nil {
		r.wrong(verdictFile, 0, "is no result: %v", err)
		return nil
	}
	r.recording.Result = result
	return nil
}

func (r *reader) readme() error {
	text, err := r.file(readmeFile, maxOtherFile)
	r.recording.Readme = string(text)
	return err
}

// file returns the text of a file, nil when there is none.
func (r *reader) file(name string, most int64) ([]byte, error) {
	f, err := r.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read from
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	if int64(len(text)) > most {
		return nil, Mistakes{{File: name, Problem: fmt.Sprintf("longer than the %d MiB that are read", most>>20)}}
	}
	return text, nil
}
