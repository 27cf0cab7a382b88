package wire

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/spec"
	"github.com/serin-canary/serin/judge"
)

// windows are those of a plan: what is judged of each population, without its warm-up, and the history; zero without one.
type windows struct{ baseline, canary, history judge.Window }

// windowsOf returns the windows of a request. That of a population is its own, else the request's, else the spec's up to the
// last full step before now. The history ends where the canary's window begins; then the warm-up is cut off either window.
func windowsOf(r *serinv1.AnalyzeRequest, s *serinv1.Spec, now time.Time) windows {
	end := now.Truncate(s.Step.AsDuration()).UTC()
	common := judge.Window{Start: end.Add(-s.Window.AsDuration()), End: end}
	if r.Window != nil {
		common = toWindow(r.Window)
	}
	w := windows{baseline: common, canary: common}
	if own := r.GetBaseline().GetWindow(); own != nil {
		w.baseline = toWindow(own)
	}
	if own := r.GetCanary().GetWindow(); own != nil {
		w.canary = toWindow(own)
	}
	if length := spec.History(s); length > 0 {
		w.history = judge.Window{Start: w.canary.Start.Add(-length), End: w.canary.Start}
	}
	w.baseline.Start = w.baseline.Start.Add(spec.WarmUp(s))
	w.canary.Start = w.canary.Start.Add(spec.WarmUp(s))
	return w
}

// CanaryWindow returns what a request would judge of the canary, without the warm-up. Its spec is valid.
func CanaryWindow(r *serinv1.AnalyzeRequest, now time.Time) judge.Window {
	return windowsOf(r, WithDefaults(r.Spec), now).canary
}

func toWindow(w *serinv1.Window) judge.Window {
	return judge.Window{Start: w.Start.AsTime(), End: w.End.AsTime()}
}

func fromWindow(w judge.Window) *serinv1.Window {
	return &serinv1.Window{Start: timestamppb.New(w.Start), End: timestamppb.New(w.End)}
}
