package recording

import (
	"github.com/serin-canary/serin/internal/spec"
	serinv1 "github.com/serin-canary/serin/proto/serin/v1"
	"github.com/serin-canary/serin/series"
)

// Format is the version of the format that is read and written.
const Format = 1

// A Recording is the exact inputs of one analysis.
type Recording struct {
	Spec     *serinv1.Spec
	Baseline *serinv1.Population
	Canary   *serinv1.Population
	Window   *serinv1.Window      // nil when each population has its own
	Looks    *serinv1.Looks       // nil when the canary was judged this once
	Expect   *serinv1.Expectation // nil when nobody has said what should come out
	Answers  []Answer             // in the order of queries.csv, else of the spec
	Result   *serinv1.Result      // nil without verdict.json
	Readme   string               // empty without README.md

	// Positions says where in analysis.yaml the fields stand, for mistakes found later: spec.Mistakes.At(r.Positions).
	Positions spec.Positions
}

// An Answer is how one query was answered.
type Answer struct {
	Metric     string
	Part       string // value, events, total, exposure or buckets
	Population string // baseline, canary, baseline_history or canary_history
	Provider   string // empty for series that came with the request
	Query      string // its variables filled in; empty for series that came with the request

	// Series are on the grid of the population's window, with its warm-up, or of the history; those of a raw counter begin one
	// step earlier. A series of a slice carries the spec's slice label, one of a histogram the label le.
	Series []series.Labelled

	Failure serinv1.Cause // why there is no answer; CAUSE_UNSPECIFIED when there is one
	Message string        // the provider's words about the failure
}

// Request returns the request whose analysis was recorded, without the series.
func (r *Recording) Request() *serinv1.AnalyzeRequest {
	return &serinv1.AnalyzeRequest{Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Window: r.Window, Looks: r.Looks}
}

// message returns the contents of analysis.yaml.
func (r *Recording) message() *serinv1.Recording {
	return &serinv1.Recording{
		Format: Format, Spec: r.Spec, Baseline: r.Baseline, Canary: r.Canary, Window: r.Window, Expect: r.Expect,
		Looks: r.Looks,
	}
}
