package collection

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/serin-canary/serin/internal/recording"
	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/internal/wire"
	"github.com/serin-canary/serin/judge"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// analysisFile makes a folder a recording.
const analysisFile = "analysis.yaml"

// recordings reads every recording in the folder. What else is in it is left alone.
func (r *reader) recordings() Collection {
	entries, err := fs.ReadDir(r.fsys, ".")
	r.adopt(".", err)
	var all []Case
	for _, e := range entries {
		name := e.Name()
		if path.Ext(name) != ".zip" && !r.has(path.Join(name, analysisFile)) {
			continue
		}
		if _, err := fs.Stat(r.fsys, name); err != nil {
			r.adopt(name, err) // a link that leads out of the folder
			continue
		}
		c, err := openRecording(filepath.Join(r.dir, name))
		r.adopt(name, err)
		all = append(all, c)
	}
	return collect(all)
}

// openRecording reads the recording at a path as a case. Its mistakes name its files as they lie in the collection.
func openRecording(name string) (Case, error) {
	id := filepath.Base(filepath.Clean(name))
	rec, err := recording.Open(name)
	if mistakes := recording.Mistakes(nil); errors.As(err, &mistakes) {
		for i := range mistakes {
			mistakes[i].File = path.Join(id, path.Base(mistakes[i].File))
		}
		return Case{}, mistakes
	}
	if err != nil {
		return Case{}, err
	}
	c := Case{
		ID: strings.TrimSuffix(id, ".zip"), Label: labelled(rec.Expect), Deployment: len(rec.Spec.GetMetrics()) > 1,
		Source: "recording", Entity: rec.Spec.GetName(), Design: "concurrent", recording: rec,
	}
	c, err = c.underRecorded(rec.Spec)
	if mistakes := spec.Mistakes(nil); errors.As(err, &mistakes) {
		return Case{}, analysisMistakes(id, mistakes.At(rec.Positions))
	}
	if err != nil {
		return Case{}, err
	}
	if !c.concurrent() {
		c.Design = "before-after"
	}
	points := func(w judge.Window) int { return series.Steps(w.Start, w.End, c.Plan.Step) }
	c.Size = SizeOf(min(points(c.Plan.Baseline), points(c.Plan.Canary)))
	kinds := make([]string, len(c.Plan.Metrics))
	for i, m := range c.Plan.Metrics {
		kinds[i] = kindOf(m, rec.Spec.Metrics[i])
	}
	c.Kind = common(kinds)
	return c, nil
}

// analysisMistakes are those of the analysis of a recording.
func analysisMistakes(id string, mistakes spec.Mistakes) recording.Mistakes {
	var located recording.Mistakes
	for _, m := range mistakes {
		problem := m.Problem
		if m.Field != "" {
			problem = m.Field + ": " + problem
		}
		located = append(located, recording.Mistake{File: path.Join(id, analysisFile), Line: m.Line, Column: m.Column, Problem: problem})
	}
	return located
}

// concurrent reports whether both populations were observed at the same time.
func (c Case) concurrent() bool {
	b, k := c.Plan.Baseline, c.Plan.Canary
	return b.Start.Equal(k.Start) && b.End.Equal(k.End)
}

// labelled reads what a person expects of a recording.
func labelled(expect *serinv1.Expectation) Label {
	switch expect.GetVerdict() {
	case serinv1.Verdict_VERDICT_PROMOTE:
		return Same
	case serinv1.Verdict_VERDICT_ABORT:
		return Regressed
	case serinv1.Verdict_VERDICT_PAUSE:
		if expect.GetReason() == serinv1.ReasonCode_REASON_CODE_REGRESSION {
			return Regressed
		}
		return Other
	default:
		return Unlabelled
	}
}

// kindOf returns what a person calls a metric: its preset, or its kind.
func kindOf(m judge.Metric, message *serinv1.Metric) string {
	if preset := message.GetPreset(); preset != serinv1.Preset_PRESET_UNSPECIFIED {
		return strings.ToLower(strings.TrimPrefix(preset.String(), "PRESET_"))
	}
	return m.Kind.String()
}

// underRecorded judges a recording under a spec in place of its own. Errors: [spec.Mistakes].
func (c Case) underRecorded(s *serinv1.Spec) (Case, error) {
	request := c.recording.Request()
	request.Spec = s
	plan, observed, err := wire.Observe(request, c.recording.Answers)
	c.Plan, c.Observed = plan, observed
	return c, err
}
