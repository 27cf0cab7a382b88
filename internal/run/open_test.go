package run

import (
	"strings"
	"testing"

	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
)

// Before the end no metric may look worse; one that is merely not certain is no reason to wait.
func TestStillOpen(t *testing.T) {
	estimated := func(harm, margin float64) *serinv1.Evidence {
		return &serinv1.Evidence{Harm: &harm, PauseMargin: &margin}
	}
	unclear := func(evidence ...*serinv1.Evidence) *serinv1.Finding {
		return &serinv1.Finding{Metric: "m", Class: serinv1.Class_CLASS_INCONCLUSIVE, Evidence: evidence}
	}
	sliced := func(slices ...*serinv1.Finding) *serinv1.Finding {
		return &serinv1.Finding{Metric: "m", Class: serinv1.Class_CLASS_INCONCLUSIVE, Slices: slices}
	}
	well, worse := estimated(0.5, 1), estimated(1, 1)
	for name, c := range map[string]struct {
		finding *serinv1.Finding
		open    bool
	}{
		"shown not worse":                  {finding("m", serinv1.Class_CLASS_PASS), false},
		"worse":                            {finding("m", serinv1.Class_CLASS_WARN), true},
		"no data":                          {finding("m", serinv1.Class_CLASS_NO_DATA, serinv1.Cause_CAUSE_EMPTY), true},
		"the provider is down":             {finding("m", serinv1.Class_CLASS_ERROR, serinv1.Cause_CAUSE_UNAVAILABLE), true},
		"muted":                            {with(unclear(worse), func(f *serinv1.Finding) { f.Role = serinv1.Role_ROLE_MUTED }), false},
		"better than the margin":           {unclear(well), false},
		"at the margin":                    {unclear(worse), true},
		"one quantile at the margin":       {unclear(well, worse), true},
		"too few to tell":                  {unclear(), true},
		"no estimate":                      {unclear(&serinv1.Evidence{}), true},
		"no margin":                        {unclear(&serinv1.Evidence{Harm: well.Harm}), true},
		"slices that look well":            {sliced(unclear(well), finding("m", serinv1.Class_CLASS_PASS)), false},
		"a slice at the margin":            {sliced(unclear(well), unclear(worse)), true},
		"a slice without data":             {sliced(unclear(well), finding("m", serinv1.Class_CLASS_NO_DATA)), true},
		"a class that is not known as yet": {finding("m", 99), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := stillOpen(&serinv1.Spec{}, resultOf(promote, 0, c.finding)); (len(got) > 0) != c.open {
				t.Errorf("open are %v", got)
			}
		})
	}
	if got := some(strings.Fields("a b c d e")); got != "a, b, c and 2 more" {
		t.Errorf("some of five are %q", got)
	}
	if got := some(strings.Fields("a b c")); got != "a, b, c" {
		t.Errorf("some of three are %q", got)
	}
}
