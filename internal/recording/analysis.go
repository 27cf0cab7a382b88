package recording

import (
	"fmt"
	"io/fs"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// analysis reads analysis.yaml, and finds out where the series must lie.
func (r *reader) analysis() error {
	text, err := r.file(analysisFile, maxOtherFile)
	if err != nil {
		return err
	}
	if text == nil {
		r.wrong(analysisFile, 0, "missing; a recording is a folder, or a .zip of it, with this file in it")
		return nil
	}
	source := spec.Inline
	if _, err := fs.Stat(r.fsys, queriesFile); err == nil {
		source = spec.FromProvider
	}
	message, positions, mistakes, invalid := spec.DecodeRecording(text, source)
	read := len(mistakes) == 0
	if len(mistakes) == 0 && message.GetFormat() != Format {
		mistakes = append(mistakes, spec.Mistake{
			Field:   "format",
			Problem: fmt.Sprintf("this version reads format %d, not %d", Format, message.GetFormat()),
		})
	}
	mistakes = append(mistakes, contradiction(message.GetExpect())...)
	*r.recording = Recording{
		Spec: message.GetSpec(), Baseline: message.GetBaseline(), Canary: message.GetCanary(),
		Window: message.GetWindow(), Looks: message.GetLooks(), Expect: message.GetExpect(), Positions: positions,
	}
	if read {
		var wrong spec.Mistakes
		r.layout, wrong = newLayout(r.recording)
		mistakes = append(mistakes, wrong...)
	}
	// A request that is invalid alone can be read, and judged under another spec; but where there is something to mend, all is said.
	if len(mistakes) > 0 {
		mistakes = append(mistakes, invalid.Beside(mistakes)...)
	}
	r.adopt(mistakes.At(positions))
	return nil
}

// contradiction says that no verdict of its kind has the reason that is expected of it.
func contradiction(expect *serinv1.Expectation) spec.Mistakes {
	wrong := func(problem string) spec.Mistakes {
		return spec.Mistakes{{Field: "expect.reason", Problem: problem}}
	}
	switch reason := expect.GetReason(); {
	case reason == serinv1.ReasonCode_REASON_CODE_UNSPECIFIED, reason == serinv1.ReasonCode_REASON_CODE_OVERRIDDEN:
		return nil
	case expect.GetVerdict() == serinv1.Verdict_VERDICT_PROMOTE && reason != serinv1.ReasonCode_REASON_CODE_NOT_WORSE:
		return wrong("no canary is promoted for this; write not_worse, or leave it out, or expect a pause")
	case expect.GetVerdict() == serinv1.Verdict_VERDICT_ABORT && reason != serinv1.ReasonCode_REASON_CODE_REGRESSION:
		return wrong("no canary is aborted for this; write regression, or leave it out, or expect a pause")
	case expect.GetVerdict() == serinv1.Verdict_VERDICT_PAUSE && reason == serinv1.ReasonCode_REASON_CODE_NOT_WORSE:
		return wrong("no canary is paused for this; write why, or leave it out, or expect promote")
	default:
		return nil
	}
}

// windows returns the grids of both populations, and of their history if there is one: it ends where the canary's window
// begins.
func windows(r *Recording, step time.Duration) (map[string]grid, spec.Mistakes) {
	var mistakes spec.Mistakes
	grids := map[string]grid{}
	for _, p := range []struct {
		name    string
		message *serinv1.Population
	}{{baseline, r.Baseline}, {canary, r.Canary}} {
		path, window := p.name+".window", p.message.GetWindow()
		if window == nil {
			path, window = "window", r.Window
		}
		g, problem := newGrid(window, step)
		if problem != "" && (len(mistakes) == 0 || mistakes[0].Field != path) {
			mistakes = append(mistakes, spec.Mistake{Field: path, Problem: problem})
		}
		grids[p.name] = g
	}
	if r.Spec.GetHistory() == nil || len(mistakes) > 0 {
		return grids, mistakes
	}
	start := grids[canary].start
	if r.Spec.GetHistory().AsDuration() <= 0 {
		return grids, spec.Mistakes{{Field: "spec.history", Problem: "must be above 0, such as 1h, or left out"}}
	}
	g, problem := newGrid(&serinv1.Window{
		Start: timestamppb.New(start.Add(-r.Spec.GetHistory().AsDuration())), End: timestamppb.New(start),
	}, step)
	if problem != "" {
		mistakes = append(mistakes, spec.Mistake{Field: "spec.history", Problem: problem})
	}
	grids[baselineHistory], grids[canaryHistory] = g, g
	return grids, mistakes
}
