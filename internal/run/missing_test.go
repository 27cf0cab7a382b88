package run

import (
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Each cause of missing data has its policy, and only data that are left out are none of a look's trouble.
func TestPolicy(t *testing.T) {
	const ignore, pass = serinv1.MissingPolicy_MISSING_POLICY_IGNORE, serinv1.MissingPolicy_MISSING_POLICY_PASS
	for cause, missing := range map[serinv1.Cause]*serinv1.Missing{
		serinv1.Cause_CAUSE_EMPTY:        {Empty: ignore},
		serinv1.Cause_CAUSE_TOO_FEW:      {TooFew: ignore},
		serinv1.Cause_CAUSE_STALE:        {Stale: ignore},
		serinv1.Cause_CAUSE_FLAT:         {Flat: ignore},
		serinv1.Cause_CAUSE_RESET:        {Reset_: ignore},
		serinv1.Cause_CAUSE_HALF_MISSING: {HalfMissing: ignore},
		serinv1.Cause_CAUSE_NOT_FINITE:   {NotFinite: ignore},
	} {
		spec := &serinv1.Spec{Metrics: []*serinv1.Metric{{Name: "errors", Missing: missing}}}
		for number := range serinv1.Cause_name {
			of := serinv1.Cause(number)
			if got := isIgnored(spec, finding("errors", serinv1.Class_CLASS_NO_DATA, of)); got != (of == cause) {
				t.Errorf("%v is ignored for %v: %v", of, missing, got)
			}
		}
		for name, f := range map[string]*serinv1.Finding{
			"another metric":      finding("latency", serinv1.Class_CLASS_NO_DATA, cause),
			"a failed provider":   finding("errors", serinv1.Class_CLASS_ERROR, cause),
			"no cause":            finding("errors", serinv1.Class_CLASS_NO_DATA),
			"data, with a caveat": finding("errors", serinv1.Class_CLASS_PASS, cause),
		} {
			if isIgnored(spec, f) {
				t.Errorf("%s is ignored for %v", name, missing)
			}
		}
	}
	spec := &serinv1.Spec{Metrics: []*serinv1.Metric{{Name: "errors", Missing: &serinv1.Missing{Empty: pass}}}}
	if isIgnored(spec, finding("errors", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_EMPTY)) {
		t.Error("what passes anyway is ignored")
	}
}
