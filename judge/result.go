package judge

import (
	"slices"
	"time"
)

// A Result is what was concluded, and from what.
type Result struct {
	Name         string
	Verdict      Verdict
	Headline     string   // one sentence for the person who was woken up
	Reasons      []Reason // the main one first
	Score        *float64 // 0 to 100 over what was judged; nil when nothing was
	Coverage     *float64 // share of the configured weight that was judged, 0 to 1; nil when nothing was
	Contributors []string // metrics that made the verdict, the weightiest first
	Findings     []Finding
	Together     *Finding // all metrics together, when they are worse though hardly one of them is; else nil
	Flips        []Flip   // what would change the verdict, the likeliest first
	Alpha        Alpha
}

// A Reason is why a verdict was reached.
type Reason struct {
	Code     Code
	Sentence string
}

// A Finding is what was found for a metric, or for one slice of it.
type Finding struct {
	Metric   Metric
	Slice    string // empty for the whole metric
	Class    Class
	Sentence string
	Weight   float64 // part of the configured weight, 0 to 1; 0 for a slice
	Causes   []CauseDetail
	Notes    []string
	Evidence []Evidence // one per quantile for a histogram, else at most one
	Slices   []Finding
	Since    time.Time     // since when the canary has been worse; zero when it is not, or all the time
	Wait     time.Duration // how much longer the window must be to know; 0 when it is known, or no wait would do

	lately  float64 // where the canary has stood since
	aside   string  // what the canary did that is no harm now
	clock   string  // layout of moments
	ignored bool    // left out by a missing policy
	few     string  // what a test of too few points would need
}

// A Flip is a change of one finding that would change the verdict.
type Flip struct {
	Verdict  Verdict // the verdict there would be
	Metric   string
	Sentence string
}

// A CauseDetail says why data could not be judged, and whose.
type CauseDetail struct {
	Cause      Cause
	Population Population // 0 for both
	Sentence   string
}

// counts reports whether the finding takes part in the score.
func (f Finding) counts() bool { return f.Metric.scores() && !f.ignored }

// lead returns the evidence that stands for the finding: of that which made its class, the one with the most harm for
// its margin.
func (f Finding) lead() (lead Evidence, ok bool) {
	for _, e := range f.Evidence {
		if ok && (lead.found == f.Class && e.found != f.Class || lead.found == e.found && e.severity() <= lead.severity()) {
			continue
		}
		lead, ok = e, true
	}
	return lead, ok
}

// failing reports whether a provider did not answer for the finding, or for one of its slices.
func (f Finding) failing() bool {
	return !f.ignored && f.Metric.Role != Muted &&
		(f.Class == Error || slices.ContainsFunc(f.Slices, func(s Finding) bool { return s.Class == Error && !s.ignored }))
}
