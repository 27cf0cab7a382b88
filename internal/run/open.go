package run

import (
	"fmt"
	"slices"
	"strings"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// stillOpen returns the names of the metrics that keep a canary from being promoted before the end: what is worse, had no data, or
// looks worse without being certain. With many metrics there is always one that is merely not certain, and no reason to wait.
func stillOpen(s *serinv1.Spec, result *serinv1.Result) (names []string) {
	for _, f := range result.GetFindings() {
		if isHeard(s, f) && !looksWell(f) {
			names = append(names, f.GetMetric())
		}
	}
	return names
}

// looksWell reports whether a metric is shown not to be worse, or is estimated to be better than its pause margin in all that was
// compared of it.
func looksWell(f *serinv1.Finding) bool {
	switch {
	case f.GetClass() == serinv1.Class_CLASS_PASS:
		return true
	case f.GetClass() != serinv1.Class_CLASS_INCONCLUSIVE:
		return false
	case len(f.GetSlices()) > 0:
		return !slices.ContainsFunc(f.Slices, func(slice *serinv1.Finding) bool { return !looksWell(slice) })
	default:
		return len(f.GetEvidence()) > 0 && !slices.ContainsFunc(f.Evidence, mayBeWorse)
	}
}

// mayBeWorse reports whether an estimate is at the pause margin, or beyond it, or not known.
func mayBeWorse(e *serinv1.Evidence) bool {
	return e.Harm == nil || e.PauseMargin == nil || e.GetHarm() >= e.GetPauseMargin()
}

// some is a list of names for a sentence, which ends after three of them.
func some(names []string) string {
	const enough = 3
	if more := len(names) - enough; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:enough], ", "), more)
	}
	return strings.Join(names, ", ")
}
