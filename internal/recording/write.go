package recording

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/serin-canary/serin/internal/report"
)

// Write writes a recording into a folder, which it makes. What it writes reads back the same; a verdict.json or
// README.md is left alone when the recording has none. When no answer says what was asked, there is no queries.csv. Only a
// carriage return before a line break gets lost, as in every CSV.
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
		if err := os.WriteFile(filepath.Join(folder, file.name), file.text, 0o644); err != nil {
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
	analysis, err := YAML(r.message())
	if err != nil {
		return nil, err
	}
	files := []file{{analysisFile, analysis}, {seriesFile, w.series()}, {queriesFile, w.queries()}}
	if r.Result != nil {
		var verdict bytes.Buffer
		if err := report.JSON(&verdict, r.Result); err != nil {
			return nil, err
		}
		files = append(files, file{verdictFile, verdict.Bytes()})
	}
	if r.Readme != "" {
		files = append(files, file{readmeFile, []byte(r.Readme)})
	}
	return files, w.err()
}
