package recording

import (
	"fmt"
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
	var message serinv1.Recording
	positions, mistakes := spec.Decode(text, &message)
	if len(mistakes) == 0 && message.GetFormat() != Format {
		mistakes = append(mistakes, spec.Mistake{
			Field:   "format",
			Problem: fmt.Sprintf("this version reads format %d, not %d", Format, message.GetFormat()),
		})
	}
	*r.recording = Recording{
		Spec: message.GetSpec(), Baseline: message.GetBaseline(), Canary: message.GetCanary(),
		Window: message.GetWindow(), Looks: message.GetLooks(), Expect: message.GetExpect(), Positions: positions,
	}
	if len(mistakes) == 0 {
		r.layout, mistakes = newLayout(r.recording)
	}
	r.adopt(mistakes.At(positions))
	return nil
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
