package run

import (
	"slices"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"

	"github.com/serin-canary/serin/internal/wire"
)

// judgedInFull reports whether there is a metric that may say something, and each of those had data and its provider's answer.
func judgedInFull(s *serinv1.Spec, result *serinv1.Result) bool {
	heard := 0
	for _, f := range result.GetFindings() {
		if !isHeard(s, f) {
			continue
		}
		if heard++; isAbsent(f) {
			return false
		}
	}
	return heard > 0
}

// isHeard reports whether a metric may say something.
func isHeard(s *serinv1.Spec, f *serinv1.Finding) bool {
	return f.GetRole() != serinv1.Role_ROLE_MUTED && !isIgnored(s, f)
}

// isAbsent reports whether there was nothing to judge of a metric, or a provider did not answer for a slice of it.
func isAbsent(f *serinv1.Finding) bool {
	return f.GetClass() == serinv1.Class_CLASS_NO_DATA || isError(f) || slices.ContainsFunc(f.GetSlices(), isError)
}

func isError(f *serinv1.Finding) bool { return f.GetClass() == serinv1.Class_CLASS_ERROR }

// isIgnored reports whether the spec leaves a metric, or a slice of it, out for want of data, as if it were muted.
func isIgnored(s *serinv1.Spec, f *serinv1.Finding) bool {
	if f.GetClass() != serinv1.Class_CLASS_NO_DATA {
		return false
	}
	if len(f.GetSlices()) > 0 {
		return !slices.ContainsFunc(f.Slices, func(slice *serinv1.Finding) bool { return !isIgnored(s, slice) })
	}
	i := slices.IndexFunc(s.GetMetrics(), func(m *serinv1.Metric) bool { return m.GetName() == f.GetMetric() })
	return i >= 0 && len(f.GetCauses()) > 0 && wire.Ignores(s.Metrics[i], f.Causes[0].GetCause())
}
